"""The `rapport` command: `program` lists its commands, `session` opens the journal, `launch` opens the app."""
