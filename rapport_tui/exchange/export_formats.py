"""The formats of exports."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from rapport_tui.exchange.journal_export import JournalExport
from rapport_tui.model.errors import RapportError

FORMATS: Final = {
    "json": "journal_export.write_json",
    "csv": "csv_writer.write_csv",
    "vcf": "vcard_writer.write_vcard",
    "vcf3": "vcard_writer.write_vcard3",
    "md": "markdown_writer.write_markdown",
    "ics": "ics_writer.write_ics",
}
"""The function that writes each format, imported when it is used: the others take 30 ms."""


def writer_of(form: str) -> Callable[[JournalExport], str]:
    """Return the function that writes a format. Raises `RapportError` for an unknown one."""
    if form not in FORMATS:
        raise RapportError(f"“{form}” is not a format rapport writes. Known: {', '.join(FORMATS)}.")
    module, function = FORMATS[form].split(".")
    writer: Callable[[JournalExport], str] = getattr(import_module(f"rapport_tui.exchange.{module}"), function)
    return writer
