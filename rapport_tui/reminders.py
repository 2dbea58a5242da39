"""A daily reminder through the system's scheduler: a systemd user timer, a launchd agent or cron.

No process runs in between: at the set time the scheduler starts `rapport remind --now`, which shows one line.
"""

from __future__ import annotations

import os
import plistlib
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final, Protocol

import msgspec

from rapport_tui.model.errors import RapportError
from rapport_tui.programs import find_program
from rapport_tui.user_files import delete_file, make_folder, write_file

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAME: Final = "rapport-remind"
_SECONDS: Final = 10
"""The most seconds that a program of the system may take."""


class Schedule(msgspec.Struct, frozen=True):
    """A time of day and the weekdays on which it applies; Monday is 0."""

    at: time
    days: tuple[int, ...] = tuple(range(7))

    def __str__(self) -> str:
        days = "" if len(self.days) == len(DAYS) else f" on {days_text(self.days)}"
        return f"{self.at:%H:%M}{days or ' every day'}"

    def next_after(self, now: datetime) -> datetime:
        """Return the next time at or after `now`."""
        today = datetime.combine(now.date(), self.at, now.tzinfo)
        coming = (today + timedelta(days=number) for number in range(len(DAYS) + 1))
        return next(one for one in coming if one >= now and one.weekday() in self.days)


class Scheduler(Protocol):
    """A system service that starts programs at a time of day. Each method may raise `RapportError`."""

    name: str

    def install(self, schedule: Schedule, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Start `command` on schedule with `env` in its environment, replacing an earlier installation."""

    def uninstall(self) -> None:
        """Remove the installed schedule, if there is one."""

    def installed(self) -> Schedule | None:
        """Return the installed schedule; None if there is none."""


def parse_time(text: str) -> time:
    """Parse a time such as 08:30 or 7. Raises `RapportError`."""
    if match := re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?", text.strip()):
        try:
            return time(int(match[1]), int(match[2] or 0))
        except ValueError:
            pass
    raise RapportError(f"“{text}” is not a time of day. Write one such as 08:30.")


def parse_days(text: str) -> tuple[int, ...]:
    """Parse weekdays such as mon-fri, mon,wed or daily. Raises `RapportError`."""
    if text.strip().lower() in {"daily", "every day", "all"}:
        return tuple(range(7))
    days: set[int] = set()
    for part in text.lower().split(","):
        first, dash, last = (word.strip()[:3] for word in part.partition("-"))
        if first not in DAYS or (dash and last not in DAYS):
            raise RapportError(f"“{text}” are not weekdays. Write them such as mon-fri or mon,wed,fri.")
        start, count = DAYS.index(first), (DAYS.index(last or first) - DAYS.index(first)) % 7
        days |= {(start + step) % 7 for step in range(count + 1)}
    return tuple(sorted(days))


def parse_schedule(text: str) -> Schedule | None:
    """Parse the text of a schedule, such as 08:30 on mon-fri; None if it is not one."""
    at, _, days = text.strip().partition(" ")
    try:
        return Schedule(parse_time(at), parse_days(days.removeprefix("on ")))
    except RapportError:
        return None


def days_text(days: Sequence[int]) -> str:
    """Return weekdays in the form that `parse_days` reads: mon-fri for consecutive days, else mon,wed."""
    if len(days) > 2 and list(days) == list(range(days[0], days[-1] + 1)):
        return f"{DAYS[days[0]]}-{DAYS[days[-1]]}"
    return ",".join(DAYS[day] for day in days)


def scheduler() -> Scheduler:
    """Return the scheduler of this system. Raises `RapportError` if no known one is available."""
    if sys.platform == "darwin":
        return Launchd()
    if find_program("systemctl") and _run(["systemctl", "--user", "show-environment"]) is not None:
        return Systemd()
    if find_program("crontab"):
        return Cron()
    raise RapportError(
        "There is no systemd, launchd or cron here to start a reminder. "
        "Have your system run this each morning: rapport remind --now"
    )


class Systemd:
    """A timer of the user's own systemd (systemd.timer(5))."""

    name = "a systemd timer"

    def __init__(self) -> None:
        config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        folder = Path(config) / "systemd" / "user"
        self._service, self._timer = folder / f"{_NAME}.service", folder / f"{_NAME}.timer"

    def install(self, schedule: Schedule, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Write the two unit files and start the timer."""
        make_folder(self._timer.parent)
        settings = "".join(f"Environment={_systemd_word(f'{key}={value}')}\n" for key, value in env.items())
        start = " ".join(_systemd_word(word).replace("$", "$$") for word in command)
        service = f"[Unit]\nDescription=rapport reminder\n\n[Service]\nType=oneshot\n{settings}ExecStart={start}\n"
        days = ",".join(DAYS[day].capitalize() for day in schedule.days)
        timer = (
            f"[Unit]\nDescription=rapport reminder at {schedule}\n\n"
            f"[Timer]\nOnCalendar={days} {schedule.at:%H:%M}:00\nPersistent=true\n\n"
            "[Install]\nWantedBy=timers.target\n"
        )
        write_file(self._service, service, replace=True)
        write_file(self._timer, timer, replace=True)
        try:
            _require(["systemctl", "--user", "daemon-reload"])
            _require(["systemctl", "--user", "enable", "--now", self._timer.name])
        except RapportError:
            self.uninstall()
            raise

    def uninstall(self) -> None:
        """Stop the timer and remove its files."""
        if self._timer.exists():
            _run(["systemctl", "--user", "disable", "--now", self._timer.name])
        delete_file(self._timer)
        delete_file(self._service)
        _run(["systemctl", "--user", "daemon-reload"])

    def installed(self) -> Schedule | None:
        """Return the schedule that is installed."""
        try:
            text = self._timer.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return None
        found = re.search(r"^Description=rapport reminder at (.+)$", text, re.MULTILINE)
        return parse_schedule(found[1]) if found else None


class Launchd:
    """An agent of the user's launchd (launchd.plist(5))."""

    name = "a launchd agent"

    def __init__(self) -> None:
        self._label = "io.github.rapport.remind"
        self._path = Path.home() / "Library" / "LaunchAgents" / f"{self._label}.plist"

    def install(self, schedule: Schedule, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Write the agent's file and load it."""
        self.uninstall()
        make_folder(self._path.parent)
        at = {"Hour": schedule.at.hour, "Minute": schedule.at.minute}
        agent = {
            "Label": self._label,
            "ProgramArguments": list(command),
            "EnvironmentVariables": dict(env),
            "StartCalendarInterval": [{**at, "Weekday": (day + 1) % 7} for day in schedule.days],  # Sunday is 0
        }
        write_file(self._path, plistlib.dumps(agent), replace=True)
        try:
            _require(["launchctl", "bootstrap", f"gui/{_user_id()}", str(self._path)])
        except RapportError:
            delete_file(self._path)
            raise

    def uninstall(self) -> None:
        """Unload the agent and remove its file."""
        if self._path.exists():
            _run(["launchctl", "bootout", f"gui/{_user_id()}/{self._label}"])
            delete_file(self._path)

    def installed(self) -> Schedule | None:
        """Return the schedule that is installed."""
        try:
            times = plistlib.loads(self._path.read_bytes())["StartCalendarInterval"]
            at = time(times[0]["Hour"], times[0]["Minute"])
            return Schedule(at, tuple(sorted((each["Weekday"] - 1) % 7 for each in times)))
        except (OSError, ValueError, KeyError, IndexError, TypeError, plistlib.InvalidFileException):
            return None


class Cron:
    """A line of the user's crontab (crontab(5)), identified by the comment at its end."""

    name = "a line in your crontab"
    _MARK = f"# {_NAME}"

    def install(self, schedule: Schedule, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Add the line."""
        words = [f"{key}={shlex.quote(value)}" for key, value in env.items()]
        run = " ".join([*words, shlex.join(command)]).replace("%", r"\%")
        days = ",".join(str((day + 1) % 7) for day in schedule.days)  # Sunday is 0
        line = f"{schedule.at.minute} {schedule.at.hour} * * {days} {run} {self._MARK} {schedule}"
        self._write([*self._others(), line])

    def uninstall(self) -> None:
        """Remove the line."""
        if len(others := self._others()) < len(self._lines()):
            self._write(others)

    def installed(self) -> Schedule | None:
        """Return the schedule that is installed."""
        marked = [line for line in self._lines() if self._MARK in line]
        return parse_schedule(marked[0].partition(self._MARK)[2]) if marked else None

    def _others(self) -> list[str]:
        return [line for line in self._lines() if self._MARK not in line]

    def _lines(self) -> list[str]:
        return (_run(["crontab", "-l"]) or "").splitlines()

    def _write(self, lines: Sequence[str]) -> None:
        _require(["crontab", "-"], "".join(f"{line}\n" for line in lines))


def show_notification(text: str) -> bool:
    """Show `text` on the desktop, and return whether that was possible."""
    if sys.platform == "darwin":
        script = ["on run argv", 'display notification (item 1 of argv) with title "rapport"', "end run"]
        lines = [word for line in script for word in ("-e", line)]
        return _run(["osascript", *lines, text]) is not None
    bus = Path(f"/run/user/{_user_id()}/bus")
    env = dict(os.environ)
    if "DBUS_SESSION_BUS_ADDRESS" not in env and bus.exists():  # cron starts programs without it
        env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={bus}"
    return _run(["notify-send", "--app-name=rapport", "--", "rapport", _plain(text)], env=env) is not None


def _plain(text: str) -> str:
    """Return `text` with markup escaped, which notification servers may interpret (Desktop Notifications, 5)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _systemd_word(word: str) -> str:
    """Return a word quoted for a unit file (systemd.syntax(7), systemd.unit(5) specifiers)."""
    if any(ord(letter) < ord(" ") for letter in word):
        raise RapportError("A path with a line break in it can’t be put into a systemd unit.")
    quoted = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{quoted}"'


def _user_id() -> int:
    return os.getuid() if sys.platform != "win32" else 0


def _run(command: Sequence[str], text: str = "", env: Mapping[str, str] | None = None) -> str | None:
    """Run a program of the system and return its output; None if it is missing, fails or hangs."""
    if (program := find_program(command[0])) is None:
        return None
    try:
        done = subprocess.run(
            [program, *command[1:]],
            input=text,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            env=env,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _require(command: Sequence[str], text: str = "") -> None:
    if _run(command, text) is None:
        raise RapportError(f"The reminder could not be set: “{shlex.join(command)}” failed. Run it to see why.")
