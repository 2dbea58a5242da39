"""The errors that are shown to users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rapport_tui.model.records import Person

_MOST: Final = 4
"""The most people of one name that an error lists."""


class RapportError(Exception):
    """An operation failed and changed nothing. The text is one clear sentence with the next step."""


class MeanwhileError(RapportError):
    """Another process wrote before a thread could. Apply what it wrote, and let the thread do its work again."""


class LockedError(RapportError):
    """The journal is encrypted, and its key was not given."""

    def __init__(self) -> None:
        super().__init__(
            "This journal is locked. Unlock it on a terminal with: rapport unlock, or have a command print its "
            "passphrase: rapport settings --set password_command='…'"
        )


class WrongKeyError(RapportError):
    """The passphrase or the recovery key is not the one of this journal."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text or "That is not the key of this journal. Try the passphrase again, or your recovery key.")


class DamagedError(RapportError):
    """An encrypted file is damaged; `what` is its name, `instead` another way than to put it back."""

    def __init__(self, what: object = "An encrypted file", instead: str = "") -> None:
        super().__init__(f"{what} is damaged, so it can’t be decrypted. Put it back from a copy you have{instead}.")


class MissingKeyError(RapportError):
    """A file with a key of the journal, `path`, is gone; `next_step` says what to do."""

    def __init__(self, path: object, next_step: str) -> None:
        super().__init__(f"{path} is gone. {next_step}")


class NoKeyringError(RapportError):
    """The machine has no keyring, or the package for it is not installed; `why` says which."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why}, so the key can’t be kept. Have a command print your passphrase instead: "
            "rapport settings --set password_command='…'"
        )


class LineError(RapportError):
    """One of several lines can't be written; `index` is its number from 0. The text is the reason."""

    def __init__(self, index: int, reason: RapportError) -> None:
        self.index = index
        self.reason = reason
        super().__init__(str(reason))


class UnsureDayError(RapportError):
    """Words of a line may mean one of `days`, the likeliest first. `by`: they set a due day."""

    def __init__(self, written: str, days: Sequence[date], *, by: bool) -> None:
        self.written = written
        self.days = tuple(days)
        self.by = by
        outright = f"by {days[0]}" if by else f"{days[0]}:"
        super().__init__(f"“{written}” does not say which day. Write it out, such as {outright}")


class UnknownPersonError(RapportError):
    """The journal has no person with that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"Nobody here is called “{name}”. Add them with: rapport add NAME")


class GonePersonError(UnknownPersonError):
    """The person was removed from the journal; `why` names the action that removed them."""

    def __init__(self, uid: str, name: str, why: str) -> None:
        super().__init__(uid)
        self.args = (f"{name} is no longer in the journal: {why}.",)


class ChangedMeanwhileError(RapportError):
    """The record was changed after it was shown; `now` has the present values of the fields by name."""

    def __init__(self, now: Mapping[str, str]) -> None:
        self.now = dict(now)
        told = ", ".join(f"{field} is now {f'“{value}”' if value else 'empty'}" for field, value in now.items())
        super().__init__(f"Changed elsewhere meanwhile: {told}. Save again to have yours, or leave to keep that.")


class NearNameError(RapportError):
    """A new name is almost that of the known `people`; `new` is the mention that adds it."""

    def __init__(self, name: str, people: Sequence[Person], new: str) -> None:
        self.name = name
        self.people = tuple(people)
        self.new = new
        who = ", ".join(f'@"{person.name}"' for person in people)
        super().__init__(f"Nobody is called “{name}”. Did you mean {who}? To add somebody new, write: {new}")


class AmbiguousPersonError(RapportError):
    """Several people have that name; `people` are all of them, `example` is a mention of only the first."""

    def __init__(self, name: str, people: Sequence[Person]) -> None:
        self.name = name
        self.people = tuple(people)
        told = [f"{person.name} ({' · '.join(filter(None, (person.stage, person.org)))})" for person in people[:_MOST]]
        told += [f"{len(people) - _MOST} more"] if len(people) > _MOST else []
        who = f"{', '.join(told[:-1])} or {told[-1]}"
        first = people[0]
        is_shared = sum(person.name == first.name for person in people) > 1
        self.example = first.uid if is_shared else ".".join(first.name.lower().split())
        super().__init__(f"“{name}” could be {who}. Write more of the name, such as {self.example}.")
