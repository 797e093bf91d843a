"""What a seeded province assumes of each kind of venue: invented, and unlike the tracer's start curves on purpose."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ansim.domain.categories import Category

VENUES = 50_054  # registered venues after half a year, DESIGN §1


class Trade(NamedTuple):
    """One category.

    `venues`: how many at full size (OTHER takes the rest of VENUES). `weekday`, `weekend`, `tourist`: relative demand.
    `opens`, `closes`: usual hours, past midnight above 24. `median`, `sigma`: log-normal stay in minutes. `rhythm`:
    (hour, weight) corners of the demand over the day, straight between them.
    """

    venues: int
    weekday: float
    weekend: float
    tourist: float
    opens: float
    closes: float
    median: float
    sigma: float
    rhythm: tuple[tuple[float, float], ...]


_DAYTIME = ((7, 0), (10, 1), (18, 1), (21, 0.2), (23, 0))
_MEALS = ((7, 0.1), (10, 0.1), (12.3, 3), (14, 0.5), (16.5, 0.4), (18.5, 2.6), (20.5, 1), (23, 0.1))
_EVENING = ((16, 0), (19, 1), (21, 2), (23, 1.2), (23.6, 0.3))
_MORNING = ((8, 0.3), (9.5, 2), (11.5, 1.4), (13, 0.5), (15, 1.4), (17.5, 0.6), (19, 0))
_ENDS = ((6.5, 1.5), (9, 0.5), (12, 0.3), (16, 0.6), (18.5, 2), (21.5, 0.8), (23.5, 0))

TRADES: Mapping[Category, Trade] = MappingProxyType(
    {
        Category.RETAIL: Trade(
            13_000, 30, 32, 18, 9, 23, 17, 0.85, ((8, 0.2), (12, 1), (18.5, 2), (21, 1), (23, 0.1))
        ),
        Category.CAFE: Trade(
            5_000, 14, 16, 20, 8, 22, 48, 0.65, ((8, 0.8), (10, 1), (13, 2.4), (16, 1.8), (21, 0.5))
        ),
        Category.RESTAURANT: Trade(13_000, 23, 23, 30, 10, 22, 58, 0.5, _MEALS),
        Category.BAR: Trade(2_500, 3.2, 4.5, 3, 17, 27, 110, 0.55, _EVENING),
        Category.KARAOKE: Trade(500, 1, 1.6, 0.6, 14, 27, 85, 0.4, _EVENING),
        Category.GYM: Trade(700, 4, 3, 0.2, 6, 23, 85, 0.4, _ENDS),
        Category.BATH: Trade(
            150, 1.3, 2.2, 1.2, 6, 22, 100, 0.5, ((6.5, 1), (10, 0.8), (15, 1), (19, 1), (21, 0))
        ),
        Category.RELIGIOUS: Trade(
            900, 1, 6, 0.1, 5, 22, 75, 0.35, ((6.5, 0.6), (9, 1), (11, 5), (13, 0.6), (20, 0.4))
        ),
        Category.EVENT: Trade(
            120, 0.3, 1.5, 0.1, 9, 21, 105, 0.4, ((10, 0), (11.5, 3), (13.5, 2), (17, 1), (20, 0))
        ),
        Category.FUNERAL: Trade(
            40, 0.3, 0.3, 0, 0, 48, 65, 0.8, ((8, 0.2), (13, 0.6), (19, 2), (22.5, 0.6))
        ),
        Category.SCHOOL: Trade(1_100, 0.1, 0.02, 0, 7, 22, 430, 0.25, _MORNING),
        Category.OFFICE: Trade(4_200, 1.4, 0.2, 0.1, 7, 22, 450, 0.3, _MORNING),
        Category.LODGING: Trade(5_200, 0.3, 0.6, 0, 0, 48, 820, 0.2, _EVENING),
        Category.HOSPITAL: Trade(950, 5, 2, 0.6, 8, 19, 52, 0.65, _MORNING),
        Category.PHARMACY: Trade(330, 3, 1.8, 1, 9, 21, 8, 0.6, _MORNING),
        Category.TRANSPORT: Trade(250, 3, 2.6, 2, 5, 25, 24, 0.7, _ENDS),
        Category.SIGHT: Trade(600, 1.2, 4, 20, 8, 20, 62, 0.6, _DAYTIME),
        Category.PUBLIC: Trade(500, 4, 1, 0.4, 8, 20, 34, 0.8, _MORNING),
        Category.OTHER: Trade(0, 3, 3, 2, 8, 22, 50, 0.8, _DAYTIME),
    }
)
