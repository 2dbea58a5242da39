"""Define fixtures for the tests of the app."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet

from rapport_tui import clipboard
from rapport_tui.journal import Journal
from rapport_tui.journal.encryption import EncryptionService
from tests.conftest import Clock
from tests.encrypted import KEY, WRAPPED


@pytest.fixture(scope="session", autouse=True)
def shared_css() -> Iterator[None]:
    """Parse each CSS once for all tests, which took a tenth of a short one."""
    parse = Stylesheet._parse_rules
    parsed: dict[Any, Any] = {}

    def parse_once(stylesheet: Stylesheet, *args: Any, **named: Any) -> Any:
        key = (args, *named.items(), *stylesheet._variables.items())
        if key not in parsed:
            parsed[key] = parse(stylesheet, *args, **named)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a desktop's clipboard, as the list of what was put there."""
    texts: list[str] = []

    def copy(text: str) -> bool:
        texts.append(text)
        return True

    monkeypatch.setattr(clipboard, "copy_to_desktop", copy)
    return texts


@pytest.fixture
def no_stored_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the keyring of this machine."""
    monkeypatch.setattr(EncryptionService, "stored_key", lambda *_, **__: "")


@pytest.fixture
def sealed(folder: Path, clock: Clock) -> Path:
    """The folder of an encrypted journal."""
    journal = Journal(folder, clock=clock)
    journal.people.add("Tom Becker")
    journal.entries.log(["coffee with @priya ? the flat in Lisbon", "quartz watch, @tom"])
    journal.encryption.encrypt(KEY, WRAPPED)
    journal.close()
    return folder
