"""Mails for the program that the desktop has for them: `mailto:` addresses as in RFC 6068."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Iterable
from urllib.parse import quote


def mailto(to: Iterable[str], subject: str, body: str) -> str:
    """Return the address that opens a mail to `to` with a subject and a text.

    Everything that is not a letter, a digit or one of `-._~` is encoded in UTF-8; line ends are those of a mail.
    """
    fields = [("subject", subject), ("body", "\r\n".join(body.splitlines()))]
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields if value)
    people = ",".join(quote(address.strip(), safe="@") for address in to)
    return f"mailto:{people}?{query}" if query else f"mailto:{people}"


def open_mail(address: str) -> bool:
    """Have the desktop open a `mailto:` address, and say whether that was possible.

    Without a desktop it is not tried: a browser for terminals would take the place of the program.
    """
    if sys.platform not in {"darwin", "win32"} and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False
