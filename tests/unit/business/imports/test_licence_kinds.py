"""Every kind of the official list is a place of ours or none with a reason; what nobody knows is told, never dropped."""

import csv
import io
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ansim.business.imports import read_venue_file
from ansim.business.imports.licence_kinds import LicenceKind, kind_of_licence
from ansim.domain.categories import Category
from ansim.domain.facilities import CATEGORIES, ORDERS, Facility

DATA: Any = json.loads(
    files("ansim.business.imports").joinpath("licence_kinds.json").read_text("utf-8")
)


def official(shared: Path) -> dict[str, str]:
    """The names of the official list by code."""
    (file,) = (shared / "data/localdata/reference").glob("*붙임3*.xlsx")
    book = CalamineWorkbook.from_path(file)
    _heading, *rows = book.get_sheet_by_name("데이터개방서비스코드목록").to_python()
    return {str(row[4]): str(row[5]) for row in rows}


def test_our_list_is_the_official_list(shared: Path) -> None:
    ours = {code: said["name"] for code, said in DATA["kinds"].items()}
    assert ours == official(shared)
    assert len(ours) == 198


def test_each_kind_is_a_facility_or_a_category_or_no_place_with_its_reason() -> None:
    said = [one for table in ("kinds", "types") for one in DATA[table].values()]
    for one in said:
        (what,) = one.keys() - {"name"}
        value = one[what]
        assert value in {
            "facility": set(Facility),
            "category": set(Category.__members__),
            "no_place": set(DATA["no_place"]),
        }.get(what, set()), one
    used = {one["no_place"] for one in said if "no_place" in one}
    assert used == set(DATA["no_place"]), "no reason that no kind has"
    assert all(len(reason) == 2 and all(reason) for reason in DATA["no_place"].values())
    assert set(DATA["renamed"].values()) | set(DATA["said_alone"].values()) <= set(DATA["kinds"])


def test_what_an_order_names_stands_with_the_words_of_the_order() -> None:
    named = {kind for order in ORDERS for kind in order.kinds}
    given = {
        Facility(one["facility"])
        for table in ("kinds", "types")
        for one in DATA[table].values()
        if "facility" in one
    }
    assert set(DATA["orders"]) == {kind.value for kind in given & named}
    by_name = {order.name: order for order in ORDERS}
    for kind, (order, words) in DATA["orders"].items():
        assert Facility(kind) in by_name[order].kinds, order
        assert words


@pytest.mark.parametrize(
    ("code", "service", "kind", "facility"),
    [
        ("", "휴게음식점", "편의점", Facility.RETAIL),
        ("07_24_05_P", "", "", Facility.RESTAURANT),
        ("", "휴게음식점", "기타 휴게음식점", Facility.RESTAURANT),
        ("", "일반음식점", "호프/통닭", Facility.BAR),
        ("", "일반음식점", "감성주점", Facility.PICK_UP_BAR),
        ("07_24_04_P", "일반음식점", "뷔페식", Facility.BUFFET),
        ("", "유흥주점영업", "룸살롱", Facility.ENTERTAINMENT_BAR),
        ("07_23_02_P", "유흥주점영업", "까페", Facility.ENTERTAINMENT_BAR),
        ("07_23_01_P", "", "단란주점", Facility.SINGING_BAR),
        ("", "농어촌민박업", "", Facility.LODGING),
        ("03_05_05_P", "인터넷컴퓨터게임시설제공업", "", Facility.PC_ROOM),
        ("", "이용업", "", Facility.HAIR),
        ("", "종합테마파크업", "", Facility.AMUSEMENT_PARK),
        ("", "", "한증막업", Facility.BATH),
        ("", "", "제과점영업", Facility.CAFE),
        ("", "", "공연장", Facility.CONCERT_HALL),
        ("99_99_99_P", "노래연습장업", "", Facility.KARAOKE),
    ],
)
def test_a_kind_goes_to_the_kind_of_facility_that_orders_name(
    code: str, service: str, kind: str, facility: Facility
) -> None:
    assert kind_of_licence(code, service, kind) == LicenceKind(CATEGORIES[facility], facility)


@pytest.mark.parametrize(
    ("service", "category"),
    [
        ("골프장", Category.GYM),
        ("방문판매업", Category.RETAIL),
        ("유원시설업(기타)", Category.SIGHT),
        ("테마파크업(기타)", Category.SIGHT),
        ("무도장업", Category.BAR),
    ],
)
def test_where_no_order_says_which_facility_it_is_the_category_stands_alone(
    service: str, category: Category
) -> None:
    assert kind_of_licence("", service, "") == LicenceKind(category)


@pytest.mark.parametrize(
    "service", ["출판사", "가축사육업", "대기오염물질배출시설설치사업장", "식품자동판매기업"]
)
def test_what_nobody_visits_says_why(service: str) -> None:
    kind = kind_of_licence("", service, "")
    assert kind.category is None
    assert kind.no_place is not None
    assert kind.no_place.ko
    assert kind.no_place.en
    assert kind.unknown is None


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_written_it_is_a_place_no_place_with_a_reason_or_unknown_by_name(
    code: str, service: str, kind: str
) -> None:
    found = kind_of_licence(code, service, kind)
    if found.category is None:
        assert found.no_place is not None
    if found.unknown is not None:
        assert (found.category, found.facility) == (Category.OTHER, None)
        assert found.unknown in {code, service, kind}


HEADING = "관리번호,개방서비스명,업태구분명,영업상태명,사업장명,도로명전체주소\n"


def register(folder: Path, *kinds: str) -> Path:
    file = folder / "register.csv"
    rows = [
        f"T-{number},{kind},,영업/정상,푸른 곳 {number},제주특별자치도 제주시 없는길 {number}"
        for number, kind in enumerate(kinds)
    ]
    file.write_bytes((HEADING + "\n".join(rows) + "\n").encode("cp949"))
    return file


def test_an_unknown_or_empty_kind_is_taken_as_other_and_told_by_row(tmp_path: Path) -> None:
    file = read_venue_file(
        register(tmp_path, "우주정거장업", "", "노래연습장업", "우주정거장업", "달착륙업")
    )
    assert [row.category for row in file.rows] == [
        *(Category.OTHER, Category.OTHER, Category.KARAOKE, Category.OTHER, Category.OTHER)
    ]
    assert not file.set_aside
    assert file.unknown_licences == {"우주정거장업": 2, "달착륙업": 1}
    told = {(note.row, note.column, note.value) for note in file.noted}
    assert told == {
        (2, "개방서비스명", "우주정거장업"),
        (3, "", ""),
        (5, "개방서비스명", "우주정거장업"),
        (6, "개방서비스명", "달착륙업"),
    }
    assert "a clerk can choose" in file.noted[0].why.en
    (sentence,) = file.unknown_in_words()
    assert "우주정거장업 (2)" in sentence


def test_what_a_clerk_chose_holds_and_nobody_visits_is_a_choice_too(tmp_path: Path) -> None:
    path = register(tmp_path, "우주정거장업", "달착륙업", "노래연습장업")
    chosen = {"우주정거장업": Facility.TRANSPORT, "달착륙업": None, "노래연습장업": Facility.BAR}
    file = read_venue_file(path, chosen=chosen)
    assert [row.kind for row in file.rows] == [Facility.TRANSPORT, Facility.KARAOKE]
    assert [one.row for one in file.set_aside] == [3]
    assert not file.unknown_licences


def test_no_kind_of_the_real_files_is_unknown(shared: Path) -> None:
    """All kinds of all files of the register, and each row that is set aside as no place says why."""
    seen = 0
    for path in sorted((shared / "data/localdata").glob("**/*.csv")):
        if "관리번호" not in path.open("rb").readline().decode(
            "cp949", "replace"
        ) and not path.name.startswith(("jeju_all", "2026")):
            continue
        file = read_venue_file(path)
        seen += len(file)
        assert not file.unknown_licences, path.name
        for aside in file.set_aside:
            assert aside.more is not None or aside.why.name != "NO_PLACE", (path.name, aside)
    assert seen > 7_900


def test_each_open_bar_of_the_real_files_is_under_the_order_for_bars(shared: Path) -> None:
    path = shared / "data/localdata/cp949/07_23_02_P_유흥주점영업.csv"
    rows = csv.DictReader(io.StringIO(path.read_bytes().decode("cp949")))
    still_open = sum(row["영업상태명"] == "영업/정상" for row in rows)
    kinds = [row.kind for row in read_venue_file(path).rows]
    assert kinds == [Facility.ENTERTAINMENT_BAR] * still_open
