"""What analysts hand in: pandas' Parquet, spreadsheets' CSV, and files that are wrong somewhere."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from ansim.tracing.offline.read_visits import OPEN, VisitFileError, VisitTable, read_visits

HEAD = "person_id,venue_id,entered_at,left_at\n"
NAN, INF = float("nan"), float("inf")
NOON = 1_795_402_800  # 2026-11-23T12:00:00+09:00


def parquet(folder: Path, **changed: Any) -> Path:
    columns = {
        "person_id": ["a", "b"],
        "venue_id": ["x", "x"],
        "entered_at": [10, 20],
        "left_at": [15, 25],
    }
    pa.parquet.write_table(pa.table(columns | changed), folder / "visits.parquet")
    return folder / "visits.parquet"


def sheet(folder: Path, content: str | bytes) -> Path:
    file = folder / "visits.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def times(table: VisitTable) -> tuple[list[int], list[int]]:
    return table.entered.tolist(), table.left.tolist()


@pytest.mark.parametrize(
    ("column", "entered"),
    [
        (
            pa.array([NOON * 10**9 + 1, NOON * 10**9 + 999_999_999], pa.timestamp("ns", "UTC")),
            [NOON, NOON],
        ),
        (pa.array([NOON, NOON + 1], pa.timestamp("s", "America/New_York")), [NOON, NOON + 1]),
        (pa.array([NOON + 9 * 3600] * 2, pa.timestamp("s")), [NOON, NOON]),  # no zone: the venues'
        (pa.array([date(2026, 11, 23)] * 2), [NOON - 12 * 3600] * 2),
        (pa.array([10.9, 20.1]), [10, 20]),
        (pa.array([10, 20], pa.uint32()), [10, 20]),
        (pa.array(["10", "1970-01-01T00:00:20Z"]).dictionary_encode(), [10, 20]),
    ],
)
def test_it_reads_the_times_that_parquet_writers_write(
    tmp_path: Path, column: Any, entered: list[int]
) -> None:
    nothing = pa.nulls(2)
    assert times(read_visits(parquet(tmp_path, entered_at=column, left_at=nothing))) == (
        entered,
        [OPEN, OPEN],
    )


@pytest.mark.parametrize(
    ("text", "entered"),
    [
        ("2026-11-23T12:00:00+09:00", NOON),
        ("2026-11-23T12:00:00+0900", NOON),
        ("2026-11-23T03:00:00.123456Z", NOON),
        ("2026-11-23T12:00", NOON),
        ("2026-11-23 12:00:00.5", NOON),
        (f" {NOON} ", NOON),
        (f"{NOON}.9", NOON),
    ],
)
def test_it_reads_the_times_that_people_write(tmp_path: Path, text: str, entered: int) -> None:
    assert times(read_visits(sheet(tmp_path, HEAD + f"a,x,{text},\n"))) == ([entered], [OPEN])


def test_no_end_may_be_a_float_that_is_no_number(tmp_path: Path) -> None:
    assert times(read_visits(parquet(tmp_path, left_at=[15.5, NAN]))) == ([10, 20], [15, OPEN])


def test_ids_stay_as_they_are_written(tmp_path: Path) -> None:
    table = read_visits(
        sheet(
            tmp_path, "\ufeff" + HEAD.replace("\n", "\r\n") + '0012,"가, 나",1,2\r\n12,NA,1,2\r\n'
        )
    )
    assert (table.people, table.venues) == (["0012", "12"], ["가, 나", "NA"])
    assert table.person.dtype == np.int32


def test_a_file_without_left_at_or_without_visits_is_read(tmp_path: Path) -> None:
    assert times(read_visits(sheet(tmp_path, "person_id,venue_id,entered_at\na,x,10\n"))) == (
        [10],
        [OPEN],
    )
    assert times(read_visits(sheet(tmp_path, HEAD))) == ([], [])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"entered_at": [NOON * 10**9] * 2},
            "row 1: entered_at .* divide, where it counts parts of a second",
        ),
        ({"entered_at": [10, -5]}, "row 2: entered_at -5 is not in epoch seconds"),
        ({"entered_at": [10, None]}, "row 2: entered_at is empty"),
        ({"entered_at": [True, False]}, "row 1: entered_at 'true' is no time"),
        (
            {"entered_at": [{"at": 1}, {"at": 2}]},
            "entered_at holds struct.*: wanted text or numbers",
        ),
        ({"person_id": [["a"], ["b"]]}, "person_id holds list.*: wanted text or numbers"),
        (
            {"person_id": pa.array([b"a", b"\xff"])},
            "person_id holds binary: wanted text or numbers",
        ),
        ({"venue_id": [None, "x"]}, "row 1: venue_id is empty"),
        ({"person_id": [1.0, NAN]}, "row 2: person_id is empty"),
        ({"entered_at": [10.0, NAN]}, "row 2: entered_at is empty"),
        (
            {"entered_at": [10.0, INF]},
            "row 2: entered_at 1000000000000000000 is not in epoch seconds",
        ),
        ({"left_at": [-INF, 25.0]}, "row 1: left_at -1000000000000000000 is not in epoch seconds"),
        (
            {"entered_at": pa.array([10, 2**64 - 1], pa.uint64())},
            "row 2: entered_at 1000000000000000000 is not in",
        ),
        (
            {"left_at": [15, 19]},
            "row 2: left_at .19. lies before entered_at .20.; 1 such rows: mend or remove",
        ),
    ],
)
def test_odd_parquet_is_refused_in_words(
    tmp_path: Path, changed: dict[str, Any], message: str
) -> None:
    with pytest.raises(VisitFileError, match=message):
        read_visits(parquet(tmp_path, **changed))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            HEAD + "a,x,1,2\nb,x\nc\n",
            r"row 2: 2 values 'b,x', where the heading has 4.*\(2 such rows\)",
        ),
        (HEAD + "a,x,1,2,3\n", "row 1: 5 values"),
        ((HEAD + "가,x,1,2\n").encode("cp949"), "is no UTF-8 text: save it as CSV"),
        (HEAD.encode() + b"\x91\xff\n1,2,3,\x92,5\n", "is no UTF-8 text: save it as CSV"),
        (HEAD.encode("utf-16"), "is no UTF-8 text: save it as CSV"),
        (
            HEAD + "a,x,1,2\nb,x,20260101,\n",
            "row 2: entered_at '20260101' may be a date or epoch seconds",
        ),
        (b"", "cannot be read as CSV"),
        (HEAD.replace("left_at", "person_id") + "a,x,1,b\n", "two columns are called person_id"),
        (HEAD.replace(",", ";") + "a;x;1;2\n", "no column person_id, venue_id, entered_at"),
        (HEAD + "a,x,2026/11/23 12:00,\n", "'2026/11/23 12:00' is no time; write 2026-11-23T12"),
        (HEAD + "a,x,2026-02-30T10:00:00,\n", "'2026-02-30T10:00:00' is no time"),
    ],
)
def test_an_odd_sheet_is_refused_in_words(
    tmp_path: Path, content: str | bytes, message: str
) -> None:
    with pytest.raises(VisitFileError, match=message):
        read_visits(sheet(tmp_path, content))


def test_broken_parquet_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "visits.parquet"
    file.write_bytes(b"PAR1garbage")
    with pytest.raises(VisitFileError, match="is no whole Parquet file"):
        read_visits(file)
    doubled = pa.Table.from_arrays([pa.array(["a"])] * 2, names=["person_id", "person_id"])
    pa.parquet.write_table(doubled, file)
    with pytest.raises(VisitFileError, match="two columns of one name"):
        read_visits(file)
