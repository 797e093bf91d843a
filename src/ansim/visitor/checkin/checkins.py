"""POST /v1/check-ins."""

from base64 import urlsafe_b64decode

from ansim.domain.methods import Method
from ansim.domain.quantities import EpochSeconds
from ansim.visitor.api.problems import UNKNOWN_VENUE, Problem
from ansim.visitor.checkin import display
from ansim.visitor.checkin.binary_rows import Circumstances, VisitKey
from ansim.visitor.checkin.checkin_desk import CheckInDesk
from ansim.visitor.checkin.entries import EntryRoute, Ready, refused
from ansim.visitor.checkin.filters import SLOT_SECONDS, Arrival, refusal
from ansim.visitor.checkin.signs import signs
from ansim.visitor.checkin.standing import id_taken
from ansim.visitor.checkin.visit_rows import row_of
from ansim.visitor.checkin.wire import CheckIn, Stored
from ansim.visitor.session.session_tokens import DEVICE_BOUND, VisitorSession
from ansim.visitor.venues.venue_book import Judged, KnownVenue
from ansim.visits.outcomes import OfCheckIn

_QR, _DISPLAY = int(Method.QR), int(Method.DISPLAY)


class CheckIns(EntryRoute[CheckIn, VisitorSession, CheckInDesk]):
    """Filters, tags and packs check-ins; the database says which were new."""

    created = 201

    def __init__(self, gateway: CheckInDesk) -> None:
        super().__init__(gateway, gateway.check_ins, CheckIn)

    def identify(self, authorization: bytes, now: float) -> VisitorSession:
        """The visitor's session. Raises Problem."""
        return self.gateway.authenticate(authorization, now)

    def prepare(self, entry: CheckIn, who: VisitorSession, now: float) -> Ready | Problem:
        """The visit's row, or the first rule that refuses it."""
        gateway, person, visit = self.gateway, who.person, entry.id.bytes
        entered = entry.entered_at.timestamp()
        left = None if entry.left_at is None else entry.left_at.timestamp()
        sent = None if entry.sent_at is None else entry.sent_at.timestamp()
        venue, revoked = gateway.venues.find(entry.venue, Judged(entered, now))
        slot = int(entered // SLOT_SECONDS)
        recent = gateway.recent.others(person, slot, visit, now)
        kind = refusal(Arrival(visit, entered, left, now, venue, revoked, recent, sent))
        if kind is not None:
            return refused(kind, now)
        if venue is None:
            return Problem(UNKNOWN_VENUE)
        day = gateway.days.at(entered, now)
        code = entry.display_code
        shown = code is not None and _display_is_right(venue, code, entered)
        gateway.recent.note(person, slot, visit)
        evidence = signs(
            entry,
            entered,
            now,
            venue.hours,
            device_bound=who.flags & DEVICE_BOUND != 0,
            display_right=shown,
        )
        tag = day.tag(person)
        row = row_of(
            gateway.days,
            day,
            VisitKey(day.number, venue.id, visit, tag),
            EpochSeconds(int(entered)),
            None if left is None else int(left),
            Circumstances(
                entry.party,
                _DISPLAY if shown else _QR,
                evidence,
                None if entry.commitment is None else urlsafe_b64decode(entry.commitment + "="),
            ),
        )
        answer = Stored(entry.id, "accepted", venue.name_json, entry.entered_at)
        return Ready(row, answer, day, tag)

    async def conclude(self, ready: Ready, status: int) -> Stored | Problem:
        """The same was stored before, and the phone may forget its copy; or something else stands under the id."""
        if status == OfCheckIn.OTHER_STANDS:
            return await id_taken(self.gateway, ready)
        answer = ready.answer
        return Stored(answer.id, "duplicate", answer.venue, answer.entered_at)


def _display_is_right(venue: KnownVenue, code: str, entered: float) -> bool:
    """A wrong code is never refused: the sign is just absent."""
    return venue.display_secret is not None and display.matches(venue.display_secret, code, entered)
