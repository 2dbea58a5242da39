"""TinyDB, kept safe: the only place that knows how a journal lies on disk."""

from rapport_tui.store.draft import Changes, Draft
from rapport_tui.store.drafts import Drafts
from rapport_tui.store.encoding import SCHEMA, Doc, NewerSchemaError, UnreadableError
from rapport_tui.store.files import Files
from rapport_tui.store.lock import reason
from rapport_tui.store.restore import read_backup, replace_ruined
from rapport_tui.store.store import Store, checksum, without_collection

__all__ = [
    "SCHEMA",
    "Changes",
    "Doc",
    "Draft",
    "Drafts",
    "Files",
    "NewerSchemaError",
    "Store",
    "UnreadableError",
    "checksum",
    "read_backup",
    "reason",
    "replace_ruined",
    "without_collection",
]
