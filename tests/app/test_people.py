"""People as a screen: briefs, threads, the inbox and address books."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from rapport_tui.app.widgets.rows import RowList
from rapport_tui.exchange.parsed_file import ParsedFile, ReadOptions
from rapport_tui.journal import Journal
from rapport_tui.playbook.data_files import data_folder
from tests.app.app_driver import open_app
from tests.conftest import import_files

SAMPLES = data_folder() / "samples"


async def test_the_brief_follows_the_cursor_and_closes_threads(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("5", "slash")
        await driver.type("priya")
        await driver.press("enter")
        assert driver.part("#person-name") == "Priya Nair  acquaintance"
        promise = demo.people.brief(demo.people.find("Priya").uid).notes["owe"][0]
        await driver.sees("You promised", promise.text)
        await driver.press("enter")
        assert driver.widget(RowList, "#brief").has_focus
        await driver.click(promise.text)
        await driver.press("space")
        await driver.sees("A word about it?")
        await driver.press("enter")
        assert promise.text not in driver.part("#brief").split("You promised")[-1].split("\n\n")[0]
        assert demo.notes.get(promise.uid).done == demo.day
        await driver.press("u")
        await driver.sees("You promised")


async def test_a_line_in_the_brief_leads_to_the_journal_and_back(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("5")
        await driver.click("on a call with Anneke", times=2)
        await driver.sees("lines on")
        await driver.comes_to("on a call with Anneke")
        await driver.press("i")
        await driver.sees("Last talks")
        assert driver.part("#person-name").startswith("Anneke Visser")


async def test_the_next_move_leads_to_the_composer(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("5")
        await driver.click("Stay and say what you liked", times=2)
        await driver.sees("Suggested because")
        await driver.sees("To Anneke Visser")


@pytest.mark.parametrize(("name", "somebody"), [("linkedin.csv", "Leila Haddad"), ("phone.vcf", "Amara Okafor")])
async def test_an_address_book_is_looked_into_then_taken_in(journal: Journal, name: str, somebody: str) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "5", "A")
        await driver.sees("Import an address book")
        await driver.type(str(SAMPLES / name))
        await driver.press("enter")
        await driver.sees(" read: ", somebody, "Enter takes them in.")
        assert journal.people.search("is:inbox") == []
        await driver.press("enter")
        await driver.sees("Taken in: ", "Inbox  ")
        assert somebody in driver.part("#list")
        await driver.press("A")
        await driver.type(str(SAMPLES / name))
        await driver.press("enter")
        await driver.sees("was taken in before", "Enter reads it all the same.")
        await driver.press("enter")
        await driver.sees("here already", "Nothing in it is new")


async def test_a_file_at_hand_is_chosen_by_a_click(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SAMPLES)
    monkeypatch.setenv("HOME", str(SAMPLES))
    async with open_app(journal) as driver:
        await driver.press("escape", "5", "A")
        await driver.sees("phone.vcf", "google.csv")
        await driver.click("phone.vcf")
        await driver.sees("Amara Okafor", "Enter takes them in.")
        await driver.press("enter")
        await driver.sees("Inbox  ")


async def test_folders_are_walked(journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Downloads" / "old").mkdir(parents=True)
    (tmp_path / "Downloads" / "old" / "phone.vcf").write_bytes((SAMPLES / "phone.vcf").read_bytes())
    async with open_app(journal) as driver:
        await driver.press("escape", "5", "A")
        await driver.click("~/Downloads/", "#files")
        await driver.sees("../", "old/")
        await driver.click("old/", "#files")
        await driver.click("phone.vcf")
        await driver.sees("Amara Okafor", "Enter takes them in.")


async def test_a_remark_too_many_is_counted(journal: Journal, tmp_path: Path) -> None:
    card = tmp_path / "ana.vcf"
    unknown = "GEO:geo:1,2\nGENDER:F\nKEY:x\nXML:x\n"
    card.write_text(f"BEGIN:VCARD\nVERSION:4.0\nFN:Ana Lima\n{unknown}END:VCARD\n", encoding="utf-8")
    async with open_app(journal) as driver:
        await driver.press("escape", "5", "A")
        await driver.type(str(card))
        await driver.press("enter")
        await driver.sees("… and 1 more remark; ")


async def test_columns_that_nobody_knows_are_asked_for(journal: Journal, tmp_path: Path) -> None:
    table = tmp_path / "team.csv"
    table.write_text("Wer,Schuh\nAna Lima,41\n", encoding="utf-8")
    async with open_app(journal) as driver:
        await driver.press("escape", "5", "A")
        await driver.type(str(table))
        await driver.press("enter")
        await driver.sees("No column seems to hold names", "Wer", "41")
        await driver.click("Wer", "#found")
        await driver.sees("What does the column “Wer” hold?")
        await driver.type("whole name")
        await driver.press("enter")
        await driver.sees("1 read: 1 new.", "Ana Lima")
        await driver.press("enter")
        await driver.sees("Inbox  ")


async def test_letters_in_doubt_are_chosen_by_names(journal: Journal, tmp_path: Path) -> None:
    table = tmp_path / "team.csv"
    table.write_bytes("Name,Email\nMaría Muñoz,m@x.test\nÍñigo Peña,i@x.test\n".encode("cp1252"))
    async with open_app(journal) as driver:
        await driver.press("escape", "5", "A")
        await driver.type(str(table))
        await driver.press("enter")
        await driver.sees("team.csv is not in UTF-8", "Central European", "María Muńoz", "María Muñoz")
        await driver.press("enter")
        await driver.sees("is not in UTF-8")
        await driver.click("María Muñoz", "#found")
        await driver.sees("2 read: 2 new.", "Íñigo Peña")
        await driver.press("enter")
        await driver.sees("2 wait", "Íñigo Peña")
        assert "María Muñoz" in [summary.person.name for summary in journal.people.search("is:inbox")]


async def test_letters_that_were_guessed_can_be_changed(journal: Journal, tmp_path: Path) -> None:
    table = tmp_path / "team.csv"
    table.write_bytes("Name,Email\nŁukasz Wiśniewski,l@x.test\nŻaneta Król,z@x.test\n".encode("cp1250"))
    async with open_app(journal) as driver:
        await driver.press("escape", "5", "A")
        await driver.type(str(table))
        await driver.press("enter")
        await driver.sees("2 read: 2 new.", "Letters · enter if they look wrong", "Central European")
        await driver.click("Central European", "#found")
        await driver.sees("In which line do the names look right?", "Turkish")
        await driver.type("western")
        await driver.press("enter")
        await driver.sees("2 read: 2 new.", "£ukasz")


async def test_reading_can_be_stopped_and_what_can_not_be_read_saved(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "team.csv"
    table.write_text("name,email\nAna,\n,x\n", encoding="utf-8")
    stopped = threading.Event()

    def slow(paths: Sequence[Path], options: ReadOptions) -> tuple[ParsedFile, ...]:
        try:
            for step in range(1_000):
                options.watch(step / 1_000)
                time.sleep(0.005)
        except Exception:
            stopped.set()
            raise
        return ()

    async with open_app(journal) as driver:
        await driver.press("escape", "5", "A")
        await driver.type(str(table))
        with monkeypatch.context() as patch:
            patch.setattr(journal.transfer, "read", slow)
            await driver.press("enter")
            await driver.sees("% · escape stops")
            await driver.press("escape")
            await driver.sees("Stopped. Nothing was taken in.")
            assert await asyncio.to_thread(stopped.wait, 10)
        await driver.press("enter")
        await driver.sees("has no name", "ctrl+s saves")
        await driver.press("ctrl+s")
        await driver.sees("team.unread.csv")
        assert (tmp_path / "team.unread.csv").read_text(encoding="utf-8") == "name,email\n,x\n"
        assert journal.people.search("is:inbox") == []


async def test_who_is_here_twice_is_shown_side_by_side(journal: Journal) -> None:
    journal.people.add("Ann Lee", org="Acme", role="Lead")
    journal.people.add("Lee Ann", role="Boss")
    journal.people.add("Bob Ek", emails=["bob@a.test"])
    journal.people.add("Robert Ek")
    journal.people.add("[bold]x[/ 王小明")
    async with open_app(journal) as driver:
        await driver.press("5", "equals_sign")
        await driver.sees("One person or two?", "They have the same name.", "Lead", "Boss", "2 to see")
        await driver.press("enter")
        await driver.sees("They have one name, once in a short form.", "bob@a.test")
        await driver.press("end", "enter")
        await driver.sees_no("One person or two?")
        assert [one.person.name for one in journal.people.search()] == [
            "[bold]x[/ 王小明", "Ann Lee", "Bob Ek", "Robert Ek"
        ]  # fmt: skip
        await driver.press("equals_sign")
        await driver.sees("Nobody is here twice")
        await driver.press("home", "space", "end", "space", "equals_sign")
        await driver.sees("They have a mark of yours.")
        await driver.click("Make them one, called [bold]x[/")
        await driver.sees_no("Robert Ek")
        await driver.press("u", "u")
        await driver.sees("Robert Ek")
        assert len(journal.people.search()) == 4


async def test_all_are_marked_at_once(journal: Journal) -> None:
    import_files(journal, [SAMPLES / "linkedin.csv"])
    async with open_app(journal) as driver:
        await driver.press("escape", "5", "I", "asterisk", "m")
        await driver.type("ally")
        await driver.press("enter")
        await driver.sees("on the board as ally.")
        assert journal.people.search("is:inbox") == []


async def test_a_file_that_is_none_is_told(journal: Journal, tmp_path: Path) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "5", "A", "enter")
        await driver.sees("Type the path of a file")
        await driver.type(str(tmp_path / "no.vcf"))
        await driver.press("enter")
        await driver.sees("no.vcf")
        assert driver.part("#dialog-error")


async def test_several_are_placed_from_the_inbox(journal: Journal) -> None:
    import_files(journal, [SAMPLES / "google.csv"])
    async with open_app(journal) as driver:
        await driver.press("escape", "5", "I")
        waiting = len(journal.people.search("is:inbox"))
        await driver.press("b", "b", "space", "space", "m")
        await driver.sees("onto which rung?", "ally          You talk")
        await driver.type("ally")
        await driver.press("enter")
        await driver.sees("on the board as ally.")
        assert len(journal.people.search("is:inbox")) == waiting - 2
        assert len(journal.people.board()["ally"]) == 2
        await driver.press("u")
        assert len(journal.people.search("is:inbox")) == waiting


async def test_people_are_set_aside_found_and_taken_back(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("5", "x")
        await driver.sees("set aside; is:archived finds them.")
        assert "20" not in driver.part("#table-line")
        assert "Anneke" not in driver.part("#list").split("\n")[0]
        await driver.press("slash")
        await driver.type("is:archived anneke")
        await driver.press("enter", "x")
        await driver.sees("Back on the board.")
        await driver.press("slash", "escape")
        await driver.sees("Anneke Visser")


async def test_a_deleted_person_comes_back(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("5", "d")
        await driver.sees("Deleted Anneke Visser. u brings them back.")
        await driver.press("u", "home")
        assert driver.part("#person-name").startswith("Anneke Visser")


async def test_a_wrong_query_is_told(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("5", "slash")
        await driver.type("is:purple")
        assert "purple" in driver.quiet
        await driver.press("escape")
        assert driver.quiet == ""
        assert "Anneke Visser" in driver.part("#list")


async def test_somebody_new_is_gone_to(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("5", "a")
        await driver.type("Odile Marchand")
        await driver.press("ctrl+s")
        await driver.sees_no("Also called")
        assert driver.part("#person-name").startswith("Odile Marchand")
        await driver.comes_to("Odile Marchand")


async def test_a_name_that_is_looked_for_in_the_inbox_is_looked_for_there(journal: Journal) -> None:
    import_files(journal, [SAMPLES / "linkedin.csv"])
    async with open_app(journal) as driver:
        await driver.press("escape", "5", "I", "slash", *"leila", "enter")
        assert "Leila Haddad" in driver.part("#list")
        assert len(driver.part("#list").splitlines()) == 2  # the group and the one who is in it
        await driver.press("I")
        assert "Nobody here" in driver.part("#list")
