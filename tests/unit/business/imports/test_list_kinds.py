"""The kind of facility in lists of head offices and clerks."""

from pathlib import Path

import pytest

from ansim.business.imports import VenueFile, read_head_office_file, read_venue_file
from ansim.domain.categories import Category
from ansim.domain.facilities import Facility

KOREAN = "점포번호,상호,업종,시설 종류,주소\n"
ENGLISH = "external_id,name,category,kind,address\n"
CLERKS = "external_id,name,category,kind,latitude,longitude\n"


def head_office(folder: Path, text: str) -> VenueFile:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8-sig")
    return read_head_office_file(path)


@pytest.mark.parametrize(
    ("category", "kind", "facility", "ours"),
    [
        ("주점", "유흥주점", Facility.ENTERTAINMENT_BAR, Category.BAR),
        ("주점", "entertainment-bar", Facility.ENTERTAINMENT_BAR, Category.BAR),
        ("", "PC방", Facility.PC_ROOM, Category.OTHER),
        ("유흥주점", "", Facility.ENTERTAINMENT_BAR, Category.BAR),
        ("단란주점", "", Facility.SINGING_BAR, Category.BAR),
        ("영화관", "", Facility.CINEMA, Category.EVENT),
        ("PC방", "", Facility.PC_ROOM, Category.OTHER),
        ("카페", "", Facility.CAFE, Category.CAFE),
        ("bar", "", None, Category.BAR),
        ("기타", "", None, Category.OTHER),
        ("KARAOKE", "", Facility.KARAOKE, Category.KARAOKE),
    ],
)
def test_a_row_names_its_kind_by_a_word_or_a_code_of_its_own_or_of_its_category(
    tmp_path: Path, category: str, kind: str, facility: Facility | None, ours: Category
) -> None:
    for heading in (KOREAN, ENGLISH):
        file = head_office(tmp_path, f"{heading}1,바람빵집,{category},{kind},제주시 없는길 1\n")
        (row,) = file.rows
        assert (row.kind, row.category) == (facility, ours)
        assert not file.noted


def test_a_kind_that_nobody_knows_is_refused_at_its_cell_with_what_was_meant(
    tmp_path: Path,
) -> None:
    file = head_office(
        tmp_path, f"{KOREAN}1,바람,주점,유흥쥬점,제주시 1\n2,바람,주점,zzzz,제주시 2\n"
    )
    assert [(note.row, note.column, note.value) for note in file.refused] == [
        (2, "시설 종류", "유흥쥬점"),
        (3, "시설 종류", "zzzz"),
    ]
    assert "유흥주점" in file.refused[0].why.ko
    assert "?" not in file.refused[1].why.ko


def test_the_kind_decides_the_category_and_says_so(tmp_path: Path) -> None:
    file = head_office(tmp_path, f"{KOREAN}1,바람,카페,목욕탕,제주시 1\n")
    (row,) = file.rows
    assert (row.category, row.kind) == (Category.BATH, Facility.BATH)
    (note,) = file.noted
    assert (note.column, note.value) == ("업종", "카페")
    assert "목욕장" in note.why.ko


def test_a_clerks_list_of_our_own_headings_has_the_column_too(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{CLERKS}7,바람,BAR,singing-bar,33.4,126.5\n8,바람 둘,BAR,,33.4,126.5\n")
    one, two = read_venue_file(path).rows
    assert (one.kind, one.number, one.external_id) == (Facility.SINGING_BAR, "7", "own:7")
    assert two.kind is None


def test_a_list_without_the_column_is_as_it_was(tmp_path: Path) -> None:
    file = head_office(tmp_path, "점포번호,상호,업종,주소\n1,바람,체육시설,제주시 1\n")
    (row,) = file.rows
    assert (row.category, row.kind) == (Category.GYM, Facility.GYM)
