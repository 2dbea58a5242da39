"""The entry point of `rapport` and `python -m rapport_tui`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the `rapport` command and end the process with its exit code."""
    try:
        from rapport_tui.cli import kept_line

        if sys.argv[1:] == kept_line.ARGUMENTS and kept_line.print_kept_line():
            return
        from rapport_tui.cli import launch as opening

        if opening.is_plain(sys.argv[1:]):
            sys.exit(opening.main())
        from rapport_tui.cli.program import rapport

        rapport(prog_name="rapport")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
