from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rapport_tui.model.errors import RapportError
from rapport_tui.playbook.languages import load_playbook
from rapport_tui.playbook.wording_files import parse_words
from rapport_tui.settings import Settings, settings_file
from rapport_tui.settings_io import MEANINGS, change_setting, make_file, read_settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "settings.toml"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_no_file_is_the_defaults(path: Path) -> None:
    assert read_settings(path) == (Settings(), ())


def test_all_that_can_be_chosen(path: Path) -> None:
    write(path, 'name = "王小明"\nbudget = 5\ndate_order = "mdy"\n[cadence]\nally = 10\n[capacity]\nmentor = 4\n')
    settings, doubts = read_settings(path)
    assert settings == Settings(name="王小明", budget=5, date_order="mdy", cadence={"ally": 10}, capacity={"mentor": 4})
    assert doubts == ()


def test_an_unknown_key_is_told_and_passed_over(path: Path) -> None:
    write(path, 'nmae = "Ann"\nrole = "Cook"\n')
    settings, doubts = read_settings(path)
    assert settings == Settings(role="Cook")
    assert len(doubts) == 1
    assert "“nmae”" in doubts[0]
    assert "date_order" in doubts[0]


WRONG = ["budget = true", 'budget = "three"', 'date_order = "ymd"', "name = 7", "cadence = 3", "[cadence]\nfriend = 3"]


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_value_falls_back_to_its_default(path: Path, line: str) -> None:
    write(path, f'role = "Cook"\n{line}\n')
    settings, doubts = read_settings(path)
    assert settings == Settings(role="Cook")
    assert len(doubts) == 1


@pytest.mark.parametrize(
    "data", [b"name = ", b"\xff\xfe\x00", b"[[[", b"name = " + b"[" * 5000, b"a." * 50_000 + b"a = 1"]
)
def test_a_broken_file_is_told(path: Path, data: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    settings, doubts = read_settings(path)
    assert settings == Settings()
    assert len(doubts) == 1
    before = path.read_bytes()
    with pytest.raises(RapportError, match="could not be set"):
        change_setting(path, "name", "Ann")
    assert path.read_bytes() == before


def test_a_change_makes_the_file_and_leaves_the_rest_as_it_is(path: Path) -> None:
    change_setting(path, "name", "Ann")
    text = '# mine\nname = "Ann"  # that is me\n\n[cadence]  # days\nally = 10\n'
    write(path, text)
    change_setting(path, "name", 'Zoë "Z" [x]')
    change_setting(path, "budget", 5)
    settings, doubts = read_settings(path)
    assert (settings.name, settings.budget, settings.cadence, doubts) == ('Zoë "Z" [x]', 5, {"ally": 10}, ())
    assert all(comment in path.read_text(encoding="utf-8") for comment in ("# mine", "# that is me", "# days"))


@pytest.mark.parametrize(("key", "value"), [("budget", "many"), ("date_order", "ymd"), ("nmae", "Ann")])
def test_what_cannot_be_used_is_refused(path: Path, key: str, value: str) -> None:
    with pytest.raises(RapportError, match=key):
        change_setting(path, key, value)
    assert not path.exists()


def test_a_linked_file_stays_linked(path: Path, tmp_path: Path) -> None:
    write(path, "")
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    change_setting(link, "name", "Ann")
    assert link.is_symlink()
    assert read_settings(path)[0].name == "Ann"
    assert {file.name for file in path.parent.iterdir()} == {path.name, ".settings.lock"}


def test_another_file_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RAPPORT_SETTINGS", str(tmp_path / "mine.toml"))
    assert settings_file() == tmp_path / "mine.toml"
    monkeypatch.delenv("RAPPORT_SETTINGS")
    assert settings_file().name == "settings.toml"


def test_a_new_file_explains_every_setting_and_changes_nothing(path: Path) -> None:
    make_file(path)
    text = path.read_text(encoding="utf-8")
    assert read_settings(path) == (Settings(), ())
    for key in Settings._fields:
        assert MEANINGS[key], key
        assert f"# {key}: {MEANINGS[key]}\n" in text
    uncommented = "\n".join(line.removeprefix("# ") if " = " in line else line for line in text.splitlines())
    path.write_text(uncommented, encoding="utf-8")
    settings, doubts = read_settings(path)
    assert doubts == ()
    assert settings.keys == {"undo": "u,ctrl+z", "board.add": "A"}
    rungs = load_playbook().rungs
    assert settings.cadence == {rung.id: rung.cadence for rung in rungs if rung.cadence}
    assert settings.capacity == {rung.id: rung.capacity for rung in rungs if rung.capacity}


def test_a_change_takes_the_place_of_the_comment(path: Path) -> None:
    change_setting(path, "name", "Ann")
    change_setting(path, "cadence", {"ally": 9, "mentor": 8})
    change_setting(path, "cadence", {"mentor": 8})
    text = path.read_text(encoding="utf-8")
    assert 'name = "Ann"\n' in text
    assert "# name =" not in text
    assert read_settings(path) == (Settings(name="Ann", cadence={"mentor": 8}), ())


def test_what_is_wrong_is_told_with_its_line_and_the_rest_of_a_table_stays(path: Path) -> None:
    write(path, '# mine\nbudget = -1\n\n[cadence]\nally = "often"\nmentor = 4\n[keys]\nundo = "1"\nboard.nope = "x"\n')
    settings, doubts = read_settings(path)
    assert settings == Settings(cadence={"mentor": 4})
    told = {int(doubt.partition("line ")[2].partition(":")[0]): doubt for doubt in doubts}
    assert told.keys() == {2, 5, 8, 9}
    assert "“budget” takes a whole number, 0 or more. So it is 3" in told[2]
    assert "“cadence.ally”" in told[5]
    assert "screen.today" in told[8]
    assert "board.nope" in told[9]


def test_a_byte_order_mark_is_passed_over(path: Path) -> None:
    write(path, '\ufeffname = "Ann"\n')
    assert read_settings(path) == (Settings(name="Ann"), ())
    change_setting(path, "role", "Cook")
    assert read_settings(path) == (Settings(name="Ann", role="Cook"), ())


def test_a_zero_in_a_path_is_told(path: Path) -> None:
    write(path, 'calendar = "a\\u0000b"\n')
    settings, doubts = read_settings(path)
    assert (settings, len(doubts)) == (Settings(), 1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_only_its_owner_reads_the_settings(path: Path) -> None:
    change_setting(path, "name", "Ann")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert {file.name for file in path.parent.iterdir()} == {path.name, ".settings.lock"}


def test_a_playbook_nested_too_deeply_is_told() -> None:
    with pytest.raises(RapportError, match="nested too deeply"):
        parse_words("a = " + "[" * 5000, "mine.toml", load_playbook())


def test_my_addresses_are_a_table_with_a_list(path: Path) -> None:
    write(path, '[me]\nemails = ["a@x.test", "b@x.test"]\n')
    assert read_settings(path) == (Settings(me={"emails": ("a@x.test", "b@x.test")}), ())
    change_setting(path, "me", {"emails": ["c@x.test"]})
    assert read_settings(path)[0].me == {"emails": ("c@x.test",)}
    for wrong in ('[me]\nemails = "a@x.test"\n', '[me]\nname = ["a"]\n', 'me = "a@x.test"\n'):
        write(path, wrong)
        settings, (doubt,) = read_settings(path)
        assert settings == Settings()
        assert "a list of addresses" in doubt
