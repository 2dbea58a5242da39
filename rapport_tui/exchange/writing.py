"""The formats an export can have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from rapport_tui.exchange.archive import Archive, write_json
from rapport_tui.exchange.writing_csv import write_csv
from rapport_tui.exchange.writing_ics import write_ics
from rapport_tui.exchange.writing_markdown import write_markdown
from rapport_tui.exchange.writing_vcard import write_vcard, write_vcard3

Format = Literal["json", "csv", "vcf", "vcf3", "md", "ics"]

WRITERS: Final[dict[Format, Callable[[Archive], str]]] = {
    "json": write_json,
    "csv": write_csv,
    "vcf": write_vcard,
    "vcf3": write_vcard3,
    "md": write_markdown,
    "ics": write_ics,
}

__all__ = ["WRITERS", "Format", "write_csv", "write_ics", "write_json", "write_markdown", "write_vcard", "write_vcard3"]
