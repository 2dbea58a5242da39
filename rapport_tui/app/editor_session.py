"""Editing of longer texts in the user's own editor while the app is suspended."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from textual.app import App, SuspendNotSupported

from rapport_tui.external_editor import edit_file
from rapport_tui.model.errors import RapportError
from rapport_tui.model.text import clean


def edit_text(app: App[object], text: str, scratch_folder: AbstractContextManager[Path], *, suffix: str = ".md") -> str:
    """Open `text` in the editor, in a file in `scratch_folder`, and return the edited text without trailing line ends.

    Raise `RapportError` if there is no editor, if it fails, or if this terminal cannot run it.
    """
    with scratch_folder as folder:
        path = folder / f"line{suffix}"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        failed: RapportError | None = None
        try:
            with app.suspend():
                try:
                    edit_file(path)
                except RapportError as error:  # raised inside the `with` statement, it would leave the app suspended
                    failed = error
        except SuspendNotSupported as error:
            raise RapportError("This terminal can’t be lent to an editor. Write here instead.") from error
        if failed is not None:
            raise failed
        return clean(_read(path)).rstrip()


def _read(path: Path) -> str:
    """Return the text saved by the editor, decoded as UTF-8 or, if that fails, as Latin-1."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RapportError("The editor left no file to read. What you wrote here before is kept.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")
