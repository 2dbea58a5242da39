"""The domain model: typed records and pure functions on them. No module here does input or output."""
