"""Keys of the app: bindings, the key queue, jump mode, help and palette."""
