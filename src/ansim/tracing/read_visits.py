"""Read an analyst's log of visits from CSV or Parquet into arrays: ids of any text, times of any usual form."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

from ansim.domain.days import VENUE_ZONE
from ansim.domain.errors import AnsimError

COLUMNS = ("person_id", "venue_id", "entered_at", "left_at")
OPEN = -1
_ZONED = r"(Z|[+-]\d{2}:?\d{2})$"
_EPOCH_LIMITS = (0, 4_102_444_800)  # 1970 to 2100


class VisitFileError(AnsimError):
    """The file cannot be read as a log of visits; the message names the row (1 is the first visit)."""


@dataclass(frozen=True, slots=True)
class VisitTable:
    """Visits as numbers: `people[person]` and `venues[venue]` are the ids; times in epoch seconds, OPEN for no end."""

    people: list[str]
    venues: list[str]
    person: NDArray[np.int32]
    venue: NDArray[np.int32]
    entered: NDArray[np.int64]
    left: NDArray[np.int64]


def read_visits(file: Path) -> VisitTable:
    """The visits of a CSV or Parquet file with the columns of COLUMNS. Raises VisitFileError.

    Times are ISO 8601 (without an offset: local time of the venues, Asia/Seoul) or epoch seconds; `left_at` may be
    empty.
    """
    table = _table(file)
    missing = [name for name in COLUMNS[:3] if name not in table.column_names]
    if missing:
        raise VisitFileError(f"{file.name}: no column {', '.join(missing)}; wanted {', '.join(COLUMNS)}")
    people, person = _ids(table["person_id"], "person_id", file.name)
    venues, venue = _ids(table["venue_id"], "venue_id", file.name)
    entered = _times(table["entered_at"], "entered_at", file.name, may_be_empty=False)
    if "left_at" in table.column_names:
        left = _times(table["left_at"], "left_at", file.name, may_be_empty=True)
    else:
        left = np.full(len(entered), OPEN, np.int64)
    backward = np.flatnonzero((left != OPEN) & (left < entered))
    if backward.size:
        row = int(backward[0])
        raise VisitFileError(
            f"{file.name}, row {row + 1}: left_at ({int(left[row])}) lies before entered_at ({int(entered[row])});"
            f" {backward.size} such rows: mend or remove them"
        )
    return VisitTable(people, venues, person, venue, entered, left)


def _table(file: Path) -> pa.Table:
    try:
        if file.suffix.lower() in (".parquet", ".pq"):
            return pa.parquet.read_table(file)
        # Everything as text first: an id such as 0012 must stay as it is, and a bad time can be named by its row.
        options = pa.csv.ConvertOptions(
            column_types=dict.fromkeys(COLUMNS, pa.string()),
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        )
        return pa.csv.read_csv(file, convert_options=options)
    except (pa.ArrowInvalid, OSError) as error:
        raise VisitFileError(f"{file.name} cannot be read: {str(error).splitlines()[0]}") from None


def _ids(column: pa.ChunkedArray, name: str, file: str) -> tuple[list[str], NDArray[np.int32]]:
    texts = column.cast(pa.string())
    empty = pc.or_kleene(pc.is_null(texts), pc.equal(pc.utf8_trim_whitespace(texts.fill_null("")), ""))
    if pc.any(empty).as_py():
        row = int(np.flatnonzero(empty.to_numpy())[0])
        raise VisitFileError(f"{file}, row {row + 1}: {name} is empty")
    encoded = texts.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy().astype(np.int32)


def _times(column: pa.ChunkedArray, name: str, file: str, *, may_be_empty: bool) -> NDArray[np.int64]:
    kind = column.type
    if pa.types.is_timestamp(kind):
        seconds = _from_timestamps(column)
    elif pa.types.is_integer(kind) or pa.types.is_floating(kind):
        seconds = _from_numbers(column)
    else:
        seconds = _from_texts(column.cast(pa.string()), name, file)
    seconds = seconds.combine_chunks() if isinstance(seconds, pa.ChunkedArray) else seconds
    empty = pc.is_null(seconds).to_numpy(zero_copy_only=False)
    if empty.any() and not may_be_empty:
        raise VisitFileError(f"{file}, row {int(np.flatnonzero(empty)[0]) + 1}: {name} is empty")
    values: NDArray[np.int64] = seconds.fill_null(OPEN).to_numpy().astype(np.int64)
    outside = np.flatnonzero(~empty & ((values < _EPOCH_LIMITS[0]) | (values > _EPOCH_LIMITS[1])))
    if outside.size:
        row = int(outside[0])
        raise VisitFileError(
            f"{file}, row {row + 1}: {name} {int(values[row])} is not in epoch seconds from 1970 to 2100"
        )
    return values


def _from_timestamps(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if column.type.tz is None:
        column = pc.assume_timezone(column, VENUE_ZONE.key, ambiguous="earliest", nonexistent="earliest")
    return pc.floor(
        pc.divide(column.cast(pa.timestamp("us", "UTC")).cast(pa.int64()).cast(pa.float64()), 1e6)
    ).cast(pa.int64())


def _from_numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    numbers = column.cast(pa.float64())
    return pc.floor(pc.if_else(pc.is_finite(numbers), numbers, None)).cast(pa.int64())


def _from_texts(column: pa.ChunkedArray, name: str, file: str) -> pa.ChunkedArray:
    texts = pc.utf8_trim_whitespace(column)
    texts = pc.if_else(pc.equal(texts, ""), None, texts)
    epoch = pc.match_substring_regex(texts, r"^\d+(\.\d+)?$").fill_null(False)
    zoned = pc.match_substring_regex(texts, _ZONED).fill_null(False)
    whole = pc.replace_substring_regex(texts, r"\.\d+", "")  # parts of a second say nothing about a visit
    readers: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
        (epoch, lambda part: part.cast(pa.int64())),
        (zoned, lambda part: _iso(part, pa.timestamp("s", "UTC"))),
        (pc.and_not(pc.is_valid(texts), pc.or_(epoch, zoned)), _local),
    )
    seconds = np.full(len(texts), OPEN, np.int64)
    for mask, read in readers:
        places = np.flatnonzero(mask.to_numpy())
        if places.size:
            try:
                seconds[places] = read(whole.filter(mask)).to_numpy()
            except pa.ArrowInvalid:
                raise _bad_time(whole, texts, places, read, name, file) from None
    return pa.chunked_array([pa.array(seconds, mask=pc.is_null(texts).to_numpy())])


def _iso(part: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    return part.cast(kind).cast(pa.int64())


def _local(part: pa.ChunkedArray) -> pa.ChunkedArray:
    naive = part.cast(pa.timestamp("s"))
    return pc.assume_timezone(naive, VENUE_ZONE.key, ambiguous="earliest", nonexistent="earliest").cast(
        pa.int64()
    )


def _bad_time(
    whole: Any, texts: Any, places: NDArray[np.intp], read: Callable[[Any], Any], name: str, file: str
) -> VisitFileError:
    for place in places.tolist():
        try:
            read(whole.slice(place, 1))
        except pa.ArrowInvalid:
            value = texts[place].as_py()
            return VisitFileError(
                f"{file}, row {place + 1}: {name} {value!r} is no time; write 2026-11-23T12:00:00+09:00 or epoch seconds"
            )
    return VisitFileError(f"{file}: a value of {name} is no time")
