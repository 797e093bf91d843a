"""POST /v1/check-outs: optional, and only the tag that entered may leave."""

from typing import Final

from ansim.domain.evidence import Sign
from ansim.domain.quantities import EpochSeconds
from ansim.domain.retention import POLICY
from ansim.visitor.api import problems
from ansim.visitor.api.problems import Problem
from ansim.visitor.checkin.binary_rows import VisitKey, check_out_row
from ansim.visitor.checkin.checkin_desk import CheckInDesk
from ansim.visitor.checkin.entries import EntryRoute, Ready, refused
from ansim.visitor.checkin.filters import is_off
from ansim.visitor.checkin.late_desk import LateEntry
from ansim.visitor.checkin.signs import is_uncertain
from ansim.visitor.checkin.wire import CheckOut, Stored
from ansim.visitor.session.session_tokens import VisitorSession
from ansim.visits.late_rows import LateKind, LateRow
from ansim.visits.outcomes import OfCheckOut

_UNCERTAIN: Final = int(Sign.TIME_UNCERTAIN)
_REFUSALS: Final = {
    OfCheckOut.NO_SUCH_VISIT: problems.UNKNOWN_VISIT,
    OfCheckOut.ENDS_BEFORE_START: problems.ENDS_BEFORE_START,
    OfCheckOut.OTHER_END_STANDS: problems.ALREADY_ENDED,
}


class CheckOuts(EntryRoute[CheckOut, VisitorSession, CheckInDesk]):
    """Ends visits whose check-in is stored."""

    def __init__(self, gateway: CheckInDesk) -> None:
        super().__init__(gateway, gateway.check_outs, CheckOut)

    def identify(self, authorization: bytes, now: float) -> VisitorSession:
        """The visitor's session. Raises Problem."""
        return self.gateway.authenticate(authorization, now)

    def prepare(self, entry: CheckOut, who: VisitorSession, now: float) -> Ready | Problem:
        """The row that ends a visit. A revoked code still lets its visitors leave."""
        entered, left = entry.entered_at.timestamp(), entry.left_at.timestamp()
        sent = None if entry.sent_at is None else entry.sent_at.timestamp()
        venue, _ = self.gateway.venues.find(entry.venue)
        if is_off(sent, now):
            return refused(problems.CLOCK_SKEW, now)
        if venue is None:
            return Problem(problems.UNKNOWN_VENUE)
        if now - entered > POLICY.late_hours * 3600:
            return Problem(problems.TOO_OLD)
        if left < entered:
            return Problem(problems.ENDS_BEFORE_START)
        if left - now > POLICY.future_seconds:
            return Problem(problems.IN_THE_FUTURE)
        day = self.gateway.days.at(entered, now)
        tag = day.tag(who.person)
        uncertain, visit = is_uncertain(entry), entry.id.bytes
        end = LateRow(
            LateKind.CHECK_OUT,
            venue.id,
            visit,
            tag,
            EpochSeconds(int(entered)),
            int(left),
            evidence=_UNCERTAIN if uncertain else 0,
        )
        row: bytes | LateEntry = LateEntry(day, end)
        if day.day == self.gateway.days.today:
            key = VisitKey(day.number, venue.id, visit, tag)
            row = check_out_row(key, int(left), uncertain=uncertain)
        answer = Stored(entry.id, "accepted", left_at=entry.left_at)
        return Ready(row, answer, day, tag, LateEntry(day, end))

    async def conclude(self, ready: Ready, status: int) -> Stored | Problem:
        """What the database found instead of an open visit; one that began tomorrow by a fast clock was sealed."""
        if status == OfCheckOut.NO_SUCH_VISIT and isinstance(ready.row, bytes) and ready.sealed:
            known, _closed = await self.gateway.late.look([ready.sealed])
            if any(known.values()):  # else there is nothing to end, and nothing to wait for
                (status,) = await self.gateway.late.store([ready.sealed])
            if status == OfCheckOut.STORED:
                return ready.answer
        if status == OfCheckOut.STORED_BEFORE:
            return Stored(ready.answer.id, "duplicate", left_at=ready.answer.left_at)
        return Problem(_REFUSALS[OfCheckOut(status)])
