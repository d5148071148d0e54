"""Shapes and distances: arrays and geometries in, arrays and geometries out."""
