"""What every rival does with a check-in beside storing it: the same token, filters, tag and evidence as the gateway."""

import time
from typing import Any
from uuid import UUID

from fastapi import HTTPException, Request
from pydantic import AwareDatetime, BaseModel, Field

from ansim.domain.methods import Method
from ansim.keys import DayKeys
from ansim.keys.ceremony import folder
from ansim.visitor.api.problems import Problem
from ansim.visitor.checkin.filters import SLOT_SECONDS, Arrival, refusal
from ansim.visitor.checkin.recent import RecentCheckIns
from ansim.visitor.checkin.signs import signs
from ansim.visitor.checkin.tagging import OpenDays
from ansim.visitor.session.session_tokens import Sessions
from ansim.visitor.venues.venue_book import VenueBook


class CheckIn(BaseModel):
    """The body as pydantic reads it."""

    id: UUID
    venue: str = Field(min_length=16, max_length=32)
    entered_at: AwareDatetime
    party: int = Field(0, ge=0, le=50)
    place: str = "unknown"
    display_code: str | None = None
    commitment: str | None = None
    left_at: AwareDatetime | None = None
    sent_at: AwareDatetime | None = None
    time_uncertain: bool = False


class Answer(BaseModel):
    """What a visitor reads."""

    id: UUID
    status: str
    venue: dict[str, Any]
    entered_at: AwareDatetime


class Work:
    """Venues in memory, kept ciphers: what a careful author would do in any framework."""

    def __init__(self) -> None:
        keys = folder()
        self.sessions, self.days = Sessions(keys.secret("session")), OpenDays(DayKeys(keys))
        self.venues, self.recent = VenueBook(), RecentCheckIns()

    def row(self, request: Request, body: CheckIn) -> dict[str, Any]:
        """The columns of the visit. Raises HTTPException."""
        now = time.time()
        try:
            token = request.headers["authorization"].partition(" ")[2].encode()
            session = self.sessions.check(token, now)
        except (Problem, KeyError):
            raise HTTPException(401) from None
        entered = body.entered_at.timestamp()
        venue, revoked = self.venues.find(body.venue)
        slot = int(entered // SLOT_SECONDS)
        recent = self.recent.others(session.person, slot, body.id.bytes, now)
        refused = refusal(Arrival(body.id.bytes, entered, None, now, venue, revoked, recent))
        if refused is not None or venue is None:
            raise HTTPException(422, refused.code if refused else None)
        day = self.days.at(entered, now)
        self.recent.note(session.person, slot, body.id.bytes)
        evidence = signs(body, entered, now, venue.hours, device_bound=True, display_right=False)
        return {
            "day": day.day,
            "venue_id": venue.id,
            "id": body.id,
            "tag": day.tag(session.person),
            "entered_at": body.entered_at,
            "left_at": body.left_at,
            "party": body.party,
            "method": int(Method.QR),
            "evidence": evidence,
            "commitment": None,
        }

    def answer(self, body: CheckIn, *, stored: bool) -> Answer:
        """What the visitor reads."""
        venue, _ = self.venues.find(body.venue)
        name = {"name": venue.name, "name_en": venue.name_en, "category": "cafe"} if venue else {}
        status = "accepted" if stored else "duplicate"
        return Answer(id=body.id, status=status, venue=name, entered_at=body.entered_at)
