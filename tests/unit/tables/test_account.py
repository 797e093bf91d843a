"""The account of a table and the one writer."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.tables import Account, Aside, RowNote, Taken, WriteError, why
from ansim.tables.account import TOLD, AccountError
from ansim.tables.written import write_csv

counts = st.integers(0, 9)


@given(counts, counts, counts, counts, counts, st.integers(-3, 3))
def test_only_a_sum_that_comes_out_is_an_account(
    added: int, updated: int, unchanged: int, aside: int, refused: int, off: int
) -> None:
    rows = added + updated + unchanged + aside + refused + off
    made = {"added": added, "updated": updated, "unchanged": unchanged, "refused": refused}
    if off:
        with pytest.raises(AccountError):
            Account(rows, aside={Aside.CLOSED: aside}, **made)
        return
    account = Account(rows, aside={Aside.CLOSED: aside}, **made)
    first = account.in_words("x").splitlines()[0]
    assert first.startswith(f"x: {rows} rows in = {added} added + {updated} updated")
    assert first.endswith(f"+ {refused} refused")
    taken = added + updated + unchanged
    assert account.taken == (Taken.ALL if not refused else Taken.SOME if taken else Taken.NONE)


def test_many_refused_rows_are_told_up_to_a_hundred_and_counted() -> None:
    notes = tuple(RowNote(row, "name", "", why.EMPTY) for row in range(1, 1001))
    lines = Account(1000, refused=1000, told=notes).in_words("x").splitlines()
    assert len(lines) == TOLD + 2
    assert (
        lines[1]
        == "  refused: row 1: name '' is empty: fill it in, or delete the row (비어 있습니다. 채우거나 행을 지워 주세요)"
    )
    assert lines[-1] == "  refused: 900 more rows"


def test_a_file_for_people_opens_in_a_korean_spreadsheet_and_runs_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    rows = [("가", 1, None), ("=1+1", -2, "＠x"), ("-", True, "+82")]
    assert write_csv(out, ("이름", "n", "=메모"), rows) == 3
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert out.read_text("utf-8-sig").splitlines() == [
        "이름,n,'=메모",
        "가,1,",
        "'=1+1,-2,'＠x",
        "'-,True,'+82",
    ]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("before")

    def rows() -> object:
        yield ("a",)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_csv(out, ("x",), rows())  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert out.read_text() == "before"
    with pytest.raises(WriteError, match="cannot be written: No such file"):
        write_csv(tmp_path / "nowhere" / "out.csv", ("x",), [])
