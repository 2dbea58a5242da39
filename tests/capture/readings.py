"""The lines of `lines.txt`, each with what the preview says of it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from rapport_tui.app.row_builders import preview_content
from rapport_tui.journal import Journal
from rapport_tui.settings import Settings

LANGUAGES = {"German": "de", "French": "fr", "Spanish": "es"}
PEOPLE = (
    "Priya Nair", "Hiro Silva", "Tom Becker", "Tom Hale", "Zoë Müller-Li", "José García", "Seán O’Brien", "王 小明",
    "Anne-Marie Duval", "Ludwig van Beethoven", "J. R. R. Tolkien", "سلمى حداد", "María José Gómez",
)  # fmt: skip
TABLE = Path(__file__).with_name("lines.txt")


class SampleLine(NamedTuple):
    """A line of the table, its heading, and what is said of it."""

    section: str
    typed: str
    said: str


def readings() -> list[SampleLine]:
    """Return the lines of the table."""
    found, section = [], ""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("## "):
            section = line[3:]
        elif after.startswith("    "):
            found.append(SampleLine(section, line, after.strip()))
    return found


def add_people(journal: Journal) -> None:
    """Put the people of the table in the journal."""
    people = [journal.people.add(name, stage="ally").uid for name in PEOPLE]
    journal.groups.add("standup", people[:2])


def said(journal: Journal, section: str, typed: str) -> str:
    """Return what the preview says of a line."""
    journal.settings = Settings(language=LANGUAGES.get(section, "en"))
    return preview_content(journal.lines.preview([typed]), journal.day, add_key="ctrl+n").plain
