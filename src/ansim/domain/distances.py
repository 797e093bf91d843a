"""Distances between places that lie near each other."""

import math
from typing import Final

METRES_OF_A_DEGREE: Final = 111_320.0
"""Of latitude; of longitude it is that times the cosine of the latitude."""


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres between two points in degrees, on the plane that touches the earth there: true to 0.1 % within 20 km."""
    east = (one[1] - other[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return math.hypot(one[0] - other[0], east) * METRES_OF_A_DEGREE
