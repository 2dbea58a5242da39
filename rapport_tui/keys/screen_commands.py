"""The commands that are available everywhere and on each screen."""

from __future__ import annotations

from typing import Final

from rapport_tui.keys.commands import Command, CommandGroup

EVERYWHERE: Final = CommandGroup(
    "everywhere",
    "Everywhere",
    (
        Command("screen.today", "1", "Today", "Go to Today", shown=False),
        Command("screen.board", "2", "Board", "Go to Board", shown=False),
        Command("screen.journal", "3", "Journal", "Go to Journal", shown=False),
        Command("screen.compose", "4", "Compose", "Go to Compose", shown=False),
        Command("screen.people", "5", "People", "Go to People", shown=False),
        Command("screen.insights", "6", "Insights", "Go to Insights", shown=False),
        Command("write", "n", "write", "Write a line in the journal, from anywhere", means="write a line"),
        Command("find", "/", "find", "Narrow what is shown"),
        Command("threads", "t", "threads", "Threads and promises, by due day", shown=False),
        Command("brief", "i", "brief", "The brief: all that is good to know before you meet", shown=False),
        Command("inbox", "I", "inbox", "Imported people who are not on the board yet", shown=False),
        Command("review", "r", "review", "Look back over the week", means="review", shown=False),
        Command("undo", "u", "undo", "Take back the last thing that was done"),
        Command("redo", "U", "redo", "Do again what was taken back", shown=False),
        Command("jump", ";,ctrl+o", "jump", "Show a letter on everything you can go to, and jump there", shown=False),
        Command("palette", ":,ctrl+p", "commands", "Every command by name", shown=False),
        Command("sync", "ctrl+s,f9", "sync", "Sync with your other machines", shown=False),
        Command("lock", "ctrl+l,f7", "lock", "Lock the journal; nothing is seen until you unlock it", shown=False),
        Command("settings", "comma", "settings", "Change the settings", shown=False),
        Command("help", "?,f1", "help", "The keys of this screen"),
        Command("back", "q", "back", "Back to the screen before", means="back", shown=False),
        Command("quit", "ctrl+q,Q", "quit", "Leave rapport", means="quit", shown=False),
    ),
)

TODAY: Final = CommandGroup(
    "today",
    "Today",
    (
        Command("today.tick", "space", "tick", "Tick this item off, with a line about the talk"),
        Command("today.unfold", "enter", "what to say", "Go to the ready lines of this item, to copy one"),
        Command(
            "today.skip",
            "x",
            "see less often",
            "Set this item aside to see it less often, or take it up",
            means="set aside",
        ),
        Command(
            "today.when",
            "C",
            "when",
            "Tie this item to a moment of today, or untie it",
            shown=False,
        ),
        Command("today.postpone", "m", "another day", "Move this item to another day, or take it up", means="move"),
        Command("today.snooze", "S", "snooze", "Snooze this promise, or this person, until another day", shown=False),
        Command("today.usual", "y", "as usual", "Yes: you are at your usual places for this weekday", means="yes"),
        Command("today.met", "Y", "it was a talk", "Write the line about the meeting that has just ended"),
        Command("today.not_met", "N", "no", "Write no line about the meeting, and never ask again"),
        Command("today.holiday", "O", "days off", "Take days off, or end them", shown=False),
        Command("today.copy", "c", "copy", "Copy the ready line", means="copy"),
        Command("today.compose", "o", "compose", "Compose a line to this person", shown=False),
        Command("today.places", "w", "where", "Say where you are today"),
        Command("today.edit", "e", "edit", "Edit the line at the cursor", shown=False),
        Command("today.delete", "d", "delete", "Delete the line at the cursor", shown=False),
    ),
)

DETAIL: Final = CommandGroup(
    "detail",
    "In the ready lines of Today",
    (Command("detail.leave", "escape", "back", "Go back to the list"),),
)

PLACES: Final = CommandGroup(
    "places",
    "In the line of places",
    (Command("places.leave", "escape,down,j", "back", "Go back to the list", means="down"),),
)

BOARD: Final = CommandGroup(
    "board",
    "Board",
    (
        Command(
            "board.demote",
            "H,shift+left",
            "lower rung",
            "Move to the column before",
            means="before",
            pair="change stage",
        ),
        Command(
            "board.promote",
            "L,shift+right",
            "higher rung",
            "Move to the next column",
            means="next",
            pair="change stage",
        ),
        Command("board.select", "space", "select", "Select the card, to move several together"),
        Command("board.send", "m", "move to", "Send to a rung by its number", means="move"),
        Command("board.find", "f", "find", "Go to a name by its first letters"),
        Command("board.open", "enter", "open", "Open this person"),
        Command("board.add", "a", "add", "Add somebody to this column"),
        Command("board.edit", "e", "edit", "Change what is known of this person"),
        Command("board.brief", "B", "brief beside", "Show or hide the brief beside the board", means="brief beside"),
        Command("board.order", "s", "sort", "Sort by hand, who needs a word, the last talk, or name"),
        Command("board.compose", "o", "compose", "Compose a line to this person"),
        Command("board.snooze", "S", "snooze", "Leave this person in peace for a while"),
        Command("board.archive", "x", "set aside", "Set this person aside", means="set aside"),
        Command("board.lower", "J,shift+down", "lower", "Move down within the column", shown=False),
        Command("board.raise", "K,shift+up", "higher", "Move up within the column", shown=False),
        Command("board.density", "z", "density", "Show cards with three lines, or with one", shown=False),
        Command("board.let_go", "escape", "let go", "Stop dragging or finding, select nothing", shown=False),
        Command("board.clear", "escape", "clear", "Show everybody again", shown=False),
    ),
)

CARDS: Final = CommandGroup(
    "cards",
    "Walking on the board",
    (
        Command("board.left", "left,h", "left", "Go to the column on the left", means="left", shown=False),
        Command("board.down", "down,j", "down", "Go to the next card", means="down", shown=False),
        Command("board.up", "up,k", "up", "Go to the card above", means="up", shown=False),
        Command("board.right", "right,l", "right", "Go to the column on the right", means="right", shown=False),
        Command("board.top", "home,g", "top", "Go to the first card of the column", means="first", shown=False),
        Command("board.bottom", "end,G", "bottom", "Go to the last card of the column", means="last", shown=False),
        Command("board.page_up", "pageup,ctrl+b", "page up", "Go up by a page", shown=False),
        Command("board.page_down", "pagedown,ctrl+f", "page down", "Go down by a page", shown=False),
        Command("board.half_up", "ctrl+u,[", "half up", "Go up by half a page", shown=False),
        Command("board.half_down", "ctrl+d,]", "half down", "Go down by half a page", shown=False),
    ),
)

JOURNAL: Final = CommandGroup(
    "journal",
    "Journal",
    (
        Command("journal.edit", "e", "edit", "Edit this line"),
        Command("journal.delete", "d", "delete", "Delete this line (undo brings it back)"),
        Command("journal.link", "p", "person", "Say who this line is about", means="person"),
        Command("journal.brief", "i", "brief", "Read about the people in this line"),
        Command("journal.today", "T", "today", "Go to today in the calendar", means="today", shown=False),
    ),
)

CALENDAR: Final = CommandGroup(
    "calendar",
    "In the calendar",
    (
        Command("calendar.left", "left,h", "day before", "Go to the day before", means="left", shown=False),
        Command("calendar.right", "right,l", "day after", "Go to the day after", means="right", shown=False),
        Command("calendar.up", "up,k", "week before", "Go to the week before", means="up", shown=False),
        Command("calendar.down", "down,j", "week after", "Go to the week after", means="down", shown=False),
        Command("calendar.month_before", "pageup,<", "month before", "Go to the month before", shown=False),
        Command("calendar.month_after", "pagedown,>", "month after", "Go to the month after", shown=False),
        Command("calendar.today", "home,T", "today", "Go to today", shown=False),
    ),
)

COMPOSE: Final = CommandGroup(
    "compose",
    "Compose",
    (
        Command("compose.copy", "c,ctrl+y,f4", "copy", "Copy the message, also while you type"),
        Command("compose.person", "p", "person", "Choose the person to write to", means="person"),
        Command("compose.next", "tab", "next blank", "Go to the next blank of the message, and type there"),
        Command("compose.previous", "shift+tab", "blank before", "Go to the blank before, and type there", shown=False),
        Command(
            "compose.register",
            "V",
            "chat, mail, aloud",
            "Say the message in a chat, in a mail or aloud",
        ),
        Command("compose.wording", "v", "other words", "Say the message in other words"),
        Command("compose.sent", "D", "sent", "Mark the message as sent, and write that in the journal"),
        Command("compose.other", "+", "with", "Choose the other person of an introduction"),
        Command("compose.swap", "X", "ask the other", "Write to the other of the two"),
        Command("compose.mail", "E", "e-mail", "Open the message in the mail program"),
        Command("compose.editor", "e", "editor", "Edit the whole text in your editor", means="edit"),
        Command("compose.draft", "F", "keep draft", "Keep the message as a draft, to go on later"),
        Command(
            "compose.messages", "M", "drafts and sent", "Drafts and sent messages, and their answers", means="messages"
        ),
        Command("compose.playbook", "P", "playbook", "All moves and their lines, and your own"),
        Command("compose.moves", "escape", "stop typing", "Stop typing: letters are commands again"),
        Command("compose.note", "ctrl+k,f3", "keep as a note", "Keep what you typed as a note"),
    ),
)

MOVES: Final = CommandGroup(
    "moves",
    "In the list of moves",
    (
        Command("compose.fill", "enter", "fill in", "Take this move, and type into its first blank"),
        Command("compose.unfold", "enter,space", "show or hide", "Show or hide the moves of this rung"),
    ),
)

SENTENCE: Final = CommandGroup(
    "sentence",
    "In a ready line",
    (
        Command("sentence.take", "enter", "take", "Take the first candidate, and go on"),
        Command("sentence.up", "up", "up", "Go to the candidate above", shown=False),
        Command("sentence.down", "down", "down", "Go to the next candidate", shown=False),
    ),
)

PEOPLE: Final = CommandGroup(
    "people",
    "People",
    (
        Command("people.open", "enter", "open", "Read about this person, or unfold this group"),
        Command("people.add", "a", "add", "Add somebody"),
        Command("people.edit", "e", "edit", "Change what is known of this person"),
        Command("people.move", "m", "move to", "Put on a rung of the board", means="move"),
        Command("people.sort", "s", "sort", "Sort by a column; the same one again turns the order"),
        Command("people.group", "b", "group", "Group by org, role or stage"),
        Command("people.compose", "o", "compose", "Compose a line to this person"),
        Command("people.snooze", "S", "snooze", "Leave this person in peace for a while", shown=False),
        Command("people.archive", "x", "set aside", "Set aside, or take back"),
        Command(
            "people.brief",
            "B",
            "brief beside",
            "Show or hide the brief beside the table",
            means="brief beside",
            shown=False,
        ),
        Command("people.import", "A", "import", "Add from a file: an address book, a list", means="add from a file"),
        Command("people.duplicates", "=", "duplicates", "Merge people who are here twice"),
        Command("people.mark_all", "*", "mark all", "Mark all, or none", shown=False),
        Command("people.delete", "d", "delete", "Delete (undo brings them back)", shown=False),
    ),
)

INSIGHTS: Final = CommandGroup(
    "insights",
    "Insights",
    (
        Command("insights.open", "enter", "open", "Read about this person"),
        Command("insights.next", "tab", "next list", "Go to the next list: who drifts, the last seven days"),
        Command("insights.save", "W", "save as SVG", "Write these pictures to an SVG file", means="write to a file"),
    ),
)
