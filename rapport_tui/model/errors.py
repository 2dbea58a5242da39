"""The one family of errors that a user can be shown."""

from __future__ import annotations

from collections.abc import Sequence

from rapport_tui.model.records import Person


class RapportError(Exception):
    """Something could not be done. Its text is one clear sentence with the next step; nothing was changed."""


class UnknownPersonError(RapportError):
    """Nobody in the journal goes by that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"Nobody here is called “{name}”. Add them with: rapport add NAME")


class NearNameError(RapportError):
    """A new name is almost that of somebody known; `people` are all of those."""

    def __init__(self, name: str, people: Sequence[Person], new: str) -> None:
        self.name = name
        self.people = tuple(people)
        who = ", ".join(f'@"{person.name}"' for person in people)
        super().__init__(f"Nobody is called “{name}”. Did you mean {who}? To add somebody new, write: {new}")


class AmbiguousPersonError(RapportError):
    """Several people go by that name; `people` are all of them."""

    def __init__(self, name: str, people: Sequence[Person]) -> None:
        self.name = name
        self.people = tuple(people)
        who = ", ".join(f'@"{person.name}" ({person.uid})' for person in people)
        super().__init__(f"“{name}” could be {who}. Write the full name, or the uid in the brackets.")
