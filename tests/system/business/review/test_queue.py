"""/review/: what is found about applications, and what clerks decide."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from ansim.domain.categories import Category
from support.applications import clear, form_of, new_owner, open_as, waiting
from support.house import Browser, House, Open


@pytest.fixture(autouse=True)
def empty(house: House) -> Iterator[None]:
    """Nothing waits before a test, nor after it."""
    assert house.registers
    clear()
    yield
    clear()


@pytest.fixture
def clerk(browse: Open) -> Browser:
    return browse("business", "registrar")


def found(*applications: Any) -> list[set[str]]:
    from ansim.business.admission.findings import findings_of_all

    by_id = findings_of_all(applications)
    return [{one.kind.value for one in by_id[application.pk]} for application in applications]


def after(application: Any) -> Any:
    application.refresh_from_db()
    return application


def told(house: House, owner: Any) -> list[str]:
    with house.system.owner("main") as connection:
        rows = connection.execute(
            "SELECT template FROM notices.message WHERE owner_id = %s ORDER BY id", [owner.pk]
        )
        return [row[0] for row in rows]


def test_nothing_is_found_about_places_that_meet_nobody() -> None:
    assert found(*[waiting(form_of(place)) for place in range(30)]) == [set()] * 30


def test_two_that_claim_one_number_both_have_a_finding() -> None:
    one, other = waiting(form_of(1)), waiting(form_of(2, number=form_of(1)["number"]))
    assert found(one, other) == [{"same-number"}] * 2


def test_a_number_that_somebody_else_holds_is_found() -> None:
    from ansim.business.models import Business

    number = form_of(3)["number"]
    Business.objects.create(number=number, kind="registered", name="늘봄")
    assert found(waiting(form_of(3))) == [{"same-number"}]


@pytest.mark.parametrize("written", ["064-000-5004", "0640005004", "064) 000-5004", "064 000 5004"])
def test_a_phone_is_the_same_however_it_is_written(written: str) -> None:
    from ansim.business.models import Venue

    there = Venue.objects.create(name="딴 이름", category=2, phone=written)
    assert found(waiting(form_of(4))) == [{"same-phone"}]
    there.delete()


@pytest.mark.parametrize(
    ("name", "metres_north", "expected"),
    [
        ("돌담 커피", 10, {"near-and-alike"}),
        ("돌담커피 본점", 29, {"near-and-alike"}),
        ("돌담 커피", 35, set()),
        ("한라 식당", 5, set()),
    ],
)
def test_a_place_near_and_alike_is_found(
    name: str, metres_north: float, expected: set[str]
) -> None:
    from ansim.business.models import Venue

    form = form_of(5, name="돌담커피")
    latitude = form["latitude"] + metres_north / 111_320
    there = Venue.objects.create(
        name=name, category=2, latitude=latitude, longitude=form["longitude"]
    )
    assert found(waiting(form)) == [expected]
    there.delete()


def test_two_that_wait_for_one_place_both_have_a_finding() -> None:
    form = form_of(6, name="바람 책방")
    assert found(waiting(form), waiting({**form, "number": "1", "phone": ""})) == (
        [{"near-and-alike"}] * 2
    )


def test_two_that_wait_meet_wherever_a_band_of_latitude_ends() -> None:
    some = []
    for place in range(8):  # 29 m apart each two; the bands are 33 m wide
        form = form_of(100 + place, name=f"오름 책방 {place}")
        form["latitude"] += place * 4 / 111_320
        north = {**form, "latitude": form["latitude"] + 29 / 111_320}
        some += [waiting(form), waiting({**north, "number": f"9{place}", "phone": ""})]
    assert found(*some) == [{"near-and-alike"}] * 16


def test_many_of_one_owner_in_a_day_are_found() -> None:
    owner = new_owner()
    number = form_of(10)["number"]
    some = [waiting(form_of(place, number=number), owner=owner) for place in range(10, 16)]
    assert found(*some) == [{"bulk"}] * 6


@pytest.mark.parametrize("name", ["제주 보건소", "연동 주민센터", "Official QR Point"])
def test_a_name_that_sounds_like_an_authority_is_found(name: str) -> None:
    assert found(waiting(form_of(20, name=name))) == [{"authority-name"}]


def test_a_clerk_approves_and_the_owner_is_told(clerk: Browser, house: House) -> None:
    one = waiting(form_of(21), "control-not-shown")
    clerk.post(f"/review/{one.pk}/decision", "/review/")
    assert after(one).state == "approved"
    assert one.decided_by.login == "registrar"
    assert one.venue.live_code() is not None
    assert told(house, one.owner) == ["application-approved"]
    assert [step.staff.login for step in one.steps.all()] == ["registrar"]


@pytest.mark.parametrize(
    ("reason", "state"), [("wrong-place", "returned"), ("registered", "refused")]
)
def test_the_reason_reaches_the_owner(
    clerk: Browser, house: House, reason: str, state: str
) -> None:
    one = waiting(form_of(22), "control-not-shown")
    clerk.post(f"/review/{one.pk}/decision", "/review/", reason=reason, words="2층 출입구입니다")
    assert (after(one).state, one.reason) == (state, reason)
    assert told(house, one.owner) == [f"application-{state}"]
    owner = open_as(house, one.owner)
    page = owner.get(f"/applications/{one.pk}/").text
    owner.http.close()
    assert "2층 출입구입니다" in page
    assert ("출입구에 위치를" if state == "returned" else "이미 QR이 발급된") in page


def test_what_came_back_can_be_mended_and_handed_in_again(clerk: Browser, house: House) -> None:
    form = form_of(23, way="without", about="오일장 37번", number="")
    form["address_words"] = form["address"]
    one = waiting(form, "no-number")
    clerk.post(f"/review/{one.pk}/decision", "/review/", reason="wrong-name")
    owner = open_as(house, one.owner)
    owner.post(f"/applications/{one.pk}/form", **{**form, "name": "고친 이름", "do": "hand-in"})
    owner.http.close()
    assert (after(one).state, one.form["name"]) == ("submitted", "고친 이름")
    assert [step.state for step in one.steps.all()] == ["returned", "submitted"]


@pytest.mark.parametrize("reason", ["nonsense", "other"])
def test_a_reason_that_says_nothing_is_refused(clerk: Browser, reason: str) -> None:
    one = waiting(form_of(24), "control-not-shown")
    answer = clerk.post(f"/review/{one.pk}/decision", "/review/", reason=reason)
    assert answer.status_code == 400
    assert after(one).state == "submitted"


def test_the_second_of_two_clerks_changes_nothing(clerk: Browser, house: House) -> None:
    one = waiting(form_of(25), "control-not-shown")
    token = clerk.get("/review/")
    clerk.post(f"/review/{one.pk}/decision", "/review/")
    waiting(form_of(26), "control-not-shown")  # so that the page has a form
    clerk.post(f"/review/{one.pk}/decision", "/review/", reason="closed")
    assert token.status_code == 200
    assert after(one).state == "approved"
    assert told(house, one.owner) == ["application-approved"]


def test_an_approval_hands_over_the_unclaimed_venue_that_is_meant(clerk: Browser) -> None:
    from ansim.business.models import Venue

    form = form_of(
        27, name="늘봄 사우나", name_en="Neulbom Sauna", capacity="40", unmanned=True, phone=""
    )
    place = {"latitude": form["latitude"], "longitude": form["longitude"]}
    there = Venue.objects.create(
        name="늘봄사우나", category=7, phone="064-000-5527", address="등록부 주소", **place
    )
    one = waiting(form)
    clerk.post(f"/review/{one.pk}/decision", "/review/")
    assert after(one).venue == there
    there.refresh_from_db()
    assert there.business == one.business
    assert there.live_code() is not None
    # What the owner entered is the venue's; where it is and its number stay the register's.
    assert (there.name, there.name_en, there.capacity, there.unmanned) == (
        "늘봄 사우나",
        "Neulbom Sauna",
        40,
        True,
    )
    assert (there.kind_of_site, there.category) == ("cafe", Category.CAFE)
    assert (there.phone, there.address) == ("064-000-5527", "등록부 주소")


def test_all_without_findings_are_approved_at_once_and_the_others_stay(clerk: Browser) -> None:
    from ansim.business.models import VenueApplication

    plain = [waiting(form_of(place)) for place in range(30, 50)]
    odd = [waiting(form_of(place), "tax-unreachable") for place in range(50, 55)]
    clerk.get("/review/")
    answer = clerk.post("/review/plain", "/review/", newest=str(max(one.pk for one in plain)))
    assert "20건을 승인" in answer.text
    approved = VenueApplication.objects.filter(state="approved")
    assert set(approved) == set(plain)
    assert {after(one).state for one in odd} == {"submitted"}


def test_whoever_came_after_the_page_is_not_approved_unseen(clerk: Browser) -> None:
    seen, unseen = waiting(form_of(60)), waiting(form_of(61))
    clerk.post("/review/plain", "/review/", newest=str(seen.pk))
    assert (after(seen).state, after(unseen).state) == ("approved", "submitted")


@pytest.mark.parametrize("path", ["/review/", "/review/plain", "/review/1/decision"])
def test_owners_have_no_queue(house: House, path: str) -> None:
    owner = open_as(house, new_owner())
    assert "/sign-in" in str(owner.get(path).url)
    owner.http.close()


def test_five_hundred_are_judged_in_one_page(clerk: Browser) -> None:
    for place in range(440):
        waiting(form_of(place))
    for place in range(440, 500):
        waiting(form_of(place), "control-not-shown")
    clerk.get("/review/")
    begun = time.perf_counter()
    page = clerk.get("/review/")
    took = time.perf_counter() - begun
    assert "대기 500건, 확인할 점이 있는 신청 60건" in page.text
    print(f"queue of 500: {took * 1000:.0f} ms, {len(page.content) / 1000:.0f} kB")
    assert took < 5  # a busy machine is no fault; what it took is printed


@pytest.mark.parametrize(
    ("checked", "told"),
    [
        ({}, "064-000-5066"),
        (
            {"register_code": False},
            "064-000-5066",
        ),  # as every application that was handed in has it
        ({"register_code": True}, "인허가 자료의 번호로 보낸 인증번호가 확인됨"),
    ],
)
def test_the_clerk_reads_whom_to_call_unless_a_code_came_back_from_there(
    clerk: Browser, checked: dict[str, bool], told: str
) -> None:
    from ansim.business.models import Venue

    form = form_of(65, name="솔향 여관")
    there = Venue.objects.create(
        name="솔향여관",
        category=2,
        phone="064-000-5066",
        latitude=form["latitude"],
        longitude=form["longitude"],
    )
    one = waiting(form)
    one.checks |= checked
    one.save()
    page = clerk.get("/review/").text
    words = {"064-000-5066", "인허가 자료의 번호로 보낸 인증번호가 확인됨"}
    assert {line for line in words if line in page} == {told}
    there.delete()


def test_the_queue_asks_the_database_no_more_for_more_that_wait() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from ansim.business.models import Venue
    from ansim.business.review.rows import queue

    def asked(places: range) -> int:
        for place in places:
            form = form_of(place, name=f"은하 여관 {place}")
            where = {name: form[name] for name in ("name", "latitude", "longitude")}
            Venue.objects.create(**where, category=2, phone=f"064-000-5{place}9")
            waiting(form, "no-number")
        with CaptureQueriesContext(connection) as told:
            waiting_now = queue()
            rows = waiting_now.rows(waiting_now.found)
            assert all(row.findings and (row.call or row.called is True) for row in rows)
        return len(told)

    assert asked(range(40, 42)) == asked(range(42, 60)) <= 7
