"""The command that fills a line from the journal, and prints, copies or sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from rapport_tui.cli import completing
from rapport_tui.cli.options import as_json, examples, name_argument, pass_session
from rapport_tui.cli.output import bold, dim, give, hint, say, table, wrapped
from rapport_tui.cli.session import Session
from rapport_tui.model.errors import RapportError
from rapport_tui.model.relative_days import near_day
from rapport_tui.playbook.blanks import Blank
from rapport_tui.playbook.fill import blanks_alone, joined
from rapport_tui.playbook.moves import REGISTERS, Register
from rapport_tui.playbook.second_person import checking_hint

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.model.records import Message, Person
    from rapport_tui.playbook.candidates import Candidate
    from rapport_tui.playbook.fill import FilledLine
    from rapport_tui.playbook.moves import Move, ReadyLine

_IN_MAILS: Final = frozenset({"them.first", "me.first", "other.first"})


@click.command(
    epilog=examples(
        "rapport compose hi-again priya",
        "rapport compose made-me-think tom --set link=https://example.org --register mail --mail",
        "rapport compose share-progress dana --list",
        "rapport compose share-progress dana --pick them.advice=2 --copy",
        "rapport compose introduction priya --with tom --wording 2 --sent",
    )
)
@click.argument("move_id", metavar="MOVE", shell_complete=completing.moves)
@name_argument
@click.option(
    "--with",
    "other_name",
    metavar="OTHER",
    shell_complete=completing.names,
    help="The other person of an introduction.",
)
@click.option("--set", "values", multiple=True, metavar="BLANK=VALUE", help="What goes into a blank, such as link=….")
@click.option("--pick", "picks", multiple=True, metavar="[BLANK=]N", help="Take the Nth candidate of the list.")
@click.option("--register", type=click.Choice(REGISTERS), help="A line to write in a chat, in a mail, or to say.")
@click.option("--wording", type=click.IntRange(min=1), metavar="N", help="The Nth wording, as in: rapport moves MOVE")
@click.option("--list", "is_list", is_flag=True, help="List what could go into each blank, with numbers.")
@click.option("--copy", is_flag=True, help="Put the line on the clipboard too.")
@click.option("--mail", is_flag=True, help="Open it in your mail program.")
@click.option("--draft", is_flag=True, help="Keep it as a draft.")
@click.option("--sent", is_flag=True, help="Note that you sent it: the journal gets a line about it.")
@as_json
@pass_session
def compose(
    session: Session,
    move_id: str,
    name: str,
    other_name: str | None,
    values: tuple[str, ...],
    picks: tuple[str, ...],
    register: Register | None,
    wording: int | None,
    *,
    is_list: bool,
    copy: bool,
    mail: bool,
    draft: bool,
    sent: bool,
    as_json: bool,
) -> None:
    """Fill the ready line of a MOVE for somebody from what you wrote about them.

    A blank that nothing is known for stays ____ and is named on stderr. See the moves with: rapport moves
    """
    journal = session.journal
    if draft and sent:
        raise click.UsageError("A message is either a draft or sent: give one of --draft and --sent.")
    if mail and register is None:
        register = "mail"
    other = journal.people.find(other_name) if other_name else None
    filling = _Filling(journal, journal.composer.move(move_id), journal.people.find(name), other)
    filling.fill(values, picks, register, wording)
    if is_list:
        filling.show_candidates(as_json=as_json)
        return
    composed = filling.composed
    if sent and composed.unfilled:
        raise RapportError(f"Fill {', '.join(composed.unfilled)} before you send it, with: --set BLANK=VALUE")
    if copy:
        _copy(composed.text)
        session.tell_plain("clipboard")
    if mail:
        _open_mail(filling)
    if sent:
        journal.messages.mark_sent(filling.message)
    elif draft:
        journal.messages.save_draft(filling.message)
    _print_line(filling, as_json=as_json)
    _remark(filling, register)
    if draft:
        hint("Kept as a draft. See them with: rapport messages")
    if sent:
        hint("Marked as sent, and written in your journal.")


class _Filling:
    """A line being composed: its person, the values chosen for its blanks, and then its wording."""

    line: ReadyLine

    def __init__(self, journal: Journal, move: Move, person: Person, other: Person | None) -> None:
        self.journal = journal
        self.move = move
        self.person = person
        self.other = other
        self.chosen: dict[str, str] = {}

    @property
    def composed(self) -> FilledLine:
        """The line in its present state."""
        return self._compose(self.line)

    @property
    def message(self) -> Message:
        """The line as a message."""
        composed = self.composed
        return self.journal.messages.new(
            self.move,
            self.person,
            composed.text,
            line=self.line,
            subject=composed.subject,
            other=self.other,
            blanks=composed.filled,
        )

    def fill(
        self, values: tuple[str, ...], picks: tuple[str, ...], register: Register | None, wording: int | None
    ) -> None:
        """Choose the line and what goes into its blanks; a plain pick counts the candidates of the chosen line."""
        self._choose(values)
        self._pick_named(picks)
        self._take_line(register, wording)
        self._pick_plain(picks)

    def _choose(self, values: tuple[str, ...]) -> None:
        """Add `BLANK=VALUE`. Raises a usage error for a blank that no line of the move has."""
        for value in values:
            blank, is_given, text = value.partition("=")
            if not is_given:
                raise click.BadParameter(f"“{value}” is not BLANK=VALUE.", param_hint="--set")
            self._check(blank, "--set")
            self.chosen[blank] = text

    def _pick_named(self, picks: tuple[str, ...]) -> None:
        """Add `BLANK=N`; several of one blank are joined."""
        picked: dict[str, list[str]] = {}
        for pick in picks:
            blank, is_named, number = pick.rpartition("=")
            if is_named:
                self._check(blank, "--pick")
                picked.setdefault(blank, []).append(self._candidate(blank, number))
        for blank, found in picked.items():
            self.chosen[blank] = joined(found, alone=len(found) > 1 and self._stands_alone(blank))

    def _pick_plain(self, picks: tuple[str, ...]) -> None:
        """Add `N`, for the first blank of the line with candidates."""
        for pick in picks:
            if "=" not in pick:
                blank = next(iter(self._offers()), "")
                if not blank:
                    raise RapportError("There is nothing to pick from for this line. Use: --set BLANK=VALUE")
                self.chosen[blank] = self._candidate(blank, pick)

    def _take_line(self, register: Register | None, wording: int | None) -> None:
        """Choose the line of the register that uses all chosen values and has the fewest gaps."""
        lines = self.move.lines_in(register) if register else ()
        lines = lines or self.move.lines
        if wording is None:
            self.line = min(lines, key=self._lack)
        elif wording <= len(lines):
            self.line = lines[wording - 1]
        else:
            raise RapportError(f"There are {len(lines)} such wordings. See them with: rapport moves {self.move.id}")

    def show_candidates(self, *, as_json: bool) -> None:
        """Print the candidates for each blank of the line."""
        journal, offers = self.journal, self._offers()
        if as_json:
            rows = {
                blank: [{"value": one.value, "source": journal.composer.origin(one), "on": one.day} for one in found]
                for blank, found in offers.items()
            }
            give({"move": self.move.id, "person": self.person.name, "candidates": rows})
            return
        blocks = [
            f"{bold(blank)} · {Blank(blank).hint}\n"
            + table(
                [
                    (
                        str(number),
                        near_day(one.day, journal.day) if one.day else "",
                        one.value,
                        journal.composer.origin(one),
                    )
                    for number, one in enumerate(found, 1)
                ],
                indent="  ",
                styles={1: dim, 3: dim},
            )
            for blank, found in offers.items()
        ]
        say("\n\n".join(blocks) if blocks else "Nothing in the journal fits this line. Use: --set BLANK=VALUE")

    def _offers(self) -> dict[str, list[Candidate]]:
        blanks = [name for name in self.composed.blanks if not name.endswith((".first", ".name", ".role"))]
        found = {name: self.journal.composer.candidates(name, self.person, self.other) for name in blanks}
        return {name: some for name, some in found.items() if some}

    def _candidate(self, blank: str, number: str) -> str:
        found = self.journal.composer.candidates(blank, self.person, self.other)
        if not (number.isascii() and number.isdigit() and 1 <= int(number) <= len(found)):
            raise RapportError(f"“{number}” is not on the list of {blank}, which has {len(found)}. See it with: --list")
        return found[int(number) - 1].value

    def _check(self, blank: str, option: str) -> None:
        if blank not in {*self.move.blanks, *_IN_MAILS}:
            known = ", ".join(self.move.blanks) or "none"
            raise click.BadParameter(f"{self.move.id} has no blank “{blank}”. It has: {known}.", param_hint=option)

    def _stands_alone(self, blank: str) -> bool:
        return any(blank in blanks_alone(line.parts) for line in self.move.lines)

    def _compose(self, line: ReadyLine) -> FilledLine:
        return self.journal.composer.compose(line, self.person, other=self.other, chosen=self.chosen)

    def _lack(self, line: ReadyLine) -> tuple[int, int]:
        composed = self._compose(line)
        return len(self.chosen.keys() - set(composed.blanks)), len(composed.unfilled)


def _print_line(filling: _Filling, *, as_json: bool) -> None:
    composed = filling.composed
    if not as_json:
        say(wrapped(composed.text, indent=""))
        return
    give(
        {
            "move": filling.move.id,
            "person": filling.person.name,
            "text": composed.text,
            "filled": composed.filled,
            "unfilled": composed.unfilled,
        }
    )


def _copy(text: str) -> None:
    from rapport_tui.clipboard import copy_to_desktop, copy_to_terminal

    if copy_to_desktop(text):
        hint("Copied.")
    elif copy_to_terminal(text):
        hint("Sent to the terminal’s clipboard.")
    else:
        raise RapportError("No clipboard can be reached from here. Leave out --copy and take it from the screen.")


def _open_mail(filling: _Filling) -> None:
    from rapport_tui import mail

    people = [filling.person, *([filling.other] if filling.other and filling.line.to_both else [])]
    address = mail.mailto(
        [person.emails[0] for person in people if person.emails], filling.composed.subject, filling.composed.text
    )
    if not mail.open_mail(address):
        raise RapportError("No mail program can be opened from here. Leave out --mail, or use --copy.")
    hint("Opened in your mail program." + ("" if filling.person.emails else " The address is still to fill in."))


def _remark(filling: _Filling, register: str | None) -> None:
    """Print remarks that are not part of the text on stderr."""
    line, composed, person = filling.line, filling.composed, filling.person
    if composed.subject:
        hint(f"Subject: {composed.subject}")
    if register and line.register != register:
        hint(f"This move has no line for {register}; this one is for {line.register}.")
    if composed.to_check:
        hint(checking_hint(composed.to_check, person))
    if composed.unfilled:
        hint(f"Still to fill: {', '.join(composed.unfilled)}. Use: --set BLANK=VALUE")
