"""The commands that encrypt the journal, lock it and change its key."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rapport_tui.cli.options import as_json, confirmed, examples, pass_session
from rapport_tui.cli.output import dim, give, hint, say, table
from rapport_tui.cli.passphrases import ask_new_passphrase, rehearse
from rapport_tui.cli.session import Session
from rapport_tui.journal.encryption import check_keyring, check_length, groups_of, new_key, tidy_key, wrap
from rapport_tui.model.errors import NoKeyringError, RapportError
from rapport_tui.settings_io import change_setting
from rapport_tui.stored_key import run_password_command

if TYPE_CHECKING:
    from rapport_tui.journal import Journal


@click.command(
    epilog=examples(
        "rapport encrypt",
        "rapport encrypt --keyring",
        "rapport encrypt --password-command 'pass show rapport'",
        "rapport encrypt --with-key                on a second machine of yours",
    )
)
@click.option("--password-command", "command", metavar="CMD", default="", help="A command that prints the passphrase.")
@click.option("--keyring", is_flag=True, help="Keep the key in the system’s keyring, so that nothing is asked for.")
@click.option("--with-key", is_flag=True, help="Use the recovery key of another journal of yours, to share both.")
@pass_session
def encrypt(session: Session, command: str, *, keyring: bool, with_key: bool) -> None:
    """Encrypt the journal, so that only you can read it.

    A recovery key is shown once and asked for in part, before any plain file goes. Exports, the Markdown mirror and the
    clipboard stay plain; a line is written without the passphrase: rapport log.
    """
    journal = session.locked_journal
    if journal.is_encrypted:
        raise RapportError("This journal is encrypted already. Change its passphrase with: rapport key change")
    journal.encryption.check_convertible()
    passphrase = _new_passphrase(command)
    if with_key:
        key = tidy_key(click.prompt("Recovery key", hide_input=True, err=True))
    else:
        key = rehearse(groups_of(new_key()), random.SystemRandom())
    hint("Encrypting takes a few seconds.")
    journal.encryption.encrypt(key, wrap(key, passphrase))
    session.wrote_file = True
    if command:
        change_setting(session.settings_path, "password_command", command)
    if keyring:
        _remember(session)
    say(
        f"The journal in {journal.folder} is encrypted. Its key is in {journal.encryption.key_file.name}, "
        "under your passphrase."
    )
    _hint_plain(session)


@click.command(epilog=examples("rapport decrypt"))
@pass_session
def decrypt(session: Session) -> None:
    """Make the journal plain again: its files can then be read without a key."""
    _encrypted(session)
    journal = session.journal
    confirmed(
        f"Store the journal in {journal.folder} so that anybody who gets at the files can read it?", default=False
    )
    journal.encryption.decrypt()
    session.wrote_file = True
    say("The journal is plain again. Copies made while it was encrypted still need the recovery key.")


@click.group(
    invoke_without_command=True,
    epilog=examples("rapport key", "rapport key change", "rapport key export ~/usb/key.txt"),
)
@as_json
@click.pass_context
def key(ctx: click.Context, *, as_json: bool) -> None:
    """Show where the key of an encrypted journal is, change its passphrase, or export it."""
    if ctx.invoked_subcommand:
        return
    encryption = _encrypted(ctx.ensure_object(Session)).encryption
    is_kept = encryption.is_remembered
    if as_json:
        give(
            {
                "file": str(encryption.key_file),
                "public": encryption.public,
                "keyring": is_kept,
                "password_command": encryption.password_command,
            }
        )
        return
    rows = [
        ("Key", f"{encryption.key_file}, under the passphrase"),
        ("Public half", encryption.public),
        ("Keyring", "has the key" if is_kept else "does not have it"),
        ("Command", encryption.password_command or "none prints the passphrase"),
    ]
    say(table(rows, styles={0: dim}))


@key.command(epilog=examples("rapport key change"))
@click.option("--password-command", "command", metavar="CMD", default="", help="A command that prints the new one.")
@pass_session
def change(session: Session, command: str) -> None:
    """Choose a new passphrase. The recovery key stays, and so do all files but one."""
    _encrypted(session)
    encryption = session.journal.encryption
    passphrase = _new_passphrase(command)
    encryption.change(wrap(encryption.recovery_key, passphrase))
    session.wrote_file = True
    if command:
        change_setting(session.settings_path, "password_command", command)
    say("The passphrase is changed. Copies of key.age made before still open with the old one.")
    if not command and (told := encryption.old_command()):
        hint(told)


@key.command(epilog=examples("rapport key export ~/usb/key.txt"))
@click.argument("file", type=click.Path(path_type=Path))
@pass_session
def export(session: Session, file: Path) -> None:
    """Write the recovery key to FILE, in plain text.

    With it, age decrypts the journal without this program: age -d -i FILE rapport.json.age
    """
    _encrypted(session)
    journal = session.journal
    written = journal.encryption.export(file, journal.day)
    session.wrote_file = True
    say(f"The recovery key is in {written}. Whoever has that file can read the journal.")


@click.command(epilog=examples("rapport lock"))
@pass_session
def lock(session: Session) -> None:
    """Take the key out of the system’s keyring: from now on the passphrase is asked for."""
    journal = _encrypted(session)
    try:
        was_kept = journal.encryption.forget()
    except NoKeyringError:
        was_kept = False
    say(
        "Locked: the keyring has the key no longer." if was_kept else "It is locked: the keyring does not have the key."
    )
    if command := journal.encryption.password_command:
        hint(f"It still opens by itself, with the command for the passphrase: {command}")


@click.command(epilog=examples("rapport unlock"))
@pass_session
def unlock(session: Session) -> None:
    """Keep the key in the system’s keyring until `rapport lock`, so that no command asks for the passphrase.

    Without a keyring, each command asks, or uses the setting password_command.
    """
    _encrypted(session)
    check_keyring()
    encryption = session.journal.encryption
    encryption.remember()
    session.wrote_file = True
    say("Unlocked: the keyring has the key until: rapport lock")


def _encrypted(session: Session) -> Journal:
    """Return the journal as it is. Raises `RapportError` if it is not encrypted."""
    journal = session.locked_journal
    if not journal.is_encrypted:
        raise RapportError("This journal is not encrypted. Encrypt it with: rapport encrypt")
    return journal


def _new_passphrase(command: str) -> str:
    if not command:
        return ask_new_passphrase()
    check_length(passphrase := run_password_command(command))
    return passphrase


def _remember(session: Session) -> None:
    try:
        session.locked_journal.encryption.remember()
    except NoKeyringError as error:
        hint(str(error))


def _hint_plain(session: Session) -> None:
    """Say once what stays plain."""
    mirror = session.settings.mirror
    what = f"The mirror in {mirror}, exports" if mirror else "Exports"
    hint(
        f"{what}, earlier copies elsewhere and what you copy to the clipboard are plain. README has what is protected."
    )
