"""Widgets of the app, which receive values and post messages, independent of the journal."""
