"""The six rooms of the app, each with its styles beside it."""
