"""Names for numbers and bytes that would otherwise be taken for one another where they cross a room's border.

They cost nothing at run time; mypy tells a moment of the database from a moment of the index by them.
"""

from typing import Final, NewType

EpochSeconds = NewType("EpochSeconds", int)
"""A moment: whole seconds since 1970-01-01 UTC."""

LogSeconds = NewType("LogSeconds", int)
"""A moment in the index: whole seconds since `ansim.tracing.index.BASE`, so that it fits 32 bits."""

PersonId = NewType("PersonId", bytes)
"""16 random bytes that stand for a person; no screen shows them."""

Handle = NewType("Handle", bytes)
"""16 bytes: the pseudonym of a person in one case, made with that case's key."""

Tag = NewType("Tag", bytes)
"""16 bytes: the pseudonym of a person on one day, made with that day's key."""

VenueId = NewType("VenueId", int)
"""The number of a venue in the main database; small, so that it indexes arrays."""

VenueCode = NewType("VenueCode", str)
"""16 characters of Crockford's base 32, as on the poster."""

OPEN: Final = -1
"""In a column of ends: nobody recorded when the stay ended."""
