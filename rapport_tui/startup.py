"""Make starts fast: each measure is told with the milliseconds of the processor that it saves.

They were measured in CPython 3.11 where a Textual app with one Static takes 235 ms to its first frame, with 200 people
and 2,000 entries if nothing else is said. What saves less than 5 ms is not done. Some measures stand where they apply:

- Modules import at their top, but for those that a start would import in vain. Packages of these import them when they
  are first used (`submodules`): dialogs and the rows of the plan, 25 ms of the first frame; `journal.deferred_storage`,
  40 ms of it; services of the journal, 45 ms of each command. Screens, commands and completers are found by name: 9 ms
  for the latter. Imports in functions are left for libraries (keyring 47 ms, icalendar 35, the download of calendars
  27, chardet 19, tomlkit 8, platformdirs 7), for what a start chooses among (the app, the demo, a command), and for
  what together takes 10 ms of each command: `json`, `hashlib`, `shutil`, `tomllib`, `difflib`, `pyrage`, `settings_io`.
  `tests/app/test_start.py` and `tests/cli` list what the first frame and commands do not import.
- `model/patterns.py` compiles a regular expression when it is first used: 30 ms of each command.
- `__main__` ends the process without freeing its memory, and holds the collector for commands: 20 to 400 ms of each.
- `kept_frame` and `cli.kept_line` show what was kept from last time before anything else is imported: 250 and 80 ms.
- Today mounts parts without content when they are first shown: 15 ms. It shows its plan a frame before what is around
  it, 10 ms, and what a change needs is imported while the user rests, 16 ms.
- `app/widgets/roles.py` resolves the styles of text when it is painted, 10 ms; groups of widgets are not painted, 6 ms;
  `later.tcss` and the CSS of dialogs are read after the first frame, 5 ms. Each widget of the first frame takes 1 ms:
  `tests/app/test_start.py` counts what is read, styled and painted.
- `model/records.py` and others have no annotations that are strings, which msgspec would evaluate: 5 ms.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from types import ModuleType

_YOUNG = 5_000
"""The allocations before the garbage collector runs. A key press makes some thousands: with Python’s default of 700 the
collector would run several times for each key, and with a far larger value one run would take longer than a frame."""

_TURN_SECONDS = 0.0005


@contextmanager
def late_collection() -> Iterator[None]:
    """Hold the garbage collector until `begin_collection`: 20 ms of the first frame, 200 ms of 50,000 entries.

    Until then nearly nothing is garbage. Afterwards it runs less often than Python's does.
    """
    usual = gc.get_threshold()
    gc.disable()
    gc.set_threshold(_YOUNG, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.enable()


@contextmanager
def without_collection() -> Iterator[None]:
    """Hold the garbage collector while many objects are made: 200 ms for 50,000 entries."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def keep_all() -> None:
    """Have the garbage collector leave alone all objects that exist: they live as long as the app.

    Otherwise it would go over them again and again while somebody types, for 60 ms with 50,000 entries.
    """
    gc.freeze()


def begin_collection() -> None:
    """Turn the garbage collector on for what is made from now on."""
    keep_all()
    gc.enable()


def take_short_turns() -> None:
    """Have threads hold the interpreter for a tenth as long as usual while another waits for it.

    Each wait of the thread that answers keys, also for a file or the terminal, costs it a turn of a thread at work.
    """
    sys.setswitchinterval(_TURN_SECONDS)


def collect_young() -> None:
    """Collect the garbage of one change, when the user does not wait for it."""
    gc.collect(1)


def release_all() -> None:
    """Undo `keep_all`, since the app ends or forgets what it showed."""
    gc.unfreeze()


def collect_all() -> None:
    """Collect all garbage, also that of objects which `keep_all` kept."""
    release_all()
    gc.collect()


def import_textual() -> None:
    """Import Textual without three modules, for 20 ms; each of them can be imported afterwards.

    - `ssl` takes 8 ms: asyncio encrypts no connection here, and Pythons that are built without OpenSSL lack it too.
    - `textual.types` takes 7 ms: it imports widgets to export their types, and Textual uses but one of its names.
    - `platformdirs` takes 5 ms: Textual asks it for one folder, when a screenshot is saved.
    """
    if "textual.app" in sys.modules:
        return
    with _stand_in("ssl", None):
        import asyncio  # noqa: F401
    types, folders = ModuleType("textual.types"), ModuleType("platformdirs")
    types.__dict__["__getattr__"] = lambda name: getattr(import_module("textual._types"), name)
    folders.__dict__["user_downloads_path"] = lambda: import_module("platformdirs").user_downloads_path()
    # A version of Textual that takes more from them is imported with them, by the app.
    with suppress(ImportError), _stand_in("textual.types", types), _stand_in("platformdirs", folders):
        import_module("textual.app")


def submodules(package: str, **others: str) -> Callable[[str], ModuleType]:
    """Return a `__getattr__` of a module that imports those of `package` when they are first used (see PEP 562).

    `others` are modules of other packages.
    """

    def load(name: str) -> ModuleType:
        module = others.get(name, f"{package}.{name}")
        try:
            return import_module(module)
        except ModuleNotFoundError as error:
            if error.name != module:  # a module that it imports is missing
                raise
            raise AttributeError(f"There is no {module}") from error

    return load


@contextmanager
def _stand_in(name: str, module: ModuleType | None) -> Iterator[None]:
    """Let `import name` find `module` unless it was imported before; with None, let it raise `ImportError`."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = module  # type: ignore[assignment]  # the import system takes None for a missing module
    try:
        yield
    finally:
        del sys.modules[name]
