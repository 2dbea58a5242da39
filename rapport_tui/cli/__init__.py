"""The `rapport` command."""
