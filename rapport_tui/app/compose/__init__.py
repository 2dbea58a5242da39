"""The Compose screen, its widgets and its dialogs."""
