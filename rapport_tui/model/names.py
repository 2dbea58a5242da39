"""Names of people: one form to compare them by, and their parts (title, given and family name, suffix, pronouns)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.text import fold


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_APOSTROPHES: Final = "'’‘ʼʻ`´"
_ASCII_MARKS: Final = {
    code: None if chr(code) in _APOSTROPHES else " " for code in range(128) if not chr(code).isalnum()
}
_CJK: Final = lazy_pattern(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]")
# Letters that only Vietnamese has. In CJK scripts and in Vietnamese the family name comes first.
_VIETNAMESE: Final = lazy_pattern("[\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_VIETNAMESE_FAMILIES: Final = _word_set("nguyễn trần lê phạm huỳnh võ đặng bùi đỗ hồ ngô đinh trương trịnh đoàn")
"""Family names with accents that no other language has, and that are hardly ever given names."""
_OTHER_FAMILIES: Final = _word_set("hoàng vũ phan dương lý đào lương mai cao tô hà lâm tạ châu")
"""Family names that are given names too, or names in other languages."""
_SPACE_IN_CJK: Final = lazy_pattern(r"(?<=[\u3040-\u30ff\u3400-\u9fff]) (?=[\u3040-\u30ff\u3400-\u9fff])")
_DIRECTION_MARKS: Final = "\u200e\u200f\u061c\ufeff"
_PICTURES: Final = lazy_pattern(
    "[\u200d\u20e3\u2122\u2190-\u2bff\u3030\u303d\ufe0e\ufe0f\U0001f000-\U0001fbff\U000e0020-\U000e007f]+"
)
# Fullwidth letters and the mathematical ones that people take for bold or italic type.
_ORNAMENTAL: Final = lazy_pattern("[\uff01-\uff5e\U0001d400-\U0001d7ff]")

# Words are compared without case and full stops. Titles that are given names too (Dean, Major, Prince) are left out.
_TITLES: Final = _word_set(
    "dr dra drin drhc prof profa profssa professor professeur doctor doktor docteur mr mrs ms mx miss sir herr frau "
    "fräulein mme mlle monsieur madame señor señora srta dott dottssa dottoressa avv dipl dipl-ing dipl-kfm "
    "mag drs dhr mevr mgr inż hab rndr mudr judr phdr doç doc uzm rev hon capt cmdr д-р проф г-н г-жа δρ דר "
    "פרופ الدكتور الدكتورة دكتور دكتورة المهندس المهندسة أستاذ أستاذة डॉ श्री श्रीमती"
)
# These are a title only with a full stop after them.
_SHORT_TITLES: Final = _word_set("m sr sra arch ing av ir lic arq eng fr lt col gen maj bc ts pgs h hj hc c د م أ")
_SUFFIXES: Final = _word_set(
    "jr sr jnr snr ii iii iv phd dphil edd psyd md mba emba mph mfa msc bsc csc mphil mres meng beng msw llm llb "
    "jd pmp cpa cfa cissp cisa esq dds dvm pharmd csm cspo fcca acca mrics rn phr sphr shrm-cp shrm-scp pcc obe mbe "
    "cbe kc さん 様 氏 先生 님 씨"
)
_BESIDE_LETTERS: Final = dict.fromkeys(map(ord, ".®™׳״"))
_GENERATIONS: Final = _word_set("jr sr jnr snr ii iii iv")
# `CISSP`, `PMI-ACP®`, `M.Sc.`, `Ph.D`, `civ.ing.`, `EdD`: no given name is in capitals or has such full stops.
_CREDENTIAL: Final = lazy_pattern(
    r"[A-Z]{2,6}(?:[/&-][A-Z]{1,6})*[®™]?|(?:[A-Z]|[A-Za-z]{2,4})(?:\.[A-Za-z]{2,4})+\.?|[A-Z][a-z]{1,4}[A-Z]"
)
_COMPANY: Final = _word_set("inc ltd llc llp gmbh ag kg co corp plc sa sas srl bv ab oy")
_PRONOUN: Final = (
    "(?:she|hers?|he|him|his|they|them|theirs?|xe|xem|ze|zir|hir|ey|em|fae|faer|it|its|any|all|sie|ihr|er|ihm|dey|"
    "elle|il|lui|iel|ella|él|lei|hij|hem|hen|zij|haar|die|hun|hon|henne|han|honom|ela|dela|ele|dele|ona|jej|on|jego|o)"
)
_PRONOUNS: Final = lazy_pattern(
    rf"[(\[]\s*({_PRONOUN}(?:\s*[/|,·]\s*{_PRONOUN})*|(?:any|all|no) pronouns|(?:alle|keine) pronomen)\s*[)\]]"
    rf"|[\s,|·–—-]+({_PRONOUN}(?:\s?/\s?{_PRONOUN})+)(?=$|[\s,|])",
    re.IGNORECASE,
)
_BRACKETED: Final = lazy_pattern(r"\s*[(\[（]([^()\[\]（）]*)[)\]）]")
_QUOTED: Final = lazy_pattern(r"(?<=\s)[\"“„'‘«]([^\"“”„'’«»]+)[\"”“'’»](?=\s)")
_COMMA: Final = lazy_pattern(r"[,，、،](?![^(\[]*[)\]])")
_NOT_PLAIN: Final = lazy_pattern(r"[^\w\s'’-]")
PARTICLES: Final = _word_set("de da do dos das di del della van von der den ten ter la le el bin ibn y e zu af")


class NameParts(Struct, frozen=True, kw_only=True):
    """A name in its parts.

    `name` is shown and looked up, without title, suffix and pronouns. `given` and `family` are empty if it is unknown
    which word is which. `nickname` is from brackets or quotes between two words, `remark` from brackets after a name
    that begins with the family name.
    """

    name: str = ""
    given: str = ""
    family: str = ""
    title: str = ""
    suffix: str = ""
    pronouns: str = ""
    nickname: str = ""
    remark: str = ""


@lru_cache(maxsize=1 << 17)
def name_key(name: str) -> str:
    """Return the form that names are compared by.

    Case, accents, width, punctuation, format and direction characters are ignored: `O’Brien` is `obrien`, `tom.becker`
    is `tom becker`. A text without a letter or digit stays unchanged, except for dots and underscores.
    """
    if name.isascii():
        key = " ".join(name.lower().translate(_ASCII_MARKS).split())
    else:
        key = _SPACE_IN_CJK.sub("", " ".join("".join(map(_comparable, fold(name))).split()))
    return key or " ".join(name.replace(".", " ").replace("_", " ").split()) or name.strip()


def _comparable(char: str) -> str:
    if char.isalnum():
        return "" if char == "ـ" else char
    if char in _APOSTROPHES or "\ufe00" <= char <= "\ufe0f":
        return ""
    return char if unicodedata.category(char)[0] == "M" else " "


def is_one_slip(one: str, other: str) -> bool:
    """Return whether two words differ by one letter that is missing, added, wrong or swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = _alike(one, other)
    one, other = one[start:], other[start:]
    end = _alike(one[::-1], other[::-1])
    left, right = one[: len(one) - end], other[: len(other) - end]
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def _alike(one: str, other: str) -> int:
    """Return the number of letters that two words have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))


@lru_cache(maxsize=1 << 16)
def first_name(name: str) -> str:
    """Return the given name in `name` if it is marked, else its first word, or the last one of a Vietnamese name.

    A name of one word, or of one word after a title, is returned whole.
    """
    words = name.split()
    if not words or _is_plain(name):
        return (words[-1] if _is_vietnamese(words) else words[0]) if words else name
    parts = split_name(name)
    words = parts.name.split()
    if parts.given or _is_title(words[0]):
        return parts.given or parts.name
    if _is_vietnamese(plain := _cut_remark(parts.name)[0].split()):
        return plain[-1]
    return next((word for word in words if any(map(str.isalpha, word))), words[0]).rstrip(",") or name


def _is_vietnamese(words: list[str]) -> bool:
    """Return whether a name begins with a Vietnamese family name and does not end with one: `Nguyễn Thị Lan`."""
    if len(words) < 2 or "".join(words).isascii():
        return False
    first, last = (unicodedata.normalize("NFC", word).casefold() for word in (words[0], words[-1]))
    is_family = first in _VIETNAMESE_FAMILIES or (first in _OTHER_FAMILIES and _VIETNAMESE.search(" ".join(words)))
    return bool(is_family) and last not in _VIETNAMESE_FAMILIES


@lru_cache(maxsize=1 << 16)
def plain_name(name: str) -> str:
    """Return `name` as it is looked up, without title, degrees, pronouns and brackets at its end.

    The given name comes before the family's. `Jr.` stays: it tells two people apart.
    """
    if _is_plain(name):
        return name
    parts = split_name(name)
    return " ".join((_cut_remark(parts.name)[0], *generation(parts.suffix)))


def generation(suffix: str) -> list[str]:
    """Return the words of a suffix that distinguish parent and child."""
    return [word for word in name_key(suffix).split() if word in _GENERATIONS]


def _is_plain(name: str) -> bool:
    """Return whether `name` has no title, suffix or similar part; faster than splitting it."""
    first, _, rest = name.partition(" ")
    is_simple = name.replace(" ", "").isalnum() or not _NOT_PLAIN.search(name)
    return not rest or (is_simple and not _is_title(first) and _bare(name.rpartition(" ")[2]) not in _SUFFIXES)


def split_name(written: str) -> NameParts:
    """Return the parts of a name as it is written: `Okafor, Prof. Dr. Adaeze, PhD (she/her)`.

    A title with only one word after it (`Frau Weber`) stays in the name.
    """
    return _split(" ".join(written.split()), reversible=True)


def read_name(
    full: str = "", *, given: str = "", middle: str = "", family: str = "", title: str = "", suffix: str = ""
) -> NameParts:
    """Return the name that a file has whole, in parts, or both, without emoji and not all in capitals.

    A whole name takes precedence; the parts tell which of its words are the given and the family name.
    """
    full, given, middle, family, title, suffix = map(_tidied, (full, given, middle, family, title, suffix))
    given, _ = _cut_remark(given)
    given_key = name_key(_cut_titles(given)[1]) if given else ""
    if full:
        is_reversed = not _words_of(_COMMA.split(full)[0], given_key)
        parts = _split(full if is_reversed else _without_commas(full, name_key(family)), reversible=is_reversed)
    else:
        order = [given or title, middle, family]
        if _CJK.search(given) or _VIETNAMESE.search(f"{family}{middle}{given}"):
            order = [family, middle, given or title]
        parts = _split(" ".join(filter(None, order)), reversible=False)
    parts = _in_plain_case(parts)
    given = _words_of(parts.name, given_key)
    family = _words_of(parts.name, name_key(_split(family, reversible=False).name))
    return replace(
        parts,
        given=_without_initials(given) or parts.given,
        family=family or parts.family,
        title=title if name_key(parts.title) in name_key(title) else f"{title} {parts.title}".strip(),
        suffix=suffix
        if name_key(parts.suffix) in name_key(suffix)
        else ", ".join(filter(None, (parts.suffix, suffix))),
    )


def _without_commas(full: str, family_key: str) -> str:
    """Return a name that begins with the given name without the commas before the family name."""
    pieces = _COMMA.split(full)
    at = next((at for at, piece in enumerate(pieces) if family_key and _words_of(piece, family_key)), 0)
    return ",".join((" ".join(map(str.strip, pieces[: at + 1])), *pieces[at + 1 :]))


def _split(text: str, *, reversible: bool) -> NameParts:
    """Split a name; `reversible`: the words before a comma can be the family name."""
    if _is_plain(text):
        return NameParts(name=text)
    text, pronouns = _cut_pronouns(text)
    text, nickname = _cut_nickname(text)
    head, *pieces = (piece.strip() for piece in _COMMA.split(text))
    pieces = [piece for piece in pieces if piece]
    titles: list[str] = []
    suffixes: list[str] = []
    is_whole = " " in head and not head.isupper()
    while pieces and (_is_suffix(pieces[-1], credentials=is_whole) or _is_title(pieces[-1])):
        piece = pieces.pop()
        (titles if _is_title(piece) else suffixes).insert(0, piece)
    given = family = remark = ""
    if len(pieces) == 1 and reversible and _may_be_reversed(head, pieces[0]):
        family, after = _cut_suffixes(head)
        given, remark = _cut_remark(pieces[0])
        given, family = _with_particles(given, family)
        suffixes = [*after, *suffixes]
        head = f"{given} {family}"
    elif pieces and reversible:
        return NameParts(name=text, pronouns=pronouns, nickname=nickname)
    else:
        suffixes = [*pieces, *suffixes]
    before, name = _cut_titles(head)
    name, after = _cut_suffixes(name)
    if before and " " not in name:
        before, name = [], head
    return NameParts(
        name=name or text,
        given=_without_initials(_cut_titles(given)[1]),
        family=_cut_titles(family)[1],
        title=" ".join((*before, *titles)),
        suffix=", ".join((*after, *suffixes)),
        pronouns=pronouns,
        nickname=nickname,
        remark=remark,
    )


def _cut_pronouns(text: str) -> tuple[str, str]:
    found = _PRONOUNS.search(text)
    rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,|·–—-") if found else ""
    return (" ".join(rest.split()), (found[1] or found[2]).strip()) if found and rest else (text, "")


def _cut_nickname(text: str) -> tuple[str, str]:
    """Split off the text in quotes or brackets between two words."""
    for pattern in (_QUOTED, _BRACKETED):
        found = pattern.search(text)
        if found and text[: found.start()].strip() and text[found.end() :].strip()[:1].isalpha():
            return f"{text[: found.start()].strip()} {text[found.end() :].strip()}", found[1].strip()
    return text, ""


def _cut_remark(text: str) -> tuple[str, str]:
    """Split off the text in brackets at the end."""
    found = _BRACKETED.search(text)
    if found is None or text[found.end() :].strip() or not text[: found.start()].strip():
        return text, ""
    return text[: found.start()].strip(), found[1].strip()


def _may_be_reversed(family: str, given: str) -> bool:
    """Return whether both can be names, capitalized except for particles: not `Tom, the plumber` nor `Acme, Inc.`."""
    words = (*_cut_remark(given)[0].split(), *family.split()[-1:])
    return _bare(given) not in _COMPANY and not any(word.islower() and word not in PARTICLES for word in words)


def _with_particles(given: str, family: str) -> tuple[str, str]:
    """Return both, with particles at the end of the given name moved before the family name: `Berg, Jan van der`."""
    words = given.split()
    count = len(words)
    while count > 1 and words[count - 1] in PARTICLES:
        count -= 1
    return " ".join(words[:count]), " ".join((*words[count:], family))


def _cut_titles(text: str) -> tuple[list[str], str]:
    words = text.split()
    count = next((at for at, word in enumerate(words) if not _is_title(word)), 0)
    return words[:count], " ".join(words[count:])


def _cut_suffixes(text: str) -> tuple[str, list[str]]:
    words = text.split()
    count = len(words)
    while count > 1 and _bare(words[count - 1]) in _SUFFIXES:
        count -= 1
    return " ".join(words[:count]), words[count:]


def _is_title(words: str) -> bool:
    """Return whether all words are titles; they may be written together, as in `Prof.Dr.`."""
    if words.isalpha():
        return words.casefold() in _TITLES
    parts = re.sub(r"\.-?(?=\w)", ". ", words).split()
    return _bare(words) in _TITLES or all(
        _bare(part) in _TITLES or (part.endswith(".") and _bare(part) in _SHORT_TITLES) for part in parts
    )


def _is_suffix(piece: str, *, credentials: bool) -> bool:
    """Return whether all words are suffixes; `credentials`: also those that only look like one."""
    return all(
        _bare(word) in _SUFFIXES or (credentials and _CREDENTIAL.fullmatch(word)) for word in re.split(r"[\s/]+", piece)
    )


def _bare(word: str) -> str:
    return word.casefold() if word.isalpha() else word.casefold().translate(_BESIDE_LETTERS)


def _without_initials(given: str) -> str:
    """Return a given name without the initials after it: `Sam` for `Sam J.`."""
    words = given.split()
    while len(words) > 1 and len(words[-1].rstrip(".")) == 1 and not _CJK.match(words[-1]):
        words.pop()
    return " ".join(words)


def _words_of(name: str, key: str) -> str:
    """Return the words of `name` whose comparable form is `key`; "" if there are none."""
    if not key or name_key(name) == key:
        return name if key else ""
    words = name.split()
    spans = ((start, end) for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    found = next(
        (" ".join(words[start:end]) for start, end in spans if name_key(" ".join(words[start:end])) == key), ""
    )
    return found or (key if _CJK.match(key) and key in name else "")


def _tidied(text: str) -> str:
    """Return `text` without emoji, and with plain letters in place of ornamental and full-width ones."""
    if text.isascii():
        return " ".join(text.split())
    plain = _ORNAMENTAL.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    kept = _PICTURES.sub(" ", plain)
    return " ".join((kept if any(map(str.isalnum, kept)) else plain).split()).strip(_DIRECTION_MARKS)


def _in_plain_case(parts: NameParts) -> NameParts:
    """Return the parts without words in capitals: all of a name, or only the family name (`Ana LIMA`)."""
    words = parts.name.split()
    loud = [len(word) > 1 and word.isupper() and "." not in word for word in words]
    if not any(len(word) > 2 for word, is_loud in zip(words, loud, strict=True) if is_loud) or len(words) < 2:
        return parts
    if parts.name.isupper():
        name = " ".join(_capitalised(word, at) for at, word in enumerate(words))
        given, family = (_words_of(name, name_key(part)) if part else "" for part in (parts.given, parts.family))
        return replace(parts, name=name, given=given, family=family)
    first = next(at for at, is_loud in enumerate(loud) if is_loud)
    last = len(loud) - loud[::-1].index(True)
    if not all(loud[first:last]) or (first and last < len(words)) or (not first and len(words[0]) < 3):
        return parts
    family = " ".join(_capitalised(word, at) for at, word in enumerate(words[first:last], start=first))
    given = parts.given or _without_initials(" ".join(words[:first] or words[last:]))
    return replace(parts, name=" ".join((*words[:first], *words[last:], family)), given=given, family=family)


def _capitalised(word: str, at: int) -> str:
    if word.casefold() in PARTICLES and at:
        return word.lower()
    if "." in word or (not at and len(word) < 3 and not set("AEIOUY") & set(word)):
        return word  # initials
    plain = re.sub(r"[^\W_]+", lambda found: found[0][:1] + found[0][1:].lower(), word)
    return re.sub(r"\bMc([a-z])(?=\w{3})", lambda found: f"Mc{found[1].upper()}", plain)
