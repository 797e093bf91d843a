"""Marks of cases, warrants and staff"""

import pytest

from ansim.domain.marks import new_mark, read_mark


@pytest.mark.parametrize(("kind", "signs"), [("W", 8), ("S", 8), ("2611", 5)])
def test_a_new_mark_is_read_back_and_is_another_each_time(kind: str, signs: int) -> None:
    marks = {new_mark(kind, signs) for _ in range(200)}
    assert len(marks) == 200
    for mark in marks:
        assert mark.startswith(f"{kind}-")
        assert len(mark) == len(kind) + 1 + signs
        assert read_mark(mark) == mark


@pytest.mark.parametrize(
    "text",
    ["", "W", "W-", "-X", "w-abc", "W-A\n", "\x00", "W-A B", "W-" + "A" * 11, "W–AAAA", "🙂"],
)
def test_what_is_no_mark_is_none(text: str) -> None:
    assert read_mark(text) == ""
