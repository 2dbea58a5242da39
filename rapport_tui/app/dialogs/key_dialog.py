"""The dialog about the key of an encrypted journal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from textual import on, work
from textual.widget import Widget

from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.dialogs.encryption import change_passphrase, decrypt, run
from rapport_tui.app.dialogs.text_prompt import TextPrompt
from rapport_tui.app.in_thread import in_thread
from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from rapport_tui.model.errors import RapportError


class KeyDialog(Dialog[None]):
    """A list of the places of the key, its public half, and the actions on it."""

    HELP_LINE = "{rows.choose} takes it · {leave} leaves"

    def __init__(self) -> None:
        super().__init__("The key of this journal")

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the list."""
        yield RowList(id="key", wrap=True, menu=True)

    def on_mount(self) -> None:
        """Show the key."""
        self._show()

    @work(exclusive=True, group="show")
    async def _show(self) -> None:
        service = self.journal.encryption
        self._fill("…")  # a keyring may take its time
        self._fill("yes" if await in_thread(lambda: service.is_remembered) else "no")

    def _fill(self, kept: str) -> None:
        service = self.journal.encryption
        self.query_one(RowList).show(
            [
                _row("copy_path", "Its file", str(service.key_file), "the key under your passphrase; enter copies"),
                _row("copy_public", "Its public half", service.public, "enough to write, not to read; enter copies"),
                _row("passphrase", "Another passphrase", "", "the recovery key stays the same"),
                _row("export", "Copy the recovery key to a file", "", "keep it elsewhere: whoever has it can read all"),
                _row("remember", "In the system’s keyring", kept, "then this machine opens it without the passphrase"),
                _row("decrypt", "Decrypt the journal", "", "back to plain files"),
            ]
        )

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        service = self.journal.encryption
        match event.key:
            case "copy_path":
                self.context.copy(str(service.key_file))
            case "copy_public":
                self.context.copy(service.public)
            case "passphrase":
                run(self.context, change_passphrase)
            case "export":
                about = "A new file outside the journal’s folder, readable by you alone."
                self.app.push_screen(TextPrompt("Where to?", self._export, initial="~/rapport-key.txt", about=about))
            case "remember":
                self._switch_keyring()
            case _:
                self.dismiss(None)
                run(self.context, decrypt)

    def _export(self, path: str) -> None:
        written = self.journal.encryption.export(Path(path), self.journal.day)
        self.context.notify_text(f"Written: {written}")

    @work(exclusive=True, group="keyring")
    async def _switch_keyring(self) -> None:
        """Keep the key in the system’s keyring, or remove it there."""
        service = self.journal.encryption

        def switch() -> None:
            if not service.forget():
                service.remember()

        try:
            await in_thread(switch)
        except RapportError as error:
            self.show_error(str(error))
        else:
            self._show()


def _row(key: str, title: str, value: str, meaning: str) -> Row:
    return Row(
        key,
        (
            RowLine((StyledText(title, "strong"),)),
            *((RowLine((StyledText(value, "accent"),)),) if value else ()),
            RowLine((StyledText(meaning, "muted"),)),
        ),
    )
