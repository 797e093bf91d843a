"""What the tracer finds. It knows people by id and nothing else of them, and tells them as handles of the case.

Whether it may be asked, and its entry, is `search_desk`'s. What a case's own search found carries its word for the vault.
"""

import threading
import time
from collections.abc import Sequence
from typing import Generic, TypeVar

import msgspec
import numpy as np

from ansim.domain.days import day_bounds
from ansim.domain.found_summary import summary_mac
from ansim.domain.identifiers import PERSON_ID_BYTES
from ansim.domain.quantities import EpochSeconds, Handle, LogSeconds, PersonId, VenueId
from ansim.domain.search_bounds import UnknownPersonError
from ansim.domain.search_results import vouch
from ansim.domain.signed_places import Stay
from ansim.keys import CaseCipher
from ansim.tracing.arrays import Floats, Int32s
from ansim.tracing.contacts import search
from ansim.tracing.index import BASE, NOBODY, Snapshot, questions
from ansim.tracing.process import calls, itinerary
from ansim.tracing.process.beyond_direct import NOWHERE, without_movements
from ansim.tracing.process.deep import DeepSearches
from ansim.tracing.process.held_sessions import SearchedCase
from ansim.tracing.process.judging import (
    UNJUDGED,
    JudgedContacts,
    JudgingTerms,
    judge,
    own_rows,
    own_stays,
)
from ansim.tracing.process.kept_log import SearchedLog, first_kept_day
from ansim.tracing.process.own_stays import clipped
from ansim.tracing.ranking import RankedContacts, risk
from ansim.tracing.reference import Met
from ansim.tracing.sources import clusters

Log = TypeVar("Log", bound=SearchedLog)


class Answers(Generic[Log]):
    """The searches over one log, each for a case that somebody has a session for."""

    def __init__(self, log: Log, scope: bytes) -> None:
        self.log, self._scope = log, scope
        self._local = threading.local()
        self._deep = DeepSearches()

    def itinerary(self, request: calls.ItineraryOf, case: SearchedCase) -> calls.ItineraryFound:
        """Stays with evidence, method and companions."""
        window, found_at = request.window, self._now()
        self._since_base(window)
        stays = [
            msgspec.structs.replace(stay, venue=self._told(stay.venue))
            for stay in self._stays(case, window)
            if stay.left > window.start and stay.entered < window.end
        ]
        return calls.ItineraryFound(stays, found_at)

    def _stays(self, case: SearchedCase, window: calls.Window) -> list[calls.ItineraryStay]:
        rows = own_rows(self.log, case, window)
        return itinerary.assemble(rows, self.log.venues, self.log.lengths)

    def contacts(self, request: calls.ContactsOf, case: SearchedCase) -> calls.ContactsFound:
        """Degree 1 by totals over the itinerary; more degrees along links that respect time; both ways in one call."""
        if request.window is None and request.back is None:
            raise questions.WindowError(
                "wanted a forward window, a backward one (back), or both; got neither"
            )
        questions.whole(0, limit=request.limit)
        back = self._one_way(request, request.back, case, back=True) if request.back else None
        if request.window is None:
            return calls.ContactsFound([], [], 0.0, back, self._now())
        forward = self._one_way(request, request.window, case, back=False)
        return msgspec.structs.replace(forward, back=back)

    def _one_way(
        self, request: calls.ContactsOf, window: calls.Window, case: SearchedCase, *, back: bool
    ) -> calls.ContactsFound:
        began, found_at = time.perf_counter(), self._now()
        typed = self._places(request.stays)
        residual = 0 if back else request.residual
        by_stays = typed or not case.told.bounds.late
        stays = own_stays(self.log, case, typed, window, residual) if by_stays else None
        person = self._number_of(case, required=not typed)
        start, end = self._since_base(window)
        snapshot = self.log.snapshot
        hazard = risk.hazard(self.log.venues, snapshot.venues)
        questions.whole(1, degrees=request.degrees)
        questions.seconds(
            latent=request.latent, residual=request.residual, close=request.close or 0
        )
        terms = {"minimum": request.minimum_overlap, "residual": residual}
        if stays is None:
            met = search.of_itinerary(
                snapshot, self._workspace(), person, start, end, **terms, hazard=hazard
            )
        else:
            met = self._met(snapshot, stays.counted, window, person, terms, hazard)
        rows = risk.of_contacts(met, person)
        totals = [len(rows)]
        if request.degrees > 1 and person != NOBODY:
            further = self._deep.back if back else self._deep.forward
            reached, totals = further(snapshot, hazard, request, person, (start, end), rows)
            rows = without_movements(reached, rows, person)
        best = rows.best(request.limit)
        seconds = time.perf_counter() - began
        judged = judge(
            self.log,
            case,
            JudgingTerms(request.minimum_overlap, request.close, residual, window),
            None if stays is None else stays.bounded,
            self._ids(best.person[best.degree == 1]),
        )
        named = self._named(case.cipher, best, judged)
        terms_asked = calls.result_terms(request, window, back=back, key=case.told.key)
        vouched = vouch(self._scope, case.ref, case.subject, terms_asked, calls.rows_of(named))
        summary = calls.summary_of(named)
        mac = summary_mac(self._scope, case.ref, case.subject, terms_asked, vouched.digest, summary)
        return calls.ContactsFound(
            totals,
            named,
            seconds,
            found_at=found_at,
            vouched=vouched,
            counted=calls.CountedResult(summary, mac),
            terms=terms_asked,
            read=judged.read,
        )

    def present(self, request: calls.PresentAt, case: SearchedCase) -> calls.ContactsFound:
        questions.whole(0, limit=request.limit)
        began, found_at = time.perf_counter(), self._now()
        exposures: list[tuple[int, int, int]] = [
            (self._place(venue), *self._since_base(window_of(start, end)))
            for venue, start, end in case.stays(request.places)
        ]
        snapshot = self.log.snapshot
        hazard = risk.hazard(self.log.venues, snapshot.venues)
        met = search.present(
            snapshot, self._workspace(), exposures, minimum=request.minimum_overlap, hazard=hazard
        )
        best = risk.of_contacts(met, NOBODY).best(request.limit)
        seconds = time.perf_counter() - began
        named = self._named(case.cipher, best, JudgedContacts([], None))
        return calls.ContactsFound([len(met)], named, seconds, found_at=found_at)

    def present_during(
        self, request: calls.PresentDuring, case: SearchedCase
    ) -> calls.ContactsFound:
        """The case's own person is no other: they are left out."""
        questions.whole(0, limit=request.limit)
        began, found_at = time.perf_counter(), self._now()
        snapshot = self.log.snapshot
        hazard = risk.hazard(self.log.venues, snapshot.venues)
        person = self._number_of(case, required=False)
        terms = {"minimum": request.minimum_overlap, "residual": 0}
        ever = window_of(0, found_at)
        met = self._met(snapshot, self._places(request.stays), ever, person, terms, hazard)
        best = risk.of_contacts(met, NOBODY).best(request.limit)
        seconds = time.perf_counter() - began
        named = self._named(case.cipher, best, JudgedContacts([], None))
        return calls.ContactsFound([len(met)], named, seconds, found_at=found_at)

    def nearest(self, request: calls.NearestTo, case: SearchedCase) -> list[calls.NearbyCheckIn]:
        """Of the signed stay alone: what was before or after it stays untold, however near."""
        venue, start, end = case.stay(request.places, request.stay)
        # From beyond an end of the stay its check-ins lie in the same order as from that end.
        moment = min(max(request.moment, start), end)
        person, entered = clusters.nearest(
            self.log.snapshot, self._place(venue), moment - BASE, case.told.bounds.rows
        )
        at = entered + BASE
        told = np.flatnonzero((at >= max(start, self._kept_from())) & (at < end))[: request.count]
        ids = case.cipher.handles(self._ids(person[told]))
        return [
            calls.NearbyCheckIn(who, _at(when))
            for who, when in zip(ids, entered[told].tolist(), strict=True)
        ]

    def shared_venues(
        self, request: calls.SharedVenuesOf, case: SearchedCase
    ) -> list[calls.FlaggedVenue]:
        cases = self._numbers([case.other(ref).person for ref in request.cases])
        start, end = self._since_base(request.window)
        found = clusters.shared_venues(
            self.log.snapshot,
            cases,
            start,
            end,
            within=request.within,
            false_discovery_rate=request.false_discovery_rate,
        )
        return [
            calls.FlaggedVenue(
                venue=self._told(one.venue),
                cases=one.cases,
                expected=one.expected,
                p_value=one.p_value,
                q_value=one.q_value,
                first=_at(one.first),
                last=_at(one.last),
            )
            for one in found
        ]

    def co_presence(self, request: calls.CoPresenceOf, case: SearchedCase) -> list[calls.Meeting]:
        numbers = self._numbers_or_nobody(case.cipher.people(request.people))
        # Who is out of the log by now met nobody in it; a refusal would tell that they are, and draw no one.
        known = numbers[numbers != NOBODY]
        edges = self._met_at(known, case.stays(request.places), request.minimum_overlap)
        ends = np.array(list(edges), np.int32).reshape(-1, 2)
        one_end, other_end = (case.cipher.handles(self._ids(ends[:, side])) for side in (0, 1))
        ids = zip(one_end, other_end, edges.values(), strict=True)
        return [
            calls.Meeting(one, other, met.overlap, met.encounters, _at(met.first))
            for one, other, met in ids
        ]

    def _met_at(
        self, people: Int32s, stays: Sequence[Stay], minimum: int
    ) -> dict[tuple[int, int], Met]:
        """Who met whom at these stays together, for the minimum in all."""
        questions.seconds(minimum=minimum)
        total: dict[tuple[int, int], Met] = {}
        for venue, start, end in stays:
            window = self._since_base(window_of(start, end))
            found = clusters.co_presence(
                self.log.snapshot, people, *window, minimum=0, venue=self._place(venue)
            )
            for pair, met in found.items():
                before = total.get(pair)
                total[pair] = met if before is None else _together(before, met)
        return {pair: met for pair, met in total.items() if met.overlap >= minimum}

    def translate(self, request: calls.Translate, case: SearchedCase) -> list[Handle]:
        people = case.cipher.people(request.people)
        return case.other(request.into).cipher.handles(people)

    # -- stays that were typed in, and their person

    def _met(
        self,
        snapshot: Snapshot,
        stays: Sequence[Stay],
        window: calls.Window,
        person: int,
        terms: dict[str, int],
        hazard: Floats,
    ) -> search.MetPeople:
        """Whom somebody met who was at these stays, within the window and what is kept."""
        kept = max(window.start, self._kept_from())
        # A venue that is newer than the log has no visits yet.
        within = [one for one in clipped(stays, kept, window.end) if 0 <= one[0] < snapshot.venues]
        since_base = [(venue, start - BASE, end - BASE) for venue, start, end in within]
        return search.of_stays(
            snapshot, self._workspace(), since_base, me=person, **terms, hazard=hazard
        )

    def _places(self, stays: Sequence[Stay]) -> list[Stay]:
        """Stays by the numbers that the snapshot has for their venues."""
        return [(VenueId(self._place(venue)), start, end) for venue, start, end in stays]

    def _number_of(self, case: SearchedCase, *, required: bool) -> int:
        """The number of the case's own person; NOBODY where there is none or, if not required, who is not in the log."""
        if case.told.person is None and not required:
            return NOBODY
        find = self._numbers if required else self._numbers_or_nobody
        return int(find([case.person])[0])

    # -- between ids and numbers

    def _named(
        self, cipher: CaseCipher, rows: RankedContacts, judged: JudgedContacts
    ) -> list[calls.Contact]:
        """The rows as they are told; `judged` has direct contacts alone, in the order of the rows."""
        people = cipher.handles(self._ids(rows.person))
        sources = self._handles_or_none(cipher, rows.via)
        direct = iter(judged.contacts)
        told = (next(direct, UNJUDGED) if row.degree == 1 else UNJUDGED for row in rows)
        first_venue = self.log.venues_from
        return [
            calls.Contact(
                person=person,
                degree=row.degree,
                first_exposed=_at(row.first),
                last_exposed=_at(row.last),
                overlap=row.overlap,
                encounters=row.encounters,
                probability=one.probability,
                risk=round(row.risk, 6),
                classification=one.classification,
                via=via,
                venue=None if row.venue == NOWHERE else VenueId(row.venue + first_venue),
                chances=one.chances,
                met=one.met,
            )
            for row, person, via, one in zip(rows, people, sources, told, strict=True)
        ]

    def _numbers_or_nobody(self, people: Sequence[PersonId]) -> Int32s:
        if not people:
            return np.empty(0, np.int32)
        ids = np.frombuffer(b"".join(people), np.uint8).reshape(-1, PERSON_ID_BYTES)
        return self.log.people.find(ids)

    def _numbers(self, people: Sequence[PersonId]) -> Int32s:
        numbers = self._numbers_or_nobody(people)
        if (numbers == NOBODY).any():
            raise UnknownPersonError(
                "nobody with that id has checked in within the retention period"
            )
        return numbers

    def _ids(self, numbers: Int32s) -> list[PersonId]:
        return [PersonId(row.tobytes()) for row in self.log.people.ids(numbers)]

    def _handles_or_none(self, cipher: CaseCipher, numbers: Int32s) -> list[Handle]:
        known = numbers >= 0
        handles = iter(cipher.handles(self._ids(numbers[known])))
        return [next(handles) if one else Handle(b"") for one in known.tolist()]

    def _now(self) -> EpochSeconds:
        return EpochSeconds(int(self.log.now()))

    def _kept_from(self) -> int:
        """Epoch second from which visits are within their period: what is older is never told, swept or not."""
        return day_bounds(first_kept_day(self.log.now()))[0]

    def _since_base(self, window: calls.Window) -> tuple[LogSeconds, LogSeconds]:
        """The window in seconds since BASE, cut to what is kept. Raises WindowError."""
        if window.end < window.start:
            raise questions.WindowError(
                f"the window ends ({window.end}) before it starts ({window.start})"
            )
        kept = self._kept_from()
        return questions.window(max(window.start, kept) - BASE, max(window.end, kept) - BASE)

    def _told(self, venue: int) -> VenueId:
        """The number of a venue of the snapshot, as it is told."""
        return VenueId(venue + self.log.venues_from)

    def _place(self, venue: VenueId) -> int:
        """The same back."""
        return venue - self.log.venues_from

    def _workspace(self) -> search.Workspace:
        work: search.Workspace | None = getattr(self._local, "work", None)
        if work is None:
            work = self._local.work = search.Workspace()
        return work


def _at(since_base: int) -> EpochSeconds:
    """A moment of the log as it is told."""
    return EpochSeconds(since_base + BASE)


def _together(one: Met, other: Met) -> Met:
    return Met(
        one.overlap + other.overlap,
        one.encounters + other.encounters,
        min(one.first, other.first),
        max(one.last, other.last),
    )


def window_of(start: int, end: int) -> calls.Window:
    """A window of plain seconds."""
    return calls.Window(EpochSeconds(start), EpochSeconds(end))
