"""The façade: every read and every change of the program goes through `Journal`."""
