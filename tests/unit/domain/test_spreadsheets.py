import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.spreadsheets import begins_formula, harmless


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫"]
)
def test_a_sign_that_begins_a_formula_is_met_with_an_apostrophe(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("text", ["", "P-17", "홍길동", "1=1", "'=1"])
def test_other_text_stays(text: str) -> None:
    assert harmless(text) == text


@given(st.text(max_size=20))
def test_no_cell_of_a_list_begins_a_formula(text: str) -> None:
    sheet = io.StringIO(newline="")
    csv.writer(sheet).writerow([harmless(text), "end"])
    sheet.seek(0)
    ((cell, _),) = csv.reader(sheet)
    assert not begins_formula(cell)
    assert cell.removeprefix("'") == text.removeprefix("'")
