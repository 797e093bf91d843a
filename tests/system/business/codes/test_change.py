"""POST /venues/<id>/code and /venues/<id>/code/revoke"""

from collections.abc import Iterator
from typing import Any

import pytest

from support.house import Open


@pytest.fixture
def venue(house: object) -> Iterator[Any]:
    """A venue with a live code, of this test alone."""
    from datetime import UTC, datetime

    from ansim.business.codes.issuing import reissue
    from ansim.business.models import Venue
    from ansim.domain.categories import Category

    made = Venue.objects.create(name="새벽 빵집", category=Category.CAFE)
    reissue(made, datetime.now(UTC))
    yield made
    made.delete()


def live_codes(venue: Any) -> list[str]:
    return list(venue.codes.filter(revoked_at=None).values_list("code", flat=True))


def test_a_new_code_takes_the_place_of_the_old_one_and_keeps_the_venue(
    browse: Open, venue: Any
) -> None:
    (before,) = live_codes(venue)
    registrar = browse("business", "registrar")
    answer = registrar.post(f"/venues/{venue.id}/code", f"/venues/{venue.id}/")
    (after,) = live_codes(venue)
    assert answer.url.path == f"/venues/{venue.id}/"
    assert after != before


@pytest.mark.parametrize("change", ["code", "code/revoke"])
def test_a_changed_code_tells_the_gateway_to_read_the_venue_again(
    browse: Open, venue: Any, change: str
) -> None:
    venue.refresh_from_db()
    before = venue.updated_at
    browse("business", "registrar").post(f"/venues/{venue.id}/{change}", f"/venues/{venue.id}/")
    venue.refresh_from_db()
    assert venue.updated_at > before


def test_a_revoked_venue_has_no_poster(browse: Open, venue: Any) -> None:
    registrar = browse("business", "registrar")
    assert registrar.get(f"/venues/{venue.id}/poster").status_code == 200
    registrar.post(f"/venues/{venue.id}/code/revoke", f"/venues/{venue.id}/")
    assert live_codes(venue) == []
    assert registrar.get(f"/venues/{venue.id}/poster").status_code == 404
    assert "유효한 코드가 없어" in registrar.get(f"/venues/{venue.id}/").text


def test_a_venue_without_a_code_gets_one(browse: Open, venue: Any) -> None:
    registrar = browse("business", "registrar")
    registrar.post(f"/venues/{venue.id}/code/revoke", f"/venues/{venue.id}/")
    registrar.post(f"/venues/{venue.id}/code", f"/venues/{venue.id}/")
    assert len(live_codes(venue)) == 1


@pytest.mark.parametrize("change", ["code", "code/revoke"])
def test_a_code_changes_by_post_alone(browse: Open, venue: Any, change: str) -> None:
    answer = browse("business", "registrar").get(f"/venues/{venue.id}/{change}")
    assert answer.status_code == 405
