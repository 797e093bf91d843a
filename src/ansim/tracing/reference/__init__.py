"""The searches, obvious and slow: what the kernels and the SQL are tested against.

A stay is `(person, venue, entered, left)`, half-open. Every function here compares each stay with each other one at its venue.
Rules that all engines share:

- Two scans of one door are one presence: a person's stays at a venue are united before anything is counted (`united`). A
  copy of a visit changes no answer, and a scan within a stay adds nothing. With lingering air the case's presences that
  hang together by it are one as well, so that no second counts twice.
- Two stays overlap from max(entered) to min(left); with `residual` the case's end is later by that many seconds (air).
- Zones have codes, and so venue numbers, of their own. Two people meet at one code, or where one is in a zone and the other
  scanned its venue's own code (zone unknown); in two zones of a venue they do not. What two people share at the codes of a
  venue is united, so that no second counts twice; in counts and venue-wide searches a zone is its venue.
- A stay of length zero overlaps nothing. Nobody is their own contact.
- In a window `[start, end)` the case's stays are clipped to it first.
- Reach: a person is infectious from their exposure plus `latent`; the case from the window's start. A link is one pair of
  stays whose overlap, counted from the moment the one is infectious and before the window's end, lasts `minimum` seconds;
  the exposure is its first moment. After round k everybody has the earliest exposure by at most k links. Of equal
  exposures in one round the exposer whose stay ends last wins, then the lowest person number.
- Backward: the same with time running the other way: the latest moment by which somebody must have been infectious.
- What is counted of check-ins is the beginning of each presence, however short; only the search for the check-ins nearest
  to a moment, where a camera saw somebody scan, looks at every scan.
"""

from ansim.tracing.reference.searches import (
    NO_ZONES,
    Exposed,
    Met,
    Stay,
    Zones,
    by_venue,
    clipped,
    co_presence,
    contacts_of_itinerary,
    contacts_of_stay,
    doses_of_itinerary,
    link_risk,
    nearest,
    present,
    reach,
    reach_back,
    riskiest,
    united,
)
from ansim.tracing.reference.sources import (
    TOGETHER,
    SharedVenue,
    benjamini_hochberg,
    joined_up,
    poisson_tail,
    shared_venues,
    travelling_together,
)

__all__ = [
    "NO_ZONES",
    "TOGETHER",
    "Exposed",
    "Met",
    "SharedVenue",
    "Stay",
    "Zones",
    "benjamini_hochberg",
    "by_venue",
    "clipped",
    "co_presence",
    "contacts_of_itinerary",
    "contacts_of_stay",
    "doses_of_itinerary",
    "joined_up",
    "link_risk",
    "nearest",
    "poisson_tail",
    "present",
    "reach",
    "reach_back",
    "riskiest",
    "shared_venues",
    "travelling_together",
    "united",
]
