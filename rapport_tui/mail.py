"""Mails opened in the desktop's mail program by `mailto:` addresses (RFC 6068)."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Iterable
from urllib.parse import quote


def mailto(to: Iterable[str], subject: str, body: str) -> str:
    """Return the address that opens a mail to `to` with a subject and a text.

    All characters but letters, digits, `-._~` and the `@` of addresses are percent-encoded as UTF-8; line ends of the
    text become CRLF.
    """
    fields = [("subject", subject), ("body", "\r\n".join(body.splitlines()))]
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields if value)
    people = ",".join(quote(address.strip(), safe="@") for address in to)
    return f"mailto:{people}?{query}" if query else f"mailto:{people}"


def open_mail(address: str) -> bool:
    """Open a `mailto:` address with the desktop, and return whether that was possible.

    Nothing is opened without a desktop, since a text browser would take over the terminal.
    """
    if sys.platform not in {"darwin", "win32"} and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False
