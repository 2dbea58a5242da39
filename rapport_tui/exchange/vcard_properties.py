"""The properties of one vCard by their names, their values unescaped."""

from __future__ import annotations

from rapport_tui.exchange.labels import plain_label
from rapport_tui.exchange.parsed_file import one_line, unique
from rapport_tui.exchange.vcard_syntax import RawCard, VcardProperty, split_escaped, unescaped


class VcardProperties:
    """The properties of a card by name, in upper case."""

    def __init__(self, raw: RawCard) -> None:
        self._old = raw.version.startswith("2")
        self._by_name: dict[str, list[VcardProperty]] = {}
        for each in raw.properties:
            self._by_name.setdefault(each.name, []).append(each)
        self.names = tuple(self._by_name)
        self._labels = {each.group: plain_label(self.text(each)) for each in self.all("X-ABLABEL") if each.group}

    def all(self, *names: str) -> list[VcardProperty]:
        """Return the properties with some names, for each the preferred first (PREF=1 in 4.0, TYPE=pref before)."""
        found: list[VcardProperty] = []
        for name in names:
            some = self._by_name.get(name, [])
            found += sorted(some, key=_preference) if len(some) > 1 else some
        return found

    def label(self, each: VcardProperty) -> str:
        """Return the label that Apple’s address book gives the group of a property; "" for none."""
        return self._labels.get(each.group, "")

    def text(self, each: VcardProperty) -> str:
        """Return a value with its line ends."""
        return unescaped(each.value, old=self._old)

    def texts(self, name: str) -> list[str]:
        """Return the values of a name, each on one line, without empty ones."""
        return [text for each in self.all(name) if (text := one_line(self.text(each)))]

    def first(self, name: str) -> str:
        """Return the first value of a name that is not empty; "" for none."""
        return next(iter(self.texts(name)), "") if name in self._by_name else ""

    def parts(self, each: VcardProperty, mark: str = ";") -> list[str]:
        """Return the parts of a structured value."""
        return [one_line(unescaped(part, old=self._old)) for part in split_escaped(each.value, mark)]

    def listed(self, name: str) -> tuple[str, ...]:
        """Return the items of all list values of a name."""
        return unique([part for each in self.all(name) for part in self.parts(each, ",")])


def _preference(each: VcardProperty) -> int:
    value = (each.parameters.get("PREF") or [""])[0]
    if value.isascii() and value.isdigit():
        return int(value[:3])
    return 1 if "PREF" in each.types() else 101
