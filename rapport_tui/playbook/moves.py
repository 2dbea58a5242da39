"""The playbook: the ladder's rungs, and the moves that lead from one to the next."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec

from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import STAGES, Kind, Place, Stage
from rapport_tui.playbook.blanks import Blank, blank_names, parse_template
from rapport_tui.playbook.files import data_folder

Register = Literal["chat", "mail", "aloud"]
Step = Literal[1, 2, 3, 4]
_Days = Annotated[int, msgspec.Meta(ge=1)]
_Words = Annotated[str, msgspec.Meta(min_length=1)]
_T = TypeVar("_T")


class Rung(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stage of the ladder.

    `step` is the step up from here and `title` its name. `cadence` is in days, None where there is no hurry;
    `capacity` in people, None where there is room for all.
    """

    id: Stage
    label: _Words
    step: Step
    title: _Words
    who: _Words
    cadence: _Days | None = None
    capacity: _Days | None = None


class ReadyLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wording of a move, with blanks. A mail has a subject; its greeting and sign-off come when it is composed."""

    register: Register
    text: _Words
    subject: str = ""

    @property
    def parts(self) -> tuple[str | Blank, ...]:
        """The words and blanks of the text."""
        return parse_template(self.text)


class Move(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One small thing to do.

    `stage` is the rung it starts from. `places` make it possible, all of them where there are none. `needs` are the
    kinds of note that make it a good moment. `comfort` is one sentence against the doubts that come first.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z]+(-[a-z]+)*$")]
    step: Step
    stage: Stage
    title: _Words
    when: _Words
    what: _Words
    comfort: _Words
    lines: Annotated[tuple[ReadyLine, ...], msgspec.Meta(min_length=2)]
    places: tuple[Place, ...] = ()
    needs: tuple[Kind, ...] = ()

    @property
    def blanks(self) -> tuple[str, ...]:
        """The names of the blanks of all its lines, in order."""
        return blank_names(part for line in self.lines for part in line.parts)

    def lines_in(self, register: Register) -> tuple[ReadyLine, ...]:
        """Return its lines of one register."""
        return tuple(line for line in self.lines if line.register == register)


class Playbook(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The ladder and the moves, in order."""

    rungs: tuple[Rung, ...]
    moves: tuple[Move, ...]

    @cached_property
    def _rungs(self) -> dict[str, Rung]:
        return {rung.id: rung for rung in self.rungs}

    @cached_property
    def _moves(self) -> dict[str, Move]:
        return {move.id: move for move in self.moves}

    @cached_property
    def move_ids(self) -> frozenset[str]:
        """The names of all moves."""
        return frozenset(self._moves)

    def rung(self, stage: Stage) -> Rung:
        """Return the rung of a stage."""
        return self._rungs[stage]

    def move(self, move_id: str) -> Move:
        """Return a move. Raises `RapportError` naming those there are."""
        try:
            return self._moves[move_id]
        except KeyError:
            known = ", ".join(self._moves)
            raise RapportError(f"There is no move called “{move_id}”. Known ones: {known}.") from None

    def moves_for(self, stage: Stage) -> tuple[Move, ...]:
        """Return the moves of the step up from `stage`; for a sponsor, those that keep them."""
        step = self.rung(stage).step
        return tuple(move for move in self.moves if move.step == step)


@cache
def load_playbook() -> Playbook:
    """Return the playbook that ships with the program. Raises `RapportError` where it is missing or damaged."""
    folder = data_folder()
    return read_playbook(folder / "ladder.toml", folder / "moves.toml")


def read_playbook(ladder: Path, moves: Path) -> Playbook:
    """Return the playbook of two files. Raises `RapportError` with the file and the place in it that is wrong."""
    rungs = _read(ladder, "rungs", tuple[Rung, ...])
    if tuple(rung.id for rung in rungs) != STAGES:
        raise RapportError(f"{ladder}: the rungs should be {', '.join(STAGES)}, in this order.")
    found = _read(moves, "moves", tuple[Move, ...])
    if twice := _first_repeated(move.id for move in found):
        raise RapportError(f"{moves}: “{twice}” is there twice. Give each move an id of its own.")
    for move in found:
        for number, line in enumerate(move.lines):
            try:
                parse_template(line.text)
                parse_template(line.subject)
            except RapportError as error:
                raise RapportError(f"{moves}: {move.id}, line {number + 1}: {error}") from error
    return Playbook(rungs=rungs, moves=found)


def _read(path: Path, key: str, kind: type[_T]) -> _T:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RapportError(f"{path} can’t be read: {error}.") from error
    try:
        return msgspec.convert(table.get(key, []), kind)
    except msgspec.ValidationError as error:
        raise RapportError(f"{path}: {key}: {error}.") from error


def _first_repeated(names: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None
