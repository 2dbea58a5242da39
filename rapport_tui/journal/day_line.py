"""The plan of the day in one line."""

from __future__ import annotations

from typing import Final

from rapport_tui.journal.today import Task, TodayService
from rapport_tui.model.wording import listed

SECTIONS: Final = {"opening": "Break the silence", "promise": "Promises and threads", "hi": "Hi again"}
"""The parts of a plan with their headings."""


def section_of(task: Task) -> str:
    """Return the part of the plan that an item belongs to."""
    if task.item.is_opening:
        return "opening"
    return "hi" if task.item.id.startswith("hi:") else "promise"


def day_line(today: TodayService) -> str:
    """Return the day in one line: the number of openings, the promises, and the people to say hi again to."""
    tasks = today.plan()
    sections: dict[str, list[Task]] = {key: [] for key in SECTIONS}
    for task in tasks:
        if task.item.state == "open":
            sections[section_of(task)].append(task)
    openings, hellos = len(sections["opening"]), [task.person.name for task in sections["hi"] if task.person]
    parts = [
        f"{openings} to break the silence" if openings else "",
        *(today.title(task) for task in sections["promise"]),
        f"hi again: {listed(hellos)}" if hellos else "",
    ]
    if line := " · ".join(filter(None, parts)):
        return line
    return "That’s all for today." if tasks else "Nothing is planned for today."


def reminder_line(today: TodayService) -> str:
    """Return the line of the morning’s reminder; empty on a day off or without open items."""
    if today.off_until is not None or all(task.item.state != "open" for task in today.plan()):
        return ""
    return day_line(today)
