"""POST /v1/pass-check-ins: check-ins from passes that a venue's phone read: one, or a list of them."""

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import psycopg

from ansim.domain.quantities import EpochSeconds, VenueId
from ansim.visitor.api import problems
from ansim.visitor.api.decoding import decode
from ansim.visitor.api.problems import Problem, ProblemKind
from ansim.visitor.api.queries import SQL
from ansim.visitor.checkin.binary_rows import Circumstances, VisitKey
from ansim.visitor.checkin.entries import EntryRoute, Ready, refused
from ansim.visitor.checkin.filters import SLOT_SECONDS, Arrival, refusal
from ansim.visitor.checkin.late_desk import LateEntry
from ansim.visitor.checkin.signs import staff_signs
from ansim.visitor.checkin.visit_rows import row_of
from ansim.visitor.checkin.wire import Stored
from ansim.visitor.devices.readers import Reader, recording
from ansim.visitor.passes.pass_desks import PassDesk
from ansim.visitor.passes.pass_text import Pass, PassError, PassKind
from ansim.visitor.passes.wire import PassCheckIn
from ansim.visitor.venues.venue_book import Judged
from ansim.visits.outcomes import OfCheckIn

if TYPE_CHECKING:
    from collections.abc import Iterable


class Counter(NamedTuple):
    """A venue's phone with the passes of its request: those that opened, those that stand, those it may check in."""

    reader: Reader
    passes: dict[str, Pass]
    standing: frozenset[str]
    taken: list[
        tuple[bytes, int, bytes]
    ]  # the pass's mark, the venue, the id that the venue's phone made


class PassCheckIns(EntryRoute[PassCheckIn, Counter, PassDesk]):
    """Opens passes, asks once a request whether they stand, then judges and packs like any check-in."""

    created = 201

    def __init__(self, gateway: PassDesk) -> None:
        super().__init__(gateway, gateway.check_ins, PassCheckIn)

    def identify(self, authorization: bytes, now: float) -> Counter:
        """The venue's phone; its passes are not known yet. Raises Problem."""
        return Counter(self.gateway.reader(authorization, now), {}, frozenset(), [])

    async def _single(self, body: bytes, who: Counter, now: float) -> tuple[int, bytes]:
        desk = await self._look_up(who, [decode(self._one, body).text])
        answer = await super()._single(body, desk, now)
        self._remember(desk)
        return answer

    async def _batch(self, body: bytes, who: Counter, now: float, language: str) -> bytes:
        entries = self._read_array(body)
        desk = await self._look_up(
            who, [entry.text for entry in entries if isinstance(entry, PassCheckIn)]
        )
        answer = await super()._batch(body, desk, now, language)
        self._remember(desk)
        return answer

    async def _look_up(self, desk: Counter, texts: "Iterable[str]") -> Counter:
        try:
            desk = desk._replace(reader=await recording(desk.reader, self.gateway.main))
        except (psycopg.Error, TimeoutError):
            raise Problem(problems.OVERLOADED) from None
        passes = {}
        for text in set(texts):
            with suppress(PassError):  # what does not open is refused one by one
                passes[text] = self.gateway.passes.open(text)
        if not passes:
            return desk
        opened = passes.values()
        arguments = [[one.person for one in opened], [one.generation for one in opened]]
        try:
            async with self.gateway.identity.connection() as connection:
                found = await (await connection.execute(SQL["use_passes"], arguments)).fetchone()
        except (psycopg.Error, TimeoutError):
            raise Problem(problems.OVERLOADED) from None
        stands = found[0] if found else []
        standing = frozenset(text for text, yes in zip(passes, stands, strict=True) if yes)
        return desk._replace(passes=passes, standing=standing)

    def prepare(self, entry: PassCheckIn, who: Counter, now: float) -> Ready | Problem:
        """The visit's row, or the first rule that refuses it: those of every check-in, then those of passes."""
        gateway, entered, visit = self.gateway, entry.entered_at.timestamp(), entry.id.bytes
        sent = None if entry.sent_at is None else entry.sent_at.timestamp()
        venue, revoked = who.reader.find(gateway.venues, Judged(entered, now))
        shown = who.passes.get(entry.text)
        slot, recent = int(entered // SLOT_SECONDS), 0
        if shown is not None:
            recent = gateway.recent.others(shown.person, slot, visit, now)
        kind = refusal(Arrival(visit, entered, None, now, venue, revoked, recent, sent))
        if kind is not None:
            return refused(kind, now)
        if venue is None or shown is None:
            return Problem(problems.UNKNOWN_VENUE if venue is None else problems.BAD_PASS)
        kind = self._pass_refusal(shown, entry, who, venue.id, now)
        if kind is not None:
            return refused(kind, now)
        gateway.recent.note(shown.person, slot, visit)
        on_phone = shown.kind is PassKind.PHONE
        if on_phone:
            who.taken.append((shown.mark, venue.id, visit))
        day = gateway.days.at(entered, now)
        tag = day.tag(shown.person)
        stored = shown.visit_at(venue.id, entry.id, day.passes, day.day)
        row = row_of(
            gateway.days,
            day,
            VisitKey(day.number, venue.id, stored.bytes, tag),
            entered=EpochSeconds(int(entered)),
            left=None,
            how=Circumstances(
                party=entry.party,
                method=int(shown.kind.method),
                evidence=staff_signs(entry, entered, now, venue.hours, device_bound=on_phone),
                commitment=None,
            ),
        )
        answer = Stored(entry.id, "accepted", venue.name_json, entry.entered_at)
        return Ready(row, answer, day, tag)

    def _pass_refusal(
        self, shown: Pass, entry: PassCheckIn, who: Counter, venue: VenueId, now: float
    ) -> ProblemKind | None:
        if not shown.is_live(entry.entered_at.timestamp()):
            return problems.OLD_PASS
        if entry.text not in who.standing:
            return problems.ENDED_PASS
        if self.gateway.passes_seen.others(shown.mark, venue, entry.id.bytes, now):
            return problems.USED_PASS
        return None

    async def conclude(self, ready: Ready, status: int) -> Stored | Problem:
        """The visit was stored before, as the reply was lost; or another scan of the pass was.

        A venue reads nothing of what stands: it may be a scan of another venue's phone, or another person's.
        """
        if status == OfCheckIn.OTHER_STANDS:
            row = ready.row
            stored = row.row.visit if isinstance(row, LateEntry) else row
            printed = ready.answer.id.bytes in stored  # a phone's pass has an id of its own
            return Problem(problems.ID_TAKEN if printed else problems.USED_PASS)
        answer = ready.answer
        return Stored(answer.id, "duplicate", answer.venue, answer.entered_at)

    def _remember(self, desk: Counter) -> None:
        """Note the stored phones' passes, so that staff read "used already" at the next scan.

        For the words alone: the database stores a second visit of one in no case (`Pass.visit_at`).
        """
        for mark, venue, visit in desk.taken:
            self.gateway.passes_seen.note(mark, venue, visit)
