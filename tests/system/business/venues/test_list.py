"""GET /venues/"""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def venues(house: Any) -> Iterator[dict[str, int]]:
    from datetime import UTC, datetime

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
            ("파도 카페", "Wave", "연동"),
            ("돌담 찻집", "Stone", "애월읍"),
        )
    }
    reissue(made["파도 카페"], datetime.now(UTC))
    yield {name: venue.id for name, venue in made.items()}
    for venue in made.values():
        venue.delete()


def test_it_shows_every_venue(browse: Any, venues: dict[str, int]) -> None:
    page = browse("business", "registrar").get("/venues/").text
    assert all(name in page for name in venues)


def test_it_finds_by_name(browse: Any, venues: dict[str, int]) -> None:
    page = browse("business", "registrar").get("/venues/", q="파도").text
    assert "파도 카페" in page
    assert "돌담 찻집" not in page


def test_it_sends_strangers_to_the_sign_in(browse: Any) -> None:
    answer = browse("business").get("/venues/")
    assert answer.url.path == "/sign-in"
    assert answer.url.params["next"] == "/venues/"


def test_it_refuses_officers_who_sign_in_here(browse: Any) -> None:
    answer = browse("business").sign_in("officer")
    assert answer.status_code == 400
