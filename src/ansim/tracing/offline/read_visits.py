"""Read an analyst's log of visits from CSV or Parquet into arrays: ids of any text, times of any usual form."""

from collections.abc import Callable, Sequence
from contextlib import suppress
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
LOOKS_LIKE_A_DATE = r"^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$"
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
    empty, or NaN where it is a column of floats.
    """
    table = read_table(file, COLUMNS)
    missing = [name for name in COLUMNS[:3] if name not in table.column_names]
    if missing:
        raise VisitFileError(
            f"{file.name}: no column {', '.join(missing)}; wanted {', '.join(COLUMNS)}"
        )
    if doubled := [name for name in COLUMNS if table.column_names.count(name) > 1]:
        raise VisitFileError(f"{file.name}: two columns are called {doubled[0]}: remove one")
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


def read_table(file: Path, texts: Sequence[str]) -> pa.Table:
    """A CSV or Parquet file; of a CSV file these columns as text, just as it is written. Raises VisitFileError."""
    try:
        if file.suffix.lower() in (".parquet", ".pq"):
            return pa.parquet.read_table(file)
    except (pa.ArrowException, OSError) as error:
        what = (
            "has two columns of one name"
            if "Multiple matches" in str(error)
            else "is no whole Parquet file"
        )
        raise VisitFileError(f"{file.name} {what}: write it again, or give CSV") from None
    try:
        table = _sheet(file, texts)
        _ = table.column_names  # read as text only now
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise _bad_sheet(file, texts, str(error).splitlines()[0]) from None
    return table


def _sheet(
    file: Path, texts: Sequence[str], on_odd_row: Callable[[pa.csv.InvalidRow], str] | None = None
) -> pa.Table:
    # Everything as text first: an id such as 0012 must stay as it is, and a bad time can be named by its row.
    return pa.csv.read_csv(
        file,
        read_options=pa.csv.ReadOptions(use_threads=on_odd_row is None),
        parse_options=pa.csv.ParseOptions(invalid_row_handler=on_odd_row),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(texts, pa.string()),
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
    )


def _bad_sheet(file: Path, texts: Sequence[str], what: str) -> VisitFileError:
    """Says which row of a CSV file is odd; rows are only numbered by a second reading, without threads."""
    if not _is_text(file):
        return VisitFileError(f"{file.name} is no UTF-8 text: save it as CSV (UTF-8)")
    odd: list[pa.csv.InvalidRow] = []

    def keep(row: pa.csv.InvalidRow) -> str:
        odd.append(row)
        return "skip"

    with suppress(pa.ArrowException, OSError):
        _sheet(file, texts, keep)
    if odd:
        row = odd[0]
        return VisitFileError(
            f"{file.name}, row {row.number - 1}: {row.actual_columns} values {row.text[:80]!r}, where the heading has"
            f" {row.expected_columns}: mend or remove it ({len(odd)} such rows)"
        )
    return VisitFileError(f"{file.name} cannot be read as CSV: {what}")


def _is_text(file: Path) -> bool:
    try:
        with file.open(encoding="utf-8") as lines:
            for _ in lines:
                pass
    except (UnicodeDecodeError, OSError) as error:
        return isinstance(error, OSError)
    return True


def _ids(column: pa.ChunkedArray, name: str, file: str) -> tuple[list[str], NDArray[np.int32]]:
    if pa.types.is_floating(column.type):
        column = _without_nan(column)
    texts = _as_text(column, name, file)
    empty = pc.or_kleene(
        pc.is_null(texts), pc.equal(pc.utf8_trim_whitespace(texts.fill_null("")), "")
    )
    if pc.any(empty).as_py():
        row = int(np.flatnonzero(empty.to_numpy())[0])
        raise VisitFileError(f"{file}, row {row + 1}: {name} is empty")
    encoded = texts.dictionary_encode().combine_chunks()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy().astype(np.int32)


def _as_text(column: pa.ChunkedArray, name: str, file: str) -> pa.ChunkedArray:
    try:
        return column.cast(pa.string())
    except pa.ArrowException:
        raise VisitFileError(
            f"{file}: {name} holds {column.type}: wanted text or numbers"
        ) from None


def _times(
    column: pa.ChunkedArray, name: str, file: str, *, may_be_empty: bool
) -> NDArray[np.int64]:
    kind = column.type
    if pa.types.is_timestamp(kind):
        seconds = _from_timestamps(column)
    elif pa.types.is_integer(kind) or pa.types.is_floating(kind):
        seconds = _from_numbers(column)
    else:
        seconds = _from_texts(_as_text(column, name, file), name, file)
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
            + (
                ": divide, where it counts parts of a second"
                if values[row] > _EPOCH_LIMITS[1]
                else ""
            )
        )
    return values


def _from_timestamps(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if column.type.tz is None:
        column = pc.assume_timezone(
            column, VENUE_ZONE.key, ambiguous="earliest", nonexistent="earliest"
        )
    # Parts of a second are cut off: pandas writes nanoseconds.
    return column.cast(pa.timestamp("s", "UTC"), safe=False).cast(pa.int64())


def _from_numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    # What no 64 bits hold is cut to what still lies outside all times, and is named as such.
    if pa.types.is_uint64(column.type):
        column = pc.min_element_wise(column, pa.scalar(10**18, pa.uint64()))
    if pa.types.is_floating(column.type):
        below = pc.min_element_wise(_without_nan(column), 1e18, skip_nulls=False)
        column = pc.floor(pc.max_element_wise(below, -1e18, skip_nulls=False))
    return column.cast(pa.int64(), safe=False)


def _without_nan(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Where numbers are missing pandas and polars write NaN."""
    return pc.if_else(pc.is_nan(column), None, column)


def _from_texts(column: pa.ChunkedArray, name: str, file: str) -> pa.ChunkedArray:
    texts = pc.utf8_trim_whitespace(column)
    texts = pc.if_else(pc.equal(texts, ""), None, texts)
    epoch = pc.match_substring_regex(texts, r"^\d+(\.\d+)?$").fill_null(False)
    _refuse_dates_as_numbers(texts, name, file)
    zoned = pc.match_substring_regex(texts, _ZONED).fill_null(False)
    whole = pc.replace_substring_regex(
        texts, r"\.\d+", ""
    )  # parts of a second say nothing about a visit
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


def _refuse_dates_as_numbers(texts: pa.ChunkedArray, name: str, file: str) -> None:
    dates = np.flatnonzero(
        pc.match_substring_regex(texts, LOOKS_LIKE_A_DATE).fill_null(False).to_numpy()
    )
    if dates.size:
        row, value = int(dates[0]), texts[int(dates[0])].as_py()
        raise VisitFileError(
            f"{file}, row {row + 1}: {name} {value!r} may be a date or epoch seconds: write it as 2026-11-23"
        )


def _iso(part: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    return part.cast(kind).cast(pa.int64())


def _local(part: pa.ChunkedArray) -> pa.ChunkedArray:
    naive = part.cast(pa.timestamp("s"))
    return pc.assume_timezone(
        naive, VENUE_ZONE.key, ambiguous="earliest", nonexistent="earliest"
    ).cast(pa.int64())


def _bad_time(
    whole: Any,
    texts: Any,
    places: NDArray[np.intp],
    read: Callable[[Any], Any],
    name: str,
    file: str,
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
