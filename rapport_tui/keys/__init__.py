"""The commands of the app and the keys that they are on. It knows neither Textual nor the journal."""
