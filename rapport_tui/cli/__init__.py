"""The `rapport` command: `program` has its commands, `context` what they work on, `opening` what opens the app."""
