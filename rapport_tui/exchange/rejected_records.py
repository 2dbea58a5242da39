"""The unreadable records of a file, to be repaired by hand and imported again."""

from __future__ import annotations

from rapport_tui.exchange.parsed_file import ParsedFile


def unread_text(reading: ParsedFile) -> str:
    """Return the records with a problem, each once, below the text above all records of the file.

    The problems must include their records (`ReadOptions.keep_raw`). Empty if there are none.
    """
    raws = list(dict.fromkeys(problem.raw for problem in reading.problems if problem.raw))
    if not raws:
        return ""
    if reading.kind in ("jrnl JSON", "Day One JSON"):
        return '{"entries": [\n' + ",\n".join(raws) + "\n]}\n"
    if reading.kind == "Monica JSON":
        return "[\n" + ",\n".join(raws) + "\n]\n"
    return "".join(f"{text.rstrip()}\n" for text in (reading.head, *raws) if text.strip())
