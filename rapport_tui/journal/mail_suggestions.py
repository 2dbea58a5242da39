"""Suggestions of lines from a mailbox of sent mails. They are never written by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import msgspec

from rapport_tui.exchange.mail_reader import SentMail, read_sent_mails
from rapport_tui.exchange.match_keys import email_key
from rapport_tui.journal.context import JournalContext
from rapport_tui.model.errors import RapportError
from rapport_tui.user_files import user_path

DAYS: Final = 14
"""The number of days for which mails are read."""
_MOST_RECIPIENTS: Final = 10
"""The most recipients of a mail that counts as a talk with each of them."""


class MailSuggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A person I wrote to on a day, with no line about them on that day or the next."""

    uid: str
    name: str
    day: date


class MailSuggestions:
    """The service that reads the mailbox given, or that of the settings."""

    def __init__(self, context: JournalContext) -> None:
        self._context = context
        self.mails: Sequence[SentMail] = ()
        """The last result, for screens that show suggestions all day."""

    def find(self, mailbox: Path | None = None) -> list[MailSuggestion]:
        """Return the suggestions, newest first, one for each person. Raises `RapportError`."""
        return self.match(self.read(mailbox))

    def read(self, mailbox: Path | None = None) -> list[SentMail]:
        """Return the mails of the last days. May run in a thread of its own. Raises `RapportError`."""
        settings = self._context.settings
        mine = frozenset(email.strip().lower() for email in settings.me.get("emails", ()) if email.strip())
        if not mine:
            raise RapportError("Say which addresses are yours: rapport settings --set me.emails=you@example.com")
        if mailbox is None and not settings.mail.strip():
            raise RapportError("No mailbox is set. Set one: rapport settings --set mail=~/Mail/Sent")
        path, since = user_path(mailbox or settings.mail.strip()), self._context.today - timedelta(days=DAYS)
        return read_sent_mails(path, mine, since, self._context.clock().tzinfo)

    def match(self, mails: Sequence[SentMail]) -> list[MailSuggestion]:
        """Return the suggestions from the mails, newest first, one for each person."""
        by_email = {email_key(email): person for person in self._context.cache.people for email in person.emails}
        by_email.pop("", None)
        found: dict[str, MailSuggestion] = {}
        for mail in sorted(mails, key=lambda one: one.day, reverse=True):
            if len(mail.to) > _MOST_RECIPIENTS or mail.day > self._context.today:
                continue
            for _, address in mail.to:
                person = by_email.get(email_key(address))
                if person is None or person.archived or person.uid in found:
                    continue
                if not self._is_recorded(person.uid, mail.day):
                    found[person.uid] = MailSuggestion(uid=person.uid, name=person.name, day=mail.day)
        return list(found.values())

    def _is_recorded(self, uid: str, day: date) -> bool:
        told = self._context.cache.days_of(uid)
        return any(one in told for one in (day.isoformat(), (day + timedelta(days=1)).isoformat()))
