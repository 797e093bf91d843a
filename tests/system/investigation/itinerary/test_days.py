"""A day drawn: the strip to scale, its gaps, and the map of its stays."""

import re
from datetime import date
from typing import Any

import pytest

from ansim.domain.days import day_bounds

DAY = date(2026, 11, 24)
MIDNIGHT = day_bounds(DAY)[0]


def at(clock: str, day: int = 0) -> int:
    hour, minute = map(int, clock.split(":"))
    return MIDNIGHT + day * 86400 + hour * 3600 + minute * 60


def drawn(*spans: tuple[str, str], source: str = "log") -> list[Any]:
    from ansim.investigation.itinerary.strips import DrawnStay

    return [
        DrawnStay(at(first), at(last) if last > first else at(last, 1), source, False, "")
        for first, last in spans
    ]


@pytest.mark.parametrize(
    ("span", "left", "width"),
    [
        (("00:00", "06:00"), "0.00%", "25.00%"),
        (("12:00", "12:30"), "50.00%", "2.08%"),
        (("23:00", "01:00"), "95.83%", "4.17%"),
        (("08:00", "08:01"), "33.33%", "0.40%"),
    ],
)
def test_a_bar_is_as_long_as_the_stay_and_ends_at_midnight(
    system: object, span: tuple[str, str], left: str, width: str
) -> None:
    from ansim.investigation.itinerary.strips import bars_of

    (bar,) = bars_of(DAY, drawn(span))
    assert (bar.left, bar.width, bar.lane) == (left, width, 0)
    (typed,) = bars_of(DAY, drawn(span, source="cctv"))
    assert typed.lane == 1
    assert bars_of(date(2026, 11, 23), drawn(span)) == []


def test_what_nobody_knows_of_a_day_is_told_from_an_hour_on(system: object) -> None:
    from ansim.investigation.itinerary.strips import gaps_of

    spans = drawn(("09:00", "10:00"), ("09:30", "11:00"), ("11:59", "12:30"), ("14:00", "15:00"))
    gaps = gaps_of(DAY, spans)
    assert [(one.start.strftime("%H:%M"), one.end.strftime("%H:%M")) for one in gaps] == [
        ("12:30", "14:00")
    ]
    assert gaps_of(DAY, []) == gaps_of(DAY, spans[:1]) == []


def test_the_map_numbers_the_stays_that_have_a_place(system: object) -> None:
    from ansim.business.models import Venue
    from ansim.domain.stays_by_hand import TypedStay
    from ansim.investigation.itinerary.rows import days_of
    from ansim.investigation.itinerary.way_map import drawn_way, placed
    from ansim.investigation.lookups import HandStay

    places: list[tuple[float | None, float | None, bool]] = [
        (33.4996, 126.5312, False),
        (33.2541, 126.5601, False),
        (None, None, False),
        (33.4, 126.5, True),
    ]
    venues = [
        Venue.objects.create(name=f"지도 {n}", category=3, latitude=a, longitude=b, mobile=mobile)
        for n, (a, b, mobile) in enumerate(places)
    ]
    typed = [
        HandStay(
            "",
            TypedStay(
                venue=one.pk,
                start=at(f"{9 + n}:00"),
                end=at(f"{9 + n}:30"),
                source="card",
                confidence="sure",
            ),
            signed=False,
            waiting=False,
        )
        for n, one in enumerate(venues)
    ]
    ((day),) = days_of([], typed)
    assert [one.venue for one in placed(day.stays)] == venues[:2]
    svg = drawn_way(day.stays, "체류 지도")
    assert svg is not None
    spots = re.findall(r'<circle cx="([\d.-]+)" cy="([\d.-]+)"', svg)
    assert len(spots) == 2
    assert all(0 < float(x) < 320 and 0 < float(y) < 260 for x, y in spots)
    assert float(spots[0][1]) < float(spots[1][1]), "the north is up"
    assert "land" in svg
    assert drawn_way(day.stays[2:], "") is None
