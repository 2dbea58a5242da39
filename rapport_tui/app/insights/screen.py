"""The Insights screen: the ladder, drifting people, seen, heard and known, give and ask, and talks over the year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import ClassVar, Final

from textual import on
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.insights import chart_captions as sentences
from rapport_tui.app.insights.bars import Bar, BarChart, WeekChart, WeekSeries
from rapport_tui.app.insights.heatmap import Heatmap
from rapport_tui.app.insights.trend_lines import Trend, TrendLines, from_first
from rapport_tui.app.messages import ShowPerson
from rapport_tui.app.row_builders import person_of_section, person_row, section_rows
from rapport_tui.app.tab_screen import TabScreen
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.app.widgets.scroll_page import ScrollPage
from rapport_tui.journal.review import review_sections
from rapport_tui.journal.trends import YEAR_WEEKS
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Person
from rapport_tui.model.relative_days import MONTHS, week_start
from rapport_tui.model.wording import counted

_DRIFTING: Final = 8
_YOUNG_WEEKS: Final = 12
"""The number of weeks since the first talk up to which talks are counted by week instead of by day."""


class PersonList(RowList):
    """A list whose rows are about people: who drifts, or what the review tells."""

    BINDINGS: ClassVar[list[BindingType]] = bound({"insights.open": "choose"})


class InsightsScreen(TabScreen):
    """The screen of statistics about the last weeks and the year."""

    NAME = "insights"
    AUTO_FOCUS = "#insights"
    CSS_PATH = "insights.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bound({"insights.next": "app.focus_next", "insights.save": "save"})

    def compose_content(self) -> Iterator[Widget]:
        """Yield the charts, each below its title and caption."""
        with ScrollPage(id="insights"), Container(id="parts"):
            yield from self._part("ladder", "The ladder", BarChart())
            yield from self._part("drifting", "Who drifts", PersonList())
            yield from self._part("weeks", "Seen, heard, known · twelve weeks", WeekChart())
            yield from self._part("balance", "Give and ask · twelve weeks", BarChart())
            yield from self._part("talks", "Talks", BarChart(), Heatmap())
            yield from self._part("course", "The ladder over time", TrendLines())
            yield from self._part("openings", "Openings that work for me", BarChart())
            yield from self._part("fears", "What I feared, how it went", TrendLines())
            yield from self._part("stays", "Time on each rung", BarChart())
            yield from self._part("review", "The last seven days", PersonList(wrap=True))

    def focus_content(self) -> None:
        """Focus the scrollable page."""
        self.query_one("#insights").focus()

    def show(self) -> None:
        """Update all charts."""
        for show_part in self.parts():
            show_part()

    def parts(self) -> Iterable[Callable[[], None]]:
        """Return the functions that update the charts."""
        return (
            self._show_ladder,
            self._show_course,
            self._show_weeks,
            self._show_talks,
            self._show_balance,
            self._show_openings,
            self._show_fears,
            self._show_drifting,
            self._show_review,
        )

    @property
    def person_at_hand(self) -> Person | None:
        """The person of the row at the cursor."""
        key = self.focused.cursor_key if isinstance(self.focused, PersonList) else None
        return self.journal.people.get_or_none(person_of_section(key)) if key else None

    def action_save(self) -> None:
        """Save all charts, including those not visible, as one SVG in the journal's folder."""
        from rapport_tui.app.insights.svg import svg_of

        picture = svg_of(self.query_one("#insights"), "rapport · insights")
        try:
            path = self.journal.transfer.write_beside(f"insights-{self.journal.day.isoformat()}.svg", picture)
        except RapportError as error:
            self.context.notify_error(error)
        else:
            self.context.notify_text(f"Saved as {path}")

    def _part(self, name: str, title: str, *pictures: Widget) -> Iterator[Widget]:
        with Vertical(id=name, classes="insight"):
            yield Static(Content(title), classes="heading")
            yield Static(classes="says")
            yield from pictures

    def _say(self, name: str, sentence: str, title: str = "") -> None:
        self.query_one(f"#{name} .says", Static).update(Content(sentence))
        if title:
            self.query_one(f"#{name} .heading", Static).update(Content(title))

    def _show_talks(self) -> None:
        """Show talks by week in a journal of a few weeks, else by day."""
        talks, this_week = self.journal.trends.talks(), week_start(self.journal.day)
        weeks = (this_week - week_start(min(talks, default=this_week))).days // 7 + 1
        is_young = weeks <= _YOUNG_WEEKS
        by_week: Counter[date] = Counter()
        for day, count in talks.items():
            by_week[week_start(day)] += count
        starts = [this_week - timedelta(weeks=ago) for ago in reversed(range(weeks))] if talks and is_young else []
        chart, heatmap = self.query_one("#talks BarChart", BarChart), self.query_one(Heatmap)
        chart.show([Bar(_short(start), by_week[start]) for start in starts])
        chart.display, heatmap.display = is_young, not is_young
        heatmap.show(talks, self.journal.day, weeks=weeks)
        self.query_one("#talks").set_class(not is_young, "-by-day")
        title = "Talks by week" if is_young else "A year of talks" if weeks > YEAR_WEEKS else f"{weeks} weeks of talks"
        self._say("talks", self.context.with_keys(sentences.of_talks(talks)), title)

    def _show_weeks(self) -> None:
        weeks = self.journal.insights.weeks()
        shown = [
            WeekSeries("seen", [week.seen for week in weeks], "muted"),
            WeekSeries("heard", [week.heard for week in weeks], "note"),
            WeekSeries("known", [week.known for week in weeks], "accent"),
        ]
        self.query_one(WeekChart).show(shown, [_short(week.start) for week in weeks])
        self._say("weeks", sentences.of_weeks({one.label: sum(one.counts) for one in shown}))

    def _show_ladder(self) -> None:
        counts, capacity = self.journal.insights.ladder(), self.journal.settings.capacity
        bars = []
        for rung in self.journal.playbook.rungs:
            comfortable = capacity.get(rung.id, rung.capacity)
            bars.append(Bar(rung.label, counts[rung.id], rung.id, f"of {comfortable}" if comfortable else ""))
        self.query_one("#ladder BarChart", BarChart).show(bars)
        self._say("ladder", sentences.of_ladder(counts))

    def _show_course(self) -> None:
        course = from_first(self.journal.trends.ladder())
        self.query_one("#course TrendLines", TrendLines).show(
            [Trend(stage, values, stage) for stage, values in course.items()]
        )
        self._say("course", sentences.of_course(course))
        stays = self.journal.trends.stays()
        self.query_one("#stays BarChart", BarChart).show(
            [
                Bar(stay.stage, round(stay.days), stay.stage, f"days · {counted(stay.people, 'person', 'people')}")
                for stay in stays
            ]
        )
        self._say("stays", sentences.of_stays(stays))

    def _show_balance(self) -> None:
        balance = self.journal.trends.balance()
        given = [Bar(label, count, "success") for label, count in balance.given.items()]
        asked = [Bar(label, count, "note") for label, count in balance.asked.items()]
        self.query_one("#balance BarChart", BarChart).show([*given, *asked])
        self._say("balance", sentences.of_balance(balance))

    def _show_openings(self) -> None:
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

    def _show_drifting(self) -> None:
        drifting = self.journal.insights.drifting()
        rows = [self.journal.people.summary(person.uid) for person in drifting[:_DRIFTING]]
        self.query_one("#drifting RowList", RowList).show(
            [person_row(one, self.journal.day, detailed=False) for one in rows]
        )
        self._say("drifting", sentences.of_drifting(len(drifting), len(rows)))

    def _show_review(self) -> None:
        review = self.journal.insights.review(self.journal.day - timedelta(days=6))
        sections = review_sections(review, self.journal.threads.people_of, self.journal.day)
        self._say("review", sections[0].lines[0].text)
        shown = [section for section in sections[1:] if section.title in ("Next", "What gets answers")]
        self.query_one("#review RowList", RowList).show([row for section in shown for row in section_rows(section)])

    @on(PersonList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.app.post_message(ShowPerson(person_of_section(event.key)))


def _short(day: date) -> str:
    """Return a day as a short label: 12 Oct."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"
