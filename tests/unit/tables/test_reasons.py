"""What a row was refused for says in both languages what to do, or what was done."""

import re

import pytest

from ansim.business.imports import words
from ansim.tables import Why, why

REASONS = [
    pytest.param(reason, id=f"{room.__name__.rpartition('.')[2]}.{name}")
    for room in (why, words)
    for name, reason in vars(room).items()
    if isinstance(reason, Why)
]


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_says_what_to_do(reason: Why) -> None:
    assert re.search(r"(주세요|비워 둡니다|등록합니다)$", reason.ko)
    assert re.search(r"[:;] \S|taken as other|left empty|seem swapped", reason.en)
