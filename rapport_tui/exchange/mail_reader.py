"""The recipients and days of sent mails, from the headers of an mbox file or a Maildir. Bodies are not read."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, tzinfo
from email.errors import MessageError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from rapport_tui.files import reason
from rapport_tui.model.errors import RapportError
from rapport_tui.model.text import clean_line

_LONGEST_HEADER: Final = 256 * 1024
"""The most bytes of headers that a mail may have; other mails are skipped."""
_LARGEST: Final = 4 * 1024**3


class SentMail(msgspec.Struct, frozen=True):
    """A sent mail: its local day, and its recipients as pairs of a name, which may be empty, and an address."""

    day: date
    to: tuple[tuple[str, str], ...]


def read_sent_mails(path: Path, mine: frozenset[str], since: date, zone: tzinfo | None) -> list[SentMail]:
    """Return the mails in a mailbox sent from one of the addresses `mine` (in lower case) on `since` or later.

    A mail with invalid headers is skipped. Raises `RapportError` if `path` is not a mailbox.
    """
    try:
        box = _opened(path)
        with closing(box):
            found = [_sent_mail(box.get_file(key), mine, zone) for key in box.iterkeys()]
    except mailbox.Error as error:
        raise RapportError(f"{path} can’t be read as a mailbox. Name an mbox file or a Maildir.") from error
    except OSError as error:
        raise RapportError(f"{path} can’t be read as a mailbox: {reason(error)}.") from error
    return [mail for mail in found if mail and mail.day >= since]


def _opened(path: Path) -> mailbox.Mailbox[Any]:
    if path.is_dir():
        if not (path / "cur").is_dir():
            raise RapportError(f"{path} is no Maildir: it has no folder “cur”. Name an mbox file or a Maildir.")
        return mailbox.Maildir(path, create=False)
    if not path.is_file():
        raise RapportError(f"There is no mailbox {path}. Name an mbox file or a Maildir.")
    if path.stat().st_size > _LARGEST:
        raise RapportError(f"{path} is larger than 4 GB. Name the mailbox of the mails that you sent.")
    with path.open("rb") as file:
        if file.read(5) not in {b"From ", b""}:
            raise RapportError(f"{path} is not a mailbox. Name an mbox file or a Maildir.")
    return mailbox.mbox(path, create=False)


def _sent_mail(file: Any, mine: frozenset[str], zone: tzinfo | None) -> SentMail | None:
    with closing(file):
        head = b"".join(_head_lines(file))
    try:
        message = BytesHeaderParser(policy=compat32).parsebytes(head)
        senders = {address.lower() for _, address in getaddresses([str(message.get("From", ""))])}
        if not senders & mine:
            return None
        sent = parsedate_to_datetime(str(message["Date"]))
        to = getaddresses([str(value) for name in ("To", "Cc") for value in message.get_all(name, [])])
        people = tuple((clean_line(_decoded(name)), address.lower()) for name, address in to if address)
        return SentMail(_local(sent, zone).date(), people)
    except (MessageError, ValueError, TypeError, LookupError, OverflowError, OSError):
        return None


def _head_lines(file: Any) -> Iterator[bytes]:
    size = 0
    while (line := file.readline(_LONGEST_HEADER)).strip():
        size += len(line)
        if size > _LONGEST_HEADER:
            return
        yield line


def _decoded(name: str) -> str:
    return str(make_header(decode_header(name)))


def _local(sent: datetime, zone: tzinfo | None) -> datetime:
    return sent.astimezone(zone) if sent.tzinfo else sent
