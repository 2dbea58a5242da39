"""Calendars by address: what a server may do, and what stays."""

from __future__ import annotations

import gzip
import os
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from rapport_tui.exchange.calendar_download import INTERVAL, CalendarCache, host_of

NOW = datetime.fromisoformat("2026-11-23T09:00+01:00")
BOMB = gzip.compress(b"BEGIN:VCALENDAR\r\n" + b" " * 9_000_000)
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


class Server:
    """A server on this machine that answers as `answer` says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answer: Callable[[BaseHTTPRequestHandler], None] = lambda request: send(request, 200, CALENDAR)
        self.asked: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(dict(self.headers.items()))
                outer.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}/secret/basic.ics"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def send(request: BaseHTTPRequestHandler, code: int, body: bytes = b"", **headers: str) -> None:
    request.send_response(code)
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


@pytest.fixture
def server() -> Iterator[Server]:
    """Give a server on this machine."""
    server = Server()
    yield server
    server.close()


@pytest.fixture
def cache(tmp_path: Path) -> CalendarCache:
    """Give an empty cache that waits for half a second and takes 100 kB."""
    return CalendarCache(tmp_path / "cache" / "calendars", seconds=0.5, largest=100_000)


def test_a_calendar_is_fetched_once_and_then_only_if_it_changed(server: Server, cache: CalendarCache) -> None:
    server.answer = lambda request: send(
        request, 200, CALENDAR, ETag='"1"', Last_Modified="Mon, 23 Nov 2026 08:00:00 GMT"
    )
    assert cache.is_due(server.address, NOW)
    assert cache.refresh(server.address, NOW).problem == ""
    path = cache.path(server.address)
    assert path.read_bytes() == CALENDAR
    assert not cache.is_due(server.address, NOW + INTERVAL / 2)
    assert cache.is_due(server.address, NOW + INTERVAL)
    assert cache.is_due(server.address, NOW - timedelta(hours=1))  # the clock was set back
    server.answer = lambda request: send(request, 304)
    copy = cache.refresh(server.address, NOW + INTERVAL)
    assert (copy.changed, copy.etag, copy.problem) == (NOW, '"1"', "")
    assert server.asked[1]["If-None-Match"] == '"1"'
    assert server.asked[1]["If-Modified-Since"] == "Mon, 23 Nov 2026 08:00:00 GMT"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_copies_are_private_and_their_names_tell_nothing(server: Server, cache: CalendarCache) -> None:
    cache.refresh(server.address, NOW)
    folder = cache.path(server.address).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert b"secret" not in path.read_bytes() + os.fsencode(path)


def test_a_packed_calendar_is_unpacked(server: Server, cache: CalendarCache) -> None:
    server.answer = lambda request: send(request, 200, gzip.compress(CALENDAR), Content_Encoding="gzip")
    assert cache.refresh(server.address, NOW).problem == ""
    assert cache.path(server.address).read_bytes() == CALENDAR


def slow(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    for _ in range(20):
        request.wfile.write(b"BEGIN:VCALENDAR\r\n")
        request.wfile.flush()
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda request: send(request, 500), "answers 500"),
        (lambda request: send(request, 404), "answers 404"),
        (lambda request: send(request, 200, b"<html>sign in</html>"), "no calendar"),
        (lambda request: send(request, 200, CALENDAR + b" " * 200_000), "larger than"),
        (
            lambda request: send(request, 200, gzip.compress(CALENDAR + b" " * 9_000_000), Content_Encoding="gzip"),
            "larger",
        ),
        (lambda request: send(request, 200, b"\x1f\x8bgarbage", Content_Encoding="gzip"), "broken"),
        (lambda request: send(request, 302, Location="http://example.com/basic.ics"), "only https"),
        (lambda request: send(request, 302, Location="file:///etc/passwd"), "answers 302"),
        (lambda request: send(request, 302, Location="/again"), "answers 302"),
        (lambda request: request.connection.close(), "can’t be fetched"),
        (slow, "did not come"),
    ],
)
def test_the_last_good_copy_stays(
    server: Server, cache: CalendarCache, answer: Callable[[BaseHTTPRequestHandler], None], said: str
) -> None:
    cache.refresh(server.address, NOW)
    server.answer = answer
    copy = cache.refresh(server.address, NOW + INTERVAL)
    assert said in copy.problem
    assert "The copy of 23 Nov 09:00 is used." in copy.problem
    assert "secret" not in copy.problem
    assert cache.path(server.address).read_bytes() == CALENDAR
    server.answer = lambda request: send(request, 200, CALENDAR)
    assert cache.refresh(server.address, NOW + INTERVAL * 2).problem == ""


def test_without_a_connection_one_is_told_the_host_only(server: Server, cache: CalendarCache) -> None:
    server.close()
    problem = cache.refresh(server.address, NOW).problem
    assert problem == "The calendar from 127.0.0.1 can’t be fetched: no connection."
    assert not cache.path(server.address).exists()


@pytest.mark.parametrize("address", ["http://example.com/secret.ics", "ftp://example.com/secret.ics"])
def test_nothing_is_sent_in_the_clear(cache: CalendarCache, address: str) -> None:
    problem = cache.refresh(address, NOW).problem
    assert "only https" in problem
    assert "secret" not in problem


def test_only_the_host_of_an_address_is_told() -> None:
    assert host_of("https://user:word@cal.example.com:8443/x?token=1") == "cal.example.com"
    assert host_of("https://[broken/x") == "the web"
