"""How much a venue may record for visitors without the app, and how long an entry can be undone. Policy, as of 2026-11-26."""

from typing import Final

ENTRIES_A_DAY: Final = 300
"""Names and numbers that the staff of one venue enter in a day: a wedding's guests without phones."""

ENTRIES_OF_A_NUMBER_HERE: Final = 6
"""Entries of one number in a day at one venue: no venue can use up what others need for the same person."""

ENTRIES_OF_A_NUMBER: Final = 30
"""Entries of one number in a day, at all venues together: nobody is made to be everywhere."""

LINES_A_DAY: Final = 1000
"""Hand-written lines that one venue types in within a day."""

STRANGE_CODES_A_DAY: Final = 30
"""Lines of a day at one venue whose code is nobody's. The check letter catches slips, so more of them are guesses.

Of a million codes in use one guess in 28 hits: until 30 have missed, about one line puts a visit on a stranger. By venue
and not by network, which many venues share: the devices of a venue are its own, and are revoked.
"""

SAFE_CODES_A_DAY: Final = 5
"""Safe codes that one person may be given in a day."""

UNDO_SECONDS: Final = 60

CALLS_AT_ONCE: Final = 1000
"""Call records in one delivery."""

CALL_SKEW: Final = 300
"""How old or young a delivery's signature may be, seconds."""
