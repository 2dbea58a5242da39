"""Lines in addition to the shipped ones: another language, a shared playbook, the user's own wordings.

All use the same TOML format, in which a move has its `id` and the texts that differ:

    [[moves]]
    id = "hi-again"
    hidden = ["a line that ships, and that I don’t want to see"]

    [[moves.lines]]
    register = "chat"
    text = "{them.first}! So: {them.ask}?"
    replaces = "a line that ships, and in whose place this one goes"
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import asdict, replace

from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Template
from rapport_tui.model.toml_text import parse_toml
from rapport_tui.playbook.blanks import parse_template
from rapport_tui.playbook.moves import REGISTERS, Move, Playbook, ReadyLine, check_lines, first_repeated
from rapport_tui.user_files import read_text


class OwnLine(ReadyLine, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wording of the user's own. `replaces` is the text of the line that it replaces."""

    replaces: str = ""


class MoveWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The changed texts of a move; `hidden` are texts of lines to hide. An empty text means no change."""

    id: str
    title: str = ""
    when: str = ""
    what: str = ""
    comfort: str = ""
    past: str = ""
    hidden: tuple[str, ...] = ()
    lines: tuple[OwnLine, ...] = ()


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The contents of one such file."""

    greeting: str = ""
    phrases: dict[str, str] = {}
    moves: tuple[MoveWords, ...] = ()


def read_words(path: Path, playbook: Playbook) -> Words:
    """Parse the file at `path`. Raises `RapportError` with the file and the position of an error."""
    return parse_words(read_text(path), str(path), playbook)


def parse_words(text: str, source: str, playbook: Playbook) -> Words:
    """Parse `text`, which is from `source`. Raises `RapportError` with the position of an error."""
    try:
        words = msgspec.convert(parse_toml(text), Words)
    except (ValueError, msgspec.ValidationError) as error:
        raise RapportError(f"{source} is not a playbook: {error}.") from error
    for move in words.moves:
        if move.id not in playbook.move_ids:
            known = ", ".join(some.id for some in playbook.moves)
            raise RapportError(f"{source}: there is no move called “{move.id}”. Known ones: {known}.")
        check_lines(move.lines, f"{source}: {move.id}")
    if twice := first_repeated(move.id for move in words.moves):
        raise RapportError(f"{source}: “{twice}” is there twice. Put its lines in one place.")
    return words


def words_text(words: Words) -> str:
    """Return `words` as the text of a file that `parse_words` reads."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment("Wordings for rapport. Take them in with: rapport moves --import FILE"))
    document.update(msgspec.to_builtins(words))
    return tomlkit.dumps(document)


def in_language(playbook: Playbook, words: Words, language: str) -> Playbook:
    """Return the playbook with the translated moves in the other language; the rest stays in its own."""
    translated = {move.id: move for move in words.moves}
    return Playbook(
        rungs=playbook.rungs,
        moves=tuple(_translated(move, translated.get(move.id)) for move in playbook.moves),
        language=language,
        greeting=words.greeting or playbook.greeting,
        phrases={**playbook.phrases, **words.phrases},
    )


def with_own(playbook: Playbook, words: Words) -> Playbook:
    """Return the playbook with the user's own wordings: added ones come first, changed ones keep their position."""
    own = {move.id: move for move in words.moves}
    moves = tuple(
        replace(move, lines=_lines(move, own[move.id])) if move.id in own else move for move in playbook.moves
    )
    return replace(playbook, moves=moves)


def words_of(templates: Iterable[Template]) -> Words:
    """Return the wordings that a journal keeps; invalid ones, from a damaged file, are left out."""
    by_move: dict[str, list[Template]] = {}
    for template in templates:
        if _is_sound(template):
            by_move.setdefault(template.move, []).append(template)
    return Words(moves=tuple(_move_words(move, some) for move, some in by_move.items()))


def _is_sound(template: Template) -> bool:
    try:
        parse_template(template.text)
        parse_template(template.subject)
    except RapportError:
        return False
    return template.register in REGISTERS


def _move_words(move: str, templates: Sequence[Template]) -> MoveWords:
    return MoveWords(
        id=move,
        hidden=tuple(one.replaces for one in templates if not one.text),
        lines=tuple(
            msgspec.convert({key: getattr(one, key) for key in OwnLine.__struct_fields__}, OwnLine)
            for one in templates
            if one.text
        ),
    )


def _translated(move: Move, words: MoveWords | None) -> Move:
    if words is None:
        return move
    said = {key: value for key, value in asdict(words).items() if key not in ("id", "hidden", "lines") and value}
    return replace(move, **said, lines=tuple(map(_plain, words.lines)) or move.lines)


def _lines(move: Move, words: MoveWords) -> tuple[ReadyLine, ...]:
    changed = {line.replaces: line for line in words.lines if line.replaces}
    shipped = {line.text for line in move.lines}
    added = [_plain(line) for line in words.lines if line.replaces not in shipped]
    kept = [
        _plain(changed[line.text]) if line.text in changed else line
        for line in move.lines
        if line.text not in words.hidden
    ]
    return (*added, *kept) or move.lines


def _plain(line: OwnLine) -> ReadyLine:
    return ReadyLine(register=line.register, text=line.text, subject=line.subject, to_both=line.to_both)
