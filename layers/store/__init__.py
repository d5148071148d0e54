"""Where layers are kept: files read into immutable snapshots, and the store that serves them."""
