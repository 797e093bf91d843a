"""The first page of a case that was taken up"""

from typing import Any

from support.house import House, Open
from support.scene import Scene
from support.walk import Walk, everything_in_main


def test_a_case_shows_the_itinerary(walk: Walk) -> None:
    page = walk.itinerary
    assert page.status_code == 200
    assert page.url.path.endswith("/itinerary")
    assert page.text.index("한결 국수") < page.text.index("돌담 커피")
    assert "12:00 – 13:00" in page.text
    assert "동반 1명" in page.text
    assert "증거: 양호" in page.text


def test_the_number_stands_in_no_address_and_in_no_table(
    walk: Walk, scene: Scene, house: House
) -> None:
    digits = scene.case_phone.replace("-", "")
    assert digits[3:] not in str(walk.itinerary.url).replace("-", "")
    for text in everything_in_main(house):
        assert digits not in text.replace("-", "")
        assert "박도윤" not in text


def test_an_unknown_case_is_not_found(browse: Open) -> None:
    officer: Any = browse("investigation", "officer")
    assert officer.get("/cases/2611-ZZZZZ/itinerary").status_code == 404
    assert officer.get("/warrants/W-ZZZZZZZZ").status_code == 404
