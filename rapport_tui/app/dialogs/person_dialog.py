"""The dialog that adds or edits a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final, cast

import msgspec
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


class PersonForm(msgspec.Struct, frozen=True):
    """The texts and traits in a form for `person`, or for a new person on `stage`, and the id of the focused field."""

    person: Person | None
    stage: Stage
    texts: dict[str, str]
    traits: frozenset[str]
    focus: str

    @property
    def typed(self) -> list[str]:
        """The texts that differ from those of the person."""
        return [text for key, text in self.texts.items() if text != text_of(self.person, key)]


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
        self._texts = {key: text_of(person, key) for key, _, _ in _FIELDS}
        self._traits = traits_of(person)
        self._first = ""

    @classmethod
    def again(cls, form: PersonForm) -> PersonDialog:
        """Return the dialog with a form as it was left."""
        dialog = cls(form.person, stage=form.stage)
        dialog._texts, dialog._traits, dialog._first = {**dialog._texts, **form.texts}, form.traits, form.focus
        return dialog

    @property
    def form(self) -> PersonForm | None:
        """The form as it is; None if nothing in it was changed."""
        texts = {key: self.query_one(f"#{key}", Input).value for key, _, _ in _FIELDS}
        traits, focus = self.query_one(ToggleBar).chosen, (self.focused and self.focused.id) or ""
        form = PersonForm(self._person, self._stage, texts, traits, focus)
        return form if form.typed or traits != traits_of(self._person) else None

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield a field for each property."""
        with VerticalScroll(id="fields", can_focus=False):
            for key, label, hint in _FIELDS:
                with Horizontal(classes="field"):
                    yield Label(Content(label))
                    yield TextField(
                        self._texts[key], placeholder=hint, select_on_focus=key != self._first, compact=True, id=key
                    )
            with Horizontal(classes="field"):
                yield Label(Content(""))
                toggles = ToggleBar(_TRAITS, id="traits")
                toggles.chosen = self._traits
                yield toggles

    def on_mount(self) -> None:
        """Go to the field where the form was left."""
        for field in self.query(f"#{self._first}") if self._first else ():
            field.focus()

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


def text_of(person: Person | None, key: str) -> str:
    """Return the text in the field `key` of a form for a person, or for a new one."""
    if person is None:
        return ""
    value = getattr(person, key)
    if key == "cadence":
        return rhythm_text(value)
    return ", ".join(value) if key in _LISTS else str(value)


def traits_of(person: Person | None) -> frozenset[str]:
    """Return the traits that are on in a form for a person, or for a new one."""
    return frozenset(key for key, _ in _TRAITS if person and getattr(person, key))
