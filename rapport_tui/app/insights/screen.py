"""The Insights screen: a year of talks, seen, heard and known, the ladder, give and ask, and drifting people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.insights import chart_captions as sentences
from rapport_tui.app.insights.bars import Bar, BarChart, WeekBars, WeekChart
from rapport_tui.app.insights.heatmap import Heatmap
from rapport_tui.app.insights.svg import svg_of
from rapport_tui.app.insights.trend_lines import Trend, TrendLines
from rapport_tui.app.messages import ShowPerson
from rapport_tui.app.row_builders import person_row, section_rows
from rapport_tui.app.tab_screen import TabScreen
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.app.widgets.scroll_page import ScrollPage
from rapport_tui.journal.review import review_sections
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Person
from rapport_tui.model.relative_days import MONTHS

_DRIFTING: Final = 8


class InsightsScreen(TabScreen):
    """The screen of statistics about the last weeks and the year."""

    NAME = "insights"
    AUTO_FOCUS = "#insights"
    CSS_PATH = "insights.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bound({"insights.save": "save"}),
        Binding("tab", "app.focus_next", show=False),
    ]

    def compose_body(self) -> Iterator[Widget]:
        """Yield the charts, each below its title and caption."""
        with ScrollPage(id="insights"):
            yield from self._part("talks", "A year of talks", Heatmap())
            with Container(id="parts"):
                yield from self._part("weeks", "Seen, heard, known · twelve weeks", WeekChart())
                yield from self._part("drifting", "Who drifts", RowList())
                yield from self._part("ladder", "The ladder", BarChart())
                yield from self._part("course", "The ladder over a year", TrendLines())
                yield from self._part("balance", "Give and ask · twelve weeks", BarChart())
                yield from self._part("openings", "Openings that work for me", BarChart())
                yield from self._part("fears", "What I feared, how it went", TrendLines())
                yield from self._part("stays", "Time on each rung", BarChart())
                yield from self._part("review", "The last seven days", RowList(wrap=True))

    def focus_content(self) -> None:
        """Focus the scrollable page."""
        self.query_one("#insights").focus()

    def show(self) -> None:
        """Update all charts."""
        self._show_talks()
        self._show_ladder()
        self._show_ways()
        self._show_fears()
        self._show_people()

    @property
    def person_at_hand(self) -> Person | None:
        """The drifting person at the cursor."""
        drifting = self.query_one("#drifting RowList", RowList)
        return self.journal.people.get_or_none(drifting.cursor_key or "") if self.focused is drifting else None

    def action_save(self) -> None:
        """Save all charts, including those not visible, as one SVG in the journal's folder."""
        picture = svg_of(self.query_one("#insights"), "rapport · insights")
        try:
            path = self.journal.transfer.write_beside(f"insights-{self.journal.day.isoformat()}.svg", picture)
        except RapportError as error:
            self.context.notify_error(error)
        else:
            self.context.notify_text(f"Saved as {path}")

    def _part(self, name: str, title: str, picture: Widget) -> Iterator[Widget]:
        with Vertical(id=name, classes="insight"):
            yield Static(Content(title), classes="heading")
            yield Static(classes="says")
            yield picture

    def _say(self, name: str, sentence: str) -> None:
        self.query_one(f"#{name} .says", Static).update(Content(sentence))

    def _show_talks(self) -> None:
        talks = self.journal.trends.talks()
        self.query_one(Heatmap).show(talks, self.journal.day)
        self._say("talks", sentences.of_talks(talks))
        weeks = self.journal.insights.weeks()
        labels = [f"{week.start.day} {MONTHS[week.start.month - 1][:3]}" for week in weeks]
        shown = [WeekBars(label, (w.seen, w.heard, w.known)) for label, w in zip(labels, weeks, strict=True)]
        self.query_one(WeekChart).show(shown)
        totals = {name: sum(getattr(week, name) for week in weeks) for name in ("seen", "heard", "known")}
        self._say("weeks", sentences.of_weeks(totals))

    def _show_ladder(self) -> None:
        counts, capacity = self.journal.insights.ladder(), self.journal.settings.capacity
        bars = []
        for rung in self.journal.playbook.rungs:
            comfortable = capacity.get(rung.id, rung.capacity)
            bars.append(Bar(rung.label, counts[rung.id], rung.id, f"of {comfortable}" if comfortable else ""))
        self.query_one("#ladder BarChart", BarChart).show(bars)
        self._say("ladder", sentences.of_ladder(counts))
        course = self.journal.trends.ladder()
        self.query_one("#course TrendLines", TrendLines).show(
            [Trend(stage, values, stage) for stage, values in course.items()]
        )
        self._say("course", sentences.of_course(course))
        stays = self.journal.trends.stays()
        self.query_one("#stays BarChart", BarChart).show(
            [Bar(stay.stage, round(stay.days), stay.stage, f"days · {stay.people}×") for stay in stays]
        )
        self._say("stays", sentences.of_stays(stays))

    def _show_ways(self) -> None:
        balance = self.journal.trends.balance()
        given = [Bar(label, count, "success") for label, count in balance.given.items()]
        asked = [Bar(label, count, "note") for label, count in balance.asked.items()]
        self.query_one("#balance BarChart", BarChart).show([*given, *asked])
        self._say("balance", sentences.of_balance(balance))
        openings = self.journal.trends.openings()
        titles = {move.id: move.title for move in self.journal.playbook.moves}
        self.query_one("#openings BarChart", BarChart).show(
            [Bar(titles[one.move], one.again, "accent", f"of {one.people} again") for one in openings]
        )
        self._say("openings", sentences.of_openings(openings, titles))

    def _show_fears(self) -> None:
        pairs = self.journal.today.fears
        expected, was = [pair.feared for pair in pairs], [pair.was for pair in pairs]
        lines = [Trend("expected", expected, "note"), Trend("was", was, "success")] if pairs else []
        self.query_one("#fears TrendLines", TrendLines).show(lines)
        self._say("fears", sentences.of_fears(pairs))

    def _show_people(self) -> None:
        drifting = self.journal.insights.drifting()
        rows = [self.journal.people.summary(person.uid) for person in drifting[:_DRIFTING]]
        self.query_one("#drifting RowList", RowList).show(
            [person_row(one, self.journal.day, detailed=False) for one in rows]
        )
        self._say("drifting", sentences.of_drifting(len(drifting)))
        review, threads = self.journal.insights.review(self.journal.day - timedelta(days=6)), self.journal.threads
        sections = review_sections(
            review, lambda note: [person.name for person in threads.people_of(note)], self.journal.day
        )
        head = sections[0]
        self._say("review", head.lines[0])
        shown = [section for section in sections[1:] if section.title in ("Next", "What gets answers")]
        self.query_one("#review RowList", RowList).show([row for section in shown for row in section_rows(section)])

    @on(RowList.Chosen, "#drifting RowList")
    def _chosen(self, event: RowList.Chosen) -> None:
        self.app.post_message(ShowPerson(event.key))
