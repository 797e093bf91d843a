"""POST /v1/check-outs: optional, and only the tag that entered may leave."""

from typing import TYPE_CHECKING, Final

from ansim.domain.retention import POLICY
from ansim.visitor.api import problems
from ansim.visitor.api.problems import Kind
from ansim.visitor.api.wire import CheckOut, Stored
from ansim.visitor.checkin.entries import EntryRoute, Ready
from ansim.visitor.checkin.rows import check_out_row
from ansim.visitor.session.tokens import Session

if TYPE_CHECKING:
    from ansim.visitor.gateway import Gateway

_DUPLICATE: Final = 1
_REFUSALS: Final = {
    2: problems.UNKNOWN_VISIT,
    3: problems.ENDS_BEFORE_START,
    4: problems.ALREADY_ENDED,
}


class CheckOuts(EntryRoute[CheckOut, Session]):
    """Ends visits whose check-in is stored."""

    def __init__(self, gateway: "Gateway") -> None:
        super().__init__(gateway, gateway.check_outs, CheckOut)

    def identify(self, authorization: bytes, now: float) -> Session:
        """The visitor's session. Raises Problem."""
        return self.gateway.authenticate(authorization, now)

    def prepare(self, entry: CheckOut, who: Session, now: float) -> Ready | Kind:
        """The row that ends a visit. A revoked code still lets its visitors leave."""
        entered, left = entry.entered_at.timestamp(), entry.left_at.timestamp()
        venue, _ = self.gateway.venues.find(entry.venue)
        if venue is None:
            return problems.UNKNOWN_VENUE
        if now - entered > POLICY.late_hours * 3600:
            return problems.TOO_OLD
        if left < entered:
            return problems.ENDS_BEFORE_START
        if left - now > POLICY.future_seconds:
            return problems.IN_THE_FUTURE
        day = self.gateway.days.at(entered, now)
        row = check_out_row(day.number, venue.id, entry.id.bytes, day.tag(who.person), int(left))
        return Ready(row, Stored(entry.id, "accepted", left_at=entry.left_at))

    def conclude(self, answer: Stored, status: int) -> Stored | Kind:
        """What the database found instead of an open visit."""
        if status == _DUPLICATE:
            return Stored(answer.id, "duplicate", left_at=answer.left_at)
        return _REFUSALS[status]
