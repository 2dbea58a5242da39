"""The Today screen, its widgets and its dialogs.

What shows the plan, which the first frame does not have yet, is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapport_tui.startup import submodules

if TYPE_CHECKING:
    from rapport_tui.app.today import beside as beside
    from rapport_tui.app.today import day_note as day_note
    from rapport_tui.app.today import days_off as days_off
    from rapport_tui.app.today import detail as detail
    from rapport_tui.app.today import task_rows as task_rows

__getattr__ = submodules(__name__)
