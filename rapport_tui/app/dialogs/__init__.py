"""Dialogs: one question each, escape leaves everything as it was."""
