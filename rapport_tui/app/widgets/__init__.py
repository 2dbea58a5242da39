"""Widgets: values in, messages out. None of them knows the journal."""
