"""Layers drawn as maps."""
