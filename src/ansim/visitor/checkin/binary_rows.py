"""Visits as PostgreSQL's binary form of an array of a composite type: one parameter carries a whole commit.

Packing a row takes a microsecond; adapting eleven lists of Python objects took fifteen. Wire form: array_send and
record_send in PostgreSQL's sources; dates count days, timestamps microseconds, both from 2000-01-01.
"""

import struct
from datetime import date
from typing import Final, NamedTuple

from ansim.domain.quantities import Tag, VenueId

_DATE, _INT4, _INT2, _UUID, _BYTEA, _TIMESTAMPTZ, _BOOL = 1082, 23, 21, 2950, 17, 1184, 16
_EPOCH_DAY: Final = date(2000, 1, 1).toordinal()
_EPOCH_SECOND: Final = 946_684_800
_MICROSECONDS: Final = 1_000_000

_COUNT = struct.Struct(">i")
# The commonest row, an open visit without commitment, in one go: length, number of fields, then each field's type,
# length and value; -1 is the length of a NULL.
_OPEN = struct.Struct(">ii Iii Iii Ii16s Ii16s Iiq Ii Iih Iih Iih Ii Ii".replace(" ", ""))
_KEY = struct.Struct(">Iii Iii Ii16s Ii16s".replace(" ", ""))
_MOMENT = struct.Struct(">Iiq")
_NULL = struct.Struct(">Ii")
_SMALL = struct.Struct(">IihIihIih")
_HASH = struct.Struct(">Ii32s")
_ARRAY = struct.Struct(">iiIii")

_NULL_MOMENT = _NULL.pack(_TIMESTAMPTZ, -1)
_NULL_HASH = _NULL.pack(_BYTEA, -1)
_ELEVEN, _SIX = _COUNT.pack(11), _COUNT.pack(6)
_YES, _NO = (struct.pack(">Ii?", _BOOL, 1, value) for value in (True, False))


def pack_day(day: date) -> int:
    """A date as PostgreSQL counts it."""
    return day.toordinal() - _EPOCH_DAY


def _moment(second: int) -> bytes:
    return _MOMENT.pack(_TIMESTAMPTZ, 8, (second - _EPOCH_SECOND) * _MICROSECONDS)


def _key(day: int, venue: VenueId, visit: bytes, tag: Tag) -> bytes:
    return _KEY.pack(_DATE, 4, day, _INT4, 4, venue, _UUID, 16, visit, _BYTEA, 16, tag)


class VisitKey(NamedTuple):
    """What a visit is known by: `day` by `pack_day`, `visit` the id's 16 bytes."""

    day: int
    venue: VenueId
    visit: bytes
    tag: Tag


class Circumstances(NamedTuple):
    """How a check-in came about: people in company, method and signs of evidence as the visit log numbers them."""

    party: int
    method: int
    evidence: int
    commitment: bytes | None


def check_in_row(key: VisitKey, entered: int, left: int | None, how: Circumstances) -> bytes:
    """One `visits.check_in`; moments in epoch seconds. Its last field, the time of arrival, is stored nowhere."""
    party, method, evidence, commitment = how
    if left is None and commitment is None:
        day, venue, visit, tag = key
        return _OPEN.pack(
            _OPEN.size - 4,
            11,
            _DATE,
            4,
            day,
            _INT4,
            4,
            venue,
            _UUID,
            16,
            visit,
            _BYTEA,
            16,
            tag,
            _TIMESTAMPTZ,
            8,
            (entered - _EPOCH_SECOND) * _MICROSECONDS,
            _TIMESTAMPTZ,
            -1,
            _INT2,
            2,
            party,
            _INT2,
            2,
            method,
            _INT2,
            2,
            evidence,
            _BYTEA,
            -1,
            _TIMESTAMPTZ,
            -1,
        )

    row = (
        _ELEVEN
        + _key(*key)
        + _moment(entered)
        + (_NULL_MOMENT if left is None else _moment(left))
        + _SMALL.pack(_INT2, 2, party, _INT2, 2, method, _INT2, 2, evidence)
        + (_NULL_HASH if commitment is None else _HASH.pack(_BYTEA, 32, commitment))
        + _NULL_MOMENT
    )
    return _COUNT.pack(len(row)) + row


def check_out_row(key: VisitKey, left: int, *, uncertain: bool) -> bytes:
    """One `visits.leaving`."""
    row = _SIX + _key(*key) + _moment(left) + (_YES if uncertain else _NO)
    return _COUNT.pack(len(row)) + row


def array(element_oid: int, rows: list[bytes]) -> bytes:
    """Packed rows as one array of their composite type."""
    return _ARRAY.pack(1, 0, element_oid, len(rows), 1) + b"".join(rows)
