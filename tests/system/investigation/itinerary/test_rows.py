"""Stays as the itinerary shows them"""

from datetime import datetime
from typing import Any

import pytest

from ansim.domain.days import VENUE_ZONE
from ansim.domain.methods import Method


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=VENUE_ZONE).timestamp())


def days(*spans: tuple[str, str], **changes: int) -> Any:
    from ansim.investigation.itinerary.rows import days_of
    from ansim.tracing.process.calls import ItineraryStay

    names = dict.fromkeys(ItineraryStay.__struct_fields__, 0)
    return days_of(
        [
            ItineraryStay(
                **(names | {"entered": at(start), "left": at(end), "possible": True} | changes)
            )
            for start, end in spans
        ]
    )


@pytest.mark.parametrize(
    ("entered", "left", "until"),
    [
        ("2026-11-24T12:00", "2026-11-24T23:59", "23:59"),
        ("2026-11-24T22:30", "2026-11-25T01:10", "11-25 01:10"),
        ("2026-11-24T22:30", "2026-11-25T00:00", "11-25 00:00"),
        ("2026-12-31T20:00", "2027-01-02T08:05", "01-02 08:05"),
    ],
)
def test_an_end_on_another_day_says_its_day(
    system: object, entered: str, left: str, until: str
) -> None:
    ((stay,),) = (day.stays for day in days((entered, left)))
    assert stay.until == until


def test_a_stay_stands_under_the_day_on_which_it_began(system: object) -> None:
    found = days(("2026-11-24T23:50", "2026-11-25T00:20"), ("2026-11-25T00:30", "2026-11-25T01:00"))
    assert [(day.day.isoformat(), len(day.stays)) for day in found] == [
        ("2026-11-24", 1),
        ("2026-11-25", 1),
    ]


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (Method.QR, []),
        (Method.PASS, []),
        (Method.CALL, ["by a telephone call"]),
        (Method.PAPER, ["typed in from the hand-written list"]),
        (Method.STAFF, ["name and number entered by the venue's staff"]),
    ],
)
def test_an_officer_reads_that_no_phone_stands_for_a_visit(
    system: object, method: Method, words: list[str]
) -> None:
    from django.utils.translation import override

    with override("en"):
        found = days(("2026-11-24T12:00", "2026-11-24T13:00"), method=int(method))
        ((stay,),) = (day.stays for day in found)
    assert stay.signs == words


def test_a_stay_at_a_mobile_venue_says_where_it_stood_that_day(system: object) -> None:
    from datetime import date

    from ansim.business.models import PlaceOnDay, Venue

    truck = Venue.objects.create(name="타코 트럭", category=3, mobile=True, district="노형동")
    shop = Venue.objects.create(name="타코 가게", category=3, district="연동")
    for venue in (truck, shop):
        PlaceOnDay.objects.create(venue=venue, day=date(2026, 11, 24), address="탑동 광장")
    spans = [("2026-11-24T12:00", "2026-11-24T12:20"), ("2026-11-25T12:00", "2026-11-25T12:20")]
    facts = [stay.facts[1] for day in days(*spans, venue=truck.pk) for stay in day.stays]
    assert facts == ["탑동 광장", "노형동"]
    ((fixed,),) = (day.stays for day in days(spans[0], venue=shop.pk))
    assert fixed.facts[1] == "연동"
