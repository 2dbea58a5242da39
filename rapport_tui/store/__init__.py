"""Durable storage for TinyDB. Only this package depends on the files of a journal."""

from rapport_tui.files import Files, reason
from rapport_tui.store.background import MeanwhileError
from rapport_tui.store.changes import ChangeSet, DocumentChange, StoredChange, Transaction
from rapport_tui.store.lazy_docs import LazyDocs
from rapport_tui.store.memory_store import MemoryStore
from rapport_tui.store.restore import read_backup, replace_ruined
from rapport_tui.store.snapshot_format import SCHEMA, Doc, NewerSchemaError, Stored, UnreadableError
from rapport_tui.store.snapshot_index import Kept, LazyDict, Places
from rapport_tui.store.store import Store, checksum
from rapport_tui.store.stored_docs import StoredDocs, copy_docs, decoded, stored_in, stored_items
from rapport_tui.store.unsaved_text import UnsavedText

__all__ = [
    "SCHEMA",
    "ChangeSet",
    "Doc",
    "DocumentChange",
    "Files",
    "Kept",
    "LazyDict",
    "LazyDocs",
    "MeanwhileError",
    "MemoryStore",
    "NewerSchemaError",
    "Places",
    "Store",
    "Stored",
    "StoredChange",
    "StoredDocs",
    "Transaction",
    "UnreadableError",
    "UnsavedText",
    "checksum",
    "copy_docs",
    "decoded",
    "read_backup",
    "reason",
    "replace_ruined",
    "stored_in",
    "stored_items",
]
