"""Whose notifications are taken in at a time"""

from contextlib import suppress

from ansim.investigation.laboratories.lines_to_vault import LINES, LinesToVault


def test_a_key_has_one_turn_and_others_have_theirs_on_another_line() -> None:
    turns = LinesToVault()
    with turns.take("one") as first, turns.take("one") as again, turns.take("other") as other:
        assert (first, again, other) == (0, None, 1)
        with turns.take("third") as third:
            assert third is None
    with turns.take("third") as third, turns.take("one") as later:
        assert (third, later) == (0, 1)


def test_who_had_no_turn_ends_nobody_elses() -> None:
    turns = LinesToVault()
    with turns.take("one"):
        with turns.take("one"):
            pass
        with turns.take("one") as line:
            assert line is None


def test_a_turn_ends_with_an_error_too() -> None:
    turns = LinesToVault()
    for _ in range(LINES + 1):
        with suppress(RuntimeError), turns.take("one") as line:
            assert line == 0
            raise RuntimeError
