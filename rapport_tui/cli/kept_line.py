"""The kept line of `today --brief`, for shell prompts: printing it takes no longer than Python takes to start."""

from rapport_tui.derived import kept

FILE = "brief.txt"


def print_kept_line() -> bool:
    """Print the kept line, and return whether there was one and it could be printed."""
    line = kept(FILE)
    if line is None:
        return False
    try:
        print(line, flush=True)
    except (OSError, ValueError):
        return False
    return True
