"""The modules that read a journal, each imported when it is first used.

The first frame of the app uses none of them: together they take 40 ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapport_tui.startup import submodules

if TYPE_CHECKING:
    from rapport_tui import store as store
    from rapport_tui.journal import history as history
    from rapport_tui.journal import kept_directory as kept_directory
    from rapport_tui.journal import query_subjects as query_subjects
    from rapport_tui.journal import record_cache as record_cache
    from rapport_tui.playbook import languages as languages
    from rapport_tui.playbook import wording_files as wording_files
    from rapport_tui.store import memory_store as memory_store
    from rapport_tui.store import scratch as scratch
    from rapport_tui.store import unsaved_text as unsaved_text
    from rapport_tui.sync import recorder as recorder

__getattr__ = submodules(
    "rapport_tui.journal",
    languages="rapport_tui.playbook.languages",
    memory_store="rapport_tui.store.memory_store",
    recorder="rapport_tui.sync.recorder",
    scratch="rapport_tui.store.scratch",
    store="rapport_tui.store",
    unsaved_text="rapport_tui.store.unsaved_text",
    wording_files="rapport_tui.playbook.wording_files",
)
