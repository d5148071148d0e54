"""The editor's page: one map chosen, and everything that an article needs of it.

Codes, pictures, figures and texts are those of `api.published` and `api.facts`; here stands only
how they are put side by side.
"""
