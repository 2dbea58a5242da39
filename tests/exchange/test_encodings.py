"""Files in encodings of old: guessed from their names, shown, and asked about where that is not certain."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.exchange import vcard_syntax
from rapport_tui.exchange.encodings import ENCODINGS, checked_encoding, guess_encoding, in_utf8
from rapport_tui.exchange.file_reader import read_bytes
from rapport_tui.exchange.parsed_file import ReadOptions, one_line
from rapport_tui.model.errors import RapportError

NAMES = {
    ("cp1250", "cs"): "Jiří Dvořák|Žofie Šťastná|Markéta Růžičková|Ondřej Hájek|Zdeněk Pokorný",
    ("cp1250", "pl"): "Łukasz Wiśniewski|Małgorzata Dąbrowska|Paweł Zieliński|Żaneta Król|Michał Jabłoński",
    ("cp1250", "hu"): "Szabó Ágnes|Kovács Jenő|Nagy Győző|Horváth Örs|Szűcs Gergő",
    ("cp1250", "hr"): "Iva Šimić|Marko Čačić|Luka Đurić|Petra Perković|Nikolina Božić",
    ("cp1251", "ru"): "Анна Каренина|Иван Петров|Наталья Соколова|Сергей Ёлкин|Екатерина Жукова",
    ("cp1251", "uk"): "Олена Шевченко|Андрій Їжак|Юрій Євтушенко|Ірина Коваль",
    ("cp1252", "de"): "Jürgen Groß|Käthe Weiß|Björn Müller|Sören Jäger|Jörg Kühn",
    ("cp1252", "fr"): "Hélène Lefèvre|François Gérard|Zoé Noël|Jérôme Bénard|Benoît Château",
    ("cp1252", "pt"): "João Gonçalves|Inês Conceição|Lúcia Guimarães|Tomás Simões",
    ("cp1252", "it"): "Niccolò Fabbri|Andrea Però|José Cantù|Maria Libertà",
    ("cp1252", "da"): "Søren Kjær|Åse Møller|Bjørn Østergård|Lærke Sørensen|Jørgen Æbelø",
    ("mac-roman", "de"): "Jürgen Groß|Käthe Weiß|Björn Müller|Sören Jäger|Jörg Kühn",
    ("mac-roman", "fr"): "Hélène Lefèvre|François Gérard|Zoé Noël|Jérôme Bénard|Benoît Château",
    ("cp932", "ja"): "山田太郎|鈴木花子|佐藤健一|渡辺さくら|伊藤ケン",
    ("gb18030", "zh"): "王小明|李娜|张伟|刘洋|陈静",
    ("big5hkscs", "zh-TW"): "陳建宏|林淑芬|黃志明|張雅婷",
    ("cp949", "ko"): "김철수|이영희|박지훈|최수진",
    ("cp1253", "el"): "Γιώργος Παπαδόπουλος|Μαρία Αντωνίου|Νίκος Δημητρίου",
    ("cp1254", "tr"): "Ayşe Yılmaz|Gökhan Şahin|Ümit Öztürk|Çiğdem Güneş",
    ("cp1255", "he"): "דוד כהן|שרה לוי|יוסי מזרחי",
    ("cp1257", "lt"): "Jonas Žukauskas|Rūta Šimkutė|Mindaugas Čepas",
}
# In these, ń and ñ are one byte, and both are letters of a name.
ALIKE = "María Muñoz|Íñigo Peña|Andrés Núñez"


def table(names: str, encoding: str) -> bytes:
    rows = [f"{name},{name.split()[0].lower()[:1]}@x.example" for name in names.split("|")]
    return "\r\n".join(["Name,Email", *rows, ""]).encode(encoding)


@pytest.mark.parametrize("rows", [2, 9])
def test_names_are_read_in_the_right_letters_or_asked_about(rows: int) -> None:
    asked = []
    for (encoding, language), written in NAMES.items():
        names = written.split("|")[:rows]
        reading = read_bytes(table("|".join(names), encoding), file="a.csv")
        assert reading.guess is not None
        assert {*reading.guess.shown(encoding).split(", ")} <= {*names}
        if [card.name for card in reading.cards] != names:
            assert encoding in reading.guess.rivals
            asked.append(language)
    assert len(asked) <= 1


def test_one_name_in_shift_jis() -> None:
    reading = read_bytes("姓,名,Email\n山田,太郎,t@x.example\n".encode("cp932"), file="a.csv")
    assert reading.cards[0].emails == ("t@x.example",)
    assert reading.guess is not None
    assert (reading.guess.encoding, reading.guess.shown()) == ("cp932", "姓, 山田")


def test_what_could_be_two_encodings_has_rivals_with_names_that_differ() -> None:
    guess = guess_encoding(table(ALIKE, "cp1252"))
    assert guess is not None
    assert {"cp1252", "cp1250"} <= {guess.encoding, *guess.rivals}
    assert guess.shown("cp1252") == "María Muñoz, Íñigo Peña, Andrés Núñez"
    assert guess.shown("cp1250") == "María Muńoz, Íńigo Peńa, Andrés Núńez"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "ascii"])
def test_what_is_certain_is_no_guess(encoding: str) -> None:
    names = "Ana Lima" if encoding == "ascii" else "Jürgen Groß|山田太郎"
    reading = read_bytes(table(names, encoding), file="a.csv")
    assert reading.guess is None
    assert [card.name for card in reading.cards] == names.split("|")


def test_a_broken_line_in_utf8_is_no_other_encoding() -> None:
    data = table("Jürgen Groß|Käthe Weiß", "utf-8") + "Zoë,z@x.example\r\n".encode("cp1252")
    reading = read_bytes(data, file="a.csv")
    assert reading.guess is None
    assert [card.name for card in reading.cards] == ["Jürgen Groß", "Käthe Weiß", "Zoë"]


def test_a_vcard_in_an_encoding_that_it_does_not_name() -> None:
    card = "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Małgorzata Dąbrowska\r\nORG:Księgarnia Łódź\r\nEND:VCARD\r\n"
    (read,) = read_bytes(card.encode("cp1250"), file="a.vcf").cards
    assert (read.name, read.org) == ("Małgorzata Dąbrowska", "Księgarnia Łódź")
    named = card.replace("FN:", "FN;CHARSET=windows-1250:").replace("ORG:", "ORG;CHARSET=windows-1250:")
    reading = read_bytes(named.encode("cp1250"), file="a.vcf")
    assert (reading.cards[0].name, reading.guess) == ("Małgorzata Dąbrowska", None)


@pytest.mark.parametrize("rows", [2, 9])
def test_quoted_printable_that_names_no_charset_is_recognised_as_tables_are(rows: int) -> None:
    asked = []
    for (encoding, language), written in NAMES.items():
        names = written.split("|")[:rows]
        reading = read_bytes(b"".join(printable(name.encode(encoding)) for name in names), file="a.vcf")
        assert reading.guess is not None
        if [one_line(card.notes[0]) for card in reading.cards] != names:
            assert encoding in reading.guess.rivals
            asked.append(language)
        named = ReadOptions(encoding=encoding)
        again = read_bytes(b"".join(printable(name.encode(encoding)) for name in names), file="a", options=named)
        assert [one_line(card.notes[0]) for card in again.cards] == names
    assert len(asked) <= 2


def test_quoted_printable_that_is_certain_is_no_guess() -> None:
    polish = "Małgorzata Dąbrowska; Łódź, ul. Żeromskiego = 5\nm. 3"
    named = printable(polish.encode("cp1250"), ";CHARSET=windows-1250")
    for data in (named, printable(polish.encode()), printable(b"plain = x; y")):
        assert read_bytes(data, file="a.vcf").guess is None
    (card,) = read_bytes(printable(polish.encode()), file="a.vcf").cards
    assert card.notes == (polish,)
    assert read_bytes(named, file="a.vcf").cards[0].notes == (polish,)


def printable(octets: bytes, charset: str = "") -> bytes:
    """Return a card with a note in quoted-printable, with soft breaks, some within a letter."""
    value = b"".join(b"=%02X" % octet if octet > 126 or octet in b"=;\\\n" else bytes([octet]) for octet in octets)
    folded = re.sub(rb"((?:=..|.){9})(?=.)", rb"\1=\r\n", value)
    card = b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Ann\r\nNOTE;ENCODING=QUOTED-PRINTABLE%b:%b\r\nEND:VCARD\r\n"
    return card % (charset.encode(), folded)


def test_the_encoding_that_is_named_is_taken() -> None:
    data = table("María Muñoz", "cp1252")
    reading = read_bytes(data, file="a.csv", options=ReadOptions(encoding=checked_encoding("Windows-1250")))
    assert (reading.cards[0].name, reading.guess) == ("María Muńoz", None)
    with pytest.raises(RapportError, match=r"a\.csv is not written in utf-8"):
        read_bytes(data, file="a.csv", options=ReadOptions(encoding="utf-8"))


@pytest.mark.parametrize("name", ["klingon", "", "hex", "rot13", "a\0b"])
def test_only_encodings_of_text_have_a_name(name: str) -> None:
    with pytest.raises(RapportError, match="is not an encoding"):
        checked_encoding(name)


@given(st.binary(max_size=200))
def test_any_bytes_have_a_guess_that_reads_them(data: bytes) -> None:
    guess = guess_encoding(data)
    if guess is None:
        return
    assert all(encoding in ENCODINGS for encoding in guess.rivals)
    in_utf8(data, guess.encoding).decode("utf-8")
    assert all(guess.shown(encoding) is not None for encoding in (guess.encoding, *guess.rivals))


@given(
    st.lists(
        st.sampled_from(
            [
                b"NOTE;ENCODING=QUOTED-PRINTABLE:",
                b"quoted-printable",
                b":",
                b"=C3=A9",
                b"=",
                b"\r",
                b"\n",
                b"\r\n",
                b"x",
            ]
        ),
        max_size=16,
    ).map(b"".join)
)
def test_lines_in_quoted_printable_are_those_that_the_expression_finds(data: bytes) -> None:
    found = [match.span() for match in vcard_syntax._printable_lines(data)]
    assert found == [match.span() for match in vcard_syntax._PRINTABLE_LINE.finditer(data)]
