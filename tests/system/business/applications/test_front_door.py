"""The front page, and the leaflet of the duty."""

import re

import pytest

from support.house import Open
from support.system import System


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


@pytest.mark.parametrize("language", ["ko", "en", "zh"])
def test_the_leaflet_names_each_kind_under_a_duty_in_its_language(
    system: System, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    from datetime import date

    from django.test import RequestFactory

    from ansim.business.applications import leaflet
    from ansim.domain.facilities import Facility, Order
    from ansim.locale.fonts import require_printable

    every = Order("for this test", date(2020, 1, 1), None, frozenset(Facility))
    monkeypatch.setattr(leaflet, "known_orders", lambda: [every])
    said = leaflet._filled(language)["duty"]
    begun = {"ko": "업종: ", "en": "at present: ", "zh": "场所："}[language]
    named = said.split(begun)[1].rstrip(".。")
    if language == "zh":
        kinds = named.split("；")
        assert len(set(kinds)) == len(Facility)
        assert not re.search("[A-Za-z]", named)
        assert all(re.search("[\u4e00-\u9fff]", kind) for kind in kinds)
        assert "娱乐酒吧（유흥주점）" in kinds
    else:
        assert {"ko": "단란주점", "en": "Karaoke"}[language] in named
    require_printable(named)
    sheet = leaflet.sheet(RequestFactory().get("/"), language)
    assert sheet.content.startswith(b"%PDF")
