"""Who was written to, and when, from the headers of a mailbox: an mbox file or a Maildir. Bodies are not read."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, tzinfo
from email.errors import MessageError
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
"""How many bytes of headers a mail may have; longer ones are passed over."""
_LARGEST: Final = 4 * 1024**3


class SentMail(msgspec.Struct, frozen=True):
    """A mail of mine: the local day it was sent, and to whom, in pairs of a name, perhaps empty, and an address."""

    day: date
    to: tuple[tuple[str, str], ...]


def read_sent_mails(path: Path, mine: frozenset[str], since: date, zone: tzinfo | None) -> list[SentMail]:
    """Return the mails in a mailbox that one of the addresses `mine` (in lower case) sent on `since` or later.

    A mail whose headers make no sense is passed over. Raises `RapportError` where `path` is no mailbox.
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
    from email.header import decode_header, make_header

    return str(make_header(decode_header(name)))


def _local(sent: datetime, zone: tzinfo | None) -> datetime:
    return sent.astimezone(zone) if sent.tzinfo else sent
