"""Outcomes of SQL functions are enums in Python: each side knows exactly the words of the other."""

import re
from enum import IntEnum, StrEnum

import pytest

from ansim.identity.outcomes import (
    OfBeginning,
    OfChild,
    OfCode,
    OfCorrection,
    OfRenewal,
    OfSafeCode,
)
from ansim.visits.outcomes import OfCheckIn, OfCheckOut
from support.system import System

_SAID = re.compile(r"(?:outcome :=|RETURN|THEN|ELSE)\s+'([a-z-]+)'")


def bodies(system: System, database: str, functions: tuple[str, ...]) -> str:
    query = "SELECT string_agg(prosrc, '\n') FROM pg_proc WHERE proname = ANY (%s)"
    with system.owner(database) as connection:
        row = connection.execute(query, [list(functions)]).fetchone()
    assert row
    assert row[0]
    return str(row[0])


@pytest.mark.parametrize(
    ("outcomes", "functions"),
    [
        (OfBeginning, ("begin_verification",)),
        (OfCode, ("try_code", "finish_verification", "move_phone")),
        (OfRenewal, ("renew_session",)),
        (OfCorrection, ("ask_correction",)),
        (OfChild, ("add_child",)),
        (OfSafeCode, ("keep_safe_code",)),
    ],
)
def test_words_are_the_same_on_both_sides(
    system: System, outcomes: type[StrEnum], functions: tuple[str, ...]
) -> None:
    said = set(_SAID.findall(bodies(system, "identity", functions)))
    assert said == {outcome.value for outcome in outcomes}


@pytest.mark.parametrize(
    ("outcomes", "function", "shape"),
    [
        (OfCheckIn, "judge_repeats", r"(?:THEN|ELSE) '0(\d)'"),
        (OfCheckOut, "record_leavings", r"(?:THEN|ELSE) (\d)\b"),
    ],
)
def test_bytes_are_the_same_on_both_sides(
    system: System, outcomes: type[IntEnum], function: str, shape: str
) -> None:
    said = {int(found) for found in re.findall(shape, bodies(system, "visits", (function,)))}
    assert said == set(outcomes)
