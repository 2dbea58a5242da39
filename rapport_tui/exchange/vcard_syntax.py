"""The syntax of vCard: a parser from bytes to cards of properties that tolerates the deviations of programs.

vCard 2.1 (versit, 1996), 3.0 (RFC 2425 and 2426) and 4.0 (RFC 6350) are read by one set of rules.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from rapport_tui.exchange.decoding import decoded
from rapport_tui.model.patterns import lazy_pattern

_BEGIN: Final = lazy_pattern(rb"\s*BEGIN\s*:\s*VCARD\s*", re.IGNORECASE)
_END: Final = lazy_pattern(rb"\s*END\s*:\s*VCARD\s*", re.IGNORECASE)
_AGENT: Final = lazy_pattern(rb"AGENT\s*[;:].*BEGIN\s*:\s*VCARD\s*", re.IGNORECASE)
_BREAK: Final = lazy_pattern(rb"\r\n|\n|\r")
_NAME: Final = lazy_pattern(r"(?:([\w-]+)\.)?([\w-]+)", re.ASCII)
_QUOTED_PRINTABLE: Final = lazy_pattern(rb"[^:]*;\s*(?:ENCODING\s*=\s*)?QUOTED-PRINTABLE\s*[;:]", re.IGNORECASE)
_PRINTABLE_LINE: Final = lazy_pattern(
    rb"(?:^|(?<=\r))(?=[^\r\n]*QUOTED-PRINTABLE)([^:\r\n]+:)((?:[^\r\n]*=(?:\r\n|\n|\r))*[^\r\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_SOFT_BREAK: Final = lazy_pattern(rb"=(?:\r\n|\n|\r)")
_OCTET: Final = lazy_pattern(rb"=([4-9A-F][0-9A-F])", re.IGNORECASE)
"""An escaped octet that is no mark of the syntax: a part of a letter, in Shift-JIS from 40 on."""
_BASE64: Final = lazy_pattern(rb"[^:]*;\s*(?:ENCODING\s*=\s*\"?)?(?:BASE64|B)\"?\s*[;:]", re.IGNORECASE)
_BARE_NAMES: Final = {"QUOTED-PRINTABLE": "ENCODING", "BASE64": "ENCODING", "8BIT": "ENCODING", "7BIT": "ENCODING"}
_BINARY: Final = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})


class VcardProperty(msgspec.Struct, frozen=True):
    """One property: its name and group in upper case, its parameters (values split at commas), its decoded value.

    The value still has its backslash escapes: its separators depend on the property.
    """

    name: str
    group: str
    parameters: dict[str, list[str]]
    value: str
    truncated: bool = False

    def types(self) -> set[str]:
        """Return the types (`WORK`, `FAX`, …) in upper case, from any of their spellings."""
        return {kind.upper() for kind in self.parameters.get("TYPE", [])}


class RawCard(msgspec.Struct, frozen=True):
    """The properties of one card, its 1-based number, and the lines that are not properties.

    `lines` are the lines between its beginning and its end as in the file, `after` the octets of the file up to its
    end.
    """

    number: int
    version: str
    properties: tuple[VcardProperty, ...]
    lines: list[bytes]
    after: int
    odd_lines: tuple[str, ...] = ()
    ended: bool = True

    def text(self) -> str:
        """Return the text of the card in the file."""
        return "\n".join(("BEGIN:VCARD", *map(decoded, self.lines), "END:VCARD"))


def with_octets(data: bytes) -> bytes:
    """Return a file with the octets of its letters in quoted-printable, so that their encoding can be recognised.

    Lines that name a CHARSET, and those in ASCII, stay as they are.
    """

    def undo(found: re.Match[bytes]) -> bytes:
        is_other = b"CHARSET" in found[1].upper() or not _QUOTED_PRINTABLE.match(found[1])
        if is_other or quopri.decodestring(found[2]).isascii():
            return found[0]
        value = _OCTET.sub(lambda octet: bytes([int(octet[1], 16)]), _SOFT_BREAK.sub(b"", found[2]))
        return found[1] + value

    pieces: list[bytes] = []
    done = 0
    for found in _printable_lines(data):
        pieces += data[done : found.start()], undo(found)
        done = found.end()
    return b"".join([*pieces, data[done:]])


def _printable_lines(data: bytes) -> Iterator[re.Match[bytes]]:
    """Yield the lines in quoted-printable. `find` looks for them, since the expression takes thirty times as long."""
    upper = data.upper()
    end = 0
    while (at := upper.find(b"QUOTED-PRINTABLE", end)) >= 0:
        start = max(data.rfind(b"\n", end, at), data.rfind(b"\r", end, at), end - 1) + 1
        if found := _PRINTABLE_LINE.match(data, start):
            yield found
        end = found.end() if found else at + 1


def raw_cards(slices: Iterable[bytes]) -> Iterator[RawCard]:
    """Yield each card of a file, given in slices that end at line ends.

    A card extends from BEGIN:VCARD to END:VCARD, or to the next card if the end is missing. A card within a card
    (AGENT, 2.1) is left out, its property empty. In a card that is not indented as a whole, an indented line continues
    the line before it (RFC 6350, 3.2), whatever its text.
    """
    number = 0
    is_set_in = False
    lines: list[bytes] | None = None
    depth = 0
    after = 0
    for after, physical in _physical_lines(slices):
        is_mark = b":" in physical and (lines is None or is_set_in or physical[:1] not in (b" ", b"\t"))
        begins = is_mark and _BEGIN.fullmatch(physical) is not None
        ends = is_mark and not begins and _END.fullmatch(physical) is not None
        if depth:
            depth += begins - ends
        elif begins:
            if lines is not None:
                if _opens_agent(lines):
                    depth = 1
                    continue
                yield _raw_card(number, lines, after, ended=False)
            number += 1
            lines, is_set_in = [], physical[:1] in (b" ", b"\t")
        elif ends:
            if lines is not None:
                yield _raw_card(number, lines, after, ended=True)
            lines = None
        elif lines is not None:
            is_agent = is_mark and _AGENT.fullmatch(physical) is not None
            lines.append(b"AGENT:" if is_agent else physical)
            depth = int(is_agent)
    if lines is not None:
        yield _raw_card(number, lines, after, ended=False)


def _physical_lines(slices: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield lines one by one, each with the offset of its end: a large address book need not be in memory."""
    before = 0
    for data in slices:
        start = 0
        for end in _BREAK.finditer(data):
            yield before + end.end(), data[start : end.start()]
            start = end.end()
        before += len(data)
        if start < len(data):
            yield before, data[start:]


def _opens_agent(lines: list[bytes]) -> bool:
    last = next((line for line in reversed(lines) if line.strip()), b"")
    return last.strip().upper().startswith(b"AGENT") and last.strip().endswith(b":")


def _raw_card(number: int, lines: list[bytes], after: int, *, ended: bool) -> RawCard:
    properties: list[VcardProperty] = []
    odd: list[str] = []
    for logical in _unfolded(lines):
        found = _property(logical)
        if found is not None:
            properties.append(found)
        elif logical.strip():
            odd.append(decoded(logical))
    version = next((each.value.strip() for each in properties if each.name == "VERSION"), "")
    return RawCard(number, version, tuple(properties), lines, after, tuple(odd), ended)


def _unfolded(lines: list[bytes]) -> Iterator[bytes]:
    """Yield logical lines: folds (RFC 6350, 3.2) and the soft breaks of quoted-printable (RFC 2045, 6.7) joined.

    Folds are joined as bytes, because old programs split characters. Base64 and text of a note that continue without
    an indent belong to the line before.
    """
    parts: list[bytes] = []
    printable = encoded = soft = False
    for physical in lines:
        if parts and soft:
            soft = physical.endswith(b"=")
            parts.append(physical[:-1] if soft else physical)
            continue
        if parts and physical[:1] in (b" ", b"\t"):
            soft = printable and physical.endswith(b"=")
            parts.append(physical[1:-1] if soft else physical[1:])
            continue
        if parts and b":" not in physical and (encoded or parts[0][:4].upper() == b"NOTE"):
            parts.append(physical if encoded else b"\n" + physical)
            continue
        if parts:
            yield b"".join(parts)
        printable = _QUOTED_PRINTABLE.match(physical) is not None
        encoded = _BASE64.match(physical) is not None
        soft = printable and physical.endswith(b"=")
        parts = [physical[:-1] if soft else physical]
    if parts:
        yield b"".join(parts)


def _property(logical: bytes) -> VcardProperty | None:
    """Parse `[group.]NAME[;parameter]…:value` (RFC 6350, 3.3); None if the line is not a property."""
    colon = _outside_quotes(logical, b":")
    if colon < 0:
        colon = logical.find(b":")
    if colon < 0:
        return None
    head, *fields = _split_quoted(decoded(logical[:colon]), ";")
    name = _NAME.fullmatch(head.strip())
    if name is None:
        return None
    parameters: dict[str, list[str]] = {}
    for field in fields:
        key, equals, values = field.partition("=")
        if not equals:
            key, values = _BARE_NAMES.get(field.strip().upper(), "TYPE"), field
        texts = [text.strip().strip('"') for text in _split_quoted(values, ",")]
        split = [part.strip() for text in texts for part in text.split(",")]
        parameters.setdefault(key.strip().upper(), []).extend(part for part in split if part)
    upper = name[2].upper()
    if upper in _BINARY:
        return VcardProperty(upper, "", {}, "")
    value, truncated = _value(logical[colon + 1 :], parameters)
    return VcardProperty(upper, (name[1] or "").upper(), parameters, value, truncated)


def _value(value: bytes, parameters: dict[str, list[str]]) -> tuple[str, bool]:
    """Decode a value by its ENCODING and CHARSET; also return whether its last character was cut off."""
    encoding = (parameters.get("ENCODING") or [""])[0].upper()
    charset = (parameters.get("CHARSET") or [""])[0]
    if encoding == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value)
        if charset.upper().replace("-", "") == "UTF8" and decoded(value) != value.decode("utf-8", "ignore"):
            return value.decode("utf-8", "ignore"), True
    elif encoding in {"BASE64", "B"}:
        try:
            value = binascii.a2b_base64(value)
        except binascii.Error:
            value = b""
    return decoded(value, charset), False


def _outside_quotes(text: bytes, mark: bytes) -> int:
    """Return the offset of the first `mark` outside of double quotes, -1 if there is none."""
    first = text.find(mark)
    if first < 0 or b'"' not in text[:first]:
        return first
    inside = False
    for place, byte in enumerate(text):
        if byte == 0x22:
            inside = not inside
        elif not inside and byte == mark[0]:
            return place
    return -1


def _split_quoted(text: str, mark: str) -> list[str]:
    """Split `text` at `mark` outside of double quotes."""
    if '"' not in text:
        return text.split(mark)
    parts: list[str] = []
    start = 0
    inside = False
    for place, char in enumerate(text):
        if char == '"':
            inside = not inside
        elif char == mark and not inside:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def split_escaped(value: str, mark: str) -> list[str]:
    """Split `value` at each `mark` that has no backslash before it (RFC 6350, 3.4); escapes stay as they are."""
    if "\\" not in value:
        return value.split(mark)
    return re.findall(rf"(?:^|{re.escape(mark)})((?:\\.|[^\\{re.escape(mark)}]|\\$)*)", value, re.DOTALL)


def unescaped(value: str, *, old: bool = False) -> str:
    r"""Return `value` with `\n`, `\,`, `\;`, `\:`, `\"`, `\\` undone; 2.1 (`old`) has no `\n` escape."""
    if "\\" not in value:
        return value

    def undo(found: re.Match[str]) -> str:
        char = found[1]
        if char in "nN":
            return found[0] if old else "\n"
        return char if char in ',;:\\"' else found[0]

    return re.sub(r"\\(.)", undo, value, flags=re.DOTALL)
