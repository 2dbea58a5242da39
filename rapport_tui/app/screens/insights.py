"""Insights: seen, heard and known over the weeks, the ladder, the week in words, and who drifts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.looks import person_row, section_rows
from rapport_tui.app.screens.room import Room
from rapport_tui.app.widgets.bars import Bar, Bars, Week, Weeks
from rapport_tui.app.widgets.page import Page
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.journal.insights import Review
from rapport_tui.journal.review import Section, review_sections
from rapport_tui.model.ages import MONTHS
from rapport_tui.model.records import Person


class InsightsRoom(Room):
    """Looks back over the weeks: a balance, never a grade."""

    NAME = "insights"
    CSS_PATH = "insights.tcss"

    def compose_room(self) -> Iterator[Widget]:
        """Yield the weeks, the ladder, the review and who drifts."""
        with Page(id="insights"):
            with Horizontal(classes="band"):
                with Vertical(classes="part"):
                    yield Static(Content("Seen, heard, known"), classes="heading")
                    yield Static(id="weeks-says", classes="says")
                    yield Weeks(id="weeks")
                with Vertical(classes="part"):
                    yield Static(Content("The ladder"), classes="heading")
                    yield Static(id="ladder-says", classes="says")
                    yield Bars(id="ladder")
            with Horizontal(classes="band"):
                with Vertical(classes="part"):
                    yield Static(Content("The last seven days"), classes="heading")
                    yield RowList(id="review", wrap=True)
                with Vertical(classes="part"):
                    yield Static(Content("It would be good to say hi again to"), classes="heading")
                    yield RowList(id="drifting", empty=Content("Nobody drifts. Enjoy that."))

    def on_mount(self) -> None:
        """Start where one can scroll."""
        super().on_mount()
        self.focus_content()

    def focus_content(self) -> None:
        """Put the focus where one can scroll."""
        self.query_one("#insights").focus()

    def show(self) -> None:
        """Show the counts as they are now."""
        insights, playbook = self.journal.insights, self.journal.playbook
        weeks = insights.weeks()
        labels = [f"{week.start.day} {MONTHS[week.start.month - 1][:3]}" for week in weeks]
        self.query_one(Weeks).show(
            [Week(label, (w.seen, w.heard, w.known)) for label, w in zip(labels, weeks, strict=True)]
        )
        totals = {name: sum(getattr(week, name) for week in weeks) for name in ("seen", "heard", "known")}
        self.query_one("#weeks-says", Static).update(Content(_balance(totals)))
        counts = insights.ladder()
        rungs = [
            (rung, counts[rung.id], self.journal.settings.capacity.get(rung.id, rung.capacity))
            for rung in playbook.rungs
        ]
        self.query_one(Bars).show(
            [Bar(rung.label, count, rung.id, f"of {capacity}" if capacity else "") for rung, count, capacity in rungs]
        )
        close = counts["mentor"] + counts["sponsor"]
        people = sum(counts.values())
        says = f"{people} people, {close} of them as mentors and sponsors." if people else "Nobody on the board yet."
        self.query_one("#ladder-says", Static).update(Content(says))
        review = insights.review(self.journal.day - timedelta(days=6))
        rows = [row for section in self._sections(review) for row in section_rows(section)]
        self.query_one("#review", RowList).show(rows)
        drifting = [self.journal.people.summary(person.uid) for person in insights.drifting(8)]
        self.query_one("#drifting", RowList).show([person_row(one, self.journal.day) for one in drifting])

    @property
    def person_at_hand(self) -> Person | None:
        """Who drifts at the cursor."""
        drifting = self.query_one("#drifting", RowList)
        return self.journal.people.found(drifting.cursor_key or "") if self.focused is drifting else None

    def _sections(self, review: Review) -> list[Section]:
        threads = self.journal.threads
        return review_sections(
            review, lambda note: [person.name for person in threads.people_of(note)], self.journal.day
        )

    @on(RowList.Chosen, "#drifting")
    def _chosen(self, event: RowList.Chosen) -> None:
        self.rapport.show_person(event.key)


def _balance(totals: dict[str, int]) -> str:
    if not any(totals.values()):
        return "It begins with the first line you write: n."
    parts = f"Twelve weeks: seen {totals['seen']} times, heard {totals['heard']}, known {totals['known']}."
    lowest = min(totals, key=lambda name: totals[name])
    more = {"seen": "breaking a silence", "heard": "a hi again", "known": "telling somebody of a goal or a win"}
    return f"{parts} The most there is to gain: {more[lowest]}."
