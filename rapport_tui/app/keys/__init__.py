"""Keys of the app: the key queue, jump mode and the palette."""
