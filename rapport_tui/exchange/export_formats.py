"""The formats of exports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from rapport_tui.exchange.csv_writer import write_csv
from rapport_tui.exchange.ics_writer import write_ics
from rapport_tui.exchange.journal_export import JournalExport, write_json
from rapport_tui.exchange.markdown_writer import write_markdown
from rapport_tui.exchange.vcard_writer import write_vcard, write_vcard3

Format = Literal["json", "csv", "vcf", "vcf3", "md", "ics"]

WRITERS: Final[dict[Format, Callable[[JournalExport], str]]] = {
    "json": write_json,
    "csv": write_csv,
    "vcf": write_vcard,
    "vcf3": write_vcard3,
    "md": write_markdown,
    "ics": write_ics,
}

__all__ = ["WRITERS", "Format", "write_csv", "write_ics", "write_json", "write_markdown", "write_vcard", "write_vcard3"]
