"""The front page, and the leaflet of the duty."""

import pytest

from support.house import Open


@pytest.mark.parametrize("language", ["ko", "en", "zh"])
def test_the_duty_is_told_in_three_languages_to_read_and_to_print(
    browse: Open, language: str
) -> None:
    stranger = browse("business")
    assert stranger.get(f"/apply/duty/{language}").status_code == 200
    sheet = stranger.get(f"/apply/duty/{language}.pdf")
    assert sheet.content.startswith(b"%PDF")
    assert stranger.get("/apply/duty/xx").status_code == 404


def test_the_front_page_leads_to_a_code(browse: Open) -> None:
    page = browse("business").get("/").text
    assert 'href="/apply/"' in page
    assert 'href="/apply/state"' in page
