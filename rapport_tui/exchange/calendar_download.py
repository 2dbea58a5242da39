"""Calendars from the web: fetched politely, with the last good copy kept in a private cache folder.

The address of a calendar is a secret, since whoever has it can read the calendar: messages name its host only.
"""

from __future__ import annotations

import gzip
import hashlib
import http.client
import urllib.request
import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

import msgspec

from rapport_tui.files import Files, read_regular, reason
from rapport_tui.model.errors import RapportError

INTERVAL: Final = timedelta(minutes=15)
"""How often an address is asked at most."""
_SECONDS: Final = 10.0
_LARGEST: Final = 20 * 1024**2
_CHUNK: Final = 64 * 1024
_HERE: Final = ("localhost", "127.0.0.1", "::1")
_SCHEMES: Final = ("http://", "https://", "webcal://", "webcals://")


class CalendarCopy(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the copy of a calendar. `checked` is when its address was asked last, `changed` when it changed.

    `problem` is a sentence on why the address could not be read the last time.
    """

    checked: datetime | None = None
    changed: datetime | None = None
    etag: str = ""
    modified: str = ""
    problem: str = ""


def is_address(text: str) -> bool:
    """Whether `text` is an address on the web, not a path."""
    return text.strip().lower().startswith(_SCHEMES)


def host_of(address: str) -> str:
    """Return the host of an address, which is all that may be shown of it."""
    try:
        return urlsplit(address.strip()).hostname or "the web"
    except ValueError:
        return "the web"


class CalendarCache:
    """The copies of calendars in a folder. Nothing is fetched but by `refresh`, which may run in a thread."""

    def __init__(self, folder: Path, *, seconds: float = _SECONDS, largest: int = _LARGEST) -> None:
        """Keep the copies in `folder`. A download ends after so many seconds, and at so many bytes."""
        self._folder = folder
        self._seconds = seconds
        self._largest = largest

    def path(self, address: str) -> Path:
        """Return where the copy of a calendar is, or will be."""
        name = hashlib.blake2b(address.strip().encode(), digest_size=12).hexdigest()
        return self._folder / f"{name}.ics"

    def copy(self, address: str) -> CalendarCopy:
        """Return what is known of the copy of a calendar."""
        try:
            return msgspec.json.decode(read_regular(self._notes(address))[0], type=CalendarCopy)
        except (OSError, ValueError):
            return CalendarCopy()

    def is_due(self, address: str, now: datetime) -> bool:
        """Whether the address may be asked again."""
        checked = self.copy(address).checked
        return checked is None or not timedelta() <= now - checked < INTERVAL

    def refresh(self, address: str, now: datetime) -> CalendarCopy:
        """Fetch a calendar where it changed, and return what is known of its copy; a problem is told there.

        The last good copy stays whatever happens.
        """
        before = self.copy(address)
        has_copy = self.path(address).exists()
        try:
            data, headers = self._fetch(address.strip(), before if has_copy else CalendarCopy())
            after = CalendarCopy(
                checked=now,
                changed=now if data is not None else before.changed,
                etag=headers.get("ETag", "") or ("" if data is not None else before.etag),
                modified=headers.get("Last-Modified", "") or ("" if data is not None else before.modified),
            )
            if data is not None:
                self._write(self.path(address), data)
        except RapportError as error:
            kept = f" The copy of {before.changed:%d %b %H:%M} is used." if has_copy and before.changed else ""
            after = msgspec.structs.replace(before, checked=now, problem=f"{error}{kept}")
        self._write(self._notes(address), msgspec.json.encode(after))
        return after

    def _notes(self, address: str) -> Path:
        return self.path(address).with_suffix(".json")

    def _write(self, path: Path, data: bytes) -> None:
        files = Files()
        try:
            files.make_folder(path.parent)
            files.put(path, data, durable=False)
        except OSError as error:
            raise RapportError(f"The folder for calendars can’t be written to: {reason(error)}.") from error

    def _fetch(self, address: str, before: CalendarCopy) -> tuple[bytes | None, Mapping[str, str]]:
        """Return the calendar and the headers of the answer; None for the calendar where it has not changed."""
        host = host_of(address)
        headers = {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "gzip", "User-Agent": "rapport"}
        if before.etag:
            headers["If-None-Match"] = before.etag
        if before.modified:
            headers["If-Modified-Since"] = before.modified
        end = monotonic() + self._seconds
        try:
            request = urllib.request.Request(_checked(address), headers=headers)  # noqa: S310  # the scheme is checked
            with urllib.request.build_opener(_SafeRedirects).open(request, timeout=self._seconds) as answer:
                data = self._body(answer, end)
                answered = dict(answer.headers.items())
        except HTTPError as error:
            if error.code == http.HTTPStatus.NOT_MODIFIED:
                return None, dict(error.headers.items())
            raise RapportError(f"The calendar from {host} can’t be fetched: it answers {error.code}.") from error
        except TimeoutError as error:
            raise RapportError(f"The calendar from {host} did not come within {self._seconds:.0f} seconds.") from error
        except URLError as error:
            why = "no connection" if isinstance(error.reason, OSError) else str(error.reason)
            raise RapportError(f"The calendar from {host} can’t be fetched: {why}.") from error
        except (OSError, http.client.HTTPException, ValueError, EOFError, zlib.error) as error:
            raise RapportError(f"The calendar from {host} can’t be fetched: the answer is broken.") from error
        if b"BEGIN:VCALENDAR" not in data[:_CHUNK].upper():
            raise RapportError(f"What {host} sends is no calendar. Copy its address for iCal (.ics) again.")
        return data, answered

    def _body(self, answer: Any, end: float) -> bytes:
        """Return the body of an answer, unpacked. Raises `TimeoutError` after the time, `RapportError` when too large.

        A part that is packed can’t grow past the limit: it is unpacked piece by piece.
        """
        packed = answer.headers.get("Content-Encoding", "").lower() == "gzip"
        source = gzip.GzipFile(fileobj=answer) if packed else answer
        data = bytearray()
        while chunk := source.read1(_CHUNK) if not packed else source.read(_CHUNK):
            data += chunk
            if len(data) > self._largest:
                raise RapportError(f"The calendar is larger than {self._largest // 1024**2} MB.")
            if monotonic() > end:
                raise TimeoutError
        return bytes(data)


def _checked(address: str) -> str:
    """Return the address to ask. Raises `RapportError` for one in the clear that is not on this machine."""
    address = address.replace("webcals://", "https://", 1).replace("webcal://", "https://", 1)
    parts = urlsplit(address)
    if parts.scheme.lower() != "https" and not (parts.scheme.lower() == "http" and parts.hostname in _HERE):
        raise RapportError(f"The calendar from {host_of(address)} is not fetched: only https:// is private enough.")
    return address


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to https only."""

    max_redirections = 5

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        _checked(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
