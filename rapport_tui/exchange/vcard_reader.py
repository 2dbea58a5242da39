"""The reader of people in vCard 2.1, 3.0 and 4.0 (RFC 6350, section 6; RFC 2426, section 3)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from rapport_tui.exchange import contact_dates as dates
from rapport_tui.exchange import vcard_contact_points as contact_points
from rapport_tui.exchange.labels import LABELS, guessed_name, is_email, is_number, name_remarks, real_name, tags
from rapport_tui.exchange.match_keys import same_number, unique_links
from rapport_tui.exchange.parsed_file import (
    WATCHED,
    ContactCard,
    ParsedFile,
    ReadOptions,
    ReadProblem,
    check_size,
    one_line,
    quoted,
    text_block,
    unique,
)
from rapport_tui.exchange.vcard_properties import VcardProperties
from rapport_tui.exchange.vcard_syntax import RawCard, raw_cards
from rapport_tui.model.names import NameParts, name_key, read_name
from rapport_tui.model.packed import Packed
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import STAGES, Stage

UID_PREFIX: Final = "rapport:"
GUESSED: Final = "X-RAPPORT-GUESS"
"""The parameter of an N that rapport guessed from the whole name."""
_START: Final = lazy_pattern(rb"^[ \t]*BEGIN[ \t]*:[ \t]*VCARD", re.IGNORECASE | re.MULTILINE)
KIND: Final = "vCard"
# Properties of Evolution, KAddressBook, Outlook and Roundcube, by their names without the program's prefix.
_NOT_PEOPLE: Final = {
    "group": "a group of contacts", "org": "an organisation", "organization": "an organisation", "location": "a place",
    "application": "a program", "device": "a device", "thing": "a thing",
}  # fmt: skip
_VENDORS: Final = lazy_pattern("X-(EVOLUTION-|KADDRESSBOOK-X-|MS-|GOOGLE-)?")
_VENDOR_REMARKS: Final = {
    "ASSISTANT": "Assistant", "ASSISTANTSNAME": "Assistant", "CHILD": "Child", "CHILDREN": "Children",
    "DEPARTMENT": "Department", "MANAGER": "Manager", "MANAGERSNAME": "Manager", "OFFICE": "Office",
    "PARTNER": "Partner", "PROFESSION": "Profession", "SPOUSE": "Spouse", "SPOUSESNAME": "Spouse",
}  # fmt: skip
_ANDROID: Final = lazy_pattern(r"vnd\.android\.cursor\.item/(nickname|relation|contact_event)", re.IGNORECASE)
_SPOKEN: Final = ("X-PHONETIC-FIRST-NAME", "X-PHONETIC-MIDDLE-NAME", "X-PHONETIC-LAST-NAME")
_INTRODUCED: Final = lazy_pattern(r"(referred|introduced)[ _-]?by", re.IGNORECASE)
# Labels of numbers and addresses, which the journal does not store.
_LABELLED: Final = ("TEL", "EMAIL", "URL", "IMPP")
_UNLABELLED: Final = frozenset({"INTERNET", "PREF", "VOICE", "X-INTERNET"})

# Properties that are read here, or that only programs need; others are reported as left out.
_UNDERSTOOD: Final = contact_points.UNDERSTOOD.union(_SPOKEN) | {
    "ADR", "AGENT", "ANNIVERSARY", "BDAY", "CATEGORIES", "EMAIL", "FN", "HOBBY", "IMPP", "INTEREST", "KIND", "LABEL",
    "LANG", "N", "NICKNAME", "NOTE", "ORG", "PRODID", "PROFILE", "PRONOUNS", "RELATED", "REV", "ROLE",
    "SOCIALPROFILE", "SORT-STRING", "TEL", "TITLE", "TZ", "UID", "URL", "VERSION", "X-ABADR", "X-ABDATE", "X-ABLABEL",
    "X-ABRELATEDNAMES", "X-ABSHOWAS", "X-ABUID", "X-ADDRESSBOOKSERVER-KIND", "X-ANDROID-CUSTOM", "X-EVOLUTION-FILE-AS",
    "X-MAIDENNAME", "X-MS-IMADDRESS", "X-MS-TEL", "X-PRONOUNS", "X-RAPPORT-MET", "X-RAPPORT-STAGE",
    "X-RAPPORT-THROUGH", "X-SOCIALPROFILE",
}  # fmt: skip


def looks_like_vcard(data: bytes) -> bool:
    """Return whether a card begins near the start of `data`."""
    return _START.search(data[:65536].replace(b"\r", b"\n")) is not None


def read_vcard(slices: Iterable[bytes], options: ReadOptions, *, file: str, size: int) -> ParsedFile:
    """Read every card of a file (UTF-8, or each property in the encoding it names). A bad card affects no other.

    `slices` are the file, cut at line ends; `size` is its size in octets.
    """
    cards = Packed(ContactCard)
    problems: list[ReadProblem] = []
    left_out: Counter[str] = Counter()
    companies = 0
    for raw in raw_cards(slices):
        reader = _CardReader(raw, file)
        card = reader.card()
        companies += reader.is_company
        if card is not None:
            cards.append(card)
            left_out.update(_left_out(raw))
        if reader.problems and options.keep_raw:
            text = raw.text()
            problems.extend(replace(problem, raw=text) for problem in reader.problems)
        else:
            problems.extend(reader.problems)
        check_size(len(cards) + len(problems) + companies, file=file)
        if raw.number % WATCHED == 0:
            options.watch(raw.after / size)
    told = dict(sorted(left_out.items(), key=lambda item: (item[0] == LABELS, -item[1], item[0])))
    return ParsedFile(file=file, kind=KIND, cards=cards, problems=tuple(problems), companies=companies, left_out=told)


def _left_out(raw: RawCard) -> set[str]:
    """Return the names of a card's values that the journal has no field for."""
    names = {each.name for each in raw.properties if each.name not in _UNDERSTOOD and not _is_vendors(each.name)}
    if any(each.name in _LABELLED and each.types() - _UNLABELLED for each in raw.properties):
        names.add(LABELS)
    return names


def _is_vendors(name: str) -> bool:
    bare = _VENDORS.sub("", name, count=1)
    return name.startswith("X-") and (bare in _VENDOR_REMARKS or bare == "ANNIVERSARY")


class _CardReader:
    """A reader that makes a `ContactCard` of one raw card and collects its problems."""

    def __init__(self, raw: RawCard, file: str) -> None:
        self.raw = raw
        self.file = file
        self.problems: list[ReadProblem] = []
        self.is_company = False
        self._of = VcardProperties(raw)
        # Property names of programs, without the prefix of the program.
        self._vendors = {name: _VENDORS.sub("", name, count=1) for name in self._of.names if name.startswith("X-")}
        self._android = [
            (found[1].lower(), self._of.parts(each)[1:])
            for each in self._of.all("X-ANDROID-CUSTOM")
            if (found := _ANDROID.match(each.value))
        ]

    def card(self) -> ContactCard | None:
        """Return the person; None if the card is of a group or of nobody."""
        kind = (self._of.first("KIND") or self._of.first("X-ADDRESSBOOKSERVER-KIND")).casefold()
        if what := _NOT_PEOPLE.get(kind):
            self._report(f"is {what}, not a person", partial=False)
            return None
        emails = self._emails()
        org, team, orgs = self._organisations()
        phones, numbers_to_note = self._phones()
        parts, guess = self._name(emails, org, phones)
        if not parts.name and org:
            self.is_company = True
            return None
        if not parts.name:
            self._report("has no name, e-mail address or company", partial=False)
            return None
        roles = self._of.texts("TITLE") or self._of.texts("ROLE")
        also = [*(f"Also at {other}" for other in orgs), *(f"Also: {other}" for other in unique(roles)[1:])]
        notes = self._notes(parts, also, numbers_to_note)
        self._report_oddities()
        links = contact_points.links(self._of)
        return ContactCard(
            name=parts.name,
            given=parts.given,
            family=parts.family,
            title=parts.title,
            suffix=parts.suffix,
            source=self.file,
            kind=KIND,
            record=self.raw.number,
            uid=self._uid(),
            key="" if self._uid() else self._of.first("UID"),
            aliases=self._aliases(parts),
            pronouns=self._of.first("PRONOUNS") or self._of.first("X-PRONOUNS") or parts.pronouns,
            role=roles[0] if roles else "",
            team=team,
            org=org,
            emails=emails,
            phones=phones,
            links=unique(links) if self._uid() else unique_links(links),
            location=contact_points.location(self._of),
            met=self._of.first("X-RAPPORT-MET"),
            met_through=self._of.first("X-RAPPORT-THROUGH") or self._introduced_by(),
            stage=self._stage(),
            tags=self._tags(),
            birthday=self._birthday(),
            notes=notes,
            name_is_guess=guess,
        )

    def _notes(self, parts: NameParts, also: Iterable[str], numbers: Iterable[str]) -> tuple[str, ...]:
        """Return the texts of the card that no field has."""
        return unique(
            [
                *(text_block(self._of.text(each)) for each in self._of.all("NOTE")),
                *also,
                *self._whole_names(parts),
                *numbers,
                *contact_points.addresses(self._of),
                *self._remarks(),
            ]
        )

    def _report(self, why: str, *, partial: bool = True) -> None:
        self.problems.append(ReadProblem(file=self.file, record=self.raw.number, why=why, partial=partial))

    def _report_oddities(self) -> None:
        if any(not each.value or "BEGIN:VCARD" in each.value.upper() for each in self._of.all("AGENT")):
            self._report("has the card of somebody else in it (AGENT), which was left out")
        if not self.raw.ended:
            self._report("has no END:VCARD; what was there was read")
        for odd in self.raw.odd_lines:
            self._report(f"has a line that is no property: {quoted(odd)}")
        for each in self.raw.properties:
            if each.truncated:
                self._report(f"{each.name} is cut off in the middle of a character, which was left out")

    def _name(self, emails: tuple[str, ...], org: str, phones: tuple[str, ...]) -> tuple[NameParts, bool]:
        """Return the name, and whether it was made from other values."""
        full, fields = self._of.first("FN"), self._name_fields()
        family, given, middle, title, suffix = fields
        if self._uid() and full:
            return NameParts(name=full, given=given, family=family, title=title, suffix=suffix), False
        is_address = is_email(full)
        given, middle, family, full = map(real_name, (given, middle, family, full))
        if org and name_key(full) == name_key(org) and not (given or family):
            full = ""
        if full or given or family or middle:
            return read_name(full, given=given, middle=middle, family=family, title=title, suffix=suffix), False
        nicknames = list(filter(real_name, self._of.listed("NICKNAME")))
        if nicknames and not is_address:
            return NameParts(name=nicknames[0]), False
        return NameParts(name=guessed_name(emails, org) or ("" if org else next(iter(phones), ""))), True

    def _name_fields(self) -> list[str]:
        """Return family name, given name, further names, title and suffix; some programs escape their separators."""
        is_ours = bool(self._uid())
        for each in self._of.all("N"):
            parts = self._of.parts(each)
            if len(list(filter(None, parts))) == 1 and ";" in parts[0] and not is_ours:
                parts = [part.strip() for part in parts[0].split(";")]
            if GUESSED in each.parameters:
                parts[:3] = [""] * 3
            if any(parts):
                parts = [*parts, *[""] * 5][:5]
                return [
                    part.replace(",", " ") if at in (1, 2) and not is_ours else part for at, part in enumerate(parts)
                ]
        return [""] * 5

    def _whole_names(self, parts: NameParts) -> Iterator[str]:
        """Yield the name as written if it has words that are kept nowhere else, and its pronunciation."""
        if not self._uid():
            family, given, middle, *_ = self._name_fields()
            yield from name_remarks(parts, self._of.first("FN"), one_line(f"{given} {middle} {family}"))
        if spoken := one_line(" ".join(self._of.first(part) for part in _SPOKEN)):
            yield f"Name as it is said: {spoken}"

    def _aliases(self, parts: NameParts) -> tuple[str, ...]:
        android = [found[0] for kind, found in self._android if kind == "nickname" and found]
        aliases = unique([*self._of.listed("NICKNAME"), parts.nickname, *self._of.texts("X-MAIDENNAME"), *android])
        return tuple(alias for alias in aliases if name_key(alias) != name_key(parts.name))

    def _tags(self) -> tuple[str, ...]:
        r"""Return the groups that the user made. Some programs escape the commas between them: `a\, b`."""
        listed = self._of.listed("CATEGORIES")
        return listed if self._uid() else tags(listed[0].split(", ") if len(listed) == 1 else listed)

    def _introduced_by(self) -> str:
        """Return the name of the person who introduced them."""
        for each in self._of.all("X-ABRELATEDNAMES", "RELATED"):
            if _INTRODUCED.fullmatch(self._of.label(each)):
                return one_line(self._of.text(each))
        return ""

    def _emails(self) -> tuple[str, ...]:
        found = contact_points.emails(self._of)
        if is_email(full := self._of.first("FN")) and not self._uid():
            found = unique([*found, full])
        for text in found:
            if not is_email(text):
                self._report(f"{quoted(text)} is no e-mail address and was left out")
        return tuple(text for text in found if is_email(text))

    def _phones(self) -> tuple[tuple[str, ...], list[str]]:
        """Return the phone numbers, one in the place of a name too, and notes with the fax and pager numbers."""
        phones, noted = contact_points.phones(self._of)
        full = "" if self._uid() else self._of.first("FN")
        is_new = is_number(full) and not any(same_number(full, number) for number in phones)
        return (*phones, full) if is_new else phones, noted

    def _organisations(self) -> tuple[str, str, list[str]]:
        """Return organisation and team of the first ORG, and the others as `Organisation, Team`."""
        found = [parts for each in self._of.all("ORG") if any(parts := self._of.parts(each))]
        if not found:
            return "", "", []
        org, *units = found[0]
        team = ", ".join(filter(None, units))
        others = unique([", ".join(filter(None, parts)) for parts in found])
        return (org, team, list(others[1:])) if org or self._uid() else (team, "", list(others[1:]))

    def _uid(self) -> str:
        uid = self._of.first("UID")
        return uid.removeprefix(UID_PREFIX) if uid.startswith(UID_PREFIX) else ""

    def _stage(self) -> Stage | None:
        stage = self._of.first("X-RAPPORT-STAGE")
        return stage if stage in STAGES else None

    def _birthday(self) -> str:
        for each in self._of.all("BDAY"):
            text = one_line(self._of.text(each))
            if "TEXT" in {kind.upper() for kind in each.parameters.get("VALUE", [])}:
                self._report(f"the birthday {quoted(text)} is in words and was left out")
            elif found := self._dated(text, dates.birthday, "birthday"):
                return found
        return ""

    def _dated(self, text: str, parse: Callable[[str], str], what: str) -> str:
        try:
            return parse(text)
        except dates.DateError as error:
            self._report(f"the {what} {error}, so it was left out")
            return ""

    def _remarks(self) -> Iterator[str]:
        """Yield the values without a field as lines of text: related dates and people, occupation and interests."""
        yield from self._anniversaries()
        yield from self._relations()
        yield from self._vendor_remarks()
        if self._of.texts("TITLE"):
            for text in unique(self._of.texts("ROLE")):
                if text not in self._of.texts("TITLE"):
                    yield f"Profession: {text}"
        for text in self._of.listed("HOBBY") + self._of.listed("INTEREST"):
            yield f"Likes {text}"
        if languages := self._of.listed("LANG"):
            yield f"Languages: {', '.join(languages)}"
        for text in unique(self._of.texts("TZ")):
            yield f"Time zone: {text}"

    def _anniversaries(self) -> Iterator[str]:
        for name, word in {"ANNIVERSARY": "ANNIVERSARY", **self._vendors}.items():
            if word not in ("ANNIVERSARY", "ABDATE"):
                continue
            label = "Date" if word == "ABDATE" else "Anniversary"
            for each in self._of.all(name):
                when = self._dated(one_line(self._of.text(each)), dates.birthday, label.lower())
                if when:
                    yield f"{self._of.label(each) or label}: {when}"

    def _relations(self) -> Iterator[str]:
        for each in self._of.all("X-ABRELATEDNAMES", "RELATED"):
            text = one_line(self._of.text(each))
            if _INTRODUCED.fullmatch(self._of.label(each)):
                continue
            if text and not text.lower().startswith(("urn:", "http")):
                kind = self._of.label(each) or ", ".join(sorted(each.types())).capitalize() or "Related"
                yield f"{kind}: {text}"

    def _vendor_remarks(self) -> Iterator[str]:
        for name, word in self._vendors.items():
            if label := _VENDOR_REMARKS.get(word, ""):
                yield from (f"{label}: {text}" for text in self._of.texts(name))
        for kind, parts in self._android:
            if kind != "nickname" and parts and parts[0]:
                yield f"{'Related' if kind == 'relation' else 'Date'}: {parts[0]}"
