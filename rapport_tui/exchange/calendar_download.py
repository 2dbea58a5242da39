"""Calendars from the web, downloaded at limited intervals into a private cache folder.

The address of a calendar is a secret, since it gives access to the calendar: messages name only its host.
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
"""The shortest time between two requests to an address."""
_SECONDS: Final = 10.0
_LARGEST: Final = 20 * 1024**2
_CHUNK: Final = 64 * 1024
_HERE: Final = ("localhost", "127.0.0.1", "::1")


class CalendarCopy(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a calendar's copy. `checked` is the time of the last request, `changed` that of the last change.

    `problem` is a sentence on the failure of the last request, if it failed.
    """

    checked: datetime | None = None
    changed: datetime | None = None
    etag: str = ""
    modified: str = ""
    problem: str = ""


def host_of(address: str) -> str:
    """Return the host of an address, the only part of it that may be shown."""
    try:
        return urlsplit(address.strip()).hostname or "the web"
    except ValueError:
        return "the web"


class CalendarCache:
    """The copies of calendars in a folder. Only `refresh` downloads anything; it may run in a thread."""

    def __init__(self, folder: Path, *, seconds: float = _SECONDS, largest: int = _LARGEST) -> None:
        """Keep the copies in `folder`. A download is limited to `seconds` and to `largest` bytes."""
        self._folder = folder
        self._seconds = seconds
        self._largest = largest

    def path(self, address: str) -> Path:
        """Return the path of a calendar's copy, which need not exist."""
        name = hashlib.blake2b(address.strip().encode(), digest_size=12).hexdigest()
        return self._folder / f"{name}.ics"

    def copy(self, address: str) -> CalendarCopy:
        """Return the state of a calendar's copy."""
        try:
            return msgspec.json.decode(read_regular(self._notes(address))[0], type=CalendarCopy)
        except (OSError, ValueError):
            return CalendarCopy()

    def is_due(self, address: str, now: datetime) -> bool:
        """Return whether the address may be requested again."""
        checked = self.copy(address).checked
        return checked is None or not timedelta() <= now - checked < INTERVAL

    def refresh(self, address: str, now: datetime) -> CalendarCopy:
        """Download a calendar if it changed, and return the state of its copy, including any problem.

        The last good copy is kept on any failure.
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
        """Return the calendar and the headers of the response; None for a calendar that has not changed."""
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
        """Return the decompressed body of a response. Raises `TimeoutError` after `end`, `RapportError` if too large.

        It is decompressed in pieces, so that it can't exceed the limit.
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
    """Return the address to request. Raises `RapportError` for an unencrypted one that is not on this machine."""
    address = address.replace("webcals://", "https://", 1).replace("webcal://", "https://", 1)
    parts = urlsplit(address)
    if parts.scheme.lower() != "https" and not (parts.scheme.lower() == "http" and parts.hostname in _HERE):
        raise RapportError(f"The calendar from {host_of(address)} is not fetched: only https:// is private enough.")
    return address


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect handler that follows only redirects to https."""

    max_redirections = 5

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        _checked(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
