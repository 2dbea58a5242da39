"""The commands of the app and their keys. This package depends neither on Textual nor on the journal."""
