"""Workbooks: typed cells, title rows, several sheets, and the real ones that people made."""

from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from ansim.business.imports import read_venue_file
from ansim.domain.days import VENUE_ZONE
from ansim.domain.quantities import OPEN
from ansim.tables import TableError, Taken
from ansim.tables.reading import one_of_each, read_table
from ansim.tracing.offline.read_visits import VisitTable, read_visits
from support.workbook import Cell, write_workbook

HEAD: list[Cell] = ["person_id", "venue_id", "entered_at", "left_at"]
NOON = datetime(2021, 11, 20, 12, 30)


def seconds(moment: datetime) -> int:
    return int(moment.replace(tzinfo=VENUE_ZONE).timestamp())


def visits(folder: Path, rows: list[list[Cell]], *, of_1904: bool = False) -> VisitTable:
    return read_visits(write_workbook(folder / "v.xlsx", {"방문": rows}, of_1904=of_1904))


@pytest.mark.parametrize("of_1904", [False, True])
def test_typed_cells_are_read_as_what_they_are(tmp_path: Path, *, of_1904: bool) -> None:
    rows: list[list[Cell]] = [
        HEAD,
        [12.0, "가게", NOON, datetime(2021, 11, 20, 13, 5)],
        ["0012", "가게", "2021-11-20 오후 1:00", None],
        ["홍", 7.0, datetime(2021, 11, 20), None],
    ]
    table = visits(tmp_path, rows, of_1904=of_1904)
    assert (table.people, table.venues) == (["12", "0012", "홍"], ["가게", "7"])
    day = seconds(datetime(2021, 11, 20))
    assert table.entered.tolist() == [seconds(NOON), day + 13 * 3600, day]
    assert table.left.tolist() == [day + 13 * 3600 + 300, OPEN, day + 86_400]


def test_rows_that_are_no_visits_are_told_by_their_row(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["방문 기록 (2021년 11월)", None, None, None],
        [None, None, None, None],
        HEAD,
        ["a", "x", NOON, None],
        [None, None, NOON, None],  # below a merged cell
        [None, None, None, None],
        ["b", "x", 44520.5, None],
        ["합계", None, None, None],
    ]
    table = visits(tmp_path, rows)
    assert table.people == ["a"]
    assert [(note.row, note.column) for note in table.account.told] == [
        (2, "person_id"),
        (4, "entered_at"),
        (5, "venue_id"),
    ]
    assert table.account.taken is Taken.SOME
    assert any("above the heading" in remark for remark in table.account.remarks)


def test_the_one_sheet_with_the_columns_is_read(tmp_path: Path) -> None:
    notes: list[list[Cell]] = [["메모"], ["a"]]
    data: list[list[Cell]] = [HEAD, ["a", "x", NOON, None]]
    file = write_workbook(tmp_path / "v.xlsx", {"안내": notes, "방문": data, "빈 시트": []})
    assert read_visits(file).people == ["a"]
    file = write_workbook(tmp_path / "v.xlsx", {"1월": data, "2월": data})
    with pytest.raises(TableError, match=r"2 sheets have these columns \(1월, 2월\)"):
        read_visits(file)
    file = write_workbook(tmp_path / "v.xlsx", {"안내": notes})
    with pytest.raises(TableError, match=r"\(메모\) are no known table; wanted person_id"):
        read_visits(file)
    file.write_bytes(file.read_bytes()[:-300])
    with pytest.raises(TableError, match="is no whole workbook"):
        read_visits(file)


def test_a_list_of_venues_is_a_workbook_too(tmp_path: Path) -> None:
    head: list[Cell] = ["external_id", "name", "category", "latitude", "longitude", "phone"]
    rows: list[list[Cell]] = [
        ["우리 동네"],
        head,
        [9020.0, "푸른 카페", "cafe", 33.48, 126.48, 647102114.0],
        [9021.0, "", "cafe", 33.48, 126.48, "064-000-0001"],
    ]
    read = read_venue_file(write_workbook(tmp_path / "list.xls", {"목록": rows}))
    assert [(row.row, row.external_id) for row in read.rows] == [(3, "own:9020")]
    assert [(note.row, note.column) for note in read.refused] == [(4, "name")]
    assert [(note.row, note.column) for note in read.noted] == [(3, "phone")]


@pytest.mark.parametrize(
    ("name", "columns", "rows"),
    [
        ("행사 참석자 명단.xlsx", ("이름", "소속"), None),
        ("명단.xlsx", ("이름", "출생", "지역"), None),
        ("테스트_셀 병합.xlsx", ("이름", "성별"), 2),
    ],
)
def test_real_sheets_are_read_whole(
    shared: Path, name: str, columns: tuple[str, ...], rows: int | None
) -> None:
    import python_calamine

    file = shared / "data" / "dirty_sheets" / name
    raw = python_calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    filled = sum(any(cell != "" for cell in row) for row in raw) - 1
    table = read_table(file, one_of_each(*((column,) for column in columns)), "names")
    print(f"{name}: {len(table)} rows, {len(table.refused)} refused, {table.remarks}")
    assert len(table) == filled == (rows or filled)
    assert all(text for text in table.columns[columns[0]].to_pylist())


def test_one_cell_far_away_is_told_instead_of_filling_the_memory(tmp_path: Path) -> None:
    file = write_workbook(tmp_path / "v.xlsx", {"방문": [HEAD, ["홍", "가게", NOON, None]]})
    far = rewritten(
        file,
        "sheet1.xml",
        "</sheetData>",
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    with pytest.raises(TableError, match="row 1,048,576, column 16,384"):
        read_visits(far)


@pytest.mark.long
def test_a_small_file_that_unpacks_to_a_huge_one_is_told(tmp_path: Path) -> None:
    file = write_workbook(tmp_path / "v.xlsx", {"방문": [HEAD, ["홍", "가게", NOON, None]]})
    with ZipFile(file, "a", ZIP_DEFLATED) as archive, archive.open("xl/media/x", "w") as member:
        for _ in range(1100):
            member.write(bytes(1 << 20))
    assert file.stat().st_size < 3 << 20
    with pytest.raises(TableError, match="unpacks to"):
        read_visits(file)


def rewritten(file: Path, part: str, old: str, new: str) -> Path:
    """The workbook with a piece of one of its parts replaced."""
    target = file.with_name("far.xlsx")
    with ZipFile(file) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(part):
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            made.writestr(name, content)
    return target
