"""The shipped playbook in its languages: data/moves.toml, data/moves.de.toml and so on."""

from __future__ import annotations

from functools import cache
from typing import Final

from rapport_tui.playbook.data_files import data_folder
from rapport_tui.playbook.moves import Playbook, read_playbook

ENGLISH: Final = "en"


def languages() -> tuple[str, ...]:
    """Return the codes of the languages of the shipped ready lines, English first."""
    return (ENGLISH, *sorted(path.name.split(".")[1] for path in data_folder().glob("moves.*.toml")))


@cache
def load_playbook(language: str = ENGLISH) -> Playbook:
    """Return the shipped playbook in a language; untranslated parts and unknown languages are in English.

    Raises `RapportError` if a file is missing or damaged.
    """
    folder = data_folder()
    playbook = read_playbook(folder / "ladder.toml", folder / "moves.toml")
    if language == ENGLISH or language not in languages():
        return playbook
    from rapport_tui.playbook.wording_files import in_language, read_words

    return in_language(playbook, read_words(folder / f"moves.{language}.toml", playbook), language)
