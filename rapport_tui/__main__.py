"""The entry point of `rapport` and `python -m rapport_tui`. It imports only modules that Python has already loaded."""

import gc
import os
import sys


def main() -> None:
    """Run the `rapport` command and end the process with its exit code.

    By then everything is written and closed. So the garbage collector stays off, and the process ends without freeing
    its memory object by object: on a large journal the two take more than half of the time of a command.
    """
    gc.disable()
    try:
        run_command()
        code: str | int | None = 0
    except SystemExit as end:
        code = end.code or 0
    if isinstance(code, int) and _is_done():
        os._exit(code & 0xFF)
    sys.exit(code)


def run_command() -> None:
    """Run the `rapport` command. Raise `SystemExit` with its exit code, or return after a success."""
    try:
        if sys.argv[1:] == ["today", "--brief"]:
            from rapport_tui.cli.kept_line import print_kept_line

            if print_kept_line():
                return
        if _opens_the_app():
            from rapport_tui.kept_frame import EarlyTerminal

            with EarlyTerminal() as terminal:
                from rapport_tui.cli import launch

                sys.exit(launch.main(terminal))
        from rapport_tui.cli.program import rapport

        rapport(prog_name="rapport")
    except KeyboardInterrupt:
        sys.exit(130)


def _opens_the_app() -> bool:
    """Return whether this opens the app and needs no further parsing."""
    is_asked = "_RAPPORT_COMPLETE" in os.environ  # set by a shell that requests completions
    return len(sys.argv) == 1 and not is_asked and not os.path.isfile(os.environ.get("RAPPORT_JOURNAL", ""))  # noqa: PTH113


def _is_done() -> bool:
    """Return whether the output is flushed, and no thread is at work that Python would wait for."""
    threading = sys.modules.get("threading")
    if threading and any(not one.daemon for one in threading.enumerate() if one is not threading.main_thread()):
        return False
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return False
    return True


if __name__ == "__main__":
    main()
