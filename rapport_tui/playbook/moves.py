"""The playbook: the ladder's rungs, and the moves that lead from one to the next."""

# Without `from __future__ import annotations`: msgspec would evaluate strings again when it decodes, which takes long.

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar, get_args

import msgspec

from rapport_tui.model.errors import RapportError
from rapport_tui.model.person_digest import PersonDigest
from rapport_tui.model.places import Place
from rapport_tui.model.records import STAGES, Kind, Person, Stage
from rapport_tui.model.toml_text import parse_toml
from rapport_tui.playbook.blanks import Blank, blank_names, parse_template

Register = Literal["chat", "mail", "aloud"]
REGISTERS: Final[tuple[Register, ...]] = get_args(Register)
Step = Literal[1, 2, 3, 4]
_Days = Annotated[int, msgspec.Meta(ge=1)]
_Words = Annotated[str, msgspec.Meta(min_length=1)]
_T = TypeVar("_T")


class Rung(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stage of the ladder.

    `step` is the number of the step up from here and `title` its name. `cadence` is in days, None for no limit;
    `capacity` in people, None for no limit.
    """

    id: Stage
    label: _Words
    step: Step
    title: _Words
    who: _Words
    cadence: _Days | None = None
    capacity: _Days | None = None


class ReadyLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wording of a move, with blanks. A mail has a subject; its greeting and sign-off are added when it is composed.

    `to_both`: it addresses both people of an introduction, instead of one about the other.
    """

    register: Register
    text: _Words
    subject: str = ""
    to_both: bool = False

    @property
    def parts(self) -> tuple[str | Blank, ...]:
        """The words and blanks of the text."""
        return parse_template(self.text)


class Move(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A small action towards a relationship. `past` is its past tense: asked for advice.

    `stage` is the rung it starts from. `places` are where it is possible, empty for everywhere. `needs` are the kinds
    of note that make it a good moment. `comfort` is one sentence against typical doubts. `to_somebody`: an opening that
    can be meant for a certain stranger, anywhere. `usual_register` is its most common register, `notice` what to pay
    attention to the first time.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z]+(-[a-z]+)*$")]
    step: Step
    stage: Stage
    title: _Words
    when: _Words
    what: _Words
    comfort: _Words
    past: _Words
    lines: Annotated[tuple[ReadyLine, ...], msgspec.Meta(min_length=2)]
    places: tuple[Place, ...] = ()
    needs: tuple[Kind, ...] = ()
    to_somebody: bool = False
    usual_register: Register = "chat"
    notice: str = ""

    @property
    def blanks(self) -> tuple[str, ...]:
        """The names of the blanks of all its lines, in order."""
        parts = (part for line in self.lines for part in (*line.parts, *parse_template(line.subject)))
        return blank_names(parts)

    @property
    def registers(self) -> tuple[Register, ...]:
        """The registers of its lines."""
        return tuple(register for register in REGISTERS if self.lines_in(register))

    def lines_in(self, register: Register) -> tuple[ReadyLine, ...]:
        """Return its lines of one register."""
        return tuple(line for line in self.lines if line.register == register)


class Playbook(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The ladder and the moves, in order.

    `language` is that of the lines, as an ISO 639 code. `greeting` begins a mail. `phrases` are the sentences for
    computed results, such as the reason for an introduction; {name} and the like are replaced by values.
    """

    rungs: tuple[Rung, ...]
    moves: tuple[Move, ...]
    language: str = "en"
    greeting: str = "Hi"
    phrases: dict[str, str] = {}

    @cached_property
    def _rungs(self) -> dict[str, Rung]:
        return {rung.id: rung for rung in self.rungs}

    @cached_property
    def _moves(self) -> dict[str, Move]:
        return {move.id: move for move in self.moves}

    @cached_property
    def move_ids(self) -> frozenset[str]:
        """The ids of all moves."""
        return frozenset(self._moves)

    def rung(self, stage: Stage) -> Rung:
        """Return the rung of a stage."""
        return self._rungs[stage]

    def cadence_of(self, person: Person | PersonDigest, overrides: Mapping[Stage, int]) -> int | None:
        """Return the number of days after which to talk again: the person's own, the settings', or the ladder's."""
        if person.cadence is not None:
            return person.cadence
        return overrides.get(person.stage, self.rung(person.stage).cadence)

    def move(self, move_id: str) -> Move:
        """Return a move. Raises `RapportError` naming the known moves."""
        try:
            return self._moves[move_id]
        except KeyError:
            known = ", ".join(self._moves)
            raise RapportError(f"There is no move called “{move_id}”. Known ones: {known}.") from None

    def moves_for(self, stage: Stage) -> tuple[Move, ...]:
        """Return the moves of the step up from `stage`; for a sponsor, those that maintain the relationship."""
        step = self.rung(stage).step
        return tuple(move for move in self.moves if move.step == step)


def read_playbook(ladder: Path, moves: Path) -> Playbook:
    """Parse the playbook from two files. Raises `RapportError` with the file and the position of an error."""
    rungs = _part(_read(ladder), "rungs", tuple[Rung, ...], ladder)
    if tuple(rung.id for rung in rungs) != STAGES:
        raise RapportError(f"{ladder}: the rungs should be {', '.join(STAGES)}, in this order.")
    table = _read(moves)
    found = _part(table, "moves", tuple[Move, ...], moves)
    if twice := first_repeated(move.id for move in found):
        raise RapportError(f"{moves}: “{twice}” is there twice. Give each move an id of its own.")
    for move in found:
        check_lines(move.lines, f"{moves}: {move.id}")
    return Playbook(
        rungs=rungs,
        moves=found,
        greeting=_part(table, "greeting", str, moves) or "Hi",
        phrases=_part(table, "phrases", dict[str, str], moves),
    )


def check_lines(lines: Sequence[ReadyLine], place: str) -> None:
    """Raise `RapportError`, with the `place` and the number, if a line has an unknown blank or an unmatched brace."""
    for number, line in enumerate(lines, 1):
        try:
            parse_template(line.text)
            parse_template(line.subject)
        except RapportError as error:
            raise RapportError(f"{place}, line {number}: {error}") from error


def _read(path: Path) -> dict[str, Any]:
    """Return the table of a file, from the JSON that a wheel has beside it: parsing TOML takes ten times as long."""
    built = path.with_suffix(".json")
    try:
        if built.is_file():
            return msgspec.json.decode(built.read_bytes(), type=dict[str, Any])
        return parse_toml(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise RapportError(f"{path} can’t be read: {error}.") from error


def _part(table: Mapping[str, Any], key: str, kind: type[_T], path: Path) -> _T:
    try:
        return msgspec.convert(table[key], kind) if key in table else kind()
    except msgspec.ValidationError as error:
        raise RapportError(f"{path}: {key}: {error}.") from error


def first_repeated(names: Iterable[str]) -> str | None:
    """Return the first of `names` that occurs a second time, or None."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None
