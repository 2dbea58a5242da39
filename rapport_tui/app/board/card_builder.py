"""Cards of the board made from people. A card is made on first use, and cached until its person changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from rapport_tui.app.board.widget import BoardCard
from rapport_tui.app.board.widget import MarkKind as CardMark
from rapport_tui.app.row_builders import detail_of, links_of
from rapport_tui.model.person_summary import MarkKind, PersonSummary
from rapport_tui.model.relative_days import short_age

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.model.records import Note

_MARK_KINDS: Final[dict[MarkKind, CardMark]] = {
    "": "",
    "due": "due",
    "ask": "ask",
    "owe": "ask",
    "await": "ask",
    "birthday": "birthday",
}


class CardBuilder:
    """The cards of all people in a journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._cards: dict[str, tuple[PersonSummary, BoardCard]] = {}
        self._about_me: list[Note] = []

    def names(self, uids: Iterable[str]) -> list[str]:
        """Return the names of people, in the order of `uids`."""
        found = self._journal.people.get_or_none
        return [person.name if (person := found(uid)) else "" for uid in uids]

    def card(self, uid: str) -> BoardCard:
        """Return the card of a person; an empty one if the person has just been deleted."""
        people = self._journal.people
        kept = self._cards.get(uid)
        if kept is not None and kept[0] is people.kept_summary(uid):
            return kept[1]
        if people.get_or_none(uid) is None:
            return BoardCard(uid, "")
        summary = people.summary(uid)
        self._cards[uid] = (summary, card := self._made(summary))
        return card

    def invalidate(self) -> None:
        """Discard the cached cards if the notes about the user have changed: the next moves depend on them."""
        if self._about_me != (about_me := self._journal.notes_about_me):
            self._about_me = about_me
            self._cards.clear()

    def _made(self, summary: PersonSummary) -> BoardCard:
        person, mark = summary.person, summary.mark
        text, kind = mark.text, mark.kind
        if not text and person.stage != "stranger":
            suggestion = self._journal.composer.suggest(person)
            if not suggestion.is_general:  # a general suggestion would be the same on every card
                text, kind = suggestion.move.title.lower(), ""
        links = links_of(person)
        detail = detail_of(person)
        return BoardCard(
            uid=person.uid,
            name=person.name,
            detail=" · ".join(part for part in (detail, *(link for link in links if link.startswith("#"))) if part),
            last=short_age(summary.last_talked, self._journal.day),
            mark=text,
            mark_kind=_MARK_KINDS[kind],
            ahead=person.ahead,
            drifting=summary.drift > 0,
            links=links,
        )
