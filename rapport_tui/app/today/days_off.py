"""Days off: when they begin and end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rapport_tui.app.dialogs.days_dialog import DaysDialog, DaySpan
from rapport_tui.model.relative_days import full_day

if TYPE_CHECKING:
    from rapport_tui.app.tab_screen import TabScreen


def ask_days_off(screen: TabScreen) -> None:
    """Ask for days off; on a day off, end them."""
    today, day, undo = screen.journal.today, screen.journal.day, screen.context.key("undo")
    if (last := today.off_until) is not None:
        screen.attempt(lambda: today.take_off(day, last, off=False))
        screen.say(f"Back at work. {undo} takes it back.")
        return

    def take_off(days: DaySpan | None) -> None:
        if days:
            screen.attempt(lambda: today.take_off(days.first, days.last))
            screen.say(f"Off until {full_day(days.last)}. Enjoy it. {undo} takes it back.")

    offered = [
        ("today only", day),
        ("until sunday", day + timedelta(6 - day.weekday())),
        ("1 week", day + timedelta(6)),
    ]
    dialog = DaysDialog("Days off: nothing is asked of you then", offered, ranged=True)
    screen.app.push_screen(dialog, take_off)
