"""The national register of licensed venues: each oddity of its rows, and the real files row by row."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from math import cos, hypot, radians
from pathlib import Path
from statistics import median

import pytest

from ansim.business.districts import district_at
from ansim.business.imports.licence_kinds import LicenceKind
from ansim.business.imports.licences import (
    LicenceState,
    RegisterError,
    read_phone,
    read_place,
    read_row,
)
from ansim.domain.categories import Category
from ansim.domain.facilities import Facility

ROW = {
    "관리번호": "9990000-101-2026-00001",
    "사업장명": "푸른파도 카페",
    "개방서비스명": "휴게음식점",
    "업태구분명": "커피숍",
    "영업상태명": "영업/정상",
    "소재지전화": "064 700 0001",
    "도로명전체주소": "제주특별자치도 제주시 없는길 1",
    "좌표정보x(epsg5174)": "155249.2",
    "좌표정보y(epsg5174)": "-375.3",
}


def test_a_row_of_the_register_is_a_venue() -> None:
    venue = read_row(ROW)
    assert (venue.name, venue.kind, venue.state) == (
        "푸른파도 카페",
        LicenceKind(Category.CAFE, Facility.CAFE),
        LicenceState.OPEN,
    )
    assert venue.place is not None
    latitude, longitude = venue.place
    assert 33.4 < latitude < 33.6
    assert 126.4 < longitude < 126.6


def test_both_wordings_of_the_headings_are_the_same_row() -> None:
    other = {
        "관리번호": "관리번호",
        "사업장명": "사업장명",
        "개방서비스명": "개방서비스명",
        "업태구분명": "업태구분명",
        "영업상태명": "영업상태명",
        "소재지전화": "소재지전화번호",
        "도로명전체주소": "도로명주소",
        "좌표정보x(epsg5174)": "좌표X",
        "좌표정보y(epsg5174)": "좌표Y",
    }
    renamed = {other[name]: value for name, value in ROW.items()}
    assert read_row(renamed) == read_row(ROW)


@pytest.mark.parametrize("state", ["폐업", "휴업", "취소/말소/만료/정지/중지", "제외/삭제/전출"])
def test_a_venue_that_is_not_open_says_so(state: str) -> None:
    assert read_row({**ROW, "영업상태명": state}).state is not LicenceState.OPEN


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("관리번호", " ", "관리번호"),
        ("사업장명", "", "사업장명"),
        ("영업상태명", "영업중?", "영업중"),
    ],
)
def test_a_row_without_what_is_needed_is_refused_by_column(
    column: str, value: str, said: str
) -> None:
    with pytest.raises(RegisterError, match=said):
        read_row({**ROW, column: value})


@pytest.mark.parametrize(
    ("x", "y"), [("157554.4", "-2269.010-0000-0000"), ("1e9", "5"), ("nan", "nan")]
)
def test_a_place_that_is_none_is_left_empty_and_told(x: str, y: str) -> None:
    assert read_place(x, y) is None
    row = {**ROW, "좌표정보x(epsg5174)": x, "좌표정보y(epsg5174)": y}
    assert read_row(row).left_out == ("좌표정보x(epsg5174)",)


@pytest.mark.parametrize(
    ("text", "address", "phone"),
    [
        ("064 700 1234", "", "064-700-1234"),
        ("7001234", "제주특별자치도 제주시", "064-700-1234"),
        ("2200-1234", "서울특별시 중구", "02-2200-1234"),
        ("02  700 1234", "", "02-700-1234"),
        ("0064 0700 1234", "", "064-700-1234"),
        ("005502201234", "", "055-220-1234"),
        ("064-700-1234-", "", "064-700-1234"),
        ("(064)700-1234", "", "064-700-1234"),
        ("700-1234(7001235)", "제주특별자치도", "064-700-1234"),
        ("1588 1234", "", "1588-1234"),
        ("0507-1300-1234", "", "0507-1300-1234"),
        ("07070001234", "", "070-7000-1234"),
        ("00000000000", "", None),
        ("031   53122", "경기도", None),
        ("", "", None),
    ],
)
def test_a_phone_is_read_as_people_write_it(text: str, address: str, phone: str | None) -> None:
    assert read_phone(text, address) == phone


def rows_of(folder: Path) -> Iterator[dict[str, str]]:
    for file in sorted([*folder.glob("cp949/*.csv"), *folder.glob("other_columns/*.csv")]):
        yield from rows_of_file(file)


def rows_of_file(file: Path) -> Iterator[dict[str, str]]:
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp949")
    yield from csv.DictReader(io.StringIO(text))


def test_every_row_of_the_real_files_is_read(shared: Path) -> None:
    venues = [read_row(row) for row in rows_of(shared / "data/localdata")]
    states = Counter(venue.state for venue in venues)
    remarks = [remark for venue in venues for remark in venue.left_out]
    print(f"{len(venues)} rows, {dict(states)}, {len(remarks)} remarks")
    assert len(venues) == 6837
    assert len(remarks) < 20
    assert states[LicenceState.CLOSED] > 2000


# One address for buildings hundreds of metres apart: the airport, whose pharmacy is the other source's point, and a park.
SPREAD_OUT = {"제주시 공항로 2", "제주시 번영로 1278-169"}
FEW = 10  # addresses of a file below which its median is that of three or four large hotels
TOWN = re.compile(r"\(([가-힣\d]+[동리가])[),]|(?:[가-힣]+[시군구])\s+([가-힣\d]+[읍면동가])(?=\s)")


def test_places_agree_with_another_source_by_address(shared: Path) -> None:
    """Every file of the register, and all of them together, by road address and by lot: each address once."""
    roads, lots = known_places(shared / "data/jeju_venues")
    found: dict[str, dict[str, float]] = {}
    for name, rows in files_of_the_register(shared):
        apart = found.setdefault(name, {})
        for row in rows:
            venue = read_row(row)
            for address, known in ((street(venue.address), roads), (lot(lot_of(row)), lots)):
                if venue.place and address in known:
                    apart[address] = metres(venue.place, known[address])
                    break
        middle = f", median {median(apart.values()):.1f} m apart" if apart else ""
        print(f"{name}: {len(apart)} addresses in both{middle}")
    together = {address: apart for one in found.values() for address, apart in one.items()}
    print(f"all: {len(together)} addresses in both, median {median(together.values()):.1f} m apart")
    assert len(found) == 12
    assert len(together) >= 30
    assert median(together.values()) <= 20
    for name, apart in found.items():
        close = [one for address, one in apart.items() if address not in SPREAD_OUT]
        assert not close or median(close) <= (20 if len(close) >= FEW else 50), name


def test_places_lie_in_the_town_of_their_address(shared: Path) -> None:
    """By boundaries of a third source, which cover the files that share no address with the other one.

    What is left are new towns whose boundaries that source draws as before.
    """
    for name, rows in files_of_the_register(shared):
        said = [(read_row(row).place, town_of(row)) for row in rows]
        asked = [(place, town) for place, town in said if place and town]
        right = sum(town in name_at(place) for place, town in asked)
        print(f"{name}: {right} of {len(asked)} lie in the town of their address")
        assert right >= 0.85 * len(asked), name


def name_at(place: tuple[float, float]) -> str:
    town = district_at(*place)
    return town.name if town else ""


def town_of(row: dict[str, str]) -> str | None:
    for address in (row.get("도로명전체주소") or row.get("도로명주소") or "", lot_of(row)):
        if found := TOWN.search(address):
            return found[1] or found[2]
    return None


def files_of_the_register(shared: Path) -> Iterator[tuple[str, list[dict[str, str]]]]:
    for file in sorted((shared / "data/localdata").glob("**/*.csv")):
        rows = list(rows_of_file(file))
        if "관리번호" in rows[0]:
            yield file.name, rows


def known_places(folder: Path) -> tuple[dict[str, tuple[float, float]], ...]:
    """The other source's places by road address and by lot."""
    roads: dict[str, tuple[float, float]] = {}
    lots: dict[str, tuple[float, float]] = {}
    for file, by_road, by_lot, north, east in (
        ("jeju_public_mask_stores_2020.csv", "addr", "addr", "lat", "long"),
        ("visitjeju_180.csv", "road_address", "address", "lat", "lon"),
    ):
        for row in rows_of_file(folder / file):
            place = float(row[north]), float(row[east])
            if address := street(row[by_road]):
                roads[address] = place
            if address := lot(row[by_lot]):
                lots[address] = place
    return roads, lots


def street(address: str) -> str | None:
    """Road and number, as 노형11길 25; the same road in two towns has different numbers of houses, so the town too."""
    found = re.search(r"(제주시|서귀포시)\s+(?:\S+[읍면]\s+)?(\S+[로길])\s*(\d+(?:-\d+)?)", address)
    return " ".join(found.groups()).removesuffix("-0") if found else None


def lot_of(row: dict[str, str]) -> str:
    return row.get("소재지전체주소") or row.get("지번주소") or ""


def lot(address: str) -> str | None:
    """Village and number of the lot, as 노형동 925."""
    pattern = r"(제주시|서귀포시)\s+((?:\S+[읍면]\s+)?\S+[동리])\s+(\d+(?:-\d+)?)"
    found = re.search(pattern, address)
    return " ".join(found.groups()).removesuffix("-0") if found else None


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    return hypot(one[0] - other[0], (one[1] - other[1]) * cos(radians(one[0]))) * 111_320
