"""What the route of pass check-ins asks of the gateway."""

from typing import Protocol

from ansim.visitor.api.calls import Pool
from ansim.visitor.checkin.desk import CheckInDesk
from ansim.visitor.checkin.recent import RecentCheckIns
from ansim.visitor.passes.readers import Reader
from ansim.visitor.passes.text import Passes


class PassDesk(CheckInDesk, Protocol):
    """The gateway as pass check-ins see it."""

    passes: Passes
    passes_seen: RecentCheckIns
    identity: Pool

    def reader(self, authorization: bytes, now: float) -> Reader:
        """Which venue's phone it is, by its `Authorization` header. Raises Problem."""
