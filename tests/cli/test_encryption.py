"""`rapport encrypt`, `decrypt`, `key`, `lock` and `unlock`; and what every other command does meanwhile."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rapport_tui.cli import options, passphrases
from rapport_tui.model.errors import NoKeyringError
from rapport_tui.store.sealing import new_key
from tests.cli.conftest import Cli
from tests.cli.test_shells import offered
from tests.encrypted import KEY, PASSPHRASE, PUBLIC, WRAPPED

COMMAND = f"{sys.executable} -c \"print('{KEY}')\""
"""A password command; what it prints may be the recovery key as well, for which age takes no time."""


def be_on_terminal(monkeypatch: pytest.MonkeyPatch, *, is_there: bool) -> None:
    for module in (options, passphrases):
        monkeypatch.setattr(module, "on_terminal", lambda: is_there)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a user who sees questions and answers them; the key is the one of the tests."""
    be_on_terminal(monkeypatch, is_there=True)
    monkeypatch.setattr("rapport_tui.cli.commands.encryption.new_key", lambda: KEY)
    monkeypatch.setattr("rapport_tui.cli.commands.encryption.wrap", lambda key, passphrase: WRAPPED)


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Have a keyring, which is this dictionary."""
    kept: dict[str, str] = {}
    monkeypatch.setattr("rapport_tui.cli.commands.encryption.check_keyring", lambda: None)
    for module in ("rapport_tui.journal.encryption", "rapport_tui.stored_key"):
        monkeypatch.setattr(f"{module}.key_in_keyring", lambda public: kept.get(public, ""))
        monkeypatch.setattr(f"{module}.put_in_keyring", kept.__setitem__)
        monkeypatch.setattr(f"{module}.delete_from_keyring", lambda public: kept.pop(public, None) is not None)
    return kept


def answers(cli: Cli, *args: str, lines: Iterator[str] | tuple[str, ...] = ()) -> str:
    """Answer the questions of a command, and return all that was shown."""
    return cli(*args, stdin="".join(f"{line}\n" for line in lines)).output


def encrypt(cli: Cli, *args: str) -> str:
    """Encrypt the journal; the parts of the key that are asked for are read from what is shown."""
    groups = [KEY[16:][at : at + 6] for at in range(0, 58, 6)]
    return answers(cli, "encrypt", *args, lines=(PASSPHRASE, PASSPHRASE, "", groups[1].lower(), groups[4]))


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch, terminal: None) -> None:
    """Have parts 2 and 5 of the key asked for."""
    monkeypatch.setattr("random.SystemRandom.sample", lambda _self, _numbers, _count: [5, 2])


@pytest.fixture
def locked(cli: Cli, parts: None, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Return the command on an encrypted journal of one line, with nobody to answer."""
    cli.say("log", "coffee with @priya.raman + rowing")
    encrypt(cli)
    be_on_terminal(monkeypatch, is_there=False)
    return cli


def test_the_key_is_shown_and_typed_back_before_anything_is_encrypted(cli: Cli, parts: None) -> None:
    cli.say("log", "coffee with @priya.raman + rowing")
    shown = encrypt(cli)
    assert "Type part 2" in shown
    assert all(group in shown for group in re.findall(".{6}", KEY[16:]))
    assert "Exports" in shown, "what stays plain is said"
    folder = cli.folder / "journal"
    assert not (folder / "rapport.json").exists()
    assert b"rowing" not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    cli.env["RAPPORT_PASSWORD_COMMAND"] = COMMAND
    assert "Priya" in cli.say("people")
    assert "encrypted already" in cli.refuse("encrypt")


def test_a_key_that_is_not_typed_back_leaves_the_journal_plain(cli: Cli, parts: None) -> None:
    cli.say("log", "coffee with @priya.raman")
    told = cli("encrypt", stdin=f"{PASSPHRASE}\n{PASSPHRASE}\n\nx\ny\nz\n", code=1).output
    assert "nothing was encrypted" in told
    assert "are not the same" in cli("encrypt", stdin=f"{PASSPHRASE}\nanother one\n", code=1).output
    assert "8 characters" in cli("encrypt", stdin="short\n", code=1).output
    assert sorted(path.name for path in (cli.folder / "journal").iterdir()) == [
        "rapport.json", "rapport.lock", "rapport.log"
    ]  # fmt: skip
    assert "Priya" in cli.say("people")


def test_without_a_terminal_nothing_is_encrypted(cli: Cli) -> None:
    assert "terminal" in cli.refuse("encrypt")
    assert "terminal" in cli.refuse("encrypt", "--password-command", f"{sys.executable} -c \"print('x' * 20)\"")


def test_commands_on_a_locked_journal_say_one_sentence(locked: Cli) -> None:
    for command in (["people"], ["today", "--brief"], ["journal"], ["sync"], ["export", "x.json"], ["key", "change"]):
        assert "is locked" in locked.refuse(*command)
    assert locked.ask("key") == {
        "file": str(locked.folder / "journal" / "key.age"), "public": PUBLIC, "keyring": False, "password_command": ""
    }  # fmt: skip


def test_a_line_is_kept_without_a_question_and_read_at_the_next_unlock(locked: Cli) -> None:
    assert "encrypted" in locked.say("log", "yesterday: call with @priya ! the deck by friday")
    locked.say("log", "@pria likes tea")
    assert locked.ask("log", "-", stdin="@dana came\n\n@sam came\n") == [
        {"captured": "@dana came"}, {"captured": "@sam came"}
    ]  # fmt: skip
    assert "empty" in locked.refuse("log", " ")
    locked.env["RAPPORT_NOW"] = "2026-11-25T10:00"
    locked.env["RAPPORT_PASSWORD_COMMAND"] = COMMAND
    result = locked("journal", "--json")
    assert "Took in 3 lines" in result.stderr
    assert "1 line written while it was locked can’t be taken in yet" in result.stderr
    assert [row["on"] for row in locked.ask("journal")] == ["2026-11-22", "2026-11-23", "2026-11-23", "2026-11-23"]
    assert locked("inbox").stderr == "", "what waits is in the answer"
    waiting = locked.ask("inbox")["waiting"]
    assert [(line["text"], "Did you mean" in line["reason"]) for line in waiting] == [("@pria likes tea", True)]
    locked.say("inbox", "--skip", waiting[0]["id"])
    assert not (locked.folder / "journal" / "captured.log").exists()
    locked.say("undo", "--yes")
    assert len(locked.ask("journal")) == 3, "a line that was taken in can be taken back, and does not come again"
    assert "written while locked" in locked.say("history")


@pytest.mark.parametrize("command", [("log", "tea"), ("people",), ("key",)])
def test_what_a_killed_editor_left_goes_although_it_is_locked(locked: Cli, command: tuple[str, ...]) -> None:
    left = locked.folder / "journal" / ".editing-gone-x"
    left.mkdir()
    (left / "line.md").write_text("rowing", encoding="utf-8")
    locked(*command, code=int(command == ("people",)))
    assert not left.exists()


def test_the_recovery_key_and_the_passphrase_open_it(locked: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    be_on_terminal(monkeypatch, is_there=True)
    assert "Priya" in answers(locked, "people", lines=(f"{KEY[:30]} {KEY[30:].lower()}",))
    assert "Priya" in answers(locked, "people", lines=(PASSPHRASE,))
    assert "not a whole recovery key" in locked("people", stdin="AGE-SECRET-KEY-1\n", code=1).output
    (locked.folder / "journal" / "key.age").unlink()
    assert "recovery key" in locked("people", stdin=f"{PASSPHRASE}\n", code=1).output


def test_a_password_command_that_fails_is_told(locked: Cli) -> None:
    for command, told in {
        "no-such-program": "is not there",
        f'{sys.executable} -c "exit(3)"': "code 3",
        f'{sys.executable} -c ""': "printed nothing",
        COMMAND.replace(KEY, KEY[:-1]): "not the passphrase",
        COMMAND.replace(KEY, new_key()): "not the passphrase",
        "'": "could not be started",
    }.items():
        locked.env["RAPPORT_PASSWORD_COMMAND"] = command
        assert told in locked.refuse("people")
    locked.env["RAPPORT_PASSWORD_COMMAND"] = None
    locked.say("settings", "--set", f"password_command={COMMAND}")
    assert "Priya" in locked.say("people")


def test_after_a_password_command_that_fails_one_is_asked(locked: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    locked.env["RAPPORT_PASSWORD_COMMAND"] = "no-such-program"
    be_on_terminal(monkeypatch, is_there=True)
    told = answers(locked, "people", lines=(KEY,))
    assert "is not there" in told
    assert "Priya" in told


def test_unlock_keeps_the_key_in_the_keyring_until_lock(locked: Cli, keyring: dict[str, str]) -> None:
    locked.env["RAPPORT_PASSWORD_COMMAND"] = COMMAND
    assert "has the key until" in locked.say("unlock")
    assert keyring == {PUBLIC: KEY}
    locked.env["RAPPORT_PASSWORD_COMMAND"] = None
    assert "Priya" in locked.say("people")
    assert "Wrote a line" in locked.say("log", "tea with @priya")
    assert locked.ask("key")["keyring"] is True
    assert "no longer" in locked.say("lock")
    assert keyring == {}
    assert "does not have" in locked.say("lock")
    assert "is locked" in locked.refuse("people")


def test_completing_takes_no_line_in(locked: Cli, keyring: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    locked.say("log", "@sam came")
    keyring[PUBLIC] = KEY
    assert offered(locked, monkeypatch, "rapport show pri") == ["priya"]
    assert "Took in 1 line" in locked("people").stderr


def test_without_a_keyring_unlock_says_what_to_do_and_asks_nothing(
    locked: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check() -> None:
        raise NoKeyringError("There is no keyring on this machine")

    monkeypatch.setattr("rapport_tui.cli.commands.encryption.check_keyring", check)
    be_on_terminal(monkeypatch, is_there=True)
    told = locked.refuse("unlock")
    assert "password_command" in told
    assert "Passphrase" not in told


def test_a_reminder_of_a_locked_journal_comes_without_names(locked: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rapport_tui.cli.commands.remind.show_notification", lambda line: False)
    monkeypatch.setattr("rapport_tui.cli.passphrases.ask_secret", lambda: pytest.fail("nobody is there"))
    assert "Open it with your passphrase" in locked.say("remind", "--now")
    locked.env["RAPPORT_PASSWORD_COMMAND"] = "no-such-program"
    result = locked("remind", "--now")
    assert "Open it with your passphrase" in result.stdout
    assert "is not there" in result.stderr
    locked.env["RAPPORT_PASSWORD_COMMAND"] = COMMAND
    locked.say("log", "tea with @priya ! the list by today")
    shown = locked("remind", "--now")
    assert "the list" in shown.stdout
    assert "Took in 1 line" in shown.stderr


def test_the_passphrase_is_changed_and_the_key_exported(
    locked: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_on_terminal(monkeypatch, is_there=True)
    locked.env["RAPPORT_PASSWORD_COMMAND"] = COMMAND
    (locked.folder / "journal" / "key.age").write_bytes(b"the old one")
    told = answers(locked, "key", "change", lines=(PASSPHRASE, PASSPHRASE))
    assert (locked.folder / "journal" / "key.age").read_bytes() == WRAPPED
    assert "has to print the new one" in told
    locked.env["RAPPORT_PASSWORD_COMMAND"] = None
    assert "has to" not in answers(locked, "key", "change", "--password-command", COMMAND, lines=(KEY,))
    assert locked.ask("key")["password_command"] == COMMAND
    locked.say("key", "export", str(tmp_path / "key.txt"))
    assert (tmp_path / "key.txt").read_text().splitlines()[-1] == KEY
    assert "is there already" in locked.refuse("key", "export", str(tmp_path / "key.txt"))
    assert "folder of the journal" in locked.refuse("key", "export", str(locked.folder / "journal" / "key.txt"))


def test_a_fault_is_reported_without_a_word_of_an_encrypted_journal(
    locked: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("rowing with Priya")

    monkeypatch.setattr("rapport_tui.journal.people.PeopleService.search", fail)
    locked.env["RAPPORT_PASSWORD_COMMAND"] = COMMAND
    told = locked("people", code=1).output
    assert "fault of its own" in told
    assert "ValueError" in told
    assert "rowing" not in told
    locked.say("decrypt")
    with pytest.raises(ValueError, match="rowing"):
        locked("people")


def test_decrypt_goes_back(locked: Cli) -> None:
    locked.env["RAPPORT_PASSWORD_COMMAND"] = COMMAND
    locked.say("log", "tea with @priya")
    locked.say("decrypt")
    locked.env["RAPPORT_PASSWORD_COMMAND"] = None
    assert len(locked.ask("journal")) == 2
    assert "All is sound" in locked.say("check")
    for command in ("decrypt", "key", "lock", "unlock"):
        assert "is not encrypted" in locked.refuse(command)


def test_enter_alone_leaves_the_journal_encrypted(locked: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    locked.env["RAPPORT_PASSWORD_COMMAND"] = COMMAND
    be_on_terminal(monkeypatch, is_there=True)
    told = locked("decrypt", stdin="\n", code=1).output
    assert "[y/N]" in told
    assert "Nothing was changed." in told
    assert (locked.folder / "journal" / "rapport.json.age").exists()
    assert "is plain again" in answers(locked, "decrypt", lines=("y",))


def test_a_second_machine_takes_the_key_of_the_first(cli: Cli, parts: None) -> None:
    cli.say("log", "coffee with @priya.raman")
    answers(cli, "encrypt", "--with-key", lines=(PASSPHRASE, PASSPHRASE, KEY))
    cli.env["RAPPORT_PASSWORD_COMMAND"] = COMMAND
    assert cli.ask("key")["public"] == PUBLIC


def test_a_shared_journal_is_converted_only_after_sharing_ends(cli: Cli, parts: None, tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    cli.say("log", "coffee with @priya.raman")
    cli.say("sync", "--to", str(tmp_path / "share"))
    assert "sync --off" in cli.refuse("encrypt")
    cli.say("sync", "--off")
    encrypt(cli)


def test_backups_and_restores_are_encrypted(locked: Cli, tmp_path: Path) -> None:
    locked.env["RAPPORT_PASSWORD_COMMAND"] = COMMAND
    locked.say("backup", str(tmp_path / "copy.json.age"))
    assert (tmp_path / "copy.json.age").read_bytes().startswith(b"age-encryption.org")
    locked.say("log", "tea with @priya")
    locked.say("restore", str(tmp_path / "copy.json.age"))
    assert len(locked.ask("journal")) == 1
    (locked.folder / "journal" / "rapport.json.age").write_bytes(b"ruined")
    (locked.folder / "journal" / "rapport.log").write_bytes(b"ruined")
    assert "is back" in locked.say("restore", str(tmp_path / "copy.json.age"))
    assert len(locked.ask("journal")) == 1
    locked.say("decrypt")
    assert "is encrypted with a key" in locked.refuse("restore", str(tmp_path / "copy.json.age"))


def test_what_leaves_the_journal_is_said_to_be_plain_once(locked: Cli, tmp_path: Path) -> None:
    locked.env["RAPPORT_PASSWORD_COMMAND"] = COMMAND
    locked.say("settings", "--set", f"mirror={(tmp_path / 'mirror').as_posix()}")
    for command, told in (
        {("export", "--format", "csv"): "An export is plain", ("mirror",): "pages of the mirror are plain"}
    ).items():
        assert told in locked(*command).stderr
        assert "plain" not in locked(*command).stderr


def test_the_line_of_today_is_not_kept_in_plain(locked: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    locked.env["RAPPORT_PASSWORD_COMMAND"] = COMMAND
    locked.env["RAPPORT_NOW"] = None
    locked.say("today", "--brief")
    assert not (locked.folder / "journal" / "derived").exists()
