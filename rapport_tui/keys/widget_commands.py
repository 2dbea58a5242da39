"""The commands of lists, fields and dialogs."""

from __future__ import annotations

from typing import Final

from rapport_tui.keys.commands import Command, CommandGroup

LISTS: Final = CommandGroup(
    "lists",
    "In a list",
    (
        Command("rows.up", "up,k", "up", "Go up", means="up", shown=False),
        Command("rows.down", "down,j", "down", "Go down", means="down", shown=False),
        Command("rows.page_up", "pageup,ctrl+b", "page up", "Go up by a page", shown=False),
        Command("rows.page_down", "pagedown,ctrl+f", "page down", "Go down by a page", shown=False),
        Command("rows.first", "home,g", "first", "Go to the first one", means="first", shown=False),
        Command("rows.last", "end,G", "last", "Go to the last one", means="last", shown=False),
        Command("rows.choose", "enter", "open", "Open or take what is at the cursor", shown=False),
        Command("rows.toggle", "space", "tick", "Tick or mark what is at the cursor", shown=False),
    ),
)

MARKS: Final = CommandGroup(
    "marks",
    "Marking several",
    (
        Command("rows.mark_up", "shift+up", "mark up", "Mark this row and the one above", shown=False),
        Command("rows.mark_down", "shift+down", "mark down", "Mark this row and the next one", shown=False),
    ),
)

COLUMNS: Final = CommandGroup(
    "columns",
    "From column to column",
    (
        Command("columns.left", "left,h", "left", "Go to the list on the left", shown=False),
        Command("columns.right", "right,l", "right", "Go to the list on the right", shown=False),
    ),
)

TOGGLES: Final = CommandGroup(
    "toggles",
    "In a line of choices",
    (
        Command("toggles.left", "left,h", "left", "Go to the one before", means="left", shown=False),
        Command("toggles.right", "right,l", "right", "Go to the next one", means="right", shown=False),
        Command("toggles.switch", "space,enter", "switch", "Switch the choice at the cursor on or off"),
    ),
)

PAGE: Final = CommandGroup(
    "page",
    "On a page that scrolls",
    (
        Command("page.up", "up,k", "scroll", "Scroll up", means="up", pair="scroll"),
        Command("page.down", "down,j", "scroll", "Scroll down", means="down", pair="scroll"),
        Command("page.page_up", "pageup,ctrl+b", "page up", "Scroll up by a page", shown=False),
        Command("page.page_down", "pagedown,ctrl+f", "page down", "Scroll down by a page", shown=False),
        Command("page.first", "home,g", "top", "Scroll to the top", means="first", shown=False),
        Command("page.last", "end,G", "end", "Scroll to the end", means="last", shown=False),
    ),
)

DIALOG: Final = CommandGroup(
    "dialog",
    "In a dialog",
    (
        Command("leave", "escape", "leave", "Leave"),
        Command("choose.up", "up", "up", "Go up while you type", shown=False, early=True),
        Command("choose.down", "down", "down", "Go down while you type", shown=False, early=True),
        Command("form.save", "ctrl+s,f2", "save", "Save what is in the form", shown=False, early=True),
    ),
)

LINE: Final = CommandGroup(
    "line",
    "In a line of the journal",
    (
        Command("line.editor", "ctrl+e,f4", "editor", "Go on in your own editor", early=True),
        Command(
            "line.new",
            "ctrl+n,f6",
            "add as new",
            "Add a name although it is near one you know",
            shown=False,
            early=True,
        ),
        Command("line.break", "ctrl+j,shift+enter,alt+enter", "go on below", "Go on below", shown=False),
        Command("line.empty", "ctrl+u,f8", "empty", "Delete all before the cursor", shown=False),
    ),
)

THREADS: Final = CommandGroup(
    "threads",
    "Threads and promises",
    (Command("threads.brief", "i", "brief", "The brief: all that is good to know before you meet"),),
)

NOTES: Final = CommandGroup(
    "notes",
    "On a note",
    (
        Command("note.edit", "e", "edit note", "Change what this note says", means="edit"),
        Command(
            "note.date",
            "S",
            "day",
            "Snooze this question or promise until a day",
            means="snooze",
        ),
        Command("note.about", "m", "move to", "Move this note to other people", means="move"),
        Command("note.delete", "d", "delete note", "Delete this note (undo brings it back)", means="delete"),
    ),
)

BRIEF: Final = CommandGroup(
    "brief",
    "Before you meet",
    (
        Command("brief.copy", "c", "copy line", "Copy the ready line", means="copy"),
        Command("brief.compose", "o", "compose", "Compose a line to this person"),
        Command("brief.write", "n", "write", "Write a line about this person", means="write a line"),
        Command("brief.person", "p", "person", "Read all about this person"),
    ),
)

RECOVERY: Final = CommandGroup(
    "recovery",
    "The recovery key",
    (
        Command("recovery.go_on", "enter", "go on", "Go on: I have kept the recovery key", shown=False),
        Command("recovery.copy", "c", "copy", "Copy the recovery key", means="copy"),
    ),
)

REVIEW: Final = CommandGroup(
    "review",
    "The week",
    (
        Command("review.before", "left,h", "week before", "The week before", means="left", shown=False),
        Command("review.after", "right,l", "week after", "The week after", means="right", shown=False),
        Command("review.copy", "c", "copy", "Copy the review", means="copy"),
        Command("review.write", "W", "write to a file", "Write the review to a file", means="write to a file"),
    ),
)

TOUR: Final = CommandGroup(
    "tour",
    "The tour",
    (
        Command("tour.next", "enter,space,right,l", "on", "The next step", means="right"),
        Command("tour.before", "left,h,backspace", "back", "The step before", means="left"),
    ),
)

MESSAGES: Final = CommandGroup(
    "messages",
    "Drafts and sent",
    (
        Command("messages.answered", "y", "answered", "Yes, it was answered", means="yes", shown=False),
        Command("messages.no_answer", "N", "no answer", "Note that no answer came", means="no", shown=False),
        Command("messages.discard", "d", "discard", "Delete the draft", means="delete", shown=False),
    ),
)

PLAYBOOK: Final = CommandGroup(
    "playbook",
    "The playbook",
    (
        Command("playbook.edit", "e", "edit", "Edit the line", shown=False),
        Command("playbook.add", "a", "add", "Add a line to the move", shown=False),
        Command("playbook.hide", "x", "hide", "Set the line aside, or take it back", means="set aside", shown=False),
        Command("playbook.reset", "R", "original lines", "Put the move back to its original lines", shown=False),
        Command(
            "playbook.import",
            "A",
            "add a file",
            "Add the lines of a playbook file",
            means="add from a file",
            shown=False,
        ),
        Command(
            "playbook.export",
            "W",
            "write a file",
            "Write my own wordings to a file",
            means="write to a file",
            shown=False,
        ),
        Command("playbook.blank", "ctrl+o,f6", "a blank", "Put a blank in the line", shown=False, early=True),
    ),
)

IMPORT: Final = CommandGroup(
    "import",
    "Importing",
    (
        Command("import.files", "down", "files", "Choose a file", shown=False),
        Command("import.unread", "ctrl+s,f2", "save the rest", "Save what could not be read", shown=False, early=True),
    ),
)
