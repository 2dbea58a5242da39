"""Draws the pictures in screenshots/ from the real program: python -m tests.pictures [FOLDER] [NAME…].

The demo journal is opened on a still clock in a terminal of a fixed size, each screen is gone to by its keys, and what
is painted becomes a PNG. It is drawn with Fira Code (Debian: fonts-firacode), and with Noto (fonts-noto-cjk) where that
has no letter. The folder is small because a cell is a whole number of pixels, so that a letter looks the same wherever
it stands and is stored once, and because a picture keeps the 32 colours that
differ most for how often they occur, which the eye does not see.
"""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from math import dist, inf
from pathlib import Path
from typing import Final, cast
from zoneinfo import ZoneInfo

import resvg_py
from PIL import Image

from rapport_tui.app.app import RapportApp
from rapport_tui.app.insights.svg import SVG_CELL, on_grid
from rapport_tui.journal import Journal
from rapport_tui.settings import Settings

FOLDER: Final = Path(__file__).parent.parent / "screenshots"
SAMPLES: Final = Path(__file__).parent.parent / "data" / "samples"
MORNING: Final = datetime(2026, 11, 23, 9, 41, tzinfo=ZoneInfo("Europe/Lisbon"))
FONTS: Final = Path("/usr/share/fonts")
COLOURS: Final = 32
WIDE: Final = (120, 40)
SMALL: Final = (80, 24)
NARROW: Final = (60, 20)
VAST: Final = (200, 60)
CELL: Final = 8
"""The width of a cell in pixels; it is smaller in the pictures of the largest terminal."""
VAST_CELL: Final = 6


@dataclass(frozen=True)
class Picture:
    """One picture: the keys that lead to it, the size of the terminal and the theme; `empty` is a new journal."""

    name: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = WIDE
    theme: str = "rapport-dark"
    empty: bool = False

    @property
    def cell(self) -> int:
        """The width of a cell in pixels."""
        return VAST_CELL if self.size == VAST else CELL


SCREEN_PICTURES: Final = (
    Picture("today"),
    Picture("board", ("2",)),
    Picture("journal", ("3",)),
    Picture("compose", ("4", "p", *"priya", "enter", "tab")),
    Picture("people", ("5",)),
    Picture("insights", ("6",)),
)
DIALOGS: Final = (
    Picture("capture", ("2", "n", *"@priya ? how is the new flat")),
    Picture("person", ("2", "a", *"Sam Ortiz")),
    Picture("brief", ("2", "right", "i")),
    Picture("threads", ("t",)),
    Picture("review", ("r",)),
    Picture("help", ("question_mark",)),
    Picture("palette", ("ctrl+p",)),
    Picture("import", ("5", "A")),
    Picture("welcome", empty=True),
)
ON_TOUR: Final = ("today", "board", "capture", "journal", "compose", "insights")
SECONDS_A_PICTURE: Final = 3


def pictures() -> Iterator[Picture]:
    """Yield what belongs into screenshots/: every screen at four sizes in both themes, and the dialogs."""
    yield from (replace(dialog, size=SMALL) for dialog in DIALOGS)
    for screen in SCREEN_PICTURES:
        for suffix, size in (("", WIDE), ("-small", SMALL), ("-narrow", NARROW), ("-vast", VAST)):
            dark = replace(screen, name=f"{screen.name}{suffix}", size=size)
            yield from (dark, replace(dark, name=f"{dark.name}-light", theme="rapport-light"))


@contextmanager
def at_home() -> Iterator[Path]:
    """Be in an invented home, with two exports among its downloads: no picture shows the folders of who draws it."""
    before = os.environ.get("HOME")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "Downloads").mkdir()
        for name, sample in (("Connections.csv", "linkedin.csv"), ("contacts.vcf", "phone.vcf")):
            shutil.copyfile(SAMPLES / sample, home / "Downloads" / name)
        os.environ["HOME"] = folder
        try:
            with chdir(home):
                yield home
        finally:
            if before is None:
                del os.environ["HOME"]
            else:
                os.environ["HOME"] = before


async def draw(picture: Picture) -> str:
    """Open the program, press the keys, and return what is painted as SVG."""
    with at_home() as home:
        settings = Settings(name="" if picture.empty else "Ana Ferreira", role="Product analyst", theme=picture.theme)
        journal = Journal(home / "journal", settings=settings, clock=lambda: MORNING)
        if not picture.empty:
            journal.fill_demo()
        app = RapportApp(journal, settings_path=home / "settings.toml")
        app.animation_level = "none"
        async with app.run_test(size=picture.size) as pilot:
            await pilot.pause()
            for key in picture.keys:
                await pilot.press("space" if key == " " else key)
            await pilot.pause()
            svg = on_grid(app.export_screenshot(title="rapport", simplify=True))
        journal.close()
    return svg


def image_of(svg: str, cell: int = CELL) -> Image.Image:
    """Return `svg` as an image. Raises `SystemExit` where the font is missing, without which no letter is drawn."""
    if not any(FONTS.rglob("FiraCode-*")):
        raise SystemExit(f"There is no Fira Code in {FONTS}. On Debian: apt install fonts-firacode.")
    png = resvg_py.svg_to_bytes(
        svg_string=svg,
        font_dirs=[str(FONTS)],
        monospace_family="Fira Code",
        font_family="Fira Code",
        zoom=cell / SVG_CELL,
    )
    return _reduced(Image.open(io.BytesIO(bytes(png))).convert("RGB"))


async def draw_png(picture: Picture) -> bytes:
    """Open the program, press the keys, and return what is painted as a PNG."""
    out = io.BytesIO()
    image_of(await draw(picture), picture.cell).save(out, "PNG", optimize=True)
    return out.getvalue()


def _reduced(image: Image.Image) -> Image.Image:
    """Return the image in few colours: the most frequent one, then always the one that those before represent worst."""
    counts = Counter(cast(Iterable[tuple[int, int, int]], image.get_flattened_data()))
    worst = max(counts, key=counts.__getitem__)
    palette: list[int] = []
    nearest = dict.fromkeys(counts, inf)
    for _ in range(min(COLOURS, len(counts))):
        palette += worst
        for colour in counts:
            nearest[colour] = min(nearest[colour], dist(colour, worst))
        worst = max(counts, key=lambda colour: nearest[colour] ** 3 * counts[colour])
    kept = Image.new("P", (1, 1))
    kept.putpalette(palette)
    return image.quantize(palette=kept, dither=Image.Dither.NONE)


async def draw_tour() -> bytes:
    """Return the screens one after another as an animated GIF."""
    shown = {picture.name: replace(picture, size=SMALL) for picture in (*SCREEN_PICTURES, *DIALOGS)}
    frames = [image_of(await draw(shown[name])) for name in ON_TOUR]
    out = io.BytesIO()
    milliseconds = SECONDS_A_PICTURE * 1000
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=milliseconds, loop=0, optimize=True)
    return out.getvalue()


def main() -> None:
    """Draw all pictures and the tour, or those that are named after the folder."""
    folder = Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else FOLDER
    wanted = set(sys.argv[2:])
    folder.mkdir(parents=True, exist_ok=True)
    for picture in pictures():
        if not wanted or picture.name in wanted:
            (folder / f"{picture.name}.png").write_bytes(asyncio.run(draw_png(picture)))
            sys.stdout.write(f"{folder / picture.name}\n")
    if not wanted or "tour" in wanted:
        (folder / "tour.gif").write_bytes(asyncio.run(draw_tour()))


if __name__ == "__main__":
    main()
