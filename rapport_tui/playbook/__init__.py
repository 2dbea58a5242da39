"""The moves of the method, the blanks of their lines, and what can fill them; loaded from data/*.toml."""
