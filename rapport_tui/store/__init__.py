"""Durable storage for TinyDB. Only this package depends on the files of a journal."""

from rapport_tui.files import Files, reason
from rapport_tui.store.changes import ChangeSet, DocumentChange, StoredChange, Transaction
from rapport_tui.store.lazy_docs import LazyDocs
from rapport_tui.store.long_json import decode_list
from rapport_tui.store.snapshot_format import SCHEMA, Doc, NewerSchemaError, Stored, UnreadableError, checksum
from rapport_tui.store.snapshot_index import Kept, LazyDict, Places
from rapport_tui.store.store import Store
from rapport_tui.store.stored_docs import StoredDocs, copy_docs, decoded, stored_in, stored_items

__all__ = [
    "SCHEMA",
    "ChangeSet",
    "Doc",
    "DocumentChange",
    "Files",
    "Kept",
    "LazyDict",
    "LazyDocs",
    "NewerSchemaError",
    "Places",
    "Store",
    "Stored",
    "StoredChange",
    "StoredDocs",
    "Transaction",
    "UnreadableError",
    "checksum",
    "copy_docs",
    "decode_list",
    "decoded",
    "reason",
    "stored_in",
    "stored_items",
]
