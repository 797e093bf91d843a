"""`ansim import venues` with the files of the national register, as they are"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.imported import forget_imported
from support.system import System

FILES = [
    "cp949/03_09_01_P_노래연습장업.csv",
    "cp949/03_11_03_P_숙박업.csv",
    "cp949/03_11_08_P_농어촌민박업.csv",
    "cp949/07_23_02_P_유흥주점영업.csv",
    "cp949/07_24_05_P_휴게음식점.csv",
    "cp949/10_42_01_P_체력단련장업.csv",
    "cp949/11_44_01_P_목욕장업.csv",
    "cp949/11_47_01_P_상조업.csv",
    "other_columns/20260312_ID_49_식품_제과점영업_데이터_조회.csv",
    "other_columns/20260319_ID_3_생활_목욕장업_데이터_조회.csv",
    "other_columns/202603_ID_6_문화_공연장_데이터_조회.csv",
    "jeju_all_kinds_20260101_15.csv",
]
HEADING = (
    "번호,개방서비스명,관리번호,영업상태명,소재지전화,도로명전체주소,사업장명,업태구분명,"
    "좌표정보x(epsg5174),좌표정보y(epsg5174),\n"
)
OPEN = "1,휴게음식점,T-1,영업/정상,0064 0700 1234,제주특별자치도 제주시 없는길 1 (연동),푸른 카페,커피숍,155249.2,-375.3,"
CLOSED = OPEN.replace("T-1", "T-2").replace("영업/정상", "폐업")
NO_PLACE = OPEN.replace("T-1", "T-3").replace("휴게음식점", "출판사").replace("커피숍", "")
ODD = OPEN.replace("T-1", "T-4").replace("영업/정상", "영업?")
WITHOUT = OPEN.replace("T-1", "T-5").replace("155249.2,-375.3", ",")


@pytest.fixture(autouse=True)
def clean(system: System) -> Iterator[None]:
    with system.owner("main") as connection:
        forget_imported(connection)
    yield
    with system.owner("main") as connection:
        forget_imported(connection)


def test_open_places_get_a_code_and_the_others_are_accounted_for(
    system: System, tmp_path: Path
) -> None:
    from ansim.business.imports import import_venues
    from ansim.tables import Aside

    file = tmp_path / "register.csv"
    rows = [OPEN, CLOSED, NO_PLACE, ODD, WITHOUT]
    file.write_bytes((HEADING + "\n".join(rows)).encode("cp949"))
    report = import_venues(file)
    assert (report.rows, report.added, report.refused) == (5, 2, 1)
    assert report.aside == {Aside.CLOSED: 1, Aside.NO_PLACE: 1}
    with system.owner("main") as connection:
        rows = connection.execute(
            "SELECT category, district, phone, round(latitude::numeric, 2)::float8, count(code)"
            " FROM business_venue v LEFT JOIN business_venuecode c ON c.venue_id = v.id"
            " WHERE external_id LIKE 'register:T-%' GROUP BY v.id ORDER BY external_id"
        ).fetchall()
    assert rows == [(2, "연동", "064-700-1234", 33.49, 1), (2, "연동", "064-700-1234", None, 1)]


def test_a_venue_said_again_is_what_its_last_change_says(system: System, tmp_path: Path) -> None:
    from ansim.business.imports import import_venues
    from ansim.tables import Aside

    heading = HEADING.replace("번호,", "번호,최종수정시점,", 1)
    rows = [
        f"1,{changed},{row[2:]}"
        for changed, row in (
            ("2026-01-05 10:00:00", OPEN.replace("푸른", "하얀")),
            ("2026-01-03 10:00:00", OPEN),
            ("2026-01-04 10:00:00", OPEN.replace("T-1", "T-9")),
            ("2026-01-09 10:00:00", CLOSED.replace("T-2", "T-9")),
        )
    ]
    file = tmp_path / "register.csv"
    file.write_text(heading + "\n".join(rows) + "\n", encoding="utf-8-sig")
    report = import_venues(file)
    assert (report.rows, report.added, report.refused) == (4, 1, 0)
    assert report.aside == {Aside.DUPLICATE: 2, Aside.CLOSED: 1}
    with system.owner("main") as connection:
        names = connection.execute(
            "SELECT name FROM business_venue WHERE external_id LIKE 'register:T-%'"
        ).fetchall()
    assert names == [("하얀 카페",)]


def test_every_real_file_is_taken_whole_and_changes_nothing_the_second_time(
    system: System, shared: Path
) -> None:
    """Prints the account of each file, in this order into one database, as docs/promises.md has it."""
    from ansim.business.imports import import_venues

    folder = shared / "data/localdata"
    total = 0
    for name in FILES:
        report = import_venues(folder / name)
        print(report.in_words(name).splitlines()[0])
        assert report.rows == rows_in(folder / name)
        assert report.refused == 0
        total += report.rows
        again = import_venues(folder / name)
        assert (again.added, again.updated, again.unchanged) == (0, 0, report.taken_rows)
        assert again.aside == report.aside
    assert total >= 7900


def rows_in(path: Path) -> int:
    """The rows under the heading, counted by the standard library."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp949")
    return sum(1 for row in csv.reader(io.StringIO(text)) if any(row)) - 1


def test_every_file_of_the_register_is_one_of_these(shared: Path) -> None:
    folder = shared / "data/localdata"
    found = {
        str(path.relative_to(folder))
        for path in folder.glob("**/*.csv")
        if "관리번호".encode() in (head := path.read_bytes()[:4000])
        or "관리번호".encode("cp949") in head
    }
    assert found == set(FILES)
