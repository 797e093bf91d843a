"""Close the venues that were ticked, the way in which every venue is closed."""

from collections.abc import Sequence

from ansim.accounts.models import Staff
from ansim.business.bulk import list_statements
from ansim.business.lifecycle.closing import close_venues
from ansim.business.lifecycle.steps import By
from ansim.business.models import Owner, Upload
from ansim.domain.venue_life import Closing


def close_ticked(upload: Upload) -> Sequence[int]:
    """Close them, in the caller's transaction; returns which.

    A head office is not told of each that it closed itself; whoever's venue a clerk closes is.
    """
    ticked = [int(row[0]) for row in list_statements.rows("ticked", upload=upload.pk)]
    if not ticked:
        return ticked
    # By their numbers alone: the worker may read neither owners nor staff.
    if upload.owner_id is not None:
        close_venues(ticked, None, Closing.OWNER, By(owner=Owner(pk=upload.owner_id)), told=False)
    else:
        close_venues(ticked, None, Closing.REGISTER, By(staff=Staff(pk=upload.staff_id)))
    return ticked
