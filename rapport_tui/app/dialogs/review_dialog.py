"""The dialog of the weekly review: what happened, and three suggested next steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.messages import ShowPerson
from rapport_tui.app.row_builders import person_of_section, section_rows
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.journal.insights import REVIEW_DAYS, Review
from rapport_tui.journal.review import review_markdown, review_sections, review_title
from rapport_tui.model.errors import RapportError


class ReviewDialog(Dialog[None]):
    """Seven days in words, beginning with the last seven; earlier weeks can be selected."""

    HELP_LINE = (
        "{rows.choose} goes to the person · {review.copy} copies · {review.write} writes it to a file · "
        "{review.before} {review.after} another week · {leave} leaves"
    )
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "review": "leave",
            "review.before": "weeks(1)",
            "review.after": "weeks(-1)",
            "review.copy": "copy",
            "review.write": "write",
        }
    )

    def __init__(self) -> None:
        super().__init__("The week")
        self._weeks_ago = 0

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the review."""
        yield RowList(id="review", wrap=True)

    def on_mount(self) -> None:
        """Show the last seven days."""
        self._show()
        self.query_one(RowList).focus()

    @property
    def week(self) -> Review:
        """The review of the selected week."""
        return self.journal.insights.review(until=self.journal.day - timedelta(REVIEW_DAYS * self._weeks_ago))

    @property
    def text(self) -> str:
        """The review as plain text."""
        return review_markdown(self.week, self.journal.threads.people_of, self.journal.day)

    def action_weeks(self, by: int) -> None:
        """Go `by` weeks forward, or back if negative."""
        self._weeks_ago = max(self._weeks_ago + by, 0)
        self._show()

    def action_copy(self) -> None:
        """Copy the review."""
        self.context.copy(self.text)

    def action_write(self) -> None:
        """Write the review to a file in the journal's folder, replacing one of the same days."""
        try:
            path = self.journal.transfer.write_beside(f"review-{self.week.until.isoformat()}.md", self.text)
        except RapportError as error:
            self.context.notify_error(error)
        else:
            self.context.notify_text(f"Written to {path}")

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.dismiss(None)
        self.app.post_message(ShowPerson(person_of_section(event.key)))

    def _show(self) -> None:
        week = self.week
        self.query_one("#dialog-title", Static).update(Content(review_title(week)))
        sections = review_sections(week, self.journal.threads.people_of, self.journal.day)
        self.query_one(RowList).show([row for section in sections for row in section_rows(section)])
