"""How direct contacts are judged: how probably they shared which time, class, each encounter, and what that rests on."""

import hashlib
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Final, NamedTuple

import numpy as np
import psycopg

from ansim.domain.classification import classify
from ansim.domain.quantities import Handle, PersonId, VenueId
from ansim.domain.shared_time import MINUTES
from ansim.keys import CaseCipher
from ansim.settings.environment import dsn
from ansim.tracing.arrays import Floats
from ansim.tracing.dwell import Bounded, SharedStay, SharedTime
from ansim.tracing.process import itinerary
from ansim.tracing.process.calls import Encounter, StaysRead, Window
from ansim.tracing.process.follower import Follower
from ansim.tracing.process.itinerary import Row

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


def judge(
    follower: Follower,
    cipher: CaseCipher,
    asked: JudgingTerms,
    days: Sequence[date],
    index: PersonId,
    near: Sequence[PersonId],
) -> JudgedContacts:
    """Judge direct contacts of `index` by their stays on these days, as the database has them."""
    people = [index, *near]
    loader, known = follower.loader, follower.loader.venues
    with psycopg.connect(dsn("tracer", "visits")) as visits:
        rows = itinerary.rows_of_many(visits, loader.late, follower.days, days, people)
    stays = [itinerary.bounded(rows.get(who, []), known, loader.lengths) for who in people]
    shared = SharedTime(
        stays[0],
        stays[1:],
        (asked.window.start, asked.window.end),
        asked.residual,
        follower.curves,
        known.category_of,
        known.venue_of,
    )
    read = StaysRead(
        digest_of(cipher.handles(people), stays),
        len(people),
        follower.curves.made_on.isoformat(),
        follower.curves.source,
        program(),
    )
    judged = [
        one._replace(met=_encounters(met, rows.get(who, [])))
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


def _encounters(met: Sequence[SharedStay], rows: Sequence[Row]) -> list[Encounter]:
    by_scan: Mapping[tuple[int, int], Row] = {(row.venue, row.entered): row for row in rows}
    found = []
    for one in sorted(met, key=lambda stay: (stay.begin, stay.venue)):
        scan = by_scan[one.venue, one.entered]
        found.append(
            Encounter(
                VenueId(one.venue),
                one.begin,
                one.seconds,
                one.estimated,
                one.in_air,
                scan.signs,
                scan.party,
            )
        )
    return found


def digest_of(people: Sequence[Handle], stays: Sequence[Sequence[Bounded]]) -> bytes:
    """SHA-256 of the stays of these people, in whatever order they were read.

    People are handles of the case, so that nobody recognises somebody of another case by it.
    """
    packed = sorted(
        _STAY.pack(who, one.venue, one.entered, one.limit, one.known)
        for who, theirs in zip(people, stays, strict=True)
        for one in theirs
    )
    return hashlib.sha256(b"ansim-stays-v1\0" + b"".join(packed)).digest()


@cache
def program() -> str:
    """The version of this program."""
    return version("ansim")
