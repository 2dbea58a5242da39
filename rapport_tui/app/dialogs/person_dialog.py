"""The dialog that adds or edits a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final, cast

from msgspec.structs import replace
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Label

from rapport_tui.app.bindings import bound
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.widgets.text_field import TextField
from rapport_tui.app.widgets.toggle_bar import ToggleBar
from rapport_tui.model.cadence import read_rhythm, rhythm_text
from rapport_tui.model.errors import ChangedMeanwhileError, RapportError
from rapport_tui.model.records import Person, Stage

_FIELDS: Final = (
    ("name", "Name", "what you call them; a first name is enough"),
    ("role", "Role", "such as Platform lead"),
    ("org", "Company", ""),
    ("team", "Team", ""),
    ("location", "Place", "such as Berlin, 4th floor"),
    ("emails", "E-mail", "such as a@example.org; more with commas"),
    ("phones", "Phone", ""),
    ("met", "How we met", "such as next to each other at the town hall"),
    ("tags", "Tags", "such as running, design"),
    ("aliases", "Also called", "such as Vic, Vicky"),
    ("given", "Greeted as", "only if it is not the first word of the name"),
    ("pronouns", "Pronouns", "such as she/her"),
    ("cadence", "Talk every", "such as 2w, 10d or never; empty: as the rung"),
    ("birthday", "Birthday", "such as 1988-05-14, or --05-14"),
)
_TRAITS: Final = (("ahead", "some steps ahead of me"), ("glad", "glad to help"))
_LISTS: Final = frozenset({"emails", "phones", "tags", "aliases"})


class PersonDialog(Dialog[str]):
    """A form for `person`, or for a new person on `stage`; the result is the uid of the saved person."""

    HELP_LINE = "tab to the next field · enter or {form.save} saves · {leave} leaves"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bound({"form.save": "save"}),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, person: Person | None = None, *, stage: Stage = "stranger") -> None:
        super().__init__(person.name if person else f"Somebody new · {stage}")
        self._person = person
        self._stage = stage

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield a field for each property."""
        with VerticalScroll(id="fields", can_focus=False):
            for key, label, hint in _FIELDS:
                with Horizontal(classes="field"):
                    yield Label(Content(label))
                    yield TextField(self._value(key), placeholder=hint, compact=True, id=key)
            with Horizontal(classes="field"):
                yield Label(Content(""))
                toggles = ToggleBar(_TRAITS, id="traits")
                toggles.chosen = frozenset(key for key, _ in _TRAITS if self._person and getattr(self._person, key))
                yield toggles

    @on(ToggleBar.Toggled)
    def _trait_toggled(self, event: ToggleBar.Toggled) -> None:
        self.query_one(ToggleBar).chosen ^= {event.key}

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        """Save the form; on an error, show it and keep the typed text."""
        fields: dict[str, Any] = {}
        for key, _, _ in _FIELDS:
            value = self.query_one(f"#{key}", Input).value
            fields[key] = [part for part in value.split(",") if part.strip()] if key in _LISTS else value
        traits = self.query_one(ToggleBar).chosen
        fields |= {key: key in traits for key, _ in _TRAITS}
        people = self.journal.people
        try:
            fields["cadence"] = read_rhythm(fields["cadence"])
            if self._person:
                saved = people.edit(self._person.uid, shown=self._person, **fields)
            else:
                saved = people.add(fields.pop("name"), stage=self._stage, **fields)
        except ChangedMeanwhileError as error:
            # Shown now: saving again overrides it.
            now = people.get(cast(Person, self._person).uid)
            self._person = replace(cast(Person, self._person), **{key: getattr(now, key) for key in error.now})
            self.show_error(str(error))
            return
        except RapportError as error:
            self.show_error(str(error))
            return
        self.dismiss(saved.uid)

    def _value(self, key: str) -> str:
        if self._person is None:
            return ""
        value = getattr(self._person, key)
        if key == "cadence":
            return rhythm_text(value)
        return ", ".join(value) if key in _LISTS else str(value)
