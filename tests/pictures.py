"""Draws the pictures in screenshots/ from the real program: python -m tests.pictures [FOLDER] [NAME…].

The demo journal is opened on a still clock in a terminal of a fixed size, each screen is gone to by its keys, and what
is painted becomes a PNG. It is drawn with Fira Code (Debian: fonts-firacode), and with Noto (fonts-noto-cjk) where that
has no letter; it keeps its 64 most frequent colours, which the eye does not see and the folder does.
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
from pathlib import Path
from typing import Final, cast
from zoneinfo import ZoneInfo

import resvg_py
from PIL import Image

from rapport_tui.app.app import RapportApp
from rapport_tui.journal import Journal
from rapport_tui.settings import Settings

FOLDER: Final = Path(__file__).parent.parent / "screenshots"
SAMPLES: Final = Path(__file__).parent.parent / "data" / "samples"
MORNING: Final = datetime(2026, 11, 23, 9, 41, tzinfo=ZoneInfo("Europe/Lisbon"))
FONTS: Final = Path("/usr/share/fonts")
COLOURS: Final = 64
WIDE: Final = (120, 40)
SMALL: Final = (80, 24)
NARROW: Final = (60, 20)
VAST: Final = (200, 60)


@dataclass(frozen=True)
class Picture:
    """One picture: the keys that lead to it, the size of the terminal and the theme; `empty` is a new journal.

    With `halves`, the left half is drawn in the dark theme and the right one in the light theme.
    """

    name: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = WIDE
    theme: str = "rapport-dark"
    empty: bool = False
    halves: bool = False


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
IN_LIGHT: Final = ("today", "board")
SECONDS_A_PICTURE: Final = 3


def pictures() -> Iterator[Picture]:
    """Yield what belongs into screenshots/: every screen at four sizes in both themes, and the dialogs."""
    yield from SCREEN_PICTURES
    yield from (replace(dialog, size=SMALL) for dialog in DIALOGS)
    for screen in SCREEN_PICTURES:
        for name, size in (("small", SMALL), ("narrow", NARROW), ("vast", VAST)):
            yield replace(screen, name=f"{screen.name}-{name}", size=size, halves=True)
        if screen.name in IN_LIGHT:
            yield replace(screen, name=f"{screen.name}-light", theme="rapport-light")


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
            svg = app.export_screenshot(title="rapport", simplify=True)
        journal.close()
    return svg


def png_of(svg: str) -> bytes:
    """Return `svg` as a PNG."""
    return _packed(_image_of(svg))


async def draw_png(picture: Picture) -> bytes:
    """Open the program, press the keys, and return what is painted as a PNG, half as large from a vast terminal."""
    image = _image_of(await draw(picture))
    if picture.halves:
        light, middle = _image_of(await draw(replace(picture, theme="rapport-light"))), image.width // 2
        image.paste(light.crop((middle, 0, light.width, light.height)), (middle, 0))
    return _packed(image.reduce(2) if picture.size == VAST else image)


def _image_of(svg: str) -> Image.Image:
    """Return `svg` as an image. Raises `SystemExit` where the font is missing, without which no letter is drawn."""
    if not any(FONTS.rglob("FiraCode-*")):
        raise SystemExit(f"There is no Fira Code in {FONTS}. On Debian: apt install fonts-firacode.")
    png = resvg_py.svg_to_bytes(
        svg_string=svg, font_dirs=[str(FONTS)], monospace_family="Fira Code", font_family="Fira Code", zoom=1
    )
    return Image.open(io.BytesIO(bytes(png))).convert("RGB")


def _packed(image: Image.Image) -> bytes:
    """Return the image as a PNG of its most frequent colours."""
    colours = Counter(cast(Iterable[tuple[int, int, int]], image.get_flattened_data()))
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour, _ in colours.most_common(COLOURS) for part in colour])
    out = io.BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


async def draw_tour() -> bytes:
    """Return the screens one after another as an animated GIF."""
    shown = {picture.name: replace(picture, size=SMALL) for picture in (*SCREEN_PICTURES, *DIALOGS)}
    frames = [Image.open(io.BytesIO(png_of(await draw(shown[name])))) for name in ON_TOUR]
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
