"""The Insights screen, its widgets and its dialogs."""
