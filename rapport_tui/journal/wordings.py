"""The user's own wordings of the moves: add, change, hide and reset."""

from __future__ import annotations

from rapport_tui.journal.context import JournalContext
from rapport_tui.model.errors import ChangedMeanwhileError, RapportError
from rapport_tui.model.records import Template
from rapport_tui.model.text import clean
from rapport_tui.model.uids import new_uid
from rapport_tui.playbook.blanks import parse_template
from rapport_tui.playbook.moves import Move, ReadyLine, Register
from rapport_tui.playbook.wording_files import Words, parse_words, words_of, words_text


class WordingsService:
    """The service for the lines of the playbook kept in the journal."""

    def __init__(self, context: JournalContext) -> None:
        self._context = context

    def of(self, move_id: str) -> list[Template]:
        """Return my own wordings of a move."""
        return [template for template in self._context.cache.templates if template.move == move_id]

    def is_own(self, move_id: str, line: ReadyLine) -> bool:
        """Return whether a line is one of my own."""
        return any(one.text == line.text and one.register == line.register for one in self.of(move_id))

    def hidden(self, move_id: str) -> int:
        """Return the number of hidden lines of a move."""
        return sum(not one.text for one in self.of(move_id))

    def save(
        self,
        move: Move,
        text: str,
        register: Register,
        *,
        subject: str = "",
        to_both: bool = False,
        instead_of: ReadyLine | None = None,
    ) -> Template:
        """Add a wording to a move, or replace one. Raises `RapportError` on a wrong or missing blank.

        Raises `ChangedMeanwhileError` if the line to replace no longer exists.
        """
        said = clean(text).strip()
        if not said:
            raise RapportError("A wording needs a few words. To see one no longer, hide it.")
        parse_template(said)
        parse_template(subject)
        with self._context.history.action(f"Changed a wording of “{move.title}”") as writer:
            lines = self._context.playbook.move(move.id).lines
            if instead_of and instead_of not in lines:
                raise ChangedMeanwhileError({"the move": " · ".join(line.text for line in lines)})
            before = self._template(move, instead_of) if instead_of else None
            template = Template(
                uid=before.uid if before else new_uid(),
                move=move.id,
                text=said,
                register=register,
                subject=clean(subject).strip(),
                replaces=before.replaces if before else instead_of.text if instead_of else "",
                to_both=to_both,
            )
            writer.put(template)
        return template

    def hide(self, move: Move, line: ReadyLine) -> None:
        """Hide a line, or delete it if it is my own. Raises `RapportError` if it is the last one of its move."""
        if len(self._context.playbook.move(move.id).lines) < 2:
            raise RapportError("That is the only line of this move. Add another one before you hide it.")
        with self._context.history.action(f"Hid a wording of “{move.title}”") as writer:
            own = self._template(move, line)
            if own:
                writer.remove(own)
            shipped = own.replaces if own else line.text
            if shipped:
                writer.put(Template(uid=new_uid(), move=move.id, text="", register=line.register, replaces=shipped))

    def reset(self, move: Move) -> int:
        """Restore a move as shipped, and return the number of my own wordings that were removed."""
        with self._context.history.action(f"Put back the wordings of “{move.title}”") as writer:
            own = self.of(move.id)
            writer.remove(*own)
        return len(own)

    def export(self) -> str:
        """Return my own wordings as the text of a playbook file."""
        return words_text(words_of(self._context.cache.templates))

    def take_in(self, text: str, source: str) -> int:
        """Add the new wordings of a playbook file, and return their number.

        Raises `RapportError` with the position of the error in the file; then nothing is changed.
        """
        words = parse_words(text, source, self._context.shipped_playbook)
        with self._context.history.action("") as writer:
            known = {(one.move, one.register, one.text, one.replaces) for one in self._context.cache.templates}
            fresh = [one for one in _templates(words) if (one.move, one.register, one.text, one.replaces) not in known]
            writer.label = f"Took in {len(fresh)} wordings"
            writer.put(*fresh)
        return len(fresh)

    def _template(self, move: Move, line: ReadyLine) -> Template | None:
        return next((one for one in self.of(move.id) if (one.text, one.register) == (line.text, line.register)), None)


def _templates(words: Words) -> list[Template]:
    found = []
    for move in words.moves:
        found += [
            Template(
                uid=new_uid(),
                move=move.id,
                text=clean(line.text).strip(),
                register=line.register,
                subject=line.subject,
                replaces=line.replaces,
                to_both=line.to_both,
            )
            for line in move.lines
        ]
        found += [Template(uid=new_uid(), move=move.id, text="", replaces=text) for text in move.hidden]
    return found
