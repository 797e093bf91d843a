"""A column of times as arrays: the usual forms at once in Arrow, the others one by one by `moments`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ansim.domain.quantities import OPEN
from ansim.tables.cells import names_nothing, tidy
from ansim.tables.errors import TableError
from ansim.tables.moments import FIRST_EPOCH, LAST_EPOCH, Moment, read_moment, why_no_epoch
from ansim.tables.why import Why

_ZONED = r"(Z|[+-]\d{2}:?\d{2})$"
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?"
_SHORTEST_WITH_HOUR = len("2026-11-23 12:00")
Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Times:
    """`start` and `until` of each row in epoch seconds: equal for a moment, a day apart for a day without an hour.

    OPEN where nothing is written, and where what is written is no time: then `why` says why.
    """

    start: Int64s
    until: Int64s
    why: dict[int, Why]


def read_times(column: pa.ChunkedArray, zone: ZoneInfo, name: str, file: str) -> Times:
    """The times of a column of texts, numbers, dates or timestamps. Raises TableError for a column of other things."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_date(kind):
        return _of_dates(column, zone)
    if pa.types.is_timestamp(kind):
        return _of_seconds(_seconds_of_timestamps(column, zone))
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return _of_seconds(_seconds_of_numbers(column))
    try:
        texts = column.cast(pa.string())
    except pa.ArrowException:
        raise TableError(
            f"{file}: {name} holds {kind}: wanted times; write them as 2026-11-23 12:00"
        ) from None
    return _of_texts(texts, zone)


def _of_dates(column: pa.ChunkedArray, zone: ZoneInfo) -> Times:
    days = column.cast(pa.date32()).dictionary_encode().combine_chunks()
    texts = days.dictionary.cast(pa.string()).to_pylist()
    return _from_words(texts, days.indices, zone)


def _from_words(texts: list[str], indices: pa.Array, zone: ZoneInfo) -> Times:
    """Each different text once; `indices` says which of them a row holds."""
    start = np.full(len(texts) + 1, OPEN, np.int64)  # the last for what is missing
    until = start.copy()
    reasons: dict[int, Why] = {}
    for place, text in enumerate(texts):
        if names_nothing(tidy(text)):
            continue
        match read_moment(text, zone):
            case Moment() as moment:
                start[place], until[place] = moment
            case reason:
                reasons[place] = reason
    places = indices.fill_null(pa.scalar(len(texts), indices.type)).to_numpy(zero_copy_only=False)
    bad = np.flatnonzero(np.isin(places, list(reasons))) if reasons else ()
    return Times(start[places], until[places], {int(row): reasons[int(places[row])] for row in bad})


def _of_seconds(seconds: pa.ChunkedArray) -> Times:
    empty = pc.is_null(seconds).to_numpy(zero_copy_only=False)
    values: Int64s = seconds.fill_null(pa.scalar(OPEN, pa.int64())).to_numpy().astype(np.int64)
    outside = np.flatnonzero(~empty & ((values >= LAST_EPOCH) | (values < FIRST_EPOCH)))
    reasons = ((int(row), why_no_epoch(float(values[row]))) for row in outside)
    told = {row: reason for row, reason in reasons if reason is not None}
    values[outside] = OPEN
    return Times(values, values.copy(), told)


def _seconds_of_timestamps(column: pa.ChunkedArray, zone: ZoneInfo) -> pa.ChunkedArray:
    if column.type.tz is None:
        column = pc.assume_timezone(column, zone.key, ambiguous="earliest", nonexistent="earliest")
    # Parts of a second are cut off: pandas writes nanoseconds.
    return column.cast(pa.timestamp("s", "UTC"), safe=False).cast(pa.int64())


def _seconds_of_numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    # What no 64 bits hold is cut to what still lies outside all times, and is named as such.
    if pa.types.is_uint64(column.type):
        column = pc.min_element_wise(column, pa.scalar(10**18, pa.uint64()))
    if pa.types.is_floating(column.type):
        column = column.cast(pa.float64())
        missing = pc.if_else(pc.is_nan(column), pa.scalar(None, pa.float64()), column)
        below = pc.min_element_wise(missing, pa.scalar(1e18), skip_nulls=False)
        column = pc.floor(pc.max_element_wise(below, pa.scalar(-1e18), skip_nulls=False))
    return column.cast(pa.int64(), safe=False)


def _of_texts(texts: pa.ChunkedArray, zone: ZoneInfo) -> Times:
    # Scalars are Arrow's own: for those of Python it imports pandas, to see whether they are its columns.
    texts = pc.if_else(pc.equal(texts, pa.scalar("")), pa.scalar(None, pa.string()), texts)
    if (at_once := _at_once(texts, zone)) is not None:
        return at_once
    # Columns of several forms: the usual ones each at once, what is left word by word.
    plain = pc.match_substring_regex(texts, _ISO + "$").fill_null(pa.scalar(False))
    zoned = pc.match_substring_regex(texts, _ISO + _ZONED).fill_null(pa.scalar(False))
    start = np.full(len(texts), OPEN, np.int64)
    until, left = start.copy(), pc.is_valid(texts).to_numpy(zero_copy_only=False).copy()
    for mask in (plain, zoned):
        places = np.flatnonzero(mask.to_numpy(zero_copy_only=False))
        part = _at_once(_rows_of(texts, places), zone) if places.size else None
        if part is not None and not part.why:
            start[places], until[places], left[places] = part.start, part.until, False
    places = np.flatnonzero(left)
    words = _rows_of(texts, places).dictionary_encode().combine_chunks()
    if not places.size:
        return Times(start, until, {})
    found = _from_words(words.dictionary.to_pylist(), words.indices, zone)
    start[places], until[places] = found.start, found.until
    return Times(start, until, {int(places[row]): reason for row, reason in found.why.items()})


def _rows_of(texts: pa.ChunkedArray, places: NDArray[np.intp]) -> pa.ChunkedArray:
    # From a buffer: given numpy's array Arrow imports pandas to see whether it is one of its own.
    numbers = np.ascontiguousarray(places, np.int64)
    return texts.take(
        pa.Array.from_buffers(pa.int64(), len(numbers), [None, pa.py_buffer(numbers)])
    )


def _at_once(texts: pa.ChunkedArray, zone: ZoneInfo) -> Times | None:
    """Where all are epoch seconds, all local times or all times with an offset; None where they are not."""
    readers: tuple[Callable[[Any], Any], ...] = (
        lambda column: column.cast(pa.int64()),
        lambda column: _local(column, zone),
        lambda column: column.cast(pa.timestamp("s", "UTC")).cast(pa.int64()),
    )
    shortest = pc.min(pc.binary_length(texts)).as_py()
    for without_parts in (False, True):
        for number, read in enumerate(readers):
            if number and (shortest or 0) < _SHORTEST_WITH_HOUR:
                continue  # a day without an hour is no moment
            try:
                found = _of_seconds(read(_without_parts(texts) if without_parts else texts))
            except pa.ArrowInvalid:
                continue
            # Numbers may be days, or spreadsheets' numbers of days: to be told in their own words.
            return None if found.why else found
    return None


def _without_parts(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Parts of a second say nothing about a visit."""
    return pc.replace_substring_regex(texts, r"(:[0-9]{2}|^[0-9]{9,10})[.,][0-9]+", r"\1")


def _local(texts: pa.ChunkedArray, zone: ZoneInfo) -> pa.ChunkedArray:
    naive = texts.cast(pa.timestamp("s"))
    return pc.assume_timezone(naive, zone.key, ambiguous="earliest", nonexistent="earliest").cast(
        pa.int64()
    )
