from __future__ import annotations

from pathlib import Path

import pytest

from rapport_tui import clipboard


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder that is all of the PATH, on an X11 desktop."""
    for name in ("WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("rapport_tui.clipboard.sys.platform", "linux")
    return tmp_path


def install(folder: Path, name: str, script: str) -> None:
    tool = folder / name
    tool.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    tool.chmod(0o700)


def test_the_text_reaches_the_tool_as_it_is(tools: Path) -> None:
    install(tools, "xclip", f'echo "$@" > {tools}/args; /bin/cat > {tools}/text')
    assert clipboard.copy_to_desktop("“hi” 王小明 👩‍💻\n$(x)")
    assert (tools / "text").read_text(encoding="utf-8") == "“hi” 王小明 👩‍💻\n$(x)"
    assert (tools / "args").read_text(encoding="utf-8") == "-selection clipboard\n"


def test_the_next_tool_is_tried_where_one_fails(tools: Path) -> None:
    install(tools, "xclip", "exit 1")
    assert not clipboard.copy_to_desktop("hi")
    install(tools, "xsel", f"/bin/cat > {tools}/text")
    assert clipboard.copy_to_desktop("hi")


def test_a_tool_that_hangs_is_left(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "_PATIENCE", 0.1)
    install(tools, "xclip", "exec /bin/sleep 60")
    assert not clipboard.copy_to_desktop("hi")


def test_windows_is_fed_utf_16(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.setenv("WSL_DISTRO_NAME", "Debian")
    install(tools, "clip.exe", f"/bin/cat > {tools}/text")
    assert clipboard.copy_to_desktop("王小明")
    assert (tools / "text").read_bytes().decode("utf-16") == "王小明"


def test_no_desktop_is_no_error(tools: Path) -> None:
    assert not clipboard.copy_to_desktop("hi")


def test_a_sequence_holds_no_control_character_of_the_text() -> None:
    assert clipboard.osc52("a\x1b\x07b") == "\x1b]52;c;YRsHYg==\x07"


def test_no_terminal_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "_TERMINAL", tmp_path / "none" / "tty")
    assert not clipboard.copy_to_terminal("hi")
