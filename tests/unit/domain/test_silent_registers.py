"""When a register that was silent is asked again"""

from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.silent_registers import FIRST, LONGEST, Patience


def test_each_silence_doubles_the_pause_up_to_two_hours() -> None:
    minutes = [Patience().after(silent) / 60 for silent in range(1, 8)]
    assert minutes == [5, 10, 20, 40, 80, 120, 120]
    assert (FIRST, LONGEST) == (300, 7200)


def test_after_an_answer_the_pause_is_the_first_again() -> None:
    assert Patience().after(0) == Patience().after(1) == FIRST


@given(
    st.floats(0.1, 1e5),
    st.floats(0.1, 1e6),
    st.integers(0, 10**9),
)
def test_no_pause_is_shorter_than_the_first_nor_shrinks_with_silence(
    first: float, longest: float, silent: int
) -> None:
    patience = Patience(first, longest)
    pause = patience.after(silent)
    assert first <= pause <= max(first, longest)
    assert patience.after(silent + 1) >= pause
