"""POST /venues/<id>/code and /venues/<id>/code/revoke"""

from collections.abc import Iterator
from typing import Any

import pytest

from support.house import Open
from support.owner import queued_for, with_business
from support.system import System


@pytest.fixture
def venue(house: object) -> Iterator[Any]:
    """A venue with a live code, of this test alone."""
    from ansim.business.codes.issuing import reissue
    from ansim.business.models import Venue
    from ansim.domain.categories import Category

    made = Venue.objects.create(name="새벽 빵집", category=Category.CAFE)
    reissue(made)
    yield made
    made.delete()


def live_codes(venue: Any) -> list[str]:
    return list(venue.codes.filter(revoked_at=None).values_list("code", flat=True))


def test_a_new_code_takes_the_place_of_the_old_one_and_keeps_the_venue(
    browse: Open, venue: Any
) -> None:
    (before,) = live_codes(venue)
    registrar = browse("business", "registrar")
    answer = registrar.post(f"/venues/{venue.id}/code", old="wait")
    (after,) = live_codes(venue)
    assert answer.url.path == f"/venues/{venue.id}/"
    assert "새 코드" in answer.text
    assert after != before


def test_the_poster_on_the_wall_stays_good_for_two_days(browse: Open, venue: Any) -> None:
    from datetime import UTC, datetime, timedelta

    browse("business", "registrar").post(f"/venues/{venue.id}/code", old="wait")
    (old,) = venue.codes_in_grace()
    left = old.revoked_at - datetime.now(UTC)
    assert timedelta(hours=47, minutes=55) < left <= timedelta(hours=48)


def test_a_copied_poster_is_refused_at_once(browse: Open, venue: Any) -> None:

    browse("business", "registrar").post(f"/venues/{venue.id}/code", old="at-once")
    assert venue.codes_in_grace() == []


def test_a_copy_found_out_later_is_refused_at_once_as_well(browse: Open, venue: Any) -> None:
    registrar = browse("business", "registrar")
    registrar.post(f"/venues/{venue.id}/code", old="wait")
    (kept,) = live_codes(venue)
    registrar.post(f"/venues/{venue.id}/code", old="at-once")
    assert venue.codes_in_grace() == []
    assert kept not in live_codes(venue)


def test_revoking_ends_the_grace_of_the_code_before_as_well(browse: Open, venue: Any) -> None:

    registrar = browse("business", "registrar")
    registrar.post(f"/venues/{venue.id}/code", old="wait")
    registrar.post(f"/venues/{venue.id}/code/revoke", old="at-once", sure="on")
    assert live_codes(venue) == []
    assert venue.codes_in_grace() == []


@pytest.mark.parametrize(
    ("change", "fields"),
    [("code", {"old": "wait"}), ("code/revoke", {"old": "at-once", "sure": "on"})],
)
def test_a_changed_code_tells_the_gateway_to_read_the_venue_again(
    browse: Open, venue: Any, change: str, fields: dict[str, str]
) -> None:
    venue.refresh_from_db()
    before = venue.updated_at
    browse("business", "registrar").post(f"/venues/{venue.id}/{change}", **fields)
    venue.refresh_from_db()
    assert venue.updated_at > before


def test_nothing_is_revoked_by_a_slip(browse: Open, venue: Any) -> None:
    registrar = browse("business", "registrar")
    for said in ({}, {"old": "wait"}, {"sure": "on"}):
        assert registrar.post(f"/venues/{venue.id}/code/revoke", **said).status_code == 400
    assert len(live_codes(venue)) == 1


def test_a_code_is_not_changed_before_it_is_said_what_becomes_of_the_poster(
    browse: Open, venue: Any
) -> None:
    before = live_codes(venue)
    assert browse("business", "registrar").post(f"/venues/{venue.id}/code").status_code == 400
    assert live_codes(venue) == before


def test_a_stopped_code_may_stay_good_for_two_days(browse: Open, venue: Any) -> None:
    from datetime import UTC, datetime, timedelta

    registrar = browse("business", "registrar")
    page = registrar.post(f"/venues/{venue.id}/code/revoke", old="wait", sure="on")
    (old,) = venue.codes_in_grace()
    assert timedelta(hours=47, minutes=55) < old.revoked_at - datetime.now(UTC)
    assert old.graced
    assert live_codes(venue) == []
    assert "까지 쓸 수 있습니다" in page.text
    assert registrar.get(f"/venues/{venue.id}/poster").status_code == 404


def test_a_new_code_after_a_stop_keeps_what_was_left_to_the_poster(
    browse: Open, venue: Any
) -> None:
    registrar = browse("business", "registrar")
    registrar.post(f"/venues/{venue.id}/code/revoke", old="wait", sure="on")
    (before,) = venue.codes_in_grace()
    registrar.post(f"/venues/{venue.id}/code")
    (after,) = venue.codes_in_grace()
    assert (after.code, after.revoked_at) == (before.code, before.revoked_at)
    assert len(live_codes(venue)) == 1


def test_stopping_at_once_ends_the_grace_of_a_stop_before(browse: Open, venue: Any) -> None:
    registrar = browse("business", "registrar")
    registrar.post(f"/venues/{venue.id}/code", old="wait")
    registrar.post(f"/venues/{venue.id}/code/revoke", old="at-once", sure="on")
    assert venue.codes_in_grace() == []
    assert not venue.codes.filter(graced=True).exists()


def test_whoever_answers_is_told_that_the_code_stops(browse: Open, system: System) -> None:
    owner = with_business(browse)
    (mine,) = owner.account.venues()
    for old in ("wait", "wait", "at-once", "at-once"):
        said = {"old": old, "sure": "on"}
        browse("business", "registrar").post(f"/venues/{mine.pk}/code/revoke", **said)
    sent = [text for text in queued_for(system, owner.account) if "QR 코드 사용이" in text]
    assert len(sent) == 2, "a second press changes nothing, and nobody is told of it"


def test_a_revoked_venue_has_no_poster(browse: Open, venue: Any) -> None:
    registrar = browse("business", "registrar")
    assert registrar.get(f"/venues/{venue.id}/poster").status_code == 200
    registrar.post(f"/venues/{venue.id}/code/revoke", old="at-once", sure="on")
    assert registrar.get(f"/venues/{venue.id}/poster").status_code == 404
    assert "유효한 코드가 없어" in registrar.get(f"/venues/{venue.id}/").text


def test_a_venue_without_a_code_gets_one(browse: Open, venue: Any) -> None:
    registrar = browse("business", "registrar")
    registrar.post(f"/venues/{venue.id}/code/revoke", old="at-once", sure="on")
    registrar.post(f"/venues/{venue.id}/code")
    assert len(live_codes(venue)) == 1


@pytest.mark.parametrize("change", ["code", "code/revoke"])
def test_looking_at_the_question_changes_nothing(browse: Open, venue: Any, change: str) -> None:
    before = live_codes(venue)
    assert browse("business", "registrar").get(f"/venues/{venue.id}/{change}").status_code == 200
    assert live_codes(venue) == before
