"""TinyDB, kept safe: the only place that knows how a journal lies on disk."""
