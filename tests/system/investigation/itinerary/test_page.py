"""The itinerary and its window."""

import pytest

from support.house import House
from support.scene import Scene
from support.walk import Walk, kinds


def test_an_end_that_nobody_recorded_is_marked_as_an_estimate(walk: Walk) -> None:
    assert "추정: 퇴장 시각이 기록되지" in walk.itinerary.text


def test_the_window_can_be_changed(walk: Walk, house: House, scene: Scene) -> None:
    day = scene.noon.date()
    page = walk.officer.post(
        f"{walk.case}/window", f"{walk.case}/itinerary", start=f"{day}T17:00", end=f"{day}T23:00"
    )
    assert "돌담 커피" in page.text
    assert "한결 국수" not in page.text
    assert "window-changed" in kinds(house, walk.case)


@pytest.mark.parametrize("query", [{}, {"anew": "1"}, {"minutes": "1", "degrees": "3"}])
@pytest.mark.parametrize("page", ["itinerary", "contacts"])
def test_a_link_from_elsewhere_looks_nothing_up(
    walk: Walk, house: House, page: str, query: dict[str, str]
) -> None:
    path, before = f"{walk.case}/{page}", kinds(house, walk.case)
    terms = walk.terms | query if "minutes" in query else query
    led = walk.officer.http.get(path, params=terms, headers={"Sec-Fetch-Site": "cross-site"})
    assert led.status_code == 403
    assert f'href="{path}"' in led.text, "without the terms of whoever led there"
    assert kinds(house, walk.case) == before
    for site in (None, "none", "same-origin", "same-site"):
        headers = {} if site is None else {"Sec-Fetch-Site": site}
        assert walk.officer.http.get(path, params=terms, headers=headers).status_code == 200, site


def test_the_first_page_of_a_case_is_no_way_around(walk: Walk, house: House) -> None:
    before = kinds(house, walk.case)
    led = walk.officer.http.get(walk.case, headers={"Sec-Fetch-Site": "cross-site"})
    assert (led.status_code, led.url.path) == (403, f"{walk.case}/itinerary")
    assert kinds(house, walk.case) == before
