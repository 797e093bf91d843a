import csv
import io
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.business.imports import read_venue_file
from ansim.domain.categories import Category
from ansim.domain.district_of_address import district_of
from ansim.domain.spreadsheets import begins_formula
from ansim.tables import Aside, TableError
from ansim.tables.cells import tidy

HEAD = "external_id,name,name_en,category,address,district,latitude,longitude,phone\n"
GOOD = "1,푸른 카페,Blue Café,cafe,제주특별자치도 제주시 노형로 1 (노형동),,33.48,126.48,064-000-0001\n"


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "venues.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_it_reads_our_own_columns_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    text = (HEAD + GOOD).replace("é", "e")
    (row,) = read_venue_file(write(tmp_path, text, encoding)).rows
    assert (row.name, row.category, row.district, row.row) == (
        "푸른 카페",
        Category.CAFE,
        "노형동",
        2,
    )


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("2,,,cafe,,,33.4,126.5,", "name", "is empty"),
        ("2,가,,cafe,,,abc,126.5,", "latitude", "is not a number"),
        ("2,가,,cafe,,,nan,126.5,", "latitude", "outside the country"),
        ("2,가,,cafe,,,33.4,12.5,", "longitude", "outside the country"),
        ("2,가,,cafe,,,126.5,33.4,", "latitude", "seem swapped"),
        ("2,가,,cafe,,,33.4,126.5,=cmd()", "phone", "spreadsheet formula"),
        ("2,가,,cafe,+82,,33.4,126.5,", "address", "spreadsheet formula"),
        ("\t=2,가,,cafe,,,33.4,126.5,", "external_id", "spreadsheet formula"),
        (",푸른 카페,,cafe,,,33.4,,", "longitude", "is not a number"),
        ("2,=cmd(),,cafe,,,33.4,126.5,", "name", "spreadsheet formula"),
        ("2,＝cmd(),,cafe,,,33.4,126.5,", "name", "spreadsheet formula"),
        ("2,가\x07나,,cafe,,,33.4,126.5,", "name", "control character"),
        (f"2,{'가' * 201},,cafe,,,33.4,126.5,", "name", "longer than 200"),
        ("1,다른 이름,,cafe,,,33.4,126.5,", "external_id", "the same venue as in row 2"),
        ("2,가", "", "2 values where the heading has 9"),
        ("2,가,,cafe,,,33.4,126.5,,더", "", "10 values where the heading has 9"),
        ('2,가,,cafe,,,33.4,126.5,"064', "", "not closed"),
        ('2,"가,,cafe,,,33.4,126.5,', "", "not closed"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_the_rest_is_taken(
    tmp_path: Path, line: str, column: str, reason: str
) -> None:
    after = GOOD.replace("1,푸른", "9,하얀")
    result = read_venue_file(write(tmp_path, HEAD + GOOD + line + "\n" + after))
    assert [row.external_id for row in result.rows] == ["own:1", "own:9"]
    (refused,) = result.refused
    assert (refused.row, refused.column) == (3, column)
    assert reason in refused.why.en
    assert refused.why.ko


@pytest.mark.parametrize(
    ("line", "column", "reason", "category", "phone"),
    [
        ("2,가,,spaceport,,,33.4,126.5,", "category", "unknown category", Category.OTHER, None),
        ("2,가,,,,,33.4,126.5,", "category", "unknown category", Category.OTHER, None),
        ("2,가,,cafe,,,33.4,126.5,문의 요망", "phone", "no phone number", Category.CAFE, None),
    ],
)
def test_a_row_is_taken_with_a_remark(
    tmp_path: Path, line: str, column: str, reason: str, category: Category, phone: str | None
) -> None:
    result = read_venue_file(write(tmp_path, HEAD + line + "\n"))
    ((row,), (note,)) = (result.rows, result.noted)
    assert (row.category, row.phone, note.row, note.column) == (category, phone, 2, column)
    assert reason in note.why.en
    assert note.why.ko
    assert not result.refused


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("064-000-0001", "064-000-0001"),
        ("+82-64-000-0001", "+82-64-000-0001"),
        ("--", None),
        ("-1588-0001", "1588-0001"),
    ],
)
def test_a_phone_is_read_as_lists_write_it(tmp_path: Path, written: str, phone: str | None) -> None:
    result = read_venue_file(write(tmp_path, HEAD + f"2,가,,cafe,,,33.4,126.5,{written}\n"))
    assert (result.rows[0].phone, result.noted) == (phone, ())


def test_long_keys_that_begin_alike_stay_apart(tmp_path: Path) -> None:
    lines = [f",{'가' * 120}{end},,cafe,,,33.4,126.5,\n" for end in "나다나"]
    result = read_venue_file(write(tmp_path, HEAD + "".join(lines)))
    assert [len(row.external_id) for row in result.rows] == [100, 100]
    assert result.aside[Aside.DUPLICATE] == 1


@pytest.mark.parametrize(
    ("first", "second"), [("9020", "9020.0"), ("0017", "0017.00"), ("나-1", " 나-1 ")]
)
def test_one_number_written_in_two_ways_is_one_venue(
    tmp_path: Path, first: str, second: str
) -> None:
    line = ",푸른 카페,,cafe,,,33.4,126.5,\n"
    result = read_venue_file(write(tmp_path, HEAD + first + line + second + line))
    assert [row.external_id for row in result.rows] == [f"own:{first}"]
    assert (result.aside[Aside.DUPLICATE], len(result)) == (1, 2)


@pytest.mark.parametrize("written", ["64710211.0", "1047110211", "647102114", "7102114.0"])
def test_a_phone_that_lost_its_zero_is_left_empty_and_told(tmp_path: Path, written: str) -> None:
    result = read_venue_file(write(tmp_path, HEAD + f"2,가,,cafe,,,33.4,126.5,{written}\n"))
    ((row,), (note,)) = (result.rows, result.noted)
    assert row.phone is None
    assert (note.value, "leading zero" in note.why.en) == (written, True)


@pytest.mark.parametrize(
    "rows",
    [
        '1,송당식당,"24시\n2,덕천식당,\n3,선흘식당,\n4,교래식당,"주차 가능"\n5,와산식당,\n',
        '1,송당식당,"24시\n2,덕천식당,\n3,선흘식당,\n4,교래식당,\n5,와산식당,\n',
        '1,"송당식당,\n2,덕천식당,\n3,선흘식당,\n4,교래식당,"주차"\n5,와산식당,\n',
    ],
)
def test_a_mark_that_is_not_closed_costs_its_own_row_alone(tmp_path: Path, rows: str) -> None:
    head = "category,latitude,longitude,external_id,name,memo\n"
    lines = "".join(f"cafe,33.4,126.5,{row}\n" for row in rows.splitlines())
    result = read_venue_file(write(tmp_path, head + lines))
    assert [row.external_id for row in result.rows] == ["own:2", "own:3", "own:4", "own:5"]
    assert [note.row for note in result.refused] == [2]


@pytest.mark.parametrize("column", ["name", "external_id", "phone", "Name"])
def test_a_doubled_heading_is_refused(tmp_path: Path, column: str) -> None:
    head = HEAD.strip() + f",{column}\n"
    with pytest.raises(TableError, match=f"two columns are called {column.lower()}"):
        read_venue_file(write(tmp_path, head + GOOD.strip() + ",덧\n"))


@given(st.lists(st.lists(st.text(max_size=12), min_size=9, max_size=9), max_size=4))
def test_every_row_of_any_file_is_taken_or_refused(rows: list[list[str]]) -> None:
    sheet = io.StringIO(newline="")
    csv.writer(sheet).writerows([HEAD.strip().split(","), *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), sheet.getvalue())
        result = read_venue_file(path)
    blank = sum(not any(tidy(cell) for cell in row) for row in rows)
    assert len(rows) - blank <= len(result) <= len(rows)
    assert not any(begins_formula(text) for row in result.rows for text in (row.name, row.address))


def test_an_unknown_list_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="our own external_id, name"):
        read_venue_file(write(tmp_path, "a,b\n1,2\n"))


def test_bytes_that_are_no_text_are_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "venues.csv"
    path.write_bytes(b"\xff\xff\xff\x80\x00")
    with pytest.raises(TableError, match="neither UTF-8 nor CP949"):
        read_venue_file(path)


@pytest.mark.parametrize(
    ("address", "district"),
    [
        ("제주특별자치도 제주시 구좌읍 해맞이로 13", "구좌읍"),
        ("제주특별자치도 제주시 고마로 149 (일도이동, 푸른빌딩)", "일도이동"),
        ("제주특별자치도 서귀포시 강정동 12", "강정동"),
        ("제주특별자치도 서귀포시 남원읍하례리 1367-3", "남원읍"),
        ("", ""),
    ],
)
def test_the_district_is_read_from_the_address(address: str, district: str) -> None:
    assert district_of(address) == district


@pytest.mark.parametrize(
    ("name", "rows", "kinds"),
    [
        (
            "jeju_public_mask_stores_2020.csv",
            364,
            {Category.PHARMACY: 298, Category.PUBLIC: 21, Category.RETAIL: 45},
        ),
        ("visitjeju_180.csv", 180, {Category.SIGHT: 60, Category.LODGING: 60}),
    ],
)
def test_it_reads_the_real_lists(
    shared: Path, name: str, rows: int, kinds: dict[Category, int]
) -> None:
    result = read_venue_file(shared / "data/jeju_venues" / name)
    assert len(result.rows) + len(result.refused) == rows
    assert [str(row) for row in (*result.refused, *result.noted)] == []
    found = Counter(row.category for row in result.rows)
    assert {kind: found[kind] for kind in kinds} == kinds
    placed = sum(bool(row.district) for row in result.rows)
    print(
        f"{name}: {len(result.rows)} taken, {len(result.refused)} refused, {placed} with a district"
    )
    assert placed >= 0.9 * rows
