"""The figures of a place, each with denominator, method, version and source.

`/facts`, its table and the newsroom show them; how many there are comes from the same figures that
pictures, embeds and alternative texts say (`api.published`).
"""
