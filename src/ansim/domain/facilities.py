"""Kinds of facilities as KDCA's orders name them, our category for each, and since when an order holds for which.

Orders come and go, so what is under duty is data with dates: `ORDERS` has those that were published, and the authority
adds its own (`read_orders`). A restaurant of 100 m² may be free where one of 150 m² is not, so an order may say so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from ansim.domain.categories import Category
from ansim.domain.errors import AnsimError


class Facility(StrEnum):
    """A kind of facility. The words are stored; never rename, only append."""

    RESTAURANT = "restaurant"
    CAFE = "cafe"
    BUFFET = "buffet"
    BAR = "bar"
    ENTERTAINMENT_BAR = "entertainment-bar"  # 유흥주점
    SINGING_BAR = "singing-bar"  # 단란주점
    PICK_UP_BAR = "pick-up-bar"  # 헌팅포차, 감성주점
    COLATEC = "colatec"  # 콜라텍
    KARAOKE = "karaoke"
    STANDING_HALL = "standing-hall"
    DIRECT_SALES = "direct-sales"
    RETAIL = "retail"
    HAIR = "hair"
    PC_ROOM = "pc-room"
    ARCADE = "arcade"
    CINEMA = "cinema"
    CONCERT_HALL = "concert-hall"
    WEDDING = "wedding"
    FUNERAL = "funeral"
    FESTIVAL = "festival"
    GYM = "gym"
    GROUP_EXERCISE = "group-exercise"
    BATH = "bath"
    AMUSEMENT_PARK = "amusement-park"
    ACADEMY = "academy"
    VOCATIONAL = "vocational"
    STUDY_ROOM = "study-room"
    SCHOOL = "school"
    RELIGIOUS = "religious"
    HOSPITAL = "hospital"
    PHARMACY = "pharmacy"
    LODGING = "lodging"
    WAREHOUSE = "warehouse"
    OFFICE = "office"
    TRANSPORT = "transport"
    SIGHT = "sight"
    PUBLIC = "public"
    VILLAGE_HALL = "village-hall"
    OTHER = "other"


CATEGORIES: Final[Mapping[Facility, Category]] = MappingProxyType(
    {
        Facility.RESTAURANT: Category.RESTAURANT,
        Facility.CAFE: Category.CAFE,
        Facility.BUFFET: Category.RESTAURANT,
        Facility.BAR: Category.BAR,
        Facility.ENTERTAINMENT_BAR: Category.BAR,
        Facility.SINGING_BAR: Category.BAR,
        Facility.PICK_UP_BAR: Category.BAR,
        Facility.COLATEC: Category.BAR,
        Facility.KARAOKE: Category.KARAOKE,
        Facility.STANDING_HALL: Category.EVENT,
        Facility.DIRECT_SALES: Category.RETAIL,
        Facility.RETAIL: Category.RETAIL,
        Facility.HAIR: Category.RETAIL,
        Facility.PC_ROOM: Category.OTHER,
        Facility.ARCADE: Category.OTHER,
        Facility.CINEMA: Category.EVENT,
        Facility.CONCERT_HALL: Category.EVENT,
        Facility.WEDDING: Category.EVENT,
        Facility.FUNERAL: Category.FUNERAL,
        Facility.FESTIVAL: Category.EVENT,
        Facility.GYM: Category.GYM,
        Facility.GROUP_EXERCISE: Category.GYM,
        Facility.BATH: Category.BATH,
        Facility.AMUSEMENT_PARK: Category.SIGHT,
        Facility.ACADEMY: Category.SCHOOL,
        Facility.VOCATIONAL: Category.SCHOOL,
        Facility.STUDY_ROOM: Category.SCHOOL,
        Facility.SCHOOL: Category.SCHOOL,
        Facility.RELIGIOUS: Category.RELIGIOUS,
        Facility.HOSPITAL: Category.HOSPITAL,
        Facility.PHARMACY: Category.PHARMACY,
        Facility.LODGING: Category.LODGING,
        Facility.WAREHOUSE: Category.OFFICE,
        Facility.OFFICE: Category.OFFICE,
        Facility.TRANSPORT: Category.TRANSPORT,
        Facility.SIGHT: Category.SIGHT,
        Facility.PUBLIC: Category.PUBLIC,
        Facility.VILLAGE_HALL: Category.PUBLIC,
        Facility.OTHER: Category.OTHER,
    }
)


def only_kind(category: Category) -> Facility | None:
    """The kind of facility of a category that has one alone: to name one is to name the other."""
    kinds = [kind for kind, its in CATEGORIES.items() if its is category]
    return kinds[0] if len(kinds) == 1 else None


class OrderError(AnsimError):
    """An order about facilities cannot be read; the message names the order and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order to keep a visitor list, for these kinds, from `since` to `until` (both days included; None: open).

    `least_area` in square metres: smaller places are free; one of unknown size is not.
    """

    name: str
    since: date
    until: date | None
    kinds: frozenset[Facility]
    least_area: float = 0.0

    def holds(self, kind: Facility, day: date, area: float | None = None) -> bool:
        """Whether it holds for a kind of facility, of that floor area where known, on a day."""
        current = self.since <= day and (self.until is None or day <= self.until)
        return current and kind in self.kinds and (area is None or area >= self.least_area)


_EIGHT: Final = frozenset(
    {
        Facility.PICK_UP_BAR,
        Facility.ENTERTAINMENT_BAR,
        Facility.SINGING_BAR,
        Facility.COLATEC,
        Facility.KARAOKE,
        Facility.GROUP_EXERCISE,
        Facility.STANDING_HALL,
    }
)
_FIRST_TWELVE: Final = frozenset(
    {Facility.DIRECT_SALES, Facility.WAREHOUSE, Facility.ACADEMY, Facility.BUFFET}
)
_HEAVY: Final = frozenset(
    {
        Facility.PICK_UP_BAR,
        Facility.ENTERTAINMENT_BAR,
        Facility.SINGING_BAR,
        Facility.COLATEC,
        Facility.KARAOKE,
        Facility.STANDING_HALL,
        Facility.DIRECT_SALES,
    }
)
_GENERAL: Final = frozenset(
    {
        Facility.PC_ROOM,
        Facility.WEDDING,
        Facility.FUNERAL,
        Facility.ACADEMY,
        Facility.VOCATIONAL,
        Facility.BATH,
        Facility.CONCERT_HALL,
        Facility.CINEMA,
        Facility.AMUSEMENT_PARK,
        Facility.ARCADE,
        Facility.GYM,
        Facility.GROUP_EXERCISE,
        Facility.HAIR,
        Facility.RETAIL,
        Facility.STUDY_ROOM,
    }
)
_ENDED: Final = date(2022, 2, 18)  # visitor lists were suspended from 19 February 2022

# Source: KDCA's orders under the Infectious Disease Control and Prevention Act, art. 49 (1) 2-2.
ORDERS: Final = (
    Order("KDCA 2020-06-10", date(2020, 6, 10), _ENDED, _EIGHT),
    Order("KDCA 2020-06-23", date(2020, 6, 23), _ENDED, _FIRST_TWELVE),
    Order("KDCA 2020-11-07", date(2020, 11, 7), _ENDED, _HEAVY | _GENERAL),
    Order(
        "KDCA 2020-11-07 (150 m²)",
        date(2020, 11, 7),
        _ENDED,
        frozenset({Facility.RESTAURANT, Facility.CAFE, Facility.BAR}),
        150.0,
    ),
)


def orders_for(
    kind: Facility, day: date, area: float | None = None, orders: Sequence[Order] = ORDERS
) -> list[Order]:
    """The orders that hold for a place on a day, oldest first; none means that taking part is voluntary."""
    return sorted(
        (order for order in orders if order.holds(kind, day, area)), key=lambda one: one.since
    )


def kinds_under_duty(day: date, orders: Sequence[Order] = ORDERS) -> list[Facility]:
    """The kinds that some order holds for on a day, in the order of the list."""
    return [kind for kind in Facility if orders_for(kind, day, None, orders)]


def read_orders(rows: Iterable[Mapping[str, Any]]) -> tuple[Order, ...]:
    """Orders from decoded JSON: `[{"name", "since", "until", "kinds", "least_area"}]`. Raises OrderError.

    `until` may be null or absent; `kinds` may be `["*"]`: every kind.
    """
    return tuple(_read(row) for row in rows)


def _read(row: Mapping[str, Any]) -> Order:
    name = str(row.get("name", "?"))
    try:
        until = row.get("until")
        kinds = [str(kind) for kind in row["kinds"]]
        return Order(
            name,
            date.fromisoformat(row["since"]),
            None if until is None else date.fromisoformat(until),
            frozenset(Facility) if kinds == ["*"] else frozenset(map(Facility, kinds)),
            float(row.get("least_area", 0)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise OrderError(
            f"the order {name!r} cannot be read ({error}): wanted name, since, until, kinds, least_area"
        ) from error
