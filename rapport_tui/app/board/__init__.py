"""The Board screen, its widgets and its dialogs."""
