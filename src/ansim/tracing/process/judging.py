"""How direct contacts are judged: how probably they shared which time, class, each encounter, and what that rests on."""

import hashlib
import hmac
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Final, NamedTuple

import numpy as np

from ansim.domain.classification import classify
from ansim.domain.evidence import Sign
from ansim.domain.quantities import EpochSeconds, Handle, PersonId, VenueId
from ansim.domain.search_bounds import ManyPlacesError
from ansim.domain.shared_time import MINUTES
from ansim.domain.signed_places import Stay, of_one_person, within_budget_of_air
from ansim.tracing.arrays import Floats
from ansim.tracing.dwell import Bounded, SharedStay, SharedTime
from ansim.tracing.process import itinerary
from ansim.tracing.process.calls import Encounter, StaysRead, Window
from ansim.tracing.process.held_sessions import SearchedCase
from ansim.tracing.process.itinerary import Row
from ansim.tracing.process.kept_log import SearchedLog
from ansim.tracing.process.own_stays import OwnStays, united_stays

_STAY: Final = struct.Struct(">16siqd?")


@dataclass(frozen=True, slots=True)
class JudgingTerms:
    """The terms that the judgement goes by, in seconds."""

    minimum: int
    close: int | None
    residual: int
    window: Window


class Judgement(NamedTuple):
    """What is said of one contact beside the search's own row."""

    probability: float
    classification: str
    chances: bytes
    met: list[Encounter]


UNJUDGED: Final = Judgement(1.0, "", b"", [])
"""Of whom nothing is said: contacts of contacts, and whoever was asked for by place."""


class JudgedContacts(NamedTuple):
    """Direct contacts in the order asked, and what the judgement rests on."""

    contacts: list[Judgement]
    read: StaysRead | None


def own_rows(log: SearchedLog, case: SearchedCase, window: Window) -> list[Row]:
    """The check-ins of a case's own person; without those delivered late where the case's bounds leave them out."""
    rows = log.rows([case.person], window).get(case.person, [])
    if case.told.bounds.late:
        return rows
    return [row for row in rows if not row.signs & Sign.DELIVERED_LATE]


def own_stays(
    log: SearchedLog, case: SearchedCase, typed: Sequence[Stay], window: Window, air: int = 0
) -> OwnStays:
    """Where a case was: the stays of the log, where it is about somebody, and those typed in, by the log's venues.

    Raises ManyPlacesError where the case's bounds leave late check-ins out, and those of the log are not one person's, or
    are more than may be told of with so many seconds of `air` after each.
    """
    if case.told.person is None:
        return united_stays([], [], typed)
    rows = own_rows(log, case, window)
    logged = itinerary.assemble(rows, log.venues, log.lengths)
    if not case.told.bounds.late:
        # A number, a photograph of each sign and ends that are sent later would be at every place all day.
        home = log.venues.home_of
        there: list[Stay] = [(VenueId(home(one.venue)), one.entered, one.left) for one in logged]
        if not of_one_person(there) or not within_budget_of_air(there, air):
            raise ManyPlacesError("the number was checked in at more places than one person is at")
    return united_stays(logged, itinerary.bounded(rows, log.venues, log.lengths), typed)


def judge(
    log: SearchedLog,
    case: SearchedCase,
    asked: JudgingTerms,
    mine: Sequence[Bounded] | None,
    near: Sequence[PersonId],
) -> JudgedContacts:
    """Judge direct contacts of a case by their stays within the window; by `mine`, where stays of it were typed in."""
    own = [case.person] if mine is None else []
    rows = log.rows([*own, *near], asked.window)
    known = [itinerary.bounded(rows.get(who, []), log.venues, log.lengths) for who in own]
    others = [itinerary.bounded(rows.get(who, []), log.venues, log.lengths) for who in near]
    stays = [known[0] if mine is None else mine, *others]
    shared = SharedTime(
        stays[0],
        others,
        (asked.window.start, asked.window.end),
        asked.residual,
        log.curves,
        log.venues.category_of,
        log.venues.venue_of,
    )
    read = StaysRead(
        digest_of(case.told.key, [case.subject, *case.cipher.handles(near)], stays),
        len(stays),
        log.curves.made_on.isoformat(),
        log.curves.source,
        program(),
    )
    judged = [
        one._replace(met=_encounters(met, rows.get(who, []), log.venues_from))
        for one, met, who in zip(_chances(shared, asked), shared.shared, near, strict=True)
    ]
    return JudgedContacts(judged, read)


def _chances(shared: SharedTime, asked: JudgingTerms) -> list[Judgement]:
    """Without the encounters."""
    known: dict[int, Floats] = {}

    def at_least(seconds: int) -> Floats:
        if seconds not in known:
            known[seconds] = shared.at_least(seconds)
        return known[seconds]

    minimum = at_least(asked.minimum)
    by_minutes = np.column_stack([at_least(minutes * 60) for minutes in MINUTES])
    percent = np.floor(by_minutes * 100 + 1e-9).astype(np.uint8)
    any_minute = at_least(60)
    close = any_minute if asked.close is None else at_least(asked.close)
    minutes = None if asked.close is None else asked.close / 60
    return [
        Judgement(
            round(float(minimum[place]), 4),
            classify(minutes, float(close[place]), float(any_minute[place])),
            percent[place].tobytes(),
            [],
        )
        for place in range(len(minimum))
    ]


def _encounters(
    met: Sequence[SharedStay], rows: Sequence[Row], venues_from: int
) -> list[Encounter]:
    by_scan: Mapping[tuple[int, int], Row] = {(row.venue, row.entered): row for row in rows}
    found = []
    for one in sorted(met, key=lambda stay: (stay.begin, stay.venue)):
        scan = by_scan[one.venue, one.entered]
        found.append(
            Encounter(
                VenueId(one.venue + venues_from),
                EpochSeconds(one.begin),
                one.seconds,
                one.estimated,
                one.in_air,
                scan.signs,
                scan.party,
            )
        )
    return found


def digest_of(key: bytes, people: Sequence[Handle], stays: Sequence[Sequence[Bounded]]) -> bytes:
    """HMAC-SHA-256 of the stays of these people, in whatever order they were read.

    People are handles of the case, and the key is the case's: nobody recognises somebody of another case by it, nor guesses
    where few people were from a copy of a list.
    """
    packed = sorted(
        _STAY.pack(who, one.venue, one.entered, one.limit, one.known)
        for who, theirs in zip(people, stays, strict=True)
        for one in theirs
    )
    return hmac.digest(key, b"ansim-stays-v1\0" + b"".join(packed), hashlib.sha256)


@cache
def program() -> str:
    """The version of this program."""
    return version("ansim")
