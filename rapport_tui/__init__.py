"""rapport: a terminal journal for people who want real relationships at work."""

__version__ = "0.1.0"
