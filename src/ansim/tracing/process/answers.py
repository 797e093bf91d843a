"""What the tracer finds. It knows people by id and nothing else of them, and tells them as handles of the case.

Whether it may be asked, and its entry, is `search_desk`'s. What a case's own search found carries its word for the vault.
"""

import threading
import time
from collections.abc import Sequence
from datetime import date

import msgspec
import numpy as np
import psycopg

from ansim.domain.days import day_bounds, local_day
from ansim.domain.identifiers import PERSON_ID_BYTES
from ansim.domain.quantities import EpochSeconds, Handle, LogSeconds, PersonId, VenueId
from ansim.domain.retention import POLICY
from ansim.domain.search_bounds import UnknownPersonError
from ansim.domain.search_results import vouch
from ansim.domain.signed_places import Stay
from ansim.keys import CaseCipher
from ansim.settings.environment import dsn
from ansim.tracing.arrays import Int32s
from ansim.tracing.contacts import search
from ansim.tracing.index import BASE, NOBODY, questions
from ansim.tracing.process import calls, itinerary
from ansim.tracing.process.deep import DeepSearches
from ansim.tracing.process.follower import Follower
from ansim.tracing.process.held_sessions import SearchedCase
from ansim.tracing.process.judging import UNJUDGED, JudgedContacts, JudgingTerms, judge
from ansim.tracing.ranking import RankedContacts, risk
from ansim.tracing.reference import Met
from ansim.tracing.sources import clusters


class Answers:
    """The searches over what the follower keeps, each for a case that somebody has a session for."""

    def __init__(self, follower: Follower, scope: bytes) -> None:
        self._follower, self._scope = follower, scope
        self._local = threading.local()
        self._deep = DeepSearches()

    def itinerary(self, request: calls.ItineraryOf, case: SearchedCase) -> calls.ItineraryFound:
        """From the database itself, which alone has evidence, method and companions."""
        window, days, found_at = request.window, self._follower.days, self._now()
        person = case.person
        self._since_base(window)
        tags = {day: days.tagger(day)(person) for day in self._days(window)}
        with psycopg.connect(dsn("tracer", "visits")) as visits:
            rows = itinerary.read(visits, self._follower.loader.late, tags)
        loader = self._follower.loader
        found = itinerary.assemble(rows, loader.venues, loader.lengths)
        stays = [stay for stay in found if stay.left > window.start and stay.entered < window.end]
        return calls.ItineraryFound(stays, found_at)

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
        index = case.person
        person = int(self._numbers([index])[0])
        start, end = self._since_base(window)
        snapshot = self._follower.index.snapshot
        residual = 0 if back else request.residual
        hazard = risk.hazard(self._follower.loader.venues, snapshot.venues)
        questions.whole(1, degrees=request.degrees)
        questions.seconds(
            latent=request.latent, residual=request.residual, close=request.close or 0
        )
        terms = {"minimum": request.minimum_overlap, "residual": residual}
        met = search.of_itinerary(
            snapshot, self._workspace(), person, start, end, **terms, hazard=hazard
        )
        rows = risk.of_contacts(met, person)
        totals = [len(rows)]
        if request.degrees > 1:
            further = self._deep.back if back else self._deep.forward
            rows, totals = further(snapshot, hazard, request, person, (start, end), rows)
        best = rows.best(request.limit)
        seconds = time.perf_counter() - began
        near = best.degree == 1
        judged = judge(
            self._follower,
            case.cipher,
            JudgingTerms(request.minimum_overlap, request.close, residual, window),
            self._days(window),
            index,
            self._ids(best.person[near]),
        )
        named = self._named(case.cipher, best, judged)
        terms_asked = calls.result_terms(request, window, back=back)
        vouched = vouch(self._scope, case.ref, case.own, terms_asked, calls.rows_of(named))
        return calls.ContactsFound(
            totals, named, seconds, found_at=found_at, vouched=vouched, read=judged.read
        )

    def present(self, request: calls.PresentAt, case: SearchedCase) -> calls.ContactsFound:
        questions.whole(0, limit=request.limit)
        began, found_at = time.perf_counter(), self._now()
        exposures: list[tuple[int, int, int]] = [
            (venue, *self._since_base(window_of(start, end)))
            for venue, start, end in case.stays(request.places)
        ]
        snapshot = self._follower.index.snapshot
        hazard = risk.hazard(self._follower.loader.venues, snapshot.venues)
        met = search.present(
            snapshot, self._workspace(), exposures, minimum=request.minimum_overlap, hazard=hazard
        )
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
            self._follower.index.snapshot, venue, moment - BASE, case.told.bounds.rows
        )
        at = entered + BASE
        told = np.flatnonzero((at >= max(start, self._kept_from())) & (at < end))[: request.count]
        ids = case.cipher.handles(self._ids(person[told]))
        return [
            calls.NearbyCheckIn(who, when) for who, when in zip(ids, at[told].tolist(), strict=True)
        ]

    def shared_venues(
        self, request: calls.SharedVenuesOf, case: SearchedCase
    ) -> list[calls.FlaggedVenue]:
        cases = self._numbers([case.other(ref).person for ref in request.cases])
        start, end = self._since_base(request.window)
        found = clusters.shared_venues(
            self._follower.index.snapshot,
            cases,
            start,
            end,
            within=request.within,
            false_discovery_rate=request.false_discovery_rate,
        )
        return [
            calls.FlaggedVenue(
                venue=VenueId(one.venue),
                cases=one.cases,
                expected=one.expected,
                p_value=one.p_value,
                q_value=one.q_value,
                first=one.first + BASE,
                last=one.last + BASE,
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
            calls.Meeting(one, other, met.overlap, met.encounters, met.first + BASE)
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
                self._follower.index.snapshot, people, *window, minimum=0, venue=venue
            )
            for pair, met in found.items():
                before = total.get(pair)
                total[pair] = met if before is None else _together(before, met)
        return {pair: met for pair, met in total.items() if met.overlap >= minimum}

    def translate(self, request: calls.Translate, case: SearchedCase) -> list[Handle]:
        people = case.cipher.people(request.people)
        return case.other(request.into).cipher.handles(people)

    def state(self, _request: calls.TracerHealth) -> calls.TracerState:
        follower = self._follower
        snapshot, people = follower.index.snapshot, follower.loader.people
        total = snapshot.nbytes + people.nbytes
        return calls.TracerState(
            visits=snapshot.visits,
            people=len(people),
            days=[local_day(day.start + BASE).isoformat() for day in snapshot.days],
            bytes_per_visit=total / snapshot.visits if snapshot.visits else 0.0,
            newest=follower.loader.newest,
            curves_made_on=follower.curves.made_on.isoformat(),
            curves_source=follower.curves.source,
        )

    # -- between ids and numbers

    def _named(
        self, cipher: CaseCipher, rows: RankedContacts, judged: JudgedContacts
    ) -> list[calls.Contact]:
        """The rows as they are told; `judged` has direct contacts alone, in the order of the rows."""
        people = cipher.handles(self._ids(rows.person))
        sources = self._handles_or_none(cipher, rows.via)
        direct = iter(judged.contacts)
        told = (next(direct, UNJUDGED) if row.degree == 1 else UNJUDGED for row in rows)
        return [
            calls.Contact(
                person=person,
                degree=row.degree,
                first_exposed=row.first + BASE,
                last_exposed=row.last + BASE,
                overlap=row.overlap,
                encounters=row.encounters,
                probability=one.probability,
                risk=round(row.risk, 6),
                classification=one.classification,
                via=via,
                venue=VenueId(row.venue),
                chances=one.chances,
                met=one.met,
            )
            for row, person, via, one in zip(rows, people, sources, told, strict=True)
        ]

    def _numbers_or_nobody(self, people: Sequence[PersonId]) -> Int32s:
        if not people:
            return np.empty(0, np.int32)
        ids = np.frombuffer(b"".join(people), np.uint8).reshape(-1, PERSON_ID_BYTES)
        return self._follower.loader.people.find(ids)

    def _numbers(self, people: Sequence[PersonId]) -> Int32s:
        numbers = self._numbers_or_nobody(people)
        if (numbers == NOBODY).any():
            raise UnknownPersonError(
                "nobody with that id has checked in within the retention period"
            )
        return numbers

    def _ids(self, numbers: Int32s) -> list[PersonId]:
        return [PersonId(row.tobytes()) for row in self._follower.loader.people.ids(numbers)]

    def _handles_or_none(self, cipher: CaseCipher, numbers: Int32s) -> list[Handle]:
        known = numbers >= 0
        handles = iter(cipher.handles(self._ids(numbers[known])))
        return [next(handles) if one else Handle(b"") for one in known.tolist()]

    def _now(self) -> int:
        return int(self._follower.clock())

    def _kept_from(self) -> int:
        """Epoch second from which visits are within their period: what is older is never told, swept or not."""
        return day_bounds(POLICY.first_kept_day(local_day(self._follower.clock())))[0]

    def _since_base(self, window: calls.Window) -> tuple[LogSeconds, LogSeconds]:
        """The window in seconds since BASE, cut to what is kept. Raises WindowError."""
        if window.end < window.start:
            raise questions.WindowError(
                f"the window ends ({window.end}) before it starts ({window.start})"
            )
        kept = self._kept_from()
        return questions.window(max(window.start, kept) - BASE, max(window.end, kept) - BASE)

    def _days(self, window: calls.Window) -> list[date]:
        """The kept days on which a stay within the window may have begun, oldest first."""
        first = local_day(self._kept_from())
        return [day for day in self._follower.days.days() if day >= first and _touches(day, window)]

    def _workspace(self) -> search.Workspace:
        work: search.Workspace | None = getattr(self._local, "work", None)
        if work is None:
            work = self._local.work = search.Workspace()
        return work


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


def _touches(day: date, window: calls.Window) -> bool:
    # A stay may begin on the day before the window.
    start, end = day_bounds(day)
    return start < window.end and end + 86400 > window.start
