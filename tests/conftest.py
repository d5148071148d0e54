"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# How fast an example runs says nothing here: the first one pays for imports.
settings.register_profile("whole", deadline=None, print_blob=True)
settings.load_profile("whole")
