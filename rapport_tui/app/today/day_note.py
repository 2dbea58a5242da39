"""The notes about the day: days off, the usual places, the meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from rapport_tui.app.context import AppContext
from rapport_tui.model.relative_days import WEEKDAYS, full_day, near_day
from rapport_tui.model.wording import listed

if TYPE_CHECKING:
    from rapport_tui.model.meetings import Meeting


def day_note(context: AppContext, ended: Meeting | None) -> Content:
    """Return the text about the day above the lists; empty for an ordinary day.

    `ended` is the meeting that has just ended, if a line about it is proposed.
    """
    journal = context.journal
    today, muted = journal.today, "$foreground-muted"
    told = []
    if today.off_until:
        told.append(
            context.styled_keys(
                f"You are off until {full_day(today.off_until)}; only what you promised is here. "
                "{today.holiday} ends the days off"
            )
        )
    if places := today.offered_places:
        usual = f"{WEEKDAYS[journal.day.weekday()]}s you are usually at: "
        why = "By your calendar you are at: " if today.calendar_places else usual
        told.append(
            Content.assemble(
                (why, muted),
                ", ".join(place.replace("-", " ") for place in places),
                context.styled_keys("  {today.usual} takes these places").stylize_before(muted),
            )
        )
    told += [_meeting(meeting) for meeting in today.meetings]
    if ended:
        who = listed([person.first_name for person in journal.meeting_lines.people(ended)])
        told.append(
            Content.assemble(
                (f"{ended.title} with {who} has ended", muted),
                context.styled_keys("  {today.met} writes that, {today.not_met} doesn’t").stylize_before(muted),
            )
        )
    if journal.settings.mail and (proposed := journal.suggestions.match(journal.suggestions.mails)):
        first, more = proposed[0], len(proposed) - 1
        told.append(
            Content.assemble(
                (f"You wrote to {first.name} {near_day(first.day, journal.day)}", muted),
                (f" and to {more} more (rapport suggest)" if more else "", muted),
                context.styled_keys("  {write} writes a line about it").stylize_before(muted),
            )
        )
    if any(item.moment for item in today.day.items):
        told += [Content(words) for task in today.plan() if (words := today.plan_words(task))]
    return Content("\n").join(told)


def _meeting(meeting: Meeting) -> Content:
    """Return a meeting of the day with the people of the journal who attend."""
    at = f"{meeting.at:%H:%M}" if meeting.at else "today"
    others = f"{meeting.others} others" if meeting.others > 1 else "one other" if meeting.others else ""
    who = ", ".join((*meeting.names, *([others] if others and meeting.names else [])))
    return Content.assemble(
        (f"{at}  ", "$foreground-muted"), meeting.title, (f"  {who}" if who else "", "$text-primary")
    )
