"""The People screen, its widgets and its dialogs."""
