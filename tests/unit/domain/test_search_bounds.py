"""How far the searches of one case reach."""

import pytest

from ansim.domain.pathogens import presets
from ansim.domain.search_bounds import (
    Bounds,
    OutOfBoundsError,
    bounds_of,
    require_air,
    require_degrees,
    require_drawn,
    require_rows,
    require_window,
)

DAY = 86400
OPENED = 1_790_000_000


@pytest.mark.parametrize("window", [(0, DAY), (-28 * DAY, 0), (5, 5), (27 * DAY, 28 * DAY)])
def test_a_window_about_the_opening_is_allowed(window: tuple[int, int]) -> None:
    start, end = window
    require_window(bounds_of(OPENED), OPENED + start, OPENED + end)


@pytest.mark.parametrize(
    "window", [(-14 * DAY, 14 * DAY + 1), (-40 * DAY, -39 * DAY), (29 * DAY, 30 * DAY)]
)
def test_a_longer_or_far_away_one_is_not(window: tuple[int, int]) -> None:
    start, end = window
    with pytest.raises(OutOfBoundsError):
        require_window(bounds_of(OPENED), OPENED + start, OPENED + end)


def test_a_notifications_window_is_the_cases() -> None:
    bounds = bounds_of(OPENED, OPENED - 2 * DAY, OPENED + DAY)
    require_window(bounds, OPENED - 2 * DAY, OPENED + DAY)
    for start, end in ((OPENED - 2 * DAY - 1, OPENED), (OPENED, OPENED + DAY + 1)):
        with pytest.raises(OutOfBoundsError):
            require_window(bounds, start, end)
    require_window(bounds, OPENED - 27 * DAY, OPENED, back=True)
    with pytest.raises(OutOfBoundsError):
        require_window(bounds, OPENED - 27 * DAY - 1, OPENED, back=True)


def test_degrees_rows_and_drawings_have_an_end() -> None:
    bounds = Bounds(0, 1)
    require_degrees(bounds, 3)
    require_rows(bounds, 20_000)
    require_drawn(bounds, 1_000)
    require_air(bounds, 7_200)
    for refuse, number in (
        (require_degrees, 4),
        (require_rows, 20_001),
        (require_drawn, 1_001),
        (require_drawn, 20_000),
        (require_air, 7_201),
        (require_air, 14 * DAY),
    ):
        with pytest.raises(OutOfBoundsError):
            refuse(bounds, number)


def test_the_air_of_every_disease_is_within_the_bounds_of_its_cases() -> None:
    lingering = [int((one.residual_air_minutes.value or 0) * 60) for one in presets().values()]
    assert max(lingering) == Bounds(0, 1).residual
