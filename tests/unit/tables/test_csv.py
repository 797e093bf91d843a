"""Rows of CSV that are none are told by their number, and take no other row with them."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.tables import TableError
from ansim.tables.cells import tidy
from ansim.tables.reading import Table, one_of_each, read_table

WANTED = one_of_each(("id",), ("name",), also=("memo",))
HEAD = "id,name,memo\n"


def read(content: str | bytes, encoding: str = "utf-8", wanted: object = WANTED) -> Table:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return read_table(file, wanted, "id, name")  # type: ignore[arg-type]


def told(table: Table) -> tuple[list[str], list[int]]:
    """The ids that were read, and the rows that were refused."""
    return table.columns["id"].to_pylist(), [note.row for note in table.refused]


@pytest.mark.parametrize(
    ("rows", "taken", "refused"),
    [
        ('1,"가,x\n2,나,y\n3,다,"z"\n', ["2", "3"], [1]),  # not closed in the middle
        ('1,가,x\n2,나,"y\n', ["1"], [2]),  # in the last row
        ('"1,가,x\n2,나,y\n3,다,z\n', ["2", "3"], [1]),  # before the first cell
        ('1,가,"a""\n2,나,y\n3,다,""\n', ["2", "3"], [1]),  # ended by a doubled mark
        ('1,가,"x"y\n2,나,z\n', ["2"], [1]),  # closed too early
        ('1,가,"x" \n2,나,z\n', ["2"], [1]),  # a blank behind the mark
        ('1,가,"x\r\n2,나,y\r\n3,다,z\r\n', ["2", "3"], [1]),  # lines of Windows
        ('1,가,"x\r2,나,y\r3,다,z\r', ["2", "3"], [1]),  # lines of old Macs
        ('1,"가,x\n2,"나,y\n3,"다,z\n4,라,\n', ["4"], [1, 2, 3]),  # one after the other
        ('1,가,"said "no"\nP,Q,phantom"\n2,나,z\n', ["2"], [1, 2]),  # the rest of a cell is no row
    ],
)
def test_a_mark_that_is_not_closed_takes_no_other_row_with_it(
    rows: str, taken: list[str], refused: list[int]
) -> None:
    assert told(read(HEAD + rows)) == (taken, refused)


@pytest.mark.parametrize("size", [10, 2000, 60_000])
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_mark_that_is_not_closed_in_a_file_of_any_size(size: int, place: str) -> None:
    bad = {"first": 0, "middle": size // 2, "last": size - 1}[place]
    memo = ("메모", '"안 닫힘')
    rows = [f"{row},이름,{memo[row == bad]}\n" for row in range(size)]
    table = read(HEAD + "".join(rows))
    assert told(table) == ([str(row) for row in range(size) if row != bad], [bad + 1])


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ('1,"가,나","x ""y"" z"\n', [["1", "가,나", 'x "y" z']]),
        ('1,5" 파이프,6"\n', [["1", '5" 파이프', '6"']]),
        ('1,"두\n줄","\n\n세 줄\n"\n2,나,\n', [["1", "두\n줄", "\n\n세 줄\n"], ["2", "나", ""]]),
        ('1,"",""\n', [["1", "", ""]]),
    ],
)
def test_quoted_cells_are_read_as_they_are(rows: str, cells: list[list[str]]) -> None:
    columns = read(HEAD + rows).columns
    assert [list(row) for row in zip(*columns.to_pydict().values(), strict=True)] == cells


def test_line_breaks_in_cells_make_no_phantoms_however_many_there_are() -> None:
    rows = "".join(f'{row},이름,"전화함\nP,phantom,{row}"\r\n' for row in range(40_000))
    table = read(HEAD + rows)
    assert table.columns["id"].to_pylist() == [str(row) for row in range(40_000)]
    assert table.refused == ()
    assert "40000 lines that could be rows" in table.remarks[0]


def test_two_marks_that_are_not_closed_and_meet_are_said() -> None:
    """As CSV has it this is one row, whose last cell holds two lines; a person sees three rows."""
    table = read(HEAD + '1,가,"첫째\n2,나,\n3,다,셋째"\n4,라,\n')
    assert told(table) == (["1", "4"], [])
    assert "row 1 hold 2 lines that could be rows" in table.remarks[0]


def test_a_cell_larger_than_any_block_is_read() -> None:
    long = "긴 줄\n" * 700_000
    table = read(HEAD + f'1,가,"{long}"\n2,나,\n')
    assert table.columns["memo"].to_pylist() == [long, ""]


@pytest.mark.parametrize(
    ("rows", "refused", "reason"),
    [
        ("1,가\n2,나,y\n", [1], "2 values where the heading has 3"),
        ("1,가,x,더\n2,나,y\n", [1], "4 values where the heading has 3"),
        ("1,가,x\n2,나,y\n3\n", [3], "1 values where the heading has 3"),
        ("1,가,x\n\n2,나,y,z\n", [3], "4 values"),  # a blank line is a row of the spreadsheet
        ('1,가,"x\ny"\n2,나,y,"z\nz"\n', [2], "4 values"),
        ("1,가,x\n2,나", [2], "was the file cut off"),
    ],
)
def test_rows_of_another_width_are_told(rows: str, refused: list[int], reason: str) -> None:
    table = read(HEAD + rows)
    assert [note.row for note in table.refused] == refused
    assert reason in table.refused[0].why.en
    assert table.refused[0].why.ko


def test_a_file_cut_in_the_middle_is_told_by_row() -> None:
    whole = (HEAD + "".join(f'{row},이름,"메모, {row}"\n' for row in range(1, 50))).encode()
    for cut in range(len(HEAD) + 12, len(whole), 7):
        table = read(whole[:cut])
        assert (
            table.refused
            or "ends without a line break" in " ".join(table.remarks)
            or (whole[cut - 1 : cut] == b"\n")
        )
        last = len(table)
        assert all(note.row == last for note in table.refused)


def test_blank_rows_behind_the_last_are_passed_over() -> None:
    table = read(HEAD + "1,가,x\n,,\n , ,\t\n,,\n")
    assert told(table) == (["1"], [])
    assert "3 rows without any value" in " ".join(table.remarks)


def test_more_cells_that_are_empty_cost_no_row() -> None:
    assert told(read(HEAD + "1,가,x,\n2,나,y,,\n3,다,z\n")) == (["1", "2", "3"], [])


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("hint", ["", "sep={}\n", "sep={}\r\n"])
def test_other_delimiters_are_found(delimiter: str, hint: str) -> None:
    text = hint.format(delimiter) + (HEAD + '1,"가,나",x\n').replace(",", delimiter)
    assert told(read(text)) == (["1"], [])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("id,name,ID\n1,가,2\n", "two columns are called id"),
        ("id,name,name \n1,가,\n", "two columns are called name"),
        ("번호,이름\n1,가\n", r"\(번호, 이름\) are no known table"),
        ("", "is empty"),
        ("\n\n", "is empty"),
        ('id,"name,memo\n1,가,x\n', "quotation mark in the heading"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_words(content: str, message: str) -> None:
    with pytest.raises(TableError, match=message):
        read(content)


def test_headings_are_compared_as_a_person_reads_them() -> None:
    assert told(read('\ufeff" ID",Name\u200b ,Memo\n1,가,x\n')) == (["1"], [])


cell = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@given(st.lists(st.tuples(cell.filter(tidy), cell, cell), max_size=6), st.booleans())
def test_whatever_a_writer_wrote_is_read_back(rows: list[tuple[str, ...]], quote: object) -> None:
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, quoting=csv.QUOTE_ALL if quote else csv.QUOTE_MINIMAL)
    writer.writerows([HEAD.strip().split(","), *rows])
    table = read(sheet.getvalue())
    assert table.refused == ()
    found = list(zip(*table.columns.to_pydict().values(), strict=True))
    assert found == [tuple(row) for row in rows]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_every_row_is_accounted_for(content: bytes) -> None:
    try:
        table = read(HEAD.encode() + content)
    except TableError:
        return
    assert len(table) == table.columns.num_rows + len(table.refused)
    numbers = [*table.number.tolist(), *(note.row for note in table.refused)]
    assert len(set(numbers)) == len(numbers)
