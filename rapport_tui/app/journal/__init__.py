"""The Journal screen, its widgets and its dialogs."""
