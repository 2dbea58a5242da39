"""The completers of arguments and options by name: `rapport_tui.cli.completers` is imported when a shell uses them.

Each command names some of them, and importing them takes 9 ms.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from rapport_tui.cli.completers import Complete
    from rapport_tui.cli.completers import items as items
    from rapport_tui.cli.completers import line as line
    from rapport_tui.cli.completers import moves as moves
    from rapport_tui.cli.completers import names as names
    from rapport_tui.cli.completers import notes as notes
    from rapport_tui.cli.completers import places as places
    from rapport_tui.cli.completers import query as query
    from rapport_tui.cli.completers import settings as settings


def __getattr__(name: str) -> Complete:
    def complete(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
        completer: Complete = getattr(import_module("rapport_tui.cli.completers"), name)
        return completer(ctx, param, typed)

    return complete
