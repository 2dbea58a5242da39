"""Draws the pictures in screenshots/ from the real program: python -m tests.pictures [FOLDER].

The demo journal is opened on a still clock in a terminal of a fixed size, each room is gone to by its key, and what
is painted becomes a PNG. The font is Fira Code (Debian: fonts-firacode), with Noto for what it has not.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import resvg_py

from rapport_tui.app.app import RapportApp
from rapport_tui.journal import Journal
from rapport_tui.settings import Settings

MORNING = datetime(2026, 11, 23, 9, 41, tzinfo=ZoneInfo("Europe/Lisbon"))
FONTS = ["/usr/share/fonts"]


@dataclass(frozen=True)
class Picture:
    """One picture: the keys that lead to it, the size of the terminal and the theme."""

    name: str
    keys: tuple[str, ...]
    size: tuple[int, int] = (120, 36)
    theme: str = "rapport-dark"


PICTURES = (
    Picture("today", ()),
    Picture("board", ("2",)),
    Picture("journal", ("3",)),
    Picture("compose", ("4", "p", *"priya", "enter", "tab")),
    Picture("people", ("5",)),
    Picture("insights", ("6",)),
    Picture("capture", ("2", "n", *"@priya ? how is the ", "n", "e", "w", "space", *"flat")),
    Picture("board-light", ("2",), theme="rapport-light"),
    Picture("today-narrow", (), size=(60, 30)),
    Picture("board-narrow", ("2",), size=(60, 30)),
)


async def draw(picture: Picture, folder: Path) -> Path:
    """Open the demo, press the keys, and write the picture to `folder`."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(name="Ana Ferreira", role="Product analyst", theme=picture.theme)
        journal = Journal(Path(home), settings=settings, clock=lambda: MORNING)
        journal.fill_demo()
        app = RapportApp(journal, settings_path=Path(home) / "settings.toml")
        async with app.run_test(size=picture.size) as pilot:
            await pilot.pause()
            for key in picture.keys:
                await pilot.press("space" if key == " " else key)
            await pilot.pause()
            svg = app.export_screenshot(title="rapport", simplify=True)
        journal.close()
    png = folder / f"{picture.name}.png"
    png.write_bytes(
        bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg, font_dirs=FONTS, monospace_family="Fira Code", font_family="Fira Code", zoom=1
            )
        )
    )
    return png


def main() -> None:
    """Draw all pictures, or those named after the folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "screenshots"
    wanted = set(sys.argv[2:])
    folder.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        if not wanted or picture.name in wanted:
            sys.stdout.write(f"{asyncio.run(draw(picture, folder))}\n")


if __name__ == "__main__":
    main()
