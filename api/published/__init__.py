"""A map as it is published: its parameters, what is on it, its figures and its words.

Embed pages, pictures, oEmbed, the newsroom and the figures all ask here, so that what one of them
says another says too.
"""
