import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.visitor.display import code_at, matches

SECRET = b"12345678901234567890"

# RFC 6238 appendix B, SHA-1; the last six of its eight digits.
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("moment", "digits"), VECTORS)
def test_the_codes_are_those_of_the_rfc(moment: int, digits: str) -> None:
    assert code_at(SECRET, moment) == digits


@given(st.floats(0, 4e9), st.integers(-3, 3))
def test_one_step_to_either_side_is_accepted_and_no_more(moment: float, shift: int) -> None:
    start = moment // 30 * 30
    shown = code_at(SECRET, start + 30 * (shift + 100))
    near = {code_at(SECRET, start + 30 * (step + 100)) for step in (-1, 0, 1)}
    assert matches(SECRET, shown, start + 3000) == (shown in near)


@pytest.mark.parametrize("code", ["", "28708", "2870820", "28708x"])
def test_what_is_no_code_does_not_match(code: str) -> None:
    assert not matches(SECRET, code, 59)
