"""The key in a real keyring, whose backends are plug-ins that do what they like."""

from __future__ import annotations

import keyring
import keyring.core
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from rapport_tui.model.errors import NoKeyringError
from rapport_tui.stored_key import check_keyring, delete_from_keyring, key_in_keyring, put_in_keyring
from tests.encrypted import KEY, PUBLIC


class Kept(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Refusing(Kept):
    """A keyring whose every call raises an error."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error


class Forgetting(Kept):
    """A keyring that takes everything and keeps nothing, as keyring's null backend does."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


@pytest.fixture(autouse=True)
def none_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test choose its keyring; that of the machine is not touched."""
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)


def test_a_key_is_kept_and_taken_out() -> None:
    keyring.set_keyring(Kept())
    check_keyring()
    assert key_in_keyring(PUBLIC) == ""
    assert not delete_from_keyring(PUBLIC)
    put_in_keyring(PUBLIC, KEY)
    assert key_in_keyring(PUBLIC) == KEY
    assert delete_from_keyring(PUBLIC)
    assert key_in_keyring(PUBLIC) == ""


@pytest.mark.parametrize("error", [KeyringLocked("dismissed"), RuntimeError("no bus\n here"), ImportError("no x")])
def test_a_keyring_that_refuses_is_told_in_one_sentence(error: Exception) -> None:
    keyring.set_keyring(Refusing(error))
    assert key_in_keyring(PUBLIC) == ""
    assert not delete_from_keyring(PUBLIC)
    for call in (check_keyring, lambda: put_in_keyring(PUBLIC, KEY)):
        with pytest.raises(NoKeyringError, match="The keyring refused"):
            call()


@pytest.mark.parametrize("name", ["no.such.Backend", "keyring.backends.nothing", "x"])
def test_a_keyring_that_is_named_and_not_there_stops_no_command(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    assert key_in_keyring(PUBLIC) == ""
    with pytest.raises(NoKeyringError, match="password_command"):
        check_keyring()


def test_a_keyring_that_keeps_nothing_is_not_believed() -> None:
    keyring.set_keyring(Forgetting())
    with pytest.raises(NoKeyringError, match="kept nothing"):
        put_in_keyring(PUBLIC, KEY)


def test_without_a_keyring_on_the_machine_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    assert key_in_keyring(PUBLIC) == ""
    with pytest.raises(NoKeyringError, match="There is no keyring on this machine"):
        check_keyring()
