"""GET /venues/"""

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def venues(house: Any) -> Iterator[dict[str, int]]:
    from ansim.business.codes.issuing import reissue
    from ansim.business.models import Venue
    from ansim.domain.categories import Category

    made = {
        name: Venue.objects.create(
            name=name,
            name_en=english,
            category=Category.CAFE,
            district=district,
            address=f"제주시 {district} 1",
        )
        for name, english, district in (
            ("파도 카페", "Wave Brûlée", "연동"),
            ("돌담 찻집", "Stone", "애월읍"),
        )
    }
    reissue(made["파도 카페"])
    yield {name: venue.id for name, venue in made.items()}
    for venue in made.values():
        venue.delete()


def test_it_shows_every_venue(browse: Any, venues: dict[str, int]) -> None:
    # Other tests leave venues, so the two may stand on a later page.
    browser = browse("business", "registrar")
    assert "/venues/" in browser.get("/venues/").url.path
    assert all(name in browser.get("/venues/", q=name).text for name in venues)


def test_it_finds_by_name(browse: Any, venues: dict[str, int]) -> None:
    page = browse("business", "registrar").get("/venues/", q="파도").text
    assert "파도 카페" in page
    assert "돌담 찻집" not in page


def test_it_sends_strangers_to_the_sign_in(browse: Any) -> None:
    answer = browse("business").get("/venues/")
    assert answer.url.path == "/sign-in"
    assert answer.url.params["next"] == "/venues/"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ㅍㄷ", "파도 카페"),
        ("ㄷㄷㅊㅈ", "돌담 찻집"),
        ("ㄷㅊㄷㅈ", None),
        ("ㄷㄷ ㅊㅈ", "돌담 찻집"),
        ("커피 애월", "돌담 찻집"),
        ("cafe 연동", "파도 카페"),
        ("파도", "파도 카페"),
        ("sTONE", "돌담 찻집"),
        ("BRÛLÉE", "파도 카페"),
        ("애월읍 1", "돌담 찻집"),
        (unicodedata.normalize("NFD", "파도"), "파도 카페"),
    ],
)
def test_it_finds_by_initials_and_by_kind(
    browse: Any, venues: dict[str, int], words: str, found: str | None
) -> None:
    page = browse("business", "registrar").get("/venues/", q=words).text
    assert {name for name in venues if name in page} == ({found} if found else set())


def test_it_shows_those_without_a_code(browse: Any, venues: dict[str, int]) -> None:
    page = browse("business", "registrar").get("/venues/", code="none", q="애월").text
    assert "돌담 찻집" in page
    assert (
        "돌담 찻집"
        not in browse("business", "registrar").get("/venues/", code="live", q="돌담").text
    )


def test_a_kind_that_is_none_is_no_filter(browse: Any, venues: dict[str, int]) -> None:
    assert browse("business", "registrar").get("/venues/", kind="4242").status_code == 200


@pytest.mark.parametrize("words", ["\x00", "파도\x00", " ", "%", "'; --", "🙂" * 300])
def test_no_words_break_the_search(browse: Any, venues: dict[str, int], words: str) -> None:
    assert browse("business", "registrar").get("/venues/", q=words).status_code == 200


def test_a_venue_counts_once_however_many_codes_it_had(browse: Any, venues: dict[str, int]) -> None:
    import re

    from ansim.business.codes.issuing import reissue
    from ansim.business.models import Venue

    registrar = browse("business", "registrar")
    shape = re.compile(r"전체 (\d+)곳, 유효한 코드 (\d+)곳")
    before = shape.search(registrar.get("/venues/").text)
    reissue(Venue.objects.get(pk=venues["파도 카페"]))
    after = shape.search(registrar.get("/venues/").text)
    assert before
    assert after
    assert after.groups() == before.groups() == (str(Venue.objects.count()), before[2])
