"""What analysts hand in: pandas' Parquet, spreadsheets' CSV, and files that are wrong somewhere."""

import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from ansim.domain.days import VENUE_ZONE
from ansim.domain.quantities import OPEN
from ansim.tables import TableError, Taken
from ansim.tracing.offline.read_visits import VisitTable, read_visits

HEAD = "person_id,venue_id,entered_at,left_at\n"
NAN, INF = float("nan"), float("inf")
NOON = 1_795_402_800  # 2026-11-23T12:00:00+09:00


def parquet(folder: Path, **changed: Any) -> Path:
    columns = {
        "person_id": ["a", "b"],
        "venue_id": ["x", "x"],
        "entered_at": [NOON, NOON + 10],
        "left_at": [NOON + 5, NOON + 15],
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
        (pa.array([NOON + 0.9, NOON + 10.1]), [NOON, NOON + 10]),
        (pa.array([NOON, NOON + 10], pa.uint32()), [NOON, NOON + 10]),
        (pa.array([str(NOON), "2026-11-23T03:00:20Z"]).dictionary_encode(), [NOON, NOON + 20]),
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


@pytest.mark.parametrize(
    ("entered", "left", "end"),
    [
        ("2026-11-23", "", 86400),
        ("2026-11-23", "2026-11-23", 86400),
        ("2026-11-23", "2026-11-24", 2 * 86400),
        ("2026. 11. 23.", "2026-11-23 18:00", 18 * 3600),
    ],
)
def test_a_day_without_an_hour_is_the_whole_day(
    tmp_path: Path, entered: str, left: str, end: int
) -> None:
    table = read_visits(sheet(tmp_path, HEAD + f"a,x,{entered},{left}\n"))
    midnight = NOON - 12 * 3600
    assert times(table) == ([midnight], [midnight + end])
    assert "taken as whole days" in " ".join(table.account.remarks)


def test_days_of_parquet_are_whole_days_too(tmp_path: Path) -> None:
    days = pa.array([date(2026, 11, 23), date(2026, 11, 24)])
    table = read_visits(parquet(tmp_path, entered_at=days, left_at=pa.nulls(2)))
    assert (table.left - table.entered).tolist() == [86400, 86400]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("바다카페Ａ점", True),
        ("바다카페a점", True),
        ("바다카페 A점", False),
        ("바다카페B점", False),
        ("바다카페A점 ", False),
    ],
)
def test_ids_that_differ_in_the_size_of_letters_are_two_and_said_to_be(
    tmp_path: Path, other: str, *, said: bool
) -> None:
    rows = f"a,바다카페A점,{NOON},\nb,{other},{NOON},\n"
    table = read_visits(sheet(tmp_path, HEAD + rows))
    assert len(table.venues) == (1 if other.strip() == "바다카페A점" else 2)
    assert ("are taken for two (1 such" in " ".join(table.account.remarks)) == said


@pytest.mark.parametrize(
    ("entered", "left", "said"),
    [
        ("2026-11-20 12:00", "2026-11-23 13:00", True),
        ("2026-11-20 12:00", "2026-11-21 12:01", True),
        ("2026-11-20 12:00", "2026-11-21 12:00", False),
        ("2026-11-20", "2026-11-24", False),
        ("2026-11-20 12:00", "", False),
    ],
)
def test_a_stay_of_days_is_remarked_on(
    tmp_path: Path, entered: str, left: str, *, said: bool
) -> None:
    table = read_visits(sheet(tmp_path, HEAD + f"a,x,{entered},{left}\n"))
    assert ("1 stays are longer than a day" in " ".join(table.account.remarks)) == said


def test_midnights_in_every_row_are_remarked_on(tmp_path: Path) -> None:
    rows = "a,x,2026-11-23 00:00:00,\nb,x,2026-11-24 00:00:00,\n"
    table = read_visits(sheet(tmp_path, HEAD + rows))
    assert "every visit begins at midnight" in " ".join(table.account.remarks)


def test_no_end_may_be_a_float_that_is_no_number(tmp_path: Path) -> None:
    table = read_visits(parquet(tmp_path, left_at=[NOON + 5.5, NAN]))
    assert times(table) == ([NOON, NOON + 10], [NOON + 5, OPEN])


def test_ids_stay_as_they_are_written(tmp_path: Path) -> None:
    rows = f'0012,"가, 나",{NOON},{NOON}\r\n12,NB,{NOON},{NOON}\r\n'
    table = read_visits(sheet(tmp_path, "\ufeff" + HEAD.replace("\n", "\r\n") + rows))
    assert (table.people, table.venues) == (["0012", "12"], ["가, 나", "NB"])
    assert table.person.dtype == np.int32


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("푸른식당", unicodedata.normalize("NFD", "푸른식당")),
        ("한라", "한라 "),
        ("Café", "Cafe\u0301"),
        ("돌담", "\u200b돌담"),
        ("돌 담", "돌\u00a0담"),
        ("별", "\u3000별\t"),
        ("12", "12.0"),
        ("7", " 7.00"),
    ],
)
def test_ids_that_look_the_same_are_one(tmp_path: Path, one: str, other: str) -> None:
    rows = f"{one},x,{NOON},\n{other},x,{NOON},\nz9,x,{NOON},\n".replace("z9", "9")
    table = read_visits(sheet(tmp_path, HEAD + rows))
    assert table.people == [one, "9"]
    assert table.written(other) == one
    assert table.person.tolist() == [0, 0, 1]


def test_12_and_12_0_are_two_where_the_column_is_not_numeric(tmp_path: Path) -> None:
    rows = "".join(f"{one},x,{NOON},\n" for one in ("12", "12.0", "A7", "0012"))
    assert len(read_visits(sheet(tmp_path, HEAD + rows)).people) == 4


@pytest.mark.parametrize(
    "nobody",
    [
        *(
            "NA",
            "N/A",
            "n/a",
            "null",
            "NULL",
            "NaN",
            "None",
            "",
            "  ",
            "-",
            "#N/A",
            "미상",
            "\u200b",
        ),
        *(
            "unknown",
            "Unknown",
            "(blank)",
            ".",
            "ＮＡ",
            "Ｎ／Ａ",
            "（비어 있음）",
            "해당 없음",
            "－",
        ),
    ],
)
@pytest.mark.parametrize("column", ["person_id", "venue_id"])
def test_a_missing_value_is_no_person_and_no_place(
    tmp_path: Path, nobody: str, column: str
) -> None:
    bad = f"{nobody},x" if column == "person_id" else f"a,{nobody}"
    table = read_visits(sheet(tmp_path, HEAD + f"{bad},{NOON},\nb,y,{NOON},\n"))
    assert (table.people, table.venues) == (["b"], ["y"])
    (note,) = table.account.told
    assert (note.row, note.column) == (1, column)
    assert table.account.taken is Taken.SOME


def test_ids_that_a_spreadsheet_shortened_are_refused(tmp_path: Path) -> None:
    rows = f"8.21012E+12,x,{NOON},\n8.21012E+12,x,{NOON},\n12E45,x,{NOON},\n"
    table = read_visits(sheet(tmp_path, HEAD + rows))
    assert (table.people, table.account.refused) == (["12E45"], 2)


def test_a_file_without_left_at_or_without_visits_is_read(tmp_path: Path) -> None:
    one = sheet(tmp_path, f"person_id,venue_id,entered_at\na,x,{NOON}\n")
    assert times(read_visits(one)) == ([NOON], [OPEN])
    assert times(read_visits(sheet(tmp_path, HEAD))) == ([], [])


@pytest.mark.parametrize(
    ("changed", "row", "reason"),
    [
        ({"entered_at": [NOON * 10**9] * 2}, 1, "divide, where it counts parts of a second"),
        ({"entered_at": [NOON, -5]}, 2, "entered_at '-5' is not in epoch seconds"),
        ({"entered_at": [NOON, None]}, 2, "entered_at '' is empty"),
        ({"entered_at": [True, False]}, 1, "entered_at 'True' is no time"),
        ({"venue_id": [None, "x"]}, 1, "venue_id '' is empty"),
        ({"person_id": [1.0, NAN]}, 2, "person_id"),
        ({"entered_at": [float(NOON), NAN]}, 2, "entered_at"),
        ({"entered_at": [float(NOON), INF]}, 2, "is not in epoch seconds"),
        ({"left_at": [-INF, NOON + 25.0]}, 1, "is not in epoch seconds"),
        ({"entered_at": [44522.52, float(NOON)]}, 1, "spreadsheet's number of a day"),
        ({"entered_at": pa.array([NOON, 2**64 - 1], pa.uint64())}, 2, "is not in epoch seconds"),
        ({"left_at": [NOON + 5, NOON + 9]}, 2, f"left_at '{NOON + 9}' lies before entered_at"),
    ],
)
def test_odd_rows_of_parquet_are_refused_in_words(
    tmp_path: Path, changed: dict[str, Any], row: int, reason: str
) -> None:
    table = read_visits(parquet(tmp_path, **changed))
    assert row in [note.row for note in table.account.told]
    assert reason in str(table.account.told[row - 1 if len(table.account.told) > 1 else 0])
    assert len(table) + table.account.refused == table.account.rows == 2


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"entered_at": [{"at": 1}, {"at": 2}]}, "entered_at holds struct.*: wanted times"),
        ({"person_id": [["a"], ["b"]]}, "person_id holds list.*: wanted text or numbers"),
        (
            {"person_id": pa.array([b"a", b"\xff"])},
            "person_id holds binary: wanted text or numbers",
        ),
        ({"person_id": [2.0**60, 2.0**60 + 512]}, "too large to be exact"),
    ],
)
def test_columns_of_other_things_are_refused_whole(
    tmp_path: Path, changed: dict[str, Any], message: str
) -> None:
    with pytest.raises(TableError, match=message):
        read_visits(parquet(tmp_path, **changed))


def test_a_stay_that_ends_before_it_begins_is_told_as_the_file_has_it(tmp_path: Path) -> None:
    rows = "a,x,2021-11-20 12:00,2021-11-20 11:00\nb,x,2021-11-20 9:05,2021-11-20 10:00\n"
    table = read_visits(sheet(tmp_path, HEAD + rows))
    assert table.people == ["b"]
    assert str(table.account.told[0]).startswith(
        "row 1: left_at '2021-11-20 11:00' lies before entered_at '2021-11-20 12:00'"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le"])
def test_a_sheet_is_read_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    rows = "뷁,별카페★,2021-11-20 오전 9:05,2021-11-20 오후 1:00\n"
    table = read_visits(sheet(tmp_path, (HEAD + rows).encode(encoding)))
    nine = int(datetime(2021, 11, 20, 9, 5, tzinfo=VENUE_ZONE).timestamp())
    assert (table.people, table.venues) == (["뷁"], ["별카페★"])
    assert times(table) == ([nine], [nine + 235 * 60])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (HEAD.encode() + b"\x91\xff\n1,2,3,\x92,5\n", "is neither UTF-8 nor CP949"),
        (b"", "cannot be read as CSV"),
        (HEAD.replace("left_at", "person_id") + "a,x,1,b\n", "two columns are called person_id"),
        ("a,b\n1,2\n", "no known table; wanted person_id, venue_id, entered_at"),
        (b"PK\x03\x04garbage", "is no whole workbook"),
    ],
)
def test_a_file_that_is_no_log_is_refused_in_words(
    tmp_path: Path, content: str | bytes, message: str
) -> None:
    with pytest.raises(TableError, match=message):
        read_visits(sheet(tmp_path, content))


def test_rows_that_are_none_are_told_and_the_others_are_read(tmp_path: Path) -> None:
    rows = f"a,x,{NOON},\nb,x\nc,x,{NOON},,5\nd,x,20260101,\ne,x,2026-02-30T10:00:00,\n"
    table = read_visits(sheet(tmp_path, HEAD + rows))
    assert table.people == ["a"]
    assert [note.row for note in table.account.told] == [2, 3, 4, 5]
    assert "'20260101' may be a date or epoch seconds" in str(table.account.told[2])


def test_broken_parquet_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "visits.parquet"
    file.write_bytes(b"PAR1garbage")
    with pytest.raises(TableError, match="is no whole Parquet file"):
        read_visits(file)
    doubled = pa.Table.from_arrays([pa.array(["a"])] * 2, names=["person_id", "person_id"])
    pa.parquet.write_table(doubled, file)
    with pytest.raises(TableError, match="no known table"):
        read_visits(file)
    columns = ["person_id", "venue_id", "entered_at", "person_id"]
    doubled = pa.Table.from_arrays([pa.array(["a"])] * 4, names=columns)
    pa.parquet.write_table(doubled, file)
    with pytest.raises(TableError, match="two columns are called person_id"):
        read_visits(file)
