"""The tracer process: all visits of the retention window in memory, by person; answers over a local socket.

It knows people by id and nothing else of them. What it names carries the proof that a case's search found it.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import psycopg

from ansim import rpc
from ansim.domain.classification import classify
from ansim.domain.days import day_bounds, local_day
from ansim.domain.errors import AnsimError
from ansim.domain.identifiers import PERSON_ID_BYTES
from ansim.domain.scope import proof_of
from ansim.keys import DayKeys, KeyFolder
from ansim.keys.folder import folder
from ansim.settings.environment import data_folder, dsn, socket_path
from ansim.tracing.contacts import search
from ansim.tracing.dwell.probability import probabilities
from ansim.tracing.index import questions
from ansim.tracing.index.index import Index
from ansim.tracing.index.log import BASE
from ansim.tracing.index.people import NOBODY
from ansim.tracing.process import calls, itinerary
from ansim.tracing.process.deep import Further
from ansim.tracing.process.loading import LONG_OVERLAP, OVERLAP, Loader
from ansim.tracing.process.nightly import keep_curves, kept_curves, re_estimate
from ansim.tracing.process.places import Places
from ansim.tracing.ranking import risk
from ansim.tracing.sources import clusters

log = logging.getLogger(__name__)
FOLLOW_EVERY = 0.4
HOUSEKEEPING_EVERY = 30.0
_MOST_DEGREES = 100  # everybody is reached long before; the answer counts each degree
Connection = psycopg.Connection[tuple[Any, ...]]


class UnknownPersonError(AnsimError):
    """Nobody with that id has checked in within the retention period."""


@dataclass
class Tracer:
    """The index, who feeds it, and the searches as calls."""

    keys: KeyFolder
    curves_file: Path
    clock: Callable[[], float] = time.time
    index: Index = field(init=False)
    _local: threading.local = field(default_factory=threading.local)
    _further: Further = field(default_factory=Further)

    def __post_init__(self) -> None:
        self._scope = self.keys.read("scope.key")
        self._days = DayKeys(self.keys)
        self.curves = kept_curves(self.curves_file)
        self._tried: date | None = None

    # -- keeping true to the database

    def load(self) -> None:
        """Read everything that is kept."""
        began = time.perf_counter()
        with psycopg.connect(dsn("tracer", "main")) as main:
            places = Places.read(main)
        self.loader = Loader(dsn("tracer", "visits"), self._days, places, self.curves)
        with psycopg.connect(dsn("tracer", "visits"), autocommit=True) as visits:
            days = self._past_days(visits)
            self.index, self._unsealed = self.loader.load(days, self.clock()), days[-1]
        taken = time.perf_counter() - began
        log.info(
            "%d visits of %d people in %.1f s",
            self.index.snapshot.visits,
            len(self.loader.people),
            taken,
        )

    def follow(self, connection: Connection, overlap: timedelta = OVERLAP) -> int:
        """Take in what is new; gives how many visits changed."""
        changed = self.loader.follow(self.index, connection, overlap)
        self.index.merge_runs()
        return changed

    def keep_house(self, visits: Connection) -> None:
        """Seal the days that ended, drop those whose partition is gone, learn of new venues and of what was late."""
        self.follow(visits, LONG_OVERLAP)
        with psycopg.connect(dsn("tracer", "main")) as main:
            self.loader.places = Places.read(main)
        snapshot = self.index.snapshot
        kept = [row[0] for row in visits.execute("SELECT visits.days()")]
        if kept and snapshot.days:
            first = day_bounds(kept[0])[0] - BASE
            if snapshot.days[0].start < first:
                self.index.drop_before(first)
        while day_bounds(self._unsealed)[1] <= self.clock():
            start, end = (moment - BASE for moment in day_bounds(self._unsealed))
            self.index.seal(start, end)
            self._unsealed += timedelta(days=1)
        self.re_estimate_at_night([day for day in kept if day < local_day(self.clock())])

    def re_estimate_at_night(self, days: Sequence[date]) -> threading.Thread | None:
        """Once a day, beside the searches: new dwell curves from what is kept, in use as soon as they are written."""
        today = local_day(self.clock())
        if self._tried == today or self.curves.made_on >= today:
            return None
        self._tried = today

        def work() -> None:
            try:
                curves = re_estimate(
                    dsn("tracer", "visits"), self._days, self.loader.places, days, today
                )
                keep_curves(curves, self.curves_file)
            except Exception:
                log.exception(
                    "dwell curves could not be re-estimated, those of %s stay", self.curves.made_on
                )
                return
            self.loader.use(curves)
            self.curves = curves
            log.info("dwell curves of %s: %s", curves.made_on, curves.source)

        thread = threading.Thread(target=work, name="dwell curves", daemon=True)
        thread.start()
        return thread

    def _past_days(self, visits: Connection) -> list[date]:
        today = local_day(self.clock())
        kept = [row[0] for row in visits.execute("SELECT visits.days()") if row[0] <= today]
        first = min(kept, default=today)
        return [first + timedelta(days=step) for step in range((today - first).days + 1)]

    # -- calls

    def itinerary(self, request: calls.ItineraryOf) -> list[calls.Stay]:
        """From the database itself, which alone has evidence, method and companions."""
        window = request.window
        _require_id(request.person)
        _since_base(window)
        days = [day for day in self._days.days() if _touches(day, window)]
        tags = {day: self._days.tagger(day)(request.person) for day in days}
        with psycopg.connect(dsn("tracer", "visits")) as visits:
            rows = itinerary.read(visits, tags)
        found = itinerary.assemble(rows, self.loader.places, self.loader.dwell)
        return [stay for stay in found if stay.left > window.start and stay.entered < window.end]

    def contacts(self, request: calls.ContactsOf) -> calls.ContactsFound:
        """Degree 1 by totals over the itinerary; more degrees along links that respect time; both ways in one call."""
        if request.window is None and request.back is None:
            raise questions.WindowError(
                "wanted a forward window, a backward one (back), or both; got neither"
            )
        questions.whole(0, limit=request.limit)
        back = self._one_way(request, request.back, back=True) if request.back else None
        if request.window is None:
            return calls.ContactsFound([], [], 0.0, back)
        return msgspec.structs.replace(
            self._one_way(request, request.window, back=False), back=back
        )

    def _one_way(
        self, request: calls.ContactsOf, window: calls.Window, *, back: bool
    ) -> calls.ContactsFound:
        began = time.perf_counter()
        person = self._number(request.person)
        start, end = _since_base(window)
        snapshot = self.index.snapshot
        residual = 0 if back else request.residual
        hazard = risk.hazard(self.loader.places, snapshot.venues)
        questions.whole(1, _MOST_DEGREES, degrees=request.degrees)
        questions.seconds(
            latent=request.latent, residual=request.residual, close=request.close or 0
        )
        met = search.of_itinerary(
            snapshot,
            self._workspace(),
            person,
            start,
            end,
            minimum=request.minimum_overlap,
            residual=residual,
            hazard=hazard,
        )
        rows = risk.of_contacts(met, person)
        totals = [len(rows)]
        if request.degrees > 1:
            further = self._further.back if back else self._further.forward
            rows, totals = further(snapshot, hazard, request, person, start, end, rows)
        best = rows.best(request.limit)
        seconds = time.perf_counter() - began
        chances, classes = self._judged(request, window, residual, best)
        return calls.ContactsFound(
            totals, self._named(request.case, best, chances, classes), seconds
        )

    def present(self, request: calls.PresentAt) -> calls.ContactsFound:
        questions.whole(0, limit=request.limit)
        began = time.perf_counter()
        exposures = [(venue, *_since_base(window)) for venue, window in request.exposures]
        snapshot = self.index.snapshot
        hazard = risk.hazard(self.loader.places, snapshot.venues)
        met = search.present(
            snapshot, self._workspace(), exposures, minimum=request.minimum_overlap, hazard=hazard
        )
        rows = risk.of_contacts(met, NOBODY)
        best = rows.best(request.limit)
        seconds = time.perf_counter() - began
        return calls.ContactsFound(
            [len(met)],
            self._named(request.case, best, np.ones(len(best)), [""] * len(best)),
            seconds,
        )

    def nearest(self, request: calls.NearestTo) -> list[calls.CheckIn]:
        person, entered = clusters.nearest(
            self.index.snapshot, request.venue, request.moment - BASE, request.count
        )
        ids = self._ids(person)
        return [
            calls.CheckIn(who, at, proof_of(self._scope, request.case, who, at, at + 1))
            for who, at in zip(ids, (entered + BASE).tolist(), strict=True)
        ]

    def shared_venues(self, request: calls.SharedVenuesOf) -> list[calls.SharedVenue]:
        cases = self._numbers(request.people)
        start, end = _since_base(request.window)
        found = clusters.shared_venues(
            self.index.snapshot, cases, start, end,
            within=request.within, false_discovery_rate=request.false_discovery_rate,
        )  # fmt: skip
        return [
            calls.SharedVenue(
                one.venue,
                one.cases,
                one.expected,
                one.p_value,
                one.q_value,
                one.first + BASE,
                one.last + BASE,
            )
            for one in found
        ]

    def co_presence(self, request: calls.CoPresenceOf) -> list[calls.Meeting]:
        people = self._numbers(request.people)
        start, end = _since_base(request.window)
        edges = clusters.co_presence(
            self.index.snapshot, people, start, end, request.minimum_overlap
        )
        ends = np.array(list(edges), np.int32).reshape(-1, 2)
        ids = zip(self._ids(ends[:, 0]), self._ids(ends[:, 1]), edges.values(), strict=True)
        return [
            calls.Meeting(one, other, met.overlap, met.encounters, met.first + BASE)
            for one, other, met in ids
        ]

    def state(self, _request: calls.Health) -> calls.State:
        snapshot = self.index.snapshot
        total = snapshot.nbytes + self.loader.people.nbytes
        days = [local_day(day.start + BASE).isoformat() for day in snapshot.days]
        per_visit = total / snapshot.visits if snapshot.visits else 0.0
        return calls.State(
            snapshot.visits, len(self.loader.people), days, per_visit, self.loader.newest,
            self.curves.made_on.isoformat(), self.curves.source,
        )  # fmt: skip

    def handlers(self) -> rpc.Handlers:
        """Which method answers which request."""
        return {
            calls.ItineraryOf: self.itinerary,
            calls.ContactsOf: self.contacts,
            calls.PresentAt: self.present,
            calls.NearestTo: self.nearest,
            calls.SharedVenuesOf: self.shared_venues,
            calls.CoPresenceOf: self.co_presence,
            calls.Health: self.state,
        }

    # -- between ids and numbers

    def _judged(
        self, request: calls.ContactsOf, window: calls.Window, residual: int, rows: risk.Rows
    ) -> tuple[np.ndarray[Any, Any], list[str]]:
        """P(shared the minimum in all) and the class of direct contacts; 1 and none beyond degree 1."""
        chances, classes = np.ones(len(rows)), [""] * len(rows)
        near = np.flatnonzero(rows.degree == 1)
        if not near.size:
            return chances, classes
        people = [request.person, *self._ids(rows.person[near])]
        days = [day for day in self._days.days() if _touches(day, window)]
        with psycopg.connect(dsn("tracer", "visits")) as visits:
            stays = itinerary.of_many(visits, self._days, days, people, self.loader.places)
        case, *others = (stays.get(who, []) for who in people)

        def shared(minimum: int) -> np.ndarray[Any, Any]:
            return probabilities(
                case,
                others,
                (window.start, window.end),
                minimum,
                residual,
                self.curves,
                self.loader.places.category_of,
            )

        chances[near] = shared(request.minimum_overlap)
        any_minute = shared(60)
        close = any_minute if request.close is None else shared(request.close)
        minutes = None if request.close is None else request.close / 60
        for place, row in enumerate(near.tolist()):
            classes[row] = classify(minutes, float(close[place]), float(any_minute[place]))
        return chances, classes

    def _named(
        self, case: str, rows: risk.Rows, probability: np.ndarray[Any, Any], classes: Sequence[str]
    ) -> list[calls.Contact]:
        people, via = self._ids(rows.person), self._ids_or_none(rows.via)
        first, last = (rows.first + BASE).tolist(), (rows.last + BASE).tolist()
        columns = (rows.degree, rows.overlap, rows.encounters, rows.risk, rows.venue)
        lists = [column.tolist() for column in columns]
        return [
            calls.Contact(
                person=person, degree=degree, first_exposed=begin, last_exposed=close, overlap=overlap,
                encounters=encounters, probability=round(float(chance), 4), risk=round(danger, 6), classification=kind,
                via=source,
                venue=venue, proof=proof_of(self._scope, case, person, begin, close),
            )
            for person, degree, begin, close, overlap, encounters, chance, danger, kind, source, venue in zip(
                people, lists[0], first, last, lists[1], lists[2], probability, lists[3], classes, via, lists[4], strict=True
            )
        ]  # fmt: skip

    def _number(self, person: bytes) -> int:
        return int(self._numbers([person])[0])

    def _numbers(self, people: list[bytes]) -> "np.ndarray[Any, np.dtype[np.int32]]":
        if not people:
            return np.empty(0, np.int32)
        for person in people:
            _require_id(person)
        numbers = self.loader.people.find(
            np.frombuffer(b"".join(people), np.uint8).reshape(-1, PERSON_ID_BYTES)
        )
        if (numbers == NOBODY).any():
            raise UnknownPersonError(
                "nobody with that id has checked in within the retention period"
            )
        return numbers

    def _ids(self, numbers: "np.ndarray[Any, np.dtype[np.int32]]") -> list[bytes]:
        return [row.tobytes() for row in self.loader.people.ids(numbers)]

    def _ids_or_none(self, numbers: "np.ndarray[Any, np.dtype[np.int32]]") -> list[bytes]:
        known = numbers >= 0
        ids = iter(self._ids(numbers[known]))
        return [next(ids) if one else b"" for one in known.tolist()]

    def _workspace(self) -> search.Workspace:
        work: search.Workspace | None = getattr(self._local, "work", None)
        if work is None:
            work = self._local.work = search.Workspace()
        return work


def _require_id(person: bytes) -> None:
    """Raise UnknownPersonError for what is no id."""
    if len(person) != PERSON_ID_BYTES:
        raise UnknownPersonError(
            f"a person's id has {PERSON_ID_BYTES} bytes, this one has {len(person)}"
        )


def _since_base(window: calls.Window) -> tuple[int, int]:
    """Seconds since BASE, clipped to the times that a log can hold: beyond them a window says nothing more."""
    if window.end < window.start:
        raise questions.WindowError(
            f"the window ends ({window.end}) before it starts ({window.start})"
        )
    return questions.window(window.start - BASE, window.end - BASE)


def _touches(day: date, window: calls.Window) -> bool:
    # A stay may begin on the day before the window.
    start, end = day_bounds(day)
    return start < window.end and end + 86400 > window.start


def _follow_for_ever(tracer: Tracer) -> None:
    next_housekeeping = 0.0
    while True:
        try:
            with psycopg.connect(dsn("tracer", "visits"), autocommit=True) as visits:
                while True:
                    tracer.follow(visits)
                    if time.monotonic() >= next_housekeeping:
                        tracer.keep_house(visits)
                        next_housekeeping = time.monotonic() + HOUSEKEEPING_EVERY
                    time.sleep(FOLLOW_EVERY)
        except psycopg.Error as error:
            log.warning("following: %s, trying again", type(error).__name__)
            time.sleep(1)
        except Exception:
            # Answering from what was read before, and saying so, beats a tracer that silently stopped following.
            log.exception("following failed, trying again")
            time.sleep(1)


def serve() -> None:
    """Load, then answer on the socket and follow the database until told to end."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    keys = folder()
    tracer = Tracer(keys, data_folder() / "tracer" / "dwell.json")
    tracer.load()
    threading.Thread(target=_follow_for_ever, args=(tracer,), daemon=True).start()
    rpc.serve(socket_path("tracer"), keys.read("tracer-calls.key"), tracer.handlers())
