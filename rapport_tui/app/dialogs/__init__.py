"""Dialogs with one question each; escape closes them without changing anything."""
