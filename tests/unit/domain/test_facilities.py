"""Kinds of facilities, and the orders that hold for them."""

from datetime import date

import pytest

from ansim.domain.facilities import (
    CATEGORIES,
    Facility,
    OrderError,
    kinds_under_duty,
    orders_for,
    read_orders,
)


def test_every_kind_has_its_category() -> None:
    assert set(CATEGORIES) == set(Facility)


@pytest.mark.parametrize(
    ("kind", "day", "area", "held"),
    [
        (Facility.KARAOKE, date(2020, 6, 9), None, False),
        (Facility.KARAOKE, date(2020, 6, 10), None, True),
        (Facility.ACADEMY, date(2020, 6, 22), None, False),
        (Facility.ACADEMY, date(2020, 6, 23), None, True),
        (Facility.CINEMA, date(2020, 11, 7), None, True),
        (Facility.CAFE, date(2021, 1, 1), 149.9, False),
        (Facility.CAFE, date(2021, 1, 1), 150, True),
        (Facility.CAFE, date(2021, 1, 1), None, True),
        (Facility.KARAOKE, date(2022, 2, 18), None, True),
        (Facility.KARAOKE, date(2022, 2, 19), None, False),
        (Facility.OFFICE, date(2021, 1, 1), None, False),
    ],
)
def test_an_order_holds_from_its_first_to_its_last_day(
    kind: Facility,
    day: date,
    area: float | None,
    held: bool,  # noqa: FBT001
) -> None:
    assert bool(orders_for(kind, day, area)) is held


def test_today_no_order_holds_until_the_authority_adds_one() -> None:
    assert kinds_under_duty(date(2026, 11, 26)) == []
    added = read_orders([{"name": "제주 고시", "since": "2026-11-01", "kinds": ["bath", "bar"]}])
    assert kinds_under_duty(date(2026, 11, 26), added) == [Facility.BAR, Facility.BATH]


def test_an_order_for_every_kind() -> None:
    (order,) = read_orders(
        [{"name": "all", "since": "2026-11-01", "until": "2026-12-01", "kinds": ["*"]}]
    )
    assert order.holds(Facility.OTHER, date(2026, 12, 1))
    assert not order.holds(Facility.OTHER, date(2026, 12, 2))


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"name": "x", "since": "yesterday", "kinds": []},
        {"name": "x", "since": "2026-01-01", "kinds": ["pub"]},
    ],
)
def test_an_unreadable_order_is_named(row: dict[str, object]) -> None:
    with pytest.raises(OrderError, match=str(row.get("name", r"\?"))):
        read_orders([row])
