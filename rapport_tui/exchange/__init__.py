"""Address books and exports: bytes to records and records to text. No interface, no store."""
