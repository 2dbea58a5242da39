"""The Today screen, its widgets and its dialogs."""
