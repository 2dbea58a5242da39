"""Groups: named lists of people, such as a stand-up."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.people import PeopleService
from rapport_tui.model.errors import RapportError, UnknownPersonError
from rapport_tui.model.names import name_key
from rapport_tui.model.records import Group, Person
from rapport_tui.model.text import clean_line
from rapport_tui.model.uids import new_uid
from rapport_tui.model.wording import counted


class GroupsService:
    """The service for groups. `@name` in a line stands for the people of a group."""

    def __init__(self, context: JournalContext, people: PeopleService) -> None:
        self._context = context
        self._people = people

    def all(self) -> list[Group]:
        """Return the groups by name."""
        return sorted(self._context.cache.groups, key=lambda group: name_key(group.name))

    def people_of(self, group: Group) -> list[Person]:
        """Return the people in the group, in the order in which they were added."""
        return self._context.cache.people.get_many(group.people)

    def find(self, name: str) -> Group:
        """Return the group called `name`. Raises `RapportError` if there is none."""
        return self._context.cache.group_of(name.strip().removeprefix("@"))

    def add(self, name: str, uids: Sequence[str]) -> Group:
        """Add people to the group called `name`, creating it if needed.

        Raises `RapportError` if a person has that name, or the name is empty.
        """
        good = clean_line(name).removeprefix("@").strip('"“”')
        with self._context.history.action("") as writer:
            people = [self._people.get(uid) for uid in uids]
            group = self._context.cache.group_called(good)
            if group is None:
                self._refuse_name(good)
                group = Group(uid=new_uid(), name=good)
            group = replace(group, people=tuple(dict.fromkeys([*group.people, *(person.uid for person in people)])))
            writer.label = f"Put {counted(len(people), 'person', 'people')} in the group {group.name}"
            writer.put(group)
        return group

    def take_out(self, name: str, uids: Sequence[str]) -> Group:
        """Remove people from a group. Raises `RapportError` if there is none."""
        with self._context.history.action("") as writer:
            group = self.find(name)
            group = replace(group, people=tuple(uid for uid in group.people if uid not in uids))
            writer.label = f"Took {counted(len(uids), 'person', 'people')} out of the group {group.name}"
            writer.put(group)
        return group

    def delete(self, name: str) -> Group:
        """Delete a group. Its people and the lines that name it stay. Raises `RapportError` if there is none."""
        with self._context.history.action("") as writer:
            group = self.find(name)
            writer.label = f"Deleted the group {group.name}"
            writer.remove(group)
        return group

    def _refuse_name(self, name: str) -> None:
        if not any(char.isalnum() for char in name):
            raise RapportError("A group needs a name, such as standup.")
        try:
            person = self._context.directory.resolve(name)
        except UnknownPersonError:
            return
        except RapportError as error:
            raise RapportError(f"People go by “{name}”, so a group can’t. Give it another name.") from error
        raise RapportError(f"{person.name} goes by “{name}”, so a group can’t. Give it another name.")
