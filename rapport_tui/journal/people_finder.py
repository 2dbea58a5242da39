"""The people that a query matches. In a large journal, words are looked up in texts that are kept with its snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from rapport_tui.capture.query_line import Query, SubjectPool
from rapport_tui.capture.query_subject import QuerySubject
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.query_subjects import SHORT_KEYS, make_subject, searched_text, short_subject
from rapport_tui.journal.read_ahead import ReadAhead
from rapport_tui.model.person_summary import PersonSummary


class PeopleFinder:
    """The search of people. The subject of a person, which takes all entries and notes, is made when it is needed."""

    def __init__(self, context: JournalContext, summary: Callable[[str], PersonSummary]) -> None:
        """Take the function that returns the summary of a person."""
        self._context = context
        self._summary = summary
        self._subjects: dict[str, QuerySubject] = {}
        self._texts: dict[str, str] = {}
        self._ahead = ReadAhead(
            lambda: (uid for uid in context.cache.people.uids() if uid not in self._subjects), self.subject
        )

    def matching(self, query: Query) -> list[str]:
        """Return the uids of the people who match; those set aside or in the inbox only if the query asks for them."""
        uids = self._with_words(query.words)
        if not query.terms:
            found = self._context.cache.people.get_many(uids)
            return [person.uid for person in found if not (person.archived or person.inbox)]
        short = tuple(term for term in query.terms if term.key in SHORT_KEYS)
        rest = tuple(term for term in query.terms if term.key not in SHORT_KEYS)
        uids = _selected(map(self._short_subject, uids), replace(query, words=(), terms=short))
        return _selected(map(self.subject, uids), replace(query, words=(), terms=rest)) if rest else uids

    def subject(self, uid: str) -> QuerySubject | None:
        """Return what a query can match of a person, or None if there is none."""
        if (known := self._subjects.get(uid)) is None and (person := self._context.cache.people.get(uid)):
            short = short_subject(person, self._summary(uid), self._context.today)
            known = self._subjects[uid] = make_subject(short, person, self._context.cache)
        return known

    def _short_subject(self, uid: str) -> QuerySubject | None:
        """Return the subject of a person, or at least what terms with one of `SHORT_KEYS` match."""
        if (known := self._subjects.get(uid)) is None and (person := self._context.cache.people.get(uid)):
            known = short_subject(person, self._summary(uid), self._context.today)
        return known

    def prepare(self, most: int) -> bool:
        """Make the subjects of up to `most` more people, and return whether all are made."""
        return self._ahead.more(most)

    def forget(self, uids: Iterable[str]) -> None:
        """Forget the subjects of people who changed."""
        self._ahead.begin_anew()
        for uid in uids:
            self._subjects.pop(uid, None)
            self._texts.pop(uid, None)

    def forget_all(self) -> None:
        """Forget all subjects."""
        self._ahead.begin_anew()
        self._subjects.clear()

    def _with_words(self, words: Sequence[str]) -> list[str]:
        cache, texts = self._context.cache, self._texts
        uids = cache.people.uids()
        if words and not texts:
            texts.update(cache.searched_texts())
        for uid in uids if words else ():
            if uid not in texts:
                person = cache.people.get(uid)
                texts[uid] = searched_text(person, cache.notes_of(uid)) if person else ""
        for word in words:
            uids = [uid for uid in uids if word in texts[uid]]
        return uids


def _selected(subjects: Iterable[QuerySubject | None], query: Query) -> list[str]:
    """Return the uids of those of `subjects` whom the terms match."""
    pool = SubjectPool(filter(None, subjects))
    return [pool.uids[index] for index in pool.select(query)]
