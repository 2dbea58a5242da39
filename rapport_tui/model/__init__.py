"""What rapport knows: typed records and pure functions over them. Nothing here does input or output."""
