"""The main job at the console, over HTTP: case, itinerary, contacts, warrant of two, names."""

from typing import Any

import pytest

from portal.house import Browser


@pytest.fixture(scope="module")
def walk(house: Any, scene: Any) -> dict[str, Any]:
    """Everything an officer and an approver do for one case; the tests look at single steps."""
    officer, approver = Browser(house.addresses["investigation"]), Browser(house.addresses["investigation"])
    officer.sign_in("officer")
    approver.sign_in("approver")
    pages: dict[str, Any] = {"officer": officer, "approver": approver}
    pages["itinerary"] = officer.post(
        "/cases/new", phone=scene.case_phone, preset="covid19", anchor_date=scene.noon.date().isoformat()
    )
    case = f"/cases/{pages['itinerary'].url.path.split('/')[2]}"
    pages["case"] = case
    pages["contacts"] = officer.get(f"{case}/contacts")
    return pages


def test_a_case_is_opened_by_phone_and_shows_the_itinerary(walk: dict[str, Any]) -> None:
    page = walk["itinerary"]
    assert page.status_code == 200, page.text
    assert page.url.path.endswith("/itinerary")
    assert page.text.index("한결 국수") < page.text.index("돌담 커피")
    assert "12:00" in page.text
