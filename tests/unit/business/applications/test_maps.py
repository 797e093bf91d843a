"""Districts of points, and the map to set a pin on."""

import re

import pytest

from ansim.business.applications.maps import HEIGHT, WIDTH, Neighbour, View, drawn
from ansim.business.districts import district_at
from ansim.domain.distances import metres_between


@pytest.mark.parametrize(
    ("place", "city", "town"),
    [
        ((33.4587, 126.9427), "서귀포시", "성산읍"),
        ((33.4890, 126.4983), "제주시", "연동"),
        ((33.9600, 126.2960), "제주시", "추자면"),
    ],
)
def test_a_point_lies_in_its_town(place: tuple[float, float], city: str, town: str) -> None:
    found = district_at(*place)
    assert found is not None
    assert (found.city, found.name) == (city, town)


@pytest.mark.parametrize("place", [(33.0, 126.0), (35.6762, 139.6503), (0.0, 0.0)])
def test_the_sea_and_other_countries_are_no_town(place: tuple[float, float]) -> None:
    assert district_at(*place) is None


def test_pixels_and_metres_agree() -> None:
    view = View(33.489, 126.4983)
    moved = view.moved(east=30, north=40)
    assert metres_between((view.latitude, view.longitude), (moved.latitude, moved.longitude)) == (
        pytest.approx(50, abs=0.2)
    )
    x, y = view.pixel(moved.latitude, moved.longitude)
    assert (x - WIDTH / 2) * view.metres_a_pixel == pytest.approx(30, abs=0.5)
    assert (HEIGHT / 2 - y) * view.metres_a_pixel == pytest.approx(40, abs=0.5)


@pytest.mark.parametrize("zoom", range(6))
def test_a_map_shows_land_towns_and_neighbours_and_asks_nobody(zoom: int) -> None:
    view = View(33.4890, 126.4983, zoom)
    svg = drawn(view, [Neighbour("돌담 <커피>", 33.4891, 126.4984)], "지도")
    assert 'class="land"' in svg
    assert "연동" in svg
    assert "돌담 &lt;커피&gt;" in svg
    assert "http" not in svg
    assert not re.search(r'style=|<script|on\w+="', svg)
    assert len(svg) < 60_000


@pytest.mark.parametrize("zoom", range(6))
@pytest.mark.parametrize("place", [(33.4890, 126.4983), (33.2459, 126.5090), (33.38, 126.55)])
def test_no_name_of_a_town_lies_over_another(zoom: int, place: tuple[float, float]) -> None:
    svg = drawn(View(*place, zoom), [], "지도")
    found = re.findall(r'class="town" x="([\d.-]+)" y="([\d.-]+)">([^<]+)', svg)
    boxes = [(float(x), float(y), len(name) * 13) for x, y, name in found]
    assert boxes
    for number, (x, y, width) in enumerate(boxes):
        for other_x, other_y, other in boxes[:number]:
            assert abs(x - other_x) > (width + other) / 2 or abs(y - other_y) > 12


def test_at_sea_there_is_no_land() -> None:
    assert 'class="land"' not in drawn(View(32.5, 125.0), [], "지도")
