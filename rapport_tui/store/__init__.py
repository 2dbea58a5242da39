"""TinyDB, kept safe: the only place that knows how a journal lies on disk."""

from rapport_tui.store.drafts import Drafts
from rapport_tui.store.storage import SCHEMA, NewerSchemaError, UnreadableError, write_atomically
from rapport_tui.store.store import Changes, Doc, Draft, Store, checksum, read_backup, reason, replace_ruined

__all__ = [
    "SCHEMA",
    "Changes",
    "Doc",
    "Draft",
    "Drafts",
    "NewerSchemaError",
    "Store",
    "UnreadableError",
    "checksum",
    "read_backup",
    "reason",
    "replace_ruined",
    "write_atomically",
]
