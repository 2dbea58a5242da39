"""The headers of address books in many languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.exchange.csv_columns import columns, squeezed_header
from rapport_tui.exchange.csv_headers import HEADERS
from rapport_tui.exchange.file_reader import read_bytes
from rapport_tui.exchange.parsed_file import ContactCard

CORE = ("given", "family", "email", "phone", "phone", "org", "role", "city", "country", "birthday", "note")
# In each language: first and last name, e-mail, phone at work, mobile, company, job, city and country at home, birthday
# and notes, as Outlook or Thunderbird call them.
BY_LANGUAGE = {
    "en": "First Name,Last Name,E-mail Address,Business Phone,Mobile Phone,Company,Job Title,Home City,"
    "Home Country/Region,Birthday,Notes",
    "de": "Vorname,Nachname,E-Mail-Adresse,Telefon geschäftlich,Mobiltelefon,Firma,Position,Ort privat,"
    "Land/Region privat,Geburtstag,Notizen",
    "fr": "Prénom,Nom,Adresse de messagerie,Téléphone (bureau),Tél. mobile,Société,Profession,Ville (domicile),"
    "Pays/Région (domicile),Anniversaire,Notes",
    "es": "Nombre,Apellidos,Dirección de correo electrónico,Teléfono del trabajo,Teléfono móvil,Organización,Puesto,"
    "Ciudad de residencia,País o región del domicilio,Cumpleaños,Notas",
    "pt": "Nome próprio,Apelido,Endereço de correio eletrónico,Telefone do trabalho,Telemóvel,Empresa,Cargo,"
    "Cidade de casa,País/região de casa,Data de nascimento,Notas",
    "pt-BR": "Primeiro nome,Sobrenome,E-mail,Fone comercial,Celular,Empresa,Cargo,Cidade de casa,País de casa,"
    "Aniversário,Observações",
    "it": "Nome,Cognome,Indirizzo di posta elettronica,Telefono ufficio,Cellulare,Società,Posizione,Città (abitazione),"
    "Paese (casa),Compleanno,Note",
    "nl": 'Voornaam,Achternaam,E-mailadres,Telefoon op werk,Mobiele telefoon,Bedrijf,Functie,"Huisadres, plaats",'
    "Land/regio (thuis),Verjaardag,Notities",
    "sv": 'Förnamn,Efternamn,E-postadress,"Telefon, arbete",Mobiltelefon,Företag,Befattning,"Postort, hem",'
    '"Land/region, hem",Födelsedag,Anteckningar',
    "da": "Fornavn,Efternavn,Mailadresse,Arbejdstelefon,Mobiltelefon,Firma,Stilling,Hjemmeby,Hjemmeland,Fødselsdag,"
    "Noter",
    "nb": "Fornavn,Etternavn,E-postadresse,Arbeidstelefon,Mobiltelefon,Bedrift,Stilling,Hjem Poststed,Hjem Land,"
    "Fødselsdag,Notater",
    "fi": "Etunimi,Sukunimi,Sähköpostiosoite,Työpuhelin,Matkapuhelin,Yritys,Ammattinimi,Kotikaupunki,Kotimaa,"
    "Syntymäpäivä,Muistiinpanot",
    "pl": "Imię,Nazwisko,Adres e-mail,Telefon służbowy,Telefon komórkowy,Firma,Stanowisko,Miasto (dom),"
    "Kraj/region (dom),Urodziny,Notatki",
    "cs": "Křestní jméno,Příjmení,E-mailová adresa,Telefon do zaměstnání,Mobilní telefon,Společnost,Funkce,"
    "Město (domů),Země/oblast (domů),Narozeniny,Poznámky",
    "sk": "Krstné meno,Priezvisko,E-mailová adresa,Telefón (práca),Mobilný telefón,Spoločnosť,Funkcia,Mesto (domov),"
    "Krajina/oblasť (domov),Narodeniny,Poznámky",
    "hu": "Utónév,Vezetéknév,E-mail cím,Hivatali telefon,Mobiltelefon,Cég,Beosztás,Város (lakás),Ország (lakás),"
    "Születésnap,Jegyzetek",
    "ro": "Prenume,Nume de familie,Adresă de e-mail,Telefon serviciu,Telefon mobil,Firmă,Funcție,Localitate domiciliu,"
    "Țară domiciliu,Zi de naștere,Note",
    "hr": "Ime,Prezime,Adresa e-pošte,Telefon (posao),Mobitel,Tvrtka,Radno mjesto,Grad (kuća),Država (kuća),Rođendan,"
    "Bilješke",
    "ru": "Имя,Фамилия,Адрес эл. почты,Рабочий телефон,Телефон моб.,Организация,Должность,Город (дом. адрес),"
    "Страна (дом. адрес),День рождения,Заметки",
    "uk": "Ім’я,Прізвище,Адреса електронної пошти,Робочий телефон,Мобільний телефон,Організація,Посада,Місто (дом.),"
    "Країна (дом.),День народження,Нотатки",
    "bg": "Собствено име,Фамилно име,Имейл адрес,Служебен телефон,Мобилен телефон,Фирма,Длъжност,Град (дом. адрес),"
    "Държава (дом. адрес),Рожден ден,Бележки",
    "el": "Όνομα,Επώνυμο,Διεύθυνση ηλεκτρονικού ταχυδρομείου,Τηλέφωνο εργασίας,Κινητό τηλέφωνο,Εταιρεία,"
    "Τίτλος εργασίας,Πόλη οικίας,Χώρα οικίας,Γενέθλια,Σημειώσεις",
    "tr": "Adı,Soyadı,E-posta Adresi,İş Telefonu,Cep Telefonu,Şirket,İş Unvanı,Ev Şehri,Ev Ülkesi,Doğum Günü,Notlar",
    "he": "שם פרטי,שם משפחה,כתובת דואר אלקטרוני,טלפון בעבודה,טלפון נייד,חברה,תפקיד,עיר (בית),ארץ (בית),יום הולדת,הערות",
    "ar": "الاسم الأول,اسم العائلة,عنوان البريد الإلكتروني,هاتف العمل,الهاتف الجوال,الشركة,المسمى الوظيفي,مدينة المنزل,"
    "بلد المنزل,تاريخ الميلاد,ملاحظات",
    "ja": "名,姓,電子メール アドレス,会社電話,携帯電話,会社名,役職,市区町村 (自宅),国 (自宅),誕生日,メモ",
    "zh-CN": "名,姓,电子邮件地址,商务电话,移动电话,单位,职务,住宅所在城市,住宅所在国家,生日,附注",
    "zh-TW": "名字,姓氏,電子郵件地址,商務電話,行動電話,公司,職稱,住家 - 市/鎮,住家 - 國家/地區,生日,記事",
    "ko": "이름,성,전자 메일 주소,근무처 전화,휴대폰,회사,직함,집 주소 도시,집 주소 국가,생일,메모",
}
ROW = "Mira,Test,mira@x.example,+1 555 010 0100,+1 555 010 0101,Tide,Lead,Oslo,NO,1980-05-12,a note"


def read(*rows: str) -> tuple[ContactCard, ...]:
    reading = read_bytes("\n".join(rows).encode(), file="a.csv")
    assert reading.problems == ()
    return tuple(reading.cards)


def fields(*headers: str) -> tuple[str, ...]:
    return tuple(column.field for column in columns(list(headers)))


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_outlook_and_thunderbird_in(language: str) -> None:
    (card,) = read(BY_LANGUAGE[language], ROW)
    assert (card.name, card.emails, card.phones) == (
        "Mira Test",
        ("mira@x.example",),
        ("+1 555 010 0100", "+1 555 010 0101"),
    )
    assert (card.org, card.role, card.location, card.birthday) == ("Tide", "Lead", "Oslo, NO", "1980-05-12")
    assert card.notes == ("a note",)


@pytest.mark.parametrize(
    ("header", "day"),
    [
        ("First Name,Last Name,URL,Email Address,Company,Position,Connected On", "12 May 2024"),
        ("Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verknüpft am", "12 Mai 2024"),
        ("Prénom,Nom,URL,Adresse e-mail,Entreprise,Poste,Connecté le", "12 mai 2024"),
        ("Nombre,Apellidos,URL,Dirección de correo electrónico,Empresa,Cargo,Conectado el", "12 may 2024"),
        ("Nome,Cognome,URL,Indirizzo email,Azienda,Posizione,Collegato il", "12 mag 2024"),
        ("Nome,Sobrenome,URL,Endereço de e-mail,Empresa,Cargo,Conectado em", "12 mai 2024"),
        ("Voornaam,Achternaam,URL,E-mailadres,Bedrijf,Functie,Verbonden op", "12 mei 2024"),
        ("Imię,Nazwisko,URL,Adres e-mail,Firma,Stanowisko,Nawiązano kontakt", "12 maj 2024"),
        ("Adı,Soyadı,URL,E-posta Adresi,Şirket,Pozisyon,Bağlantı tarihi", "12 May 2024"),
    ],
)
def test_linkedin_in_other_languages(header: str, day: str) -> None:
    reading = read_bytes(
        f"{header}\nMira,Test,https://x.example,mira@x.example,Tide,Lead,{day}\n".encode(), file="a.csv"
    )
    (card,) = reading.cards
    assert (reading.kind, reading.left_out) == ("LinkedIn CSV", {})
    assert (card.name, card.emails, card.org, card.role) == ("Mira Test", ("mira@x.example",), "Tide", "Lead")
    assert card.met_on == date(2024, 5, 12)


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("Name;Vorname", "Groß;Jürgen", "Jürgen Groß"),
        ("Vorname;Name", "Jürgen;Groß", "Jürgen Groß"),
        ("Name;Vorname", "Jürgen Groß;Jürgen", "Jürgen Groß"),
        ("Name;First Name;Last Name", "Jürgen Groß;Jürgen;Groß", "Jürgen Groß"),
        ("Last, First", '"Šimić, Iva"', "Iva Šimić"),
        ("Nachname, Vorname", '"von Groß, Jürgen"', "Jürgen von Groß"),
        ("Nachname Vorname", "Groß Jürgen", "Jürgen Groß"),
        ("Last, First", "Prince", "Prince"),
        ("Nombre", "Ana Lima", "Ana Lima"),
        ("Nome;Apelido", "Ana;Lima", "Ana Lima"),
        ("Primeiro nome;Último nome;Apelido", "Ana;Lima;Nana", "Ana Lima"),
    ],
)
def test_names_in_one_column_or_two(header: str, row: str, name: str) -> None:
    (card,) = read(f"{header};E-Mail", f"{row};a@x.example")
    assert card.name == name


def test_address_books_of_relationship_programs() -> None:
    (hubspot,) = read(
        "Record ID,First Name,Last Name,Email,Phone Number,Job Title,Associated Company,Lead Status",
        "5,Mira,Test,mira@x.example,+1 555 010 0100,Lead,Tide,Open",
    )
    (salesforce,) = read(
        "Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing City,Mailing Country,Mobile,Email",
        "Ms.,Mira,Test,Lead,Tide,Pier 1,Oslo,NO,+1 555 010 0100,mira@x.example",
    )
    (clay,) = read(
        "Full Name,Headline,Email Addresses,Phone Numbers,Organizations,Titles",
        "Mira Test,Lead at Tide,mira@x.example;m@y.example,+1 555 010 0100,Tide; Wave,Lead",
    )
    (dex,) = read(
        "first_name,last_name,job_title,company,emails,phone_numbers,twitter,instagram",
        "Mira,Test,Lead,Tide,mira@x.example,+1 555 010 0100,@mira,https://instagram.example/mira",
    )
    (notion,) = read("Name,Company,Role,E-mail,Phone,Tags", "Mira Test,Tide,Lead,mira@x.example,+1 555 010 0100,a b")
    (monica,) = read(
        "first_name,last_name,nickname,job,company,food_preferences,first_met_where,email,phone",
        "Mira,Test,Mi,Lead,Tide,no fish,on the pier,mira@x.example,+1 555 010 0100",
    )
    for card in (hubspot, salesforce, clay, dex, notion, monica):
        assert (card.name, card.org, card.role) == ("Mira Test", "Tide", "Lead")
        assert (card.emails[0], card.phones) == ("mira@x.example", ("+1 555 010 0100",))
    assert salesforce.location == "Oslo, NO"
    assert "Mailing address: Pier 1, Oslo, NO" in salesforce.notes
    assert clay.notes == ("Headline: Lead at Tide", "Organizations: Wave")
    assert dex.links == ("twitter:mira", "https://instagram.example/mira")
    assert (monica.aliases, monica.met, monica.notes) == (("Mi",), "on the pier", ("food_preferences: no fish",))


def test_what_other_columns_decide() -> None:
    assert fields("Title", "Name") == ("role", "name")
    assert fields("Title", "Job Title", "Name") == ("prefix", "role", "name")
    assert fields("Name", "Geburtstag", "Geburtsmonat", "Geburtsjahr")[1:] == ("birth_day", "birth_month", "birth_year")
    assert fields("Nombre", "Aniversario", "Cumpleaños")[1:] == ("remark", "birthday")
    assert fields("Nome", "Aniversário", "Apelido") == ("given", "birthday", "family")


def test_each_header_means_one_thing() -> None:
    meanings: dict[str, str] = {}
    for field, names in HEADERS.items():
        for name in names.split("|"):
            squeezed = squeezed_header(name)
            assert squeezed
            assert meanings.setdefault(squeezed, field) == field, name


@given(
    st.lists(st.sampled_from([name for names in HEADERS.values() for name in names.split("|")]) | st.text(max_size=20))
)
def test_every_row_of_headers_has_a_column_for_each(headers: list[str]) -> None:
    found = columns(headers)
    assert [column.place for column in found] == list(range(len(headers)))
    assert all(column.field in (*HEADERS, "fax", "") for column in found)
