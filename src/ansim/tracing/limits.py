"""The times that a log of visits holds: int32 seconds since 2020, and the longest of what is added to them."""

BASE = 1_577_836_800
"""2020-01-01 UTC in epoch seconds."""
# Room above, so that sums with latent periods and air times stay within int32; no stay is longer than int32 holds.
LONGEST = 400 * 86400
"""The longest minimum, latent period or lingering air, in seconds: the room that `LATEST` leaves."""
LATEST = 2**31 - 1 - LONGEST
EARLIEST = LATEST - (2**31 - 1)
