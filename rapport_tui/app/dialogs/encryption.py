"""Encrypting and decrypting the journal, and changing the passphrase, in steps of one dialog each."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import Any, Final

from rapport_tui.app.context import AppContext
from rapport_tui.app.dialogs.passphrase_dialog import PassphraseDialog
from rapport_tui.app.dialogs.pick_dialog import PickDialog
from rapport_tui.app.dialogs.recovery_dialogs import RecoveryKeyDialog, RehearsalDialog
from rapport_tui.app.in_thread import in_thread
from rapport_tui.app.messages import ConvertJournal
from rapport_tui.app.widgets.rows import Row, RowLine, StyledText
from rapport_tui.journal.encryption import new_key, wrap
from rapport_tui.model.errors import RapportError

_ENCRYPTED: Final = (
    "The journal is encrypted. {lock} locks it. What you export, mirror or copy is plain text, as before."
)


def encryption_commands(context: AppContext) -> Iterator[tuple[str, str, Callable[[], object]]]:
    """Yield the commands for the palette: a title, a description and what to run."""
    if context.demo:
        return
    if not context.journal.is_encrypted:
        yield "Encrypt the journal", "So that only you can read it", partial(run, context, encrypt)
        return
    key = "Its place, its public half, another passphrase, a copy"
    yield "The key of the journal", key, partial(context.app.run_action, "app.dialog('key')")
    yield "Decrypt the journal", "Back to plain files", partial(run, context, decrypt)


def run(context: AppContext, steps: Callable[[AppContext], Coroutine[Any, Any, None]]) -> None:
    """Go through steps, each a dialog that may end them."""
    context.app.run_worker(steps(context), group="encryption", exclusive=True)


async def encrypt(context: AppContext) -> None:
    """Ask for a passphrase, show the recovery key, have part of it typed back, and encrypt the journal."""
    push, service = context.app.push_screen_wait, context.journal.encryption
    try:
        service.check_convertible()
    except RapportError as error:
        context.notify_error(error)
        return
    passphrase = await push(PassphraseDialog("Encrypt this journal"))
    if not passphrase:
        return
    key = new_key()
    typed = None
    while typed is None:
        if not await push(RecoveryKeyDialog(key)):
            context.notify_text("Nothing was encrypted. That key is of no use; there is a new one next time.")
            return
        typed = await push(RehearsalDialog(key))

    def convert() -> None:
        service.encrypt(typed, wrap(key, passphrase))

    context.app.post_message(ConvertJournal("Encrypting the journal", convert, context.with_keys(_ENCRYPTED)))


async def decrypt(context: AppContext) -> None:
    """Ask once, and make all files of the journal plain again."""
    rows = [
        Row("no", (RowLine((StyledText("Leave it encrypted", "strong"),)),)),
        Row(
            "yes",
            (
                RowLine((StyledText("Decrypt it", "strong"),)),
                RowLine((StyledText("whoever can read this machine’s files can read it then", "muted"),)),
            ),
        ),
    ]
    if await context.app.push_screen_wait(PickDialog("Decrypt this journal?", rows)) == "yes":
        work = context.journal.encryption.decrypt
        context.app.post_message(ConvertJournal("Decrypting the journal", work, "The journal is plain again."))


async def change_passphrase(context: AppContext) -> None:
    """Ask for another passphrase, and put the key under it."""
    service = context.journal.encryption
    passphrase = await context.app.push_screen_wait(PassphraseDialog("Another passphrase", is_new_key=False))
    if passphrase:
        key = service.recovery_key
        try:
            service.change(await in_thread(lambda: wrap(key, passphrase)))
        except RapportError as error:
            context.notify_error(error)
        else:
            told = "The new passphrase opens the journal from now on. The recovery key is the same."
            context.notify_text(f"{told} {service.old_command()}".strip())
