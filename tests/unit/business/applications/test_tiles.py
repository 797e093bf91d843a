"""Tiles lie where the map has their corners, cover all of it, and are few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from ansim.business.applications.maps import HEIGHT, METRES, WIDTH, View, drawn
from ansim.business.applications.tiles import drawn_tiles, tiles_under
from ansim.settings.tile_server import TileServer


@given(st.floats(-80, 80), st.floats(-179, 179), st.integers(0, len(METRES) - 1))
def test_tiles_cover_the_map_and_are_few(latitude: float, longitude: float, zoom: int) -> None:
    tiles = list(tiles_under(View(latitude, longitude, zoom)))
    assert 1 <= len(tiles) <= 40
    assert min(one.left for one in tiles) <= 0.1
    assert min(one.top for one in tiles) <= 0.1
    assert max(one.left + one.width for one in tiles) >= WIDTH - 0.3
    assert max(one.top + one.height for one in tiles) >= HEIGHT - 0.3
    assert all(one.width <= 256.5 or one.zoom == 18 for one in tiles)


@pytest.mark.parametrize("place", [(33.4996, 126.5312), (37.5665, 126.9780), (-33.86, 151.21)])
def test_the_tile_in_the_middle_is_that_of_web_mercator(place: tuple[float, float]) -> None:
    east, north = Transformer.from_crs(4326, 3857, always_xy=True).transform(*reversed(place))
    half = 20_037_508.342789244
    view = View(*place, 2)
    (middle,) = [
        one
        for one in tiles_under(view)
        if one.left <= WIDTH / 2 < one.left + one.width
        and one.top <= HEIGHT / 2 < one.top + one.height
    ]
    side = 2 * half / 2**middle.zoom
    assert (middle.x, middle.y) == (int((east + half) // side), int((half - north) // side))
    assert 0.5 <= middle.width / 256 <= 1


def test_a_map_with_tiles_draws_boundaries_as_lines_over_them() -> None:
    server = TileServer(
        "https://tiles.example.kr/{z}/{x}/{y}.png?a=1&b=<", "지도", "https://tiles.example.kr"
    )
    view = View(33.4996, 126.5312)
    svg = drawn(view, (), "지도", drawn_tiles(view, server))
    assert svg.index("<image") < svg.index('class="land"')
    assert 'class="tiled"' in svg
    assert "&amp;b=&lt;" in svg
    assert "tiled" not in drawn(view, (), "지도")
