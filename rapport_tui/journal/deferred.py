"""The modules of the services, each imported when it is first used.

A command uses three or four of them, and the first frame of the app none: the others take 45 ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapport_tui.startup import submodules

if TYPE_CHECKING:
    from rapport_tui.journal import agenda as agenda
    from rapport_tui.journal import brief as brief
    from rapport_tui.journal import captured as captured
    from rapport_tui.journal import completion as completion
    from rapport_tui.journal import composer as composer
    from rapport_tui.journal import demo as demo
    from rapport_tui.journal import doors as doors
    from rapport_tui.journal import duplicates as duplicates
    from rapport_tui.journal import encryption as encryption
    from rapport_tui.journal import entries as entries
    from rapport_tui.journal import feed_checks as feed_checks
    from rapport_tui.journal import groups as groups
    from rapport_tui.journal import inbox as inbox
    from rapport_tui.journal import insights as insights
    from rapport_tui.journal import line_reader as line_reader
    from rapport_tui.journal import mail_suggestions as mail_suggestions
    from rapport_tui.journal import maintenance as maintenance
    from rapport_tui.journal import meeting_lines as meeting_lines
    from rapport_tui.journal import messages as messages
    from rapport_tui.journal import mirror as mirror
    from rapport_tui.journal import notes as notes
    from rapport_tui.journal import people as people
    from rapport_tui.journal import received as received
    from rapport_tui.journal import sync as sync
    from rapport_tui.journal import threads as threads
    from rapport_tui.journal import today as today
    from rapport_tui.journal import transfer as transfer
    from rapport_tui.journal import trends as trends
    from rapport_tui.journal import wordings as wordings

__getattr__ = submodules("rapport_tui.journal")
