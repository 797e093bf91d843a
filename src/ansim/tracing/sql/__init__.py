"""The same searches as set-based SQL, for logs that outgrow one machine's memory (PostgreSQL, Citus).

Every statement reads a relation of stays `(person, venue, entered, left_at)`, half-open: on Citus a view over `visits.visit`,
distributed by venue. Stays are joined venue to venue, so each shard answers for its own venues, and what is asked of one
venue comes from one shard. The rules are `reference`'s. What the relation holds:

- `venue`, `entered`, `left_at`: smallint, integer or bigint. Times are whole seconds, from whatever moment the view counts,
  within 2**62 either way. What is asked is bound as bigint, so that no sum is narrower.
- `person`: a whole number, text, uuid or bytea. Keys are given and answered as psycopg has them; of two the lower is the one
  that the database sorts first.
- Ends are given or imputed before, as in `log.VisitLog`. Most visits have no check-out, and an open end taken for no stay, or
  for one that still lasts, would miss contacts or invent them: a search that reads a stay whose end is NULL or before its
  entry raises StayEndError. It reads none entered after what is asked; `nearest` reads no ends at all.
- Scans that fall within one presence may stand there as they are: the statements unite them, as `reference` does.
- `venue` is the code that was scanned: a venue's own, or a zone's, which has a number of its own. Every search takes `zones`,
  the venue of each zone.

Questions are checked like the kernels' (WindowError), before the database is asked. Whom the relation knows cannot be told
without reading it: an unknown person or venue has no rows, so no contacts.
"""

from ansim.tracing.sql.reach import reach
from ansim.tracing.sql.relation import Connection, StayEndError
from ansim.tracing.sql.searches import (
    co_presence,
    contacts_of_itinerary,
    contacts_of_stay,
    nearest,
    present,
    shared_venues,
)

__all__ = [
    "Connection",
    "StayEndError",
    "co_presence",
    "contacts_of_itinerary",
    "contacts_of_stay",
    "nearest",
    "present",
    "reach",
    "shared_venues",
]
