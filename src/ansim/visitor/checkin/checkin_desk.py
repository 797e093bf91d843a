"""What the routes of check-ins and check-outs ask of the gateway."""

from collections.abc import Callable
from typing import Protocol

from ansim.visitor.api.functions import Pool
from ansim.visitor.checkin.inbox import Inbox
from ansim.visitor.checkin.late_desk import LateDesk
from ansim.visitor.checkin.recent import RecentCheckIns
from ansim.visitor.checkin.tagging import OpenDays
from ansim.visitor.session.session_tokens import VisitorSession
from ansim.visitor.venues.venue_book import VenueBook


class CheckInDesk(Protocol):
    """The gateway as check-ins see it."""

    days: OpenDays
    venues: VenueBook
    recent: RecentCheckIns
    visits: Pool
    check_ins: Inbox
    check_outs: Inbox
    late: LateDesk

    @property
    def clock(self) -> Callable[[], float]:
        """The present in epoch seconds."""

    def authenticate(self, authorization: bytes, now: float) -> VisitorSession:
        """Whose request it is, by its `Authorization` header. Raises Problem."""
