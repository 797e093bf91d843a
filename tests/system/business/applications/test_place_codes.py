"""A code to the number that the register holds for the place: who can read it there shows control, and nobody else."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from support.applications import clear, form_of, meet_nobody, new_owner, open_as, waiting
from support.house import Browser, House, Open
from support.owner import e164
from support.system import System

MOBILE = "010-0000-7731"


@pytest.fixture(autouse=True)
def alone(house: House) -> Iterator[None]:
    """Places, applications and codes of other tests are in nobody's way, and these in none of theirs."""
    from ansim.business.models import PlaceCode, Venue

    assert house.staff
    clear()
    meet_nobody()
    PlaceCode.objects.all().delete()
    yield
    clear()
    Venue.objects.filter(external_id__startswith="place-code:").update(
        phone=None, latitude=None, longitude=None
    )


def of_the_register(form: dict[str, Any], phone: str | None) -> Any:
    """The venue that an application means, as an import of the register left it: nobody's."""
    from ansim.business.models import Venue

    number = Venue.objects.count()
    return Venue.objects.create(
        name=form["name"],
        category=3,
        address=form["address"],
        latitude=form["latitude"],
        longitude=form["longitude"],
        phone=phone,
        external_id=f"place-code:{number}",
    )


def applied(place: int, phone: str | None, *findings: str) -> tuple[Any, Any]:
    form = form_of(place)
    venue = of_the_register(form, phone)
    return waiting(form, *(findings or ("control-not-shown",)), owner=new_owner()), venue


def page(application: Any) -> str:
    return f"/applications/{application.pk}/code"


def codes(system: System) -> list[str]:
    """What was sent, newest first."""
    with system.owner("main") as connection:
        rows = connection.execute(
            "SELECT params->>'code' FROM notices.message WHERE template = 'place-code' ORDER BY id DESC"
        ).fetchall()
    return [row[0] for row in rows]


def sent(browser: Browser, application: Any, system: System) -> str:
    answer = browser.post(page(application), do="send")
    assert answer.status_code == 200, answer.text[:2000]
    return codes(system)[0]


@pytest.mark.parametrize("place", [4, 61])
def test_a_right_code_approves_without_a_clerk(house: House, system: System, place: int) -> None:
    made, venue = applied(place, MOBILE)
    browser = open_as(house, made.owner)
    shown = browser.get(f"/applications/{made.pk}/").text
    assert "끝자리 31" in shown
    code = sent(browser, made, system)
    answer = browser.post(page(made), code=code)
    assert answer.url.path == f"/my/venues/{venue.pk}/poster", answer.text[:2000]
    made.refresh_from_db()
    assert (made.state, made.venue, made.decided_by) == ("approved", venue, None)
    assert made.checks["register_code"] is True


def test_the_number_is_shown_by_its_last_two_digits_and_stored_by_none(
    house: House, system: System
) -> None:
    from ansim.business.models import PlaceCode

    made, _venue = applied(5, MOBILE)
    browser = open_as(house, made.owner)
    texts = [
        browser.get(f"/applications/{made.pk}/").text,
        browser.post(page(made), do="send").text,
    ]
    for text in texts:
        assert "0000-77" not in text
        assert "7731" not in text
    row = PlaceCode.objects.get(application=made)
    assert row.phone_end == "31"
    assert e164(MOBILE).encode() not in bytes(row.phone_index) + bytes(row.code_hash)
    assert codes(system)[0].encode() not in bytes(row.code_hash)
    with system.owner("main") as connection:
        sealed = connection.execute(
            "SELECT owner_id, sealed FROM notices.message WHERE template = 'place-code' ORDER BY id DESC"
        ).fetchone()
    assert sealed is not None
    assert sealed[0] is None
    assert b"7731" not in bytes(sealed[1])


@pytest.mark.parametrize("phone", ["064-000-0311", "02-000-3311", "1588-0031", None])
def test_no_code_goes_to_a_landline_and_the_clerk_reads_whom_to_call(
    house: House, browse: Open, system: System, phone: str | None
) -> None:
    made, _venue = applied(6, phone)
    browser, before = open_as(house, made.owner), len(codes(system))
    shown = browser.get(f"/applications/{made.pk}/").text
    assert ("유선전화" in shown) == (phone is not None)
    assert browser.post(page(made), do="send").url.path == f"/applications/{made.pk}/"
    assert len(codes(system)) == before
    queue = browse("business", "registrar").get("/review/").text
    if phone is not None:
        assert phone in queue


def test_five_wrong_codes_end_it_and_a_late_one_is_refused(house: House, system: System) -> None:
    from django.db.models.functions import Now

    from ansim.business.models import PlaceCode

    made, _venue = applied(7, MOBILE)
    browser = open_as(house, made.owner)
    code = sent(browser, made, system)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _try in range(5):
        assert browser.post(page(made), code=wrong).status_code == 400
    assert browser.post(page(made), code=code).status_code == 400
    code = sent(browser, made, system)
    PlaceCode.objects.filter(application=made).update(expires_at=Now() - timedelta(seconds=1))
    assert browser.post(page(made), code=code).status_code == 400
    made.refresh_from_db()
    assert made.state == "submitted"


def test_tries_at_the_same_moment_are_counted_one_by_one(house: House, system: System) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    from ansim.business.applications.place_codes import OfPlaceCode, enter
    from ansim.business.models import PlaceCode

    made, _venue = applied(14, MOBILE)
    code = sent(open_as(house, made.owner), made, system)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"

    def guess(_number: int) -> OfPlaceCode:
        try:
            return enter(type(made).objects.get(pk=made.pk), wrong).outcome
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(guess, range(24)))
    assert outcomes.count(OfPlaceCode.WRONG) == 4
    assert PlaceCode.objects.get(application=made).tries == 5


def test_a_code_of_one_application_serves_no_other(house: House, system: System) -> None:
    made, venue = applied(8, MOBILE)
    impostor = waiting(form_of(8), "control-not-shown", owner=new_owner())
    code = sent(open_as(house, made.owner), made, system)
    theirs = open_as(house, impostor.owner)
    assert theirs.post(page(impostor), code=code).status_code == 400
    assert theirs.get(page(made)).status_code == 404
    venue.refresh_from_db()
    assert venue.business is None


def test_a_place_an_owner_and_a_day_have_budgets(
    house: House, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ansim.business.applications.place_codes import number_of, send
    from ansim.business.models import VenueApplication
    from ansim.domain.place_code_budgets import MOST_IN_ALL, PlaceBudget, SentLately, spent

    made, _venue = applied(9, MOBILE)
    browser = open_as(house, made.owner)
    for _code in range(3):
        sent(browser, made, system)
    assert browser.post(page(made), do="send").status_code == 429
    another = waiting(form_of(9), "control-not-shown", owner=new_owner())
    to = number_of(another)
    assert to is not None
    assert send(another, to) is PlaceBudget.PLACE, "however many apply for it"
    owner = new_owner()
    for place in range(20, 25):
        form = form_of(place)
        of_the_register(form, f"010-0000-77{place}")
        one = waiting(form, "control-not-shown", owner=owner)
        number = number_of(one)
        assert number is not None
        assert send(one, number) is None
    form = form_of(26)
    of_the_register(form, "010-0000-7726")
    one = waiting(form, "control-not-shown", owner=owner)
    number = number_of(VenueApplication.objects.get(pk=one.pk))
    assert number is not None
    assert send(one, number) is PlaceBudget.OWNER
    assert spent(SentLately(0, 0, MOST_IN_ALL)) is PlaceBudget.ALL
    assert spent(SentLately(2, 4, MOST_IN_ALL - 1)) is None


@pytest.mark.parametrize("change", ["taken", "other number", "decided"])
def test_what_changed_meanwhile_is_not_approved(house: House, system: System, change: str) -> None:
    from support.owner import new_business

    made, venue = applied(10, MOBILE)
    browser = open_as(house, made.owner)
    code = sent(browser, made, system)
    if change == "taken":
        venue.business = new_business("먼저 온 회사")
    elif change == "other number":
        venue.phone = "010-0000-7799"
    venue.save()
    if change == "decided":
        type(made).objects.filter(pk=made.pk).update(state="withdrawn")
    answer = browser.post(page(made), code=code)
    assert answer.url.path != f"/my/venues/{venue.pk}/poster"
    made.refresh_from_db()
    assert made.state in {"submitted", "withdrawn"}
    assert made.venue is None


def test_what_else_was_found_stays_a_clerks(house: House, browse: Open, system: System) -> None:
    made, _venue = applied(11, MOBILE, "control-not-shown", "address-by-hand")
    browser = open_as(house, made.owner)
    answer = browser.post(page(made), code=sent(browser, made, system))
    assert answer.url.path == f"/applications/{made.pk}/"
    assert "나머지는 담당자가" in answer.text
    made.refresh_from_db()
    assert (made.state, made.checks["findings"]) == ("submitted", ["address-by-hand"])
    queue = browse("business", "registrar").get("/review/").text
    assert "인허가 자료의 번호로 보낸 인증번호가 확인됨" in queue


def test_a_code_to_a_place_signs_nobody_in(house: House, browse: Open, system: System) -> None:
    made, _venue = applied(12, MOBILE)
    code = sent(open_as(house, made.owner), made, system)
    stranger = browse("business")
    stranger.post("/my/sign-in", phone=MOBILE)
    assert stranger.post("/my/sign-in/code", code=code).url.path == "/my/sign-in/code"


def test_a_partners_system_has_no_code_sent(house: House) -> None:
    from ansim.business.applications.place_codes import number_of
    from support.partner import new_key

    made, _venue = applied(13, MOBILE)
    assert number_of(made) is not None
    business, _text = new_key(owner=made.owner)
    made.api_key = business.api_keys.get()
    made.save()
    assert house.staff
    assert number_of(made) is None
