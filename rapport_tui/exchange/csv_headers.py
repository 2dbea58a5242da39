"""The words of column headers, in the languages that Outlook, Thunderbird, LinkedIn and Google are written in.

A header is compared in lower case, without accents and punctuation. `HEADERS` are whole headers by field. Those of
`QUALIFIABLE` fields may have words of `PLACES` and `FILLERS` around them: `Teléfono del trabajo` is `teléfono`.
Compounds (`Arbejdstelefon`, `商務電話`) begin with one of `STEMS`.
"""

from __future__ import annotations

from typing import Final

HEADERS: Final[dict[str, str]] = {
    "name": "name|full name|fullname|display name|contact name|contact|person|file as|anzeigename|vollständiger name|"
    "nom complet|nom à afficher|nombre completo|nombre en pantalla|nombre para mostrar|nombre y apellidos|"
    "nome completo|mostrar nome|nome de exibição|nome a apresentar|nome visualizzato|nome e cognome|naam|"
    "volledige naam|weergavenaam|namn|visningsnamn|fullständigt namn|navn|visningsnavn|vis navn|fullt navn|"
    "fuldt navn|fulde navn|nimi|koko nimi|näyttönimi|näytettävä nimi|imię i nazwisko|wyświetlana nazwa|"
    "nazwa wyświetlana|zobrazované jméno|zobrazené jméno|celé jméno|jméno a příjmení|zobrazované meno|celé meno|"
    "meno a priezvisko|név|teljes név|megjelenő név|megjelenítendő név|nume|nume complet|nume de afișat|"
    "ime i prezime|puno ime|ime in priimek|отображаемое имя|полное имя|фио|ф и о|повне ім'я|ім'я що відображається|"
    "піб|показвано име|пълно име|εμφανιζόμενο όνομα|ονοματεπώνυμο|ad soyad|adı soyadı|görünen ad|görüntülenecek isim|"
    "שם|שם מלא|שם תצוגה|الاسم|الاسم الكامل|اسم العرض|氏名|名前|表示名|フルネーム|姓名|显示名称|显示姓名|顯示名稱|"
    "全名|성명|표시 이름|표시명",
    "last_first": "last first|last name first name|lastname firstname|surname forename|surname first name|"
    "family name given name|name vorname|nachname vorname|nom prénom|nom et prénom|apellidos nombre|"
    "apellidos y nombre|cognome nome|cognome e nome|achternaam voornaam|efternamn förnamn|efternavn fornavn|"
    "etternavn fornavn|nazwisko i imię|nazwisko imię|příjmení a jméno|příjmení jméno|фамилия имя|прізвище ім'я",
    "prefix": "name prefix|prefix|salutation|honorific prefix|anrede|civilité|tratamiento|tratamento|aanhef|"
    "обращение|звернення|обръщение|敬称",
    "given": "first name|given name|firstname|forename|first|given|vorname|rufname|prénom|nombre|nombre de pila|"
    "primer nombre|nome|nome próprio|primeiro nome|voornaam|roepnaam|förnamn|fornavn|etunimi|imię|pierwsze imię|"
    "jméno|křestní jméno|meno|krstné meno|utónév|keresztnév|prenume|ime|имя|ім'я|собствено име|име|όνομα|ad|adı|isim|"
    "ilk ad|שם פרטי|الاسم الأول|名|名字|이름|eesnimi|vārds|vardas|nom de pila|nama depan",
    "middle": "middle name|additional name|middle|weitere vornamen|zweiter vorname|deuxième prénom|autres prénoms|"
    "segundo nombre|nome do meio|segundo nome|secondo nome|middelste naam|tussenvoegsel|mellannamn|mellemnavn|"
    "mellomnavn|toinen nimi|drugie imię|prostřední jméno|ďalšie meno|stredné meno|második név|egyéb utónév|"
    "al doilea prenume|отчество|по батькові|бащино име|μεσαίο όνομα|ikinci ad|שם אמצעי|الاسم الأوسط|ミドル ネーム|"
    "ミドルネーム|中间名|中間名|중간 이름",
    "family": "last name|family name|lastname|surname|last|family|nachname|familienname|zuname|nom|nom de famille|"
    "apellidos|apellido|sobrenome|último nome|apelidos|cognome|achternaam|efternamn|efternavn|etternavn|sukunimi|"
    "nazwisko|příjmení|priezvisko|vezetéknév|családnév|nume de familie|prezime|priimek|фамилия|прізвище|фамилно име|"
    "επώνυμο|επίθετο|soyadı|soyadi|soyad|soyisim|שם משפחה|اسم العائلة|姓|姓氏|苗字|성|perekonnanimi|uzvārds|pavardė|"
    "cognoms|nama belakang",
    "suffix": "name suffix|suffix|honorific suffix|namenszusatz|suffixe|sufijo|sufixo|suffisso|achtervoegsel|přípona|"
    "prípona|utótag|sufix|суффикс|суфікс|loppuliite|przyrostek|son ek|לואי|سفيكس|لاحقة|后缀|稱謂",
    "spoken": "phonetic first name|phonetic middle name|phonetic last name|yomi name|given name yomi|"
    "additional name yomi|family name yomi|given yomi|surname yomi|yomi|フリガナ|ふりがな|よみがな|姓 フリガナ|"
    "名 フリガナ|フリガナ 姓|フリガナ 名",
    "alias": "nickname|nick name|also known as|alias|aliases|spitzname|maiden name|geburtsname|surnom|apodo|alcunha|"
    "soprannome|bijnaam|smeknamn|kaldenavn|kallenavn|lempinimi|kutsumanimi|pseudonim|przydomek|přezdívka|prezývka|"
    "becenév|poreclă|nadimak|vzdevek|псевдоним|псевдонім|прякор|ψευδώνυμο|takma ad|takma adı|lakap|כינוי|"
    "ニックネーム|昵称|暱稱|애칭|별명",
    "pronouns": "pronouns|pronomen|pronoms|pronombres|pronomi",
    "role": "position|job title|job titles|titles|jobtitle|job|role|occupation|profession|organization title|"
    "organization 1 title|work title|current position|job position|arbeitstitel|beruf|stellung|berufsbezeichnung|"
    "funktion|jobtitel|poste|fonction|intitulé du poste|puesto|cargo|ocupación|profesión|profissão|função|ocupação|"
    "posizione|qualifica|mansione|professione|titolo di lavoro|functie|functietitel|beroep|werkfunctie|befattning|"
    "yrke|jobbtitel|stilling|stillingsbetegnelse|jobbtittel|job titel|erhverv|tehtävänimike|ammattinimi|ammatti|"
    "stanowisko|zawód|funkce|pracovní funkce|pozice|profese|povolání|funkcia|pracovná funkcia|povolanie|beosztás|"
    "foglalkozás|munkakör|funcție|profesie|ocupație|radno mjesto|zanimanje|delovno mesto|должность|профессия|посада|"
    "професія|длъжност|професия|τίτλος εργασίας|επάγγελμα|iş unvanı|pozisyon|görev|meslek|תפקיד|עיסוק|מקצוע|"
    "المسمى الوظيفي|الوظيفة|المهنة|役職|職業|職務|职务|职位|职业|職稱|직위|직책|직함|직업",
    "team": "team|department|dept|organization department|organization 1 department|division|abteilung|service|"
    "departamento|reparto|dipartimento|afdeling|avdelning|avdeling|osasto|dział|oddział|departament|oddělení|"
    "oddelenie|osztály|részleg|odjel|oddelek|отдел|відділ|підрозділ|τμήμα|bölüm|departman|מחלקה|القسم|部署|部門|部门|"
    "부서",
    "org": "company|companies|organization|organizations|organisation|organization name|organization 1 name|employer|"
    "company name|current company|account name|account|associated company|primary company|primary associated company|"
    "org|firma|unternehmen|firmenname|arbeitgeber|entreprise|société|empresa|organización|compañía|organização|"
    "nome da empresa|nombre de la empresa|azienda|società|organizzazione|ditta|bedrijf|bedrijfsnaam|organisatie|"
    "werkgever|företag|arbetsgivare|virksomhed|bedrift|selskap|organisasjon|yritys|organisaatio|järjestö|työnantaja|"
    "organizacja|firma organizacja|společnost|organizace|spoločnosť|organizácia|cég|cégnév|vállalat|szervezet|"
    "companie|societate|firmă|organizație|tvrtka|poduzeće|podjetje|компания|организация|фирма|компанія|організація|"
    "εταιρεία|εταιρία|οργανισμός|şirket|kurum|חברה|ארגון|الشركة|المؤسسة|会社|会社名|組織|勤務先|公司|公司名称|单位|"
    "회사|회사명|조직",
    "email": "e mail|email|mail|e mails|emails|email address|email addresses|e mail address|e mail adresse|"
    "email adresse|mailadresse|adresse e mail|adresse email|adresse de messagerie|adresse électronique|courriel|"
    "adresse courriel|correo|correo electrónico|dirección de correo electrónico|dirección de e mail|"
    "dirección de email|endereço de e mail|endereço de email|endereço eletrônico|correio|correio eletrónico|"
    "indirizzo e mail|indirizzo email|indirizzo di posta elettronica|posta elettronica|e mailadres|emailadres|e post|"
    "epost|e postadress|e post adress|e postadresse|e post adresse|mailadress|sähköposti|sähköpostiosoite|"
    "adres e mail|adres email|adres poczty elektronicznej|e mailová adresa|emailová adresa|e mail cím|email cím|"
    "adresă de e mail|adresă de email|e pošta|adresa e pošte|e poštni naslov|электронная почта|"
    "адрес электронной почты|эл почта|адрес эл почты|адрес e mail|почта|електронна пошта|адреса електронної пошти|"
    "имейл|имейл адрес|електронна поща|διεύθυνση email|διεύθυνση ηλεκτρονικού ταχυδρομείου|e posta|eposta|"
    "e posta adresi|eposta adresi|דואר אלקטרוני|כתובת דואר אלקטרוני|דוא ל|البريد الإلكتروني|عنوان البريد الإلكتروني|"
    "メール|メールアドレス|メール アドレス|電子メール|電子メール アドレス|电子邮件|电子邮件地址|邮箱|電子郵件|"
    "電子郵件地址|電子信箱|이메일|이메일 주소|전자 메일|전자 메일 주소|메일|메일 주소",
    "phone": "phone|phones|company main phone|company phone|telephone|tel|mobile|cell|mobile phone|cell phone|"
    "cellphone|cellular|callback|telefon|telefonnummer|rufnummer|handy|handynummer|mobil|mobiltelefon|mobil tel|"
    "mobilnummer|mobil nummer|autotelefon|haupttelefon|téléphone|tél|portable|tél mobile|téléphone mobile|teléfono|"
    "móvil|teléfono móvil|celular|teléfono celular|telefone|fone|telemóvel|telefone celular|telefono|cellulare|"
    "telefono cellulare|telefono mobile|telefoon|telefoonnummer|mobiel|mobiele telefoon|mobiel telefoon|telefonnr|"
    "mobilnr|puhelin|puhelinnumero|matkapuhelin|matkapuhelinnumero|numer telefonu|telefon komórkowy|"
    "telefonu komórkowego|komórka|mobilní telefon|mobilný telefón|telefón|telefonszám|telefon mobil|mobitel|"
    "telefonska številka|телефон|телефона|мобильный|мобильный телефон|сотовый|сотового телефона|телефон моб|"
    "мобільний|мобільний телефон|телефону|мобільного телефону|мобилен телефон|τηλέφωνο|κινητό|κινητού|"
    "κινητό τηλέφωνο|cep telefonu|telefonu|telefon numarası|טלפון|טלפון נייד|נייד|هاتف|الهاتف|الجوال|الهاتف الجوال|"
    "الهاتف المحمول|電話|携帯|携帯電話|电话|手机|移动电话|手機|行動電話|전화|전화번호|휴대폰|휴대 전화|휴대전화|"
    "手機號碼|手机号码|移动电话号码|電話番号|携帯電話番号|電話號碼|电话号码|particular|whatsapp",
    "link": "url|linkedin|linkedin url|linkedin profile|linkedin profile url|linkedin bio|profile url|profile link|"
    "public profile url|website|website url|web page|webpage|home page|homepage|links|link|blog|personal web page|"
    "business web page|webseite|internetseite|internet|page web|site web|site internet|página web|sitio web|site|"
    "pagina web|sito web|webpagina|webbplats|webbsida|hemsida|webside|nettside|hjemmeside|verkkosivu|kotisivu|"
    "strona www|strona internetowa|strona sieci web|webová stránka|weboldal|honlap|weblap|pagină web|web stranica|"
    "spletna stran|веб страница|сайт|веб сторінка|уеб страница|ιστοσελίδα|web sayfası|דף אינטרנט|אתר|صفحة ويب|"
    "ウェブページ|web ページ|ホームページ|网页|网站|網頁|網站|웹 페이지|홈페이지",
    "handle": "screen name|im address|imaddress|messenger name|skype|signal|telegram|mastodon|handle|twitter|"
    "twitter handle|twitter username|x|instagram|facebook|github|bluesky|threads|discord|slack|wechat|line id|"
    "facebook url|twitter url|instagram url|スクリーンネーム",
    "location": "location|place|office location|where|standort|lieu|lugar|ubicación|localização|luogo|locatie|"
    "kantoorlocatie|plats|sted|sijainti|lokalizacja|umístění|umiestnenie|helyszín|locație|место|местоположение|"
    "розташування|τοποθεσία|konum|מיקום|الموقع|場所|位置|위치",
    "address": "address|postal address|mailing address|adresse|anschrift|postanschrift|dirección|endereço|morada|"
    "indirizzo|adres|adress|osoite|adresa|cím|adresă|naslov|адрес|адреса|διεύθυνση|adresi|כתובת|العنوان|عنوان|住所|"
    "地址|住址|주소",
    "street": "street|street address|po box|straße|rue|calle|rua|via|straat|gata|gatuadress|gade|vej|gate|"
    "gateadresse|katu|katuosoite|ulica|ulice|utca|stradă|strada|улица|вулиця|οδός|sokak|cadde|רחוב|الشارع|شارع|番地|"
    "街道|街|번지|postfach|postbusnummer",
    "city": "city|town|werklocatie|ort|stadt|wohnort|ville|localité|ciudad|población|localidad|cidade|localidade|"
    "città|comune|località|plaats|woonplaats|stad|postort|by|poststed|kaupunki|postitoimipaikka|miasto|miejscowość|"
    "město|mesto|obec|város|település|oraș|localitate|grad|город|місто|град|πόλη|şehir|şehri|עיר|المدينة|مدينة|"
    "市区町村|市町村|城市|市 鎮|市鎮|市镇|市 县|도시|구 군|구 군 시",
    "region": "state|region|province|state province|county|bundesland|kanton|région|dép région|département|estado|"
    "provincia|provincia o estado|estado o provincia|distrito|stato|provincie|län|landsdel|landsdel stat|delstat|"
    "stat|fylke|lääni|maakunta|województwo|kraj|okres|megye|állam|județ|županija|область|регион|край|штат|νομός|"
    "πολιτεία|eyalet|bölgesi|bölge|الولاية|ولاية|المحافظة|都道府県|省|省 市 自治区|省 自治区 直辖市|州|縣市|縣 市|"
    "시 도",
    "postal": "postal code|zip|zip code|zipcode|zip postal code|postcode|post code|postleitzahl|plz|code postal|"
    "código postal|cep|cap|cap postale|postnummer|postnr|postinumero|kod pocztowy|psč|irányítószám|cod poștal|"
    "poštanski broj|poštna številka|почтовый индекс|почтовый код|индекс|поштовий індекс|пощенски код|ταχ κώδικας|"
    "ταχυδρομικός κώδικας|posta kodu|מיקוד|الرمز البريدي|郵便番号|邮政编码|邮编|郵遞區號|우편 번호|우편번호",
    "country": "country|country region|land|land region|pays|pays région|país|país o región|país região|región país|"
    "região país|paese|nazione|nazione regione|paese area|land regio|land område|maa|maa alue|kotimaa|państwo|"
    "kraj region|země|země oblast|krajina|krajina oblasť|ország|ország régió|țară|țară regiune|država|страна|"
    "страна регион|страна или регион|країна|країна регіон|държава|χώρα|χώρα περιοχή|ülke|ülkesi|ülke bölge|ארץ|"
    "ארץ אזור|البلد|بلد|البلد المنطقة|国|国 地域|国家|国家 地区|國家|國家 地區|국가|국가 지역",
    "met": "how we met|met|where we met|how i know them|first met|first met where|first met additional info",
    "met_through": "met through|introduced by|through|referred by|first met through",
    "met_on": "connected on|met on|connection date|date connected|connected|first met date|verbunden am|verknüpft am|"
    "vernetzt am|kontakt seit|connecté le|date de connexion|en relation depuis|relation depuis|conectado el|"
    "conectado en|fecha de conexión|conectado em|conectou se em|data da conexão|collegato il|data di collegamento|"
    "data collegamento|verbonden op|gekoppeld op|kontakt sedan|ansluten den|forbundet den|tilknyttet den|yhdistetty|"
    "nawiązano kontakt|połączono|data połączenia|spojeno dne|propojeno|pripojené|ismerősök ettől|conectat la|"
    "data conectării|дата установления контакта|дата подключения|дата з єднання|συνδεθήκατε στις|bağlantı tarihi|"
    "つながった日|つながり日|联系时间|建立联系时间|建立聯繫時間|1촌 맺은 날짜",
    "stage": "stage",
    "tags": "keywords|labels|label|tags|tag|groups|group|group membership|categories|category|kategorien|kategorie|"
    "stichwörter|schlagwörter|gruppen|catégories|mots clés|étiquettes|groupes|categorías|etiquetas|palabras clave|"
    "grupos|categorias|categorie|etichette|gruppi|categorieën|categorien|trefwoorden|groepen|kategorier|grupper|"
    "luokat|ryhmät|grupy|kategórie|skupiny|kategóriák|csoportok|categorii|grupuri|kategorije|категории|группы|"
    "ключевые слова|категорії|групи|κατηγορίες|ομάδες|kategoriler|gruplar|קטגוריות|الفئات|分類|グループ|分类|类别|"
    "類別|群组|群組|범주|그룹",
    "birthday": "birthday|birth date|birthdate|date of birth|bday|dob|geburtstag|geburtsdatum|anniversaire|"
    "date de naissance|cumpleaños|fecha de nacimiento|aniversário|data de nascimento|compleanno|data di nascita|"
    "verjaardag|geboortedatum|födelsedag|födelsedatum|fødselsdag|fødselsdato|bursdag|syntymäpäivä|syntymäaika|"
    "urodziny|data urodzenia|narozeniny|datum narození|narodeniny|dátum narodenia|születésnap|születési dátum|"
    "születési idő|zi de naștere|data nașterii|rođendan|datum rođenja|rojstni dan|день рождения|дата рождения|"
    "день народження|дата народження|рожден ден|дата на раждане|γενέθλια|ημερομηνία γέννησης|doğum günü|doğum tarihi|"
    "יום הולדת|תאריך לידה|تاريخ الميلاد|عيد الميلاد|誕生日|生年月日|生日|出生日期|생일|생년월일",
    "birth_year": "birth year|geburtsjahr|année de naissance|año de nacimiento|ano de nascimento|anno di nascita|"
    "geboortejaar|född år|fødselsår|syntymävuosi|urodziny rok|rok urodzenia|rok narození|rok narodenia|születési év|"
    "an naștere|год рождения|рік народження|έτος γέννησης|doğum yılı|誕生年|出生年份|生日 年|태어난 해",
    "birth_month": "birth month|geburtsmonat|mois|mois de naissance|mes de nacimiento|mês de nascimento|"
    "mese di nascita|geboortemaand|född månad|fødselsmåned|syntymäkuukausi|urodziny miesiąc|miesiąc urodzenia|"
    "měsíc narození|mesiac narodenia|születési hónap|lună naștere|месяц рождения|місяць народження|μήνας γέννησης|"
    "doğum ayı|誕生月|出生月份|生日 月|태어난 달",
    "birth_day": "birth day|jour|jour de naissance|día de nacimiento|dia de nascimento|dia de aniversário|"
    "giorno di nascita|geboortedag|född dag|urodziny dzień|dzień urodzenia|den narození|deň narodenia|születési nap|"
    "zi naștere|ημέρα γέννησης|出生日|生日 日",
    "note": "notes|note|comments|comment|remarks|description|notizen|notiz|bemerkungen|bemerkung|anmerkungen|"
    "anmerkung|kommentar|remarques|commentaires|notas|nota|observaciones|comentarios|observações|comentários|"
    "informações|info|commenti|annotazioni|notities|opmerkingen|aantekeningen|anteckningar|kommentarer|noter|notater|"
    "bemærkninger|merknader|muistiinpanot|huomautukset|notatki|uwagi|poznámky|poznámka|megjegyzés|megjegyzések|"
    "jegyzetek|bilješke|opombe|заметки|примечания|комментарии|нотатки|замітки|примітки|бележки|σημειώσεις|notlar|"
    "הערות|ملاحظات|メモ|備考|备注|附注|注释|備註|附註|記事|메모|비고",
    "remark": "spouse|children|hobby|hobbies|interests|anniversary|custom 1|custom 2|custom 3|custom 4|user 1|user 2|"
    "user 3|user 4|manager s name|manager|assistant s name|assistant|assistant s phone|asst phone|reports to|"
    "lead source|language|languages|school|schools|partner|kinder|jahrestag|tty tdd phone|isdn|family members|pets|"
    "food|food preferences|allergies|anniversaire de mariage ou fête|anniversario|rocznica|výročí|výročie|紀念日|"
    "纪念日|记念日|결혼 기념일",
    "uid": "rapport uid",
}  # fmt: skip

QUALIFIABLE: Final = frozenset(
    {"email", "phone", "link", "address", "street", "city", "region", "postal", "country", "org", "role", "team"}
)

PLACES: Final[dict[str, str]] = {
    "work": "work|business|office|geschäftlich|dienstlich|beruflich|arbeit|büro|bureau|travail|professionnel|"
    "professionnelle|pro|trabajo|laboral|oficina|comercial|trabalho|lavoro|ufficio|werk|kantoor|arbete|jobb|arbejde|"
    "arbeid|kontor|työ|työpaikan|praca|biuro|służbowy|służbowa|służbowe|zaměstnání|práce|práca|práci|zamestnania|"
    "zamestnanie|pracovní|pracovná|munkahelyi|munkahely|hivatali|serviciu|birou|posao|ured|služba|рабочий|рабочая|"
    "раб|роб|робочий|служебен|служебный|сл|служ|εργασίας|γραφείου|iş|עבודה|בעבודה|العمل|للعمل|勤務先|会社|商務|商务|"
    "单位|办公|工作|업무|회사|직장|근무지|근무처",
    "home": "home|private|personal|privat|domicile|privé|privée|maison|casa|domicilio|particular|residencia|"
    "residência|residenza|pessoal|personale|thuis|hem|bostad|hjem|hjemme|koti|kodin|dom|domowy|domowa|domů|domov|"
    "domácí|abitazione|otthoni|lakás|acasă|domiciliu|kuća|домашний|дом|дома|домаш|домашен|οικίας|ev|בית|בבית|المنزل|"
    "للمنزل|منزل|自宅|住宅|住家|家庭|个人|個人|私人|자택|집|개인|natal",
    "other": "other|weitere|weiterer|weiteres|autre|otro|otra|outro|outra|altro|altra|ander|andere|anders|annan|"
    "annat|övrig|anden|andet|annen|annet|muu|inny|inna|inne|další|jiný|jiná|jiné|ďalšia|iný|iná|iné|egyéb|alt|altă|"
    "другой|другая|друг|доп|інший|інша|άλλο|άλλη|diğer|אחר|אחרת|آخر|أخرى|その他|其他|其它|기타",
    "mailing": "mailing|billing|shipping",
}  # fmt: skip

FILLERS: Final = (
    "of|the|to|de|du|des|d|l|la|le|del|do|da|dos|das|di|dell|van|het|op|w|na|v|z|к|по|για|του|number|numbers|nummer|"
    "nr|no|número|numéro|numero|numer|číslo|номер|αριθμός|numarası|番号|号码|號碼|번호|local|primary|secondary|"
    "voiture|auto|carro|coche|osobista|main|preferred|direct|primär|primäre|sekundäre|primær|sekundær|principal|"
    "principale|secondaire|secundaria|secundario|primário|primario|secundário|secondaria|secondario|eerste|tweede|"
    "ytterligare|ensisijainen|toissijainen|podstawowy|dodatkowy|główny|první|druhý|hlavní|primárny|elsődleges|"
    "másodlagos|primar|secundar|основной|альтернативный|альтернативна|κύριο|κύριος|δευτερεύον|birinci|ikinci|主要|"
    "次要|备用|기본|추가|car|radio|rad"
)

STEMS: Final[dict[str, str]] = {
    "work": "arbejds|arbeids|arbets|werk|työ|勤務先の|勤務先|会社の|会社|商務|商务|单位所在|单位|办公|工作|업무|직장|"
    "회사",
    "home": "hjemme|hem|koti|huis|privat|自宅の|自宅|住宅所在|住宅|住家|居住|家庭|个人|個人|私人|住址|자택|집",
    "other": "その他の|その他|其他所在|其他|其它|기타",
    "": "汽車|汽车|haupt|別の|代表|主要|次要|备用|の",
}  # fmt: skip
