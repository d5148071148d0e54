"""Pictures of the map, drawn on the server: without a browser, without the network.

A `Drawing` is paths and words in CSS pixels; `svg`, `pdf` and `raster` turn one into files. What a
map's drawing looks like is in `map_picture`, and the modules that it puts together.
"""
