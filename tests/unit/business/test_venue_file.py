from collections import Counter
from pathlib import Path

import pytest

from ansim.business.venue_file import VenueFileError, read_venue_file
from ansim.domain.addresses import district_of
from ansim.domain.categories import Category

HEAD = "external_id,name,name_en,category,address,district,latitude,longitude,phone\n"
GOOD = "1,푸른 카페,Blue Café,cafe,제주특별자치도 제주시 노형로 1 (노형동),,33.48,126.48,064-000-0001\n"


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "venues.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_it_reads_our_own_columns_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    text = (HEAD + GOOD).replace("é", "e")
    (row,) = read_venue_file(write(tmp_path, text, encoding)).rows
    assert (row.name, row.category, row.district, row.row) == ("푸른 카페", Category.CAFE, "노형동", 2)


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("2,,,cafe,,,33.4,126.5,", "name", "is empty"),
        ("2,가,,cafe,,,abc,126.5,", "latitude", "is not a number"),
        ("2,가,,cafe,,,nan,126.5,", "latitude", "outside the country"),
        ("2,가,,cafe,,,33.4,12.5,", "longitude", "outside the country"),
        ("2,가,,spaceport,,,33.4,126.5,", "category", "unknown category"),
        ("2,=cmd(),,cafe,,,33.4,126.5,", "name", "spreadsheet formula"),
        ("2,＝cmd(),,cafe,,,33.4,126.5,", "name", "spreadsheet formula"),
        ("2,가\x07나,,cafe,,,33.4,126.5,", "name", "control character"),
        (f"2,{'가' * 201},,cafe,,,33.4,126.5,", "name", "longer than 200"),
        ("1,다른 이름,,cafe,,,33.4,126.5,", "external_id", "the same venue as in row 2"),
        ("2,가", "category", "unknown category"),
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
    assert reason in refused.reason_en
    assert refused.reason_ko


def test_an_unknown_list_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(VenueFileError, match="ours has external_id, name"):
        read_venue_file(write(tmp_path, "a,b\n1,2\n"))


def test_bytes_that_are_no_text_are_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "venues.csv"
    path.write_bytes(b"\xff\xff\xff\x80\x00")
    with pytest.raises(VenueFileError, match="neither UTF-8 nor CP949"):
        read_venue_file(path)


@pytest.mark.parametrize(
    ("address", "district"),
    [
        ("제주특별자치도 제주시 구좌읍 해맞이로 13", "구좌읍"),
        ("제주특별자치도 제주시 고마로 149 (일도이동, 푸른빌딩)", "일도이동"),
        ("제주특별자치도 서귀포시 강정동 12", "강정동"),
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
def test_it_reads_the_real_lists(shared: Path, name: str, rows: int, kinds: dict[Category, int]) -> None:
    result = read_venue_file(shared / "data/jeju_venues" / name)
    assert len(result.rows) + len(result.refused) == rows
    assert [str(row) for row in result.refused] == []
    found = Counter(row.category for row in result.rows)
    assert {kind: found[kind] for kind in kinds} == kinds
    placed = sum(bool(row.district) for row in result.rows)
    print(f"{name}: {len(result.rows)} taken, {len(result.refused)} refused, {placed} with a district")
    assert placed >= 0.9 * rows
