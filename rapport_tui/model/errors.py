"""The one family of errors that a user can be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from rapport_tui.model.records import Person

_TOLD: Final = 4
"""How many of the people with one name an error tells."""


class RapportError(Exception):
    """Something could not be done. Its text is one clear sentence with the next step; nothing was changed."""


class LineError(RapportError):
    """One of several lines can't be written; `index` says which, from 0. Its text is the reason."""

    def __init__(self, index: int, reason: RapportError) -> None:
        self.index = index
        self.reason = reason
        super().__init__(str(reason))


class UnsureDayError(RapportError):
    """Words on a line may mean one of `days`, the likeliest first. `by`: they set something due."""

    def __init__(self, written: str, days: Sequence[date], *, by: bool) -> None:
        self.written = written
        self.days = tuple(days)
        self.by = by
        outright = f"by {days[0]}" if by else f"{days[0]}:"
        super().__init__(f"“{written}” does not say which day. Write it out, such as {outright}")


class UnknownPersonError(RapportError):
    """Nobody in the journal goes by that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"Nobody here is called “{name}”. Add them with: rapport add NAME")


class GonePersonError(UnknownPersonError):
    """Somebody who was here is no longer; `why` is what took them away."""

    def __init__(self, uid: str, name: str, why: str) -> None:
        super().__init__(uid)
        self.args = (f"{name} is no longer in the journal: {why}.",)


class ChangedMeanwhileError(RapportError):
    """What was to be saved was changed since it was shown; `now` has what the fields say now, by name."""

    def __init__(self, now: Mapping[str, str]) -> None:
        self.now = dict(now)
        told = ", ".join(f"{field} is now {f'“{value}”' if value else 'empty'}" for field, value in now.items())
        super().__init__(f"Changed elsewhere meanwhile: {told}. Save again to have yours, or leave to keep that.")


class NearNameError(RapportError):
    """A new name is almost that of `people`, who are known; `new` is the mention that adds it."""

    def __init__(self, name: str, people: Sequence[Person], new: str) -> None:
        self.name = name
        self.people = tuple(people)
        self.new = new
        who = ", ".join(f'@"{person.name}"' for person in people)
        super().__init__(f"Nobody is called “{name}”. Did you mean {who}? To add somebody new, write: {new}")


class AmbiguousPersonError(RapportError):
    """Several people go by that name; `people` are all of them, `example` is what means just the first."""

    def __init__(self, name: str, people: Sequence[Person]) -> None:
        self.name = name
        self.people = tuple(people)
        told = [f"{person.name} ({' · '.join(filter(None, (person.stage, person.org)))})" for person in people[:_TOLD]]
        told += [f"{len(people) - _TOLD} more"] if len(people) > _TOLD else []
        who = f"{', '.join(told[:-1])} or {told[-1]}"
        first = people[0]
        is_shared = sum(person.name == first.name for person in people) > 1
        self.example = first.uid if is_shared else ".".join(first.name.lower().split())
        super().__init__(f"“{name}” could be {who}. Write more of the name, such as {self.example}.")
