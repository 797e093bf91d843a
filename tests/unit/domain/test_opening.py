from datetime import datetime

import pytest

from ansim.domain.days import VENUE_ZONE
from ansim.domain.opening import OpeningHours, OpeningHoursError


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=VENUE_ZONE).timestamp()


# 2026-11-23 is a Monday.
@pytest.mark.parametrize(
    ("spans", "moment", "is_open"),
    [
        ({"mon": [["09:00", "18:00"]]}, "2026-11-23T09:00", True),
        ({"mon": [["09:00", "18:00"]]}, "2026-11-23T08:59:59", False),
        ({"mon": [["09:00", "18:00"]]}, "2026-11-23T17:59:59", True),
        ({"mon": [["09:00", "18:00"]]}, "2026-11-23T18:00", False),
        ({"mon": [["09:00", "18:00"]]}, "2026-11-24T12:00", False),
        ({"mon": [["18:00", "02:00"]]}, "2026-11-24T01:59", True),
        ({"mon": [["18:00", "02:00"]]}, "2026-11-24T02:00", False),
        ({"sun": [["22:00", "03:00"]]}, "2026-11-23T02:00", True),
        ({"sun": [["00:00", "24:00"]], "mon": [["00:00", "24:00"]]}, "2026-11-23T00:00", True),
        ({"mon": [["09:00", "12:00"], ["11:00", "15:00"]]}, "2026-11-23T13:00", True),
        ({}, "2026-11-23T13:00", False),
    ],
)
def test_open_or_not(spans: dict[str, list[list[str]]], moment: str, *, is_open: bool) -> None:
    assert OpeningHours(spans).is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    "spans",
    [
        {"monday": []},
        {"mon": [["9"]]},
        {"mon": [["09:00", "25:00"]]},
        {"mon": [["09:60", "10:00"]]},
    ],
)
def test_what_cannot_be_read_is_named(spans: dict[str, list[list[str]]]) -> None:
    with pytest.raises(OpeningHoursError, match="mon"):
        OpeningHours(spans)
