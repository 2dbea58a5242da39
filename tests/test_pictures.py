"""The pictures in screenshots/ are there, are what they should be, and README shows no other."""

from __future__ import annotations

import html
import io
import re
from colorsys import rgb_to_hls
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image

from rapport_tui.app.insights.svg import SVG_CELL, on_grid
from tests.pictures import (
    COLOURS,
    DIALOGS,
    FOLDER,
    FONTS,
    SCREEN_PICTURES,
    Picture,
    draw,
    draw_png,
    image_of,
    pictures,
)

README = Path(__file__).parent.parent / "README.md"
WORDS = {
    "today": "Break the silence",
    "board": "Hugo Lefort",
    "journal": "Mon 23 Nov 2026",
    "compose": "Ask how it went",
    "people": "Anneke Visser",
    "insights": "Talks by week",
    "capture": "how is the new flat",
    "person": "Sam Ortiz",
    "brief": "Mei Tanaka",
    "threads": "the error table for last winter",
    "review": "Promises open",
    "help": "Signs",
    "palette": "earch for commands",
    "import": "address book",
    "welcome": "Welcome to rapport",
}
"""Something that is to be read in each picture."""


def _text(svg: str) -> str:
    """Return what is written in a picture, with a space in the place of each line end."""
    written = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return html.unescape(" ".join(written)).replace("\xa0", " ")


def palette_of(image: Image.Image) -> list[tuple[int, int, int]]:
    """Return the colours of a picture."""
    return [colour for _, colour in image.convert("RGB").getcolors(COLOURS) or []]  # type: ignore[misc]


def is_coloured(colour: tuple[int, int, int]) -> bool:
    """Return whether a colour is neither grey nor almost so."""
    return max(colour) - min(colour) > 50


def test_letters_of_other_scripts_stand_in_their_cells() -> None:
    told = "\u2068سلمى حداد\u2069 and 王小 &lt;x"
    svg = on_grid(f'<text class="a" x="24.4" y="1" textLength="300" clip-path="c">{told}</text>')
    found = [(round(float(x) / SVG_CELL), text) for x, text in re.findall(r'x="([\d.]+)"[^>]*>([^<]*)<', svg)]
    assert found == [(2, "سلمى حداد"), (11, " and "), (16, "王"), (18, "小"), (20, " &lt;x")]


@pytest.mark.parametrize("picture", [*SCREEN_PICTURES, *DIALOGS], ids=lambda picture: picture.name)
async def test_each_picture_is_drawn_from_the_program_and_has_text(picture: Picture) -> None:
    text = _text(await draw(picture))
    assert WORDS[picture.name] in text
    assert not re.search("/(tmp|home|root|Users)/", text), "the folders of who drew it are nobody’s business"


@pytest.mark.parametrize("picture", [*pictures()], ids=lambda picture: picture.name)
def test_each_picture_is_in_its_folder(picture: Picture) -> None:
    with Image.open(FOLDER / f"{picture.name}.png") as image:
        assert image.width > picture.size[0] * picture.cell
        assert len(image.getcolors() or ()) > 20, "letters have soft edges: a picture without them has a few colours"


def test_the_folder_is_small_and_has_no_picture_that_is_not_drawn() -> None:
    names = {path.stem for path in FOLDER.iterdir()}
    assert names == {picture.name for picture in pictures()} | {"tour"}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 1_650_000


@pytest.mark.skipif(not any(FONTS.rglob("FiraCode-*")), reason="Fira Code is not installed")
async def test_a_picture_shows_letters_and_the_theme() -> None:
    for theme, ground in (("rapport-dark", (0x15, 0x17, 0x1B)), ("rapport-light", (0xFA, 0xF8, 0xF4))):
        image = image_of(await draw(replace(SCREEN_PICTURES[0], theme=theme)))
        colours = image.convert("RGB").getcolors(COLOURS) or []
        assert max(colours)[1] == ground
        assert len(colours) == COLOURS


@pytest.mark.skipif(not any(FONTS.rglob("FiraCode-*")), reason="Fira Code is not installed")
async def test_a_picture_keeps_the_colours_of_the_stages_and_is_the_same_when_drawn_again() -> None:
    first, again = [await draw_png(SCREEN_PICTURES[1]) for _ in range(2)]
    assert first == again
    with Image.open(io.BytesIO(first)) as image:
        hues = {rgb_to_hls(*(part / 255 for part in colour))[0] for colour in palette_of(image) if is_coloured(colour)}
    named = {"yellow": 0.1, "green": 0.25, "teal": 0.47, "pink": 0.93}
    assert {name for name, hue in named.items() if any(abs(hue - one) < 0.06 for one in hues)} == {*named}


def test_all_links_of_the_readme_lead_somewhere() -> None:
    text = README.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("https://")]
    assert any(link.endswith(".gif") for link in links)
    for link in links:
        assert (README.parent / unquote(link)).exists(), link


def test_every_picture_of_the_readme_tells_what_it_shows() -> None:
    assert all(len(words) > 10 for words in re.findall(r"!\[([^\]]*)\]", README.read_text(encoding="utf-8")))
