"""The itinerary and its window."""

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
