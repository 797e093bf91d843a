"""Entries of another day than today: judged here, as the database cannot read what is sealed, and stored sealed (ADR 33)."""

import asyncio
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple
from uuid import UUID

import psycopg

from ansim.domain.quantities import OPEN, EpochSeconds, Tag, VenueId
from ansim.visitor.api.functions import Pool
from ansim.visitor.api.problems import OVERLOADED, TOO_OLD, Problem
from ansim.visitor.api.queries import SQL
from ansim.visitor.checkin.tagging import OpenDay
from ansim.visits.late_rows import LateKind, LateRow, among_others
from ansim.visits.outcomes import OfCheckIn, OfCheckOut

CLOSED: Final = 9
"""The outcome of a row that came when its day was written anew: the gateway's clock is behind by then."""
_TRIES: Final = 3
_MILLISECONDS: Final = 1000


class LateEntry(NamedTuple):
    """A row and the day that it is of."""

    day: OpenDay
    row: LateRow


class KeptVisit(NamedTuple):
    """What is stored of a visit: moments in epoch seconds, `left` OPEN where no end is."""

    venue: VenueId
    entered: EpochSeconds
    left: int
    party: int
    commitment: bytes | None


Visit = tuple[int, Tag, bytes]
"""The day's number, the tag, the id."""


def judge(sent: LateRow, stands: KeptVisit | None) -> tuple[int, LateRow | None, KeptVisit | None]:
    """The outcome of a row as the functions of the log would give it, what is to be stored, and what stands then."""
    outcome: OfCheckIn | OfCheckOut
    if sent.kind is LateKind.CHECK_OUT:
        outcome = _of_check_out(sent, stands)
        stored = outcome is OfCheckOut.STORED
    else:
        outcome, stored = _of_check_in(sent, stands)
    if not stored:
        return outcome, None, stands
    if stands is None:
        fresh = KeptVisit(sent.venue, sent.entered, sent.left, sent.party, sent.commitment)
        return outcome, sent, fresh
    end = sent._replace(kind=LateKind.CHECK_OUT, entered=stands.entered)
    if sent.kind is LateKind.CHECK_IN:  # its signs are those of the check-in that stands
        end = end._replace(evidence=0)
    return outcome, end, stands._replace(left=sent.left)


def _of_check_in(sent: LateRow, stands: KeptVisit | None) -> tuple[OfCheckIn, bool]:
    if stands is None:
        return OfCheckIn.STORED, True
    same = (stands.venue, stands.entered, stands.party, stands.commitment) == (
        sent.venue,
        sent.entered,
        sent.party,
        sent.commitment,
    )
    if not same or (stands.left != OPEN and sent.left not in (OPEN, stands.left)):
        return OfCheckIn.OTHER_STANDS, False
    # A phone that heard no answer may have folded the end into the check-in meanwhile.
    return OfCheckIn.STORED_BEFORE, stands.left == OPEN and sent.left >= stands.entered


def _of_check_out(sent: LateRow, stands: KeptVisit | None) -> OfCheckOut:
    if stands is None or stands.venue != sent.venue:
        return OfCheckOut.NO_SUCH_VISIT
    if sent.left < stands.entered:
        return OfCheckOut.ENDS_BEFORE_START
    if stands.left == sent.left:
        return OfCheckOut.STORED_BEFORE
    return OfCheckOut.STORED if stands.left == OPEN else OfCheckOut.OTHER_END_STANDS


class LateDesk:
    """Stores late entries, each delivery at a random moment within `spread` seconds, away from what else it brought."""

    def __init__(self, visits: Pool, spread: float) -> None:
        self._visits, self._spread = visits, spread

    async def store(self, entries: Sequence[LateEntry]) -> bytes:
        """The outcome of each, stored by then; CLOSED where its day takes no rows any more. Raises Problem (overloaded)."""
        await asyncio.sleep(secrets.randbelow(_MILLISECONDS) / _MILLISECONDS * self._spread)
        for _ in range(_TRIES):
            known, closed = await self.look(entries)
            outcomes, rows = bytearray(), []
            for entry in entries:
                visit = _visit(entry)
                if entry.day in closed:
                    outcomes.append(CLOSED)
                    continue
                outcome, row, known[visit] = judge(entry.day.late.blurred(entry.row), known[visit])
                outcomes.append(outcome)
                if row is not None:
                    rows.append(LateEntry(entry.day, row))
            if not rows or await self._insert("store_late", rows):
                return bytes(outcomes)
        raise Problem(OVERLOADED)

    async def hold(self, entry: LateEntry, seconds: int) -> bool | None:
        """Keep an entry of staff so long, as `visits.hold_entry` does. Raises Problem."""
        for _ in range(_TRIES):
            known, closed = await self.look([entry])
            if closed:
                raise Problem(TOO_OLD)
            outcome, row, _ = judge(entry.row, known[_visit(entry)])
            if row is None:
                return False if outcome == OfCheckIn.STORED_BEFORE else None
            if await self._insert("hold_late", [entry], seconds):
                return True
        raise Problem(OVERLOADED)

    async def undo(self, day: OpenDay, tag: Tag, visit: bytes) -> bool:
        """Take such an entry back; False where its time is over. Raises Problem."""
        found = await self._ask("undo_late", day.late.key(LateKind.CHECK_IN, tag, visit))
        return bool(found[0][0])

    async def look(
        self, entries: Sequence[LateEntry]
    ) -> tuple[dict[Visit, KeptVisit | None], set[OpenDay]]:
        """What stands of the entries' visits, and which of their days are closed. Raises Problem."""
        asked = [
            (
                day.day,
                UUID(bytes=row.visit),
                row.tag,
                day.late.key(LateKind.CHECK_IN, row.tag, row.visit),
                day.late.key(LateKind.CHECK_OUT, row.tag, row.visit),
            )
            for day, row in entries
        ]
        found = await self._ask(
            "what_stands_late", *(list(column) for column in zip(*asked, strict=True))
        )
        known: dict[Visit, KeptVisit | None] = {}
        closed: set[OpenDay] = set()
        for entry, (shut, *stored, sealed, sealed_end) in zip(entries, found, strict=True):
            closed |= {entry.day} if shut else set()
            known[_visit(entry)] = _standing(entry.day, stored, sealed, sealed_end)
        return known, closed

    async def _insert(self, statement: str, entries: Iterable[LateEntry], *more: int) -> bool:
        """False where somebody else was first."""
        rows = among_others(
            [
                (day.late.key(row.kind, row.tag, row.visit), day.late.seal(row))
                for day, row in entries
            ]
        )
        days = sorted({day.day for day, _row in entries})
        columns = [key for key, _ in rows], [sealed for _, sealed in rows]
        try:
            await self._ask(statement, days, *columns, *more)
        except (psycopg.errors.UniqueViolation, psycopg.errors.CheckViolation):
            return False
        return True

    async def _ask(self, statement: str, *arguments: object) -> list[tuple[object, ...]]:
        try:
            async with self._visits.connection() as connection:
                cursor = await connection.execute(SQL[statement], list(arguments), binary=True)
                return await cursor.fetchall()
        except (psycopg.errors.UniqueViolation, psycopg.errors.CheckViolation):
            raise
        except (psycopg.Error, TimeoutError):
            raise Problem(OVERLOADED) from None


def _visit(entry: LateEntry) -> Visit:
    return entry.day.number, entry.row.tag, entry.row.visit


def _standing(
    day: OpenDay, stored: Sequence[object], sealed: object, sealed_end: object
) -> KeptVisit | None:
    venue, entered, left, party, commitment = stored
    end = _open(day, sealed_end)
    if isinstance(venue, int) and isinstance(entered, datetime) and isinstance(party, int):
        over = int(left.timestamp()) if isinstance(left, datetime) else OPEN
        mark = bytes(commitment) if isinstance(commitment, bytes) else None
        stands = KeptVisit(
            VenueId(venue), EpochSeconds(int(entered.timestamp())), over, party, mark
        )
    elif (row := _open(day, sealed)) is not None:
        stands = KeptVisit(row.venue, row.entered, row.left, row.party, row.commitment)
    else:
        return None
    return stands if end is None or stands.left != OPEN else stands._replace(left=end.left)


def _open(day: OpenDay, sealed: object) -> LateRow | None:
    return day.late.open(sealed) if isinstance(sealed, bytes) else None


def moment(second: int) -> datetime:
    """As answers say it."""
    return datetime.fromtimestamp(second, UTC)
