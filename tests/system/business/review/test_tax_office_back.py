"""POST /review/tax-office: applications that came while the tax office was silent, once it answers."""

from collections.abc import Iterator
from typing import Any

import pytest

from support.applications import clear, form_of, known_to_office, new_owner, open_as, waiting
from support.house import Browser, House, Open


@pytest.fixture(autouse=True)
def empty(house: House) -> Iterator[None]:
    assert house.registers
    clear()
    yield
    house.registers.down = False
    clear()


@pytest.fixture
def clerk(browse: Open) -> Browser:
    return browse("business", "registrar")


def again(clerk: Browser) -> Any:
    return clerk.post("/review/tax-office", "/review/")


def after(application: Any) -> Any:
    application.refresh_from_db()
    return application


def test_those_that_lack_nothing_else_go_back_at_one_press(clerk: Browser, house: House) -> None:
    plain = [waiting(known_to_office(house, place), "tax-unreachable") for place in range(130)]
    closed = waiting(known_to_office(house, 130, "03"), "tax-unreachable")
    suspended = waiting(known_to_office(house, 131, "02"), "tax-unreachable")
    unknown = waiting(form_of(132), "tax-unreachable")
    by_hand = waiting(known_to_office(house, 133), "tax-unreachable", "address-by-hand")
    other = waiting(known_to_office(house, 134), "control-not-shown")
    page = again(clerk)
    assert "국세청이 답했습니다. 130건은" in page.text
    assert {(after(one).state, one.reason) for one in plain} == {("returned", "office-back")}
    left = {
        closed: ["tax-closed"],
        suspended: ["suspended"],
        unknown: ["control-not-shown"],
        by_hand: ["control-not-shown", "address-by-hand"],
        other: ["control-not-shown"],
    }
    for one, findings in left.items():
        assert (after(one).state, one.checks["findings"]) == ("submitted", findings)
    assert "국세청 조회 결과 폐업" in page.text
    assert "건 다시 조회" not in page.text


def test_a_silent_office_changes_nothing(clerk: Browser, house: House) -> None:
    some = [waiting(known_to_office(house, place), "tax-unreachable") for place in range(120)]
    house.registers.down = True
    house.registers.asked.clear()
    page = again(clerk)
    assert "120건에 답하지 않았습니다" in page.text
    assert {after(one).state for one in some} == {"submitted"}
    assert len(house.registers.asked) <= 1  # it is not asked on, hundred by hundred


def test_the_owner_enters_both_once_more_and_is_approved_without_a_clerk(
    clerk: Browser, house: House
) -> None:
    form = known_to_office(house, 140)
    form["address_words"] = form["address"]
    one = waiting(form, "tax-unreachable")
    again(clerk)
    owner = open_as(house, one.owner)
    assert "개업일과 대표자를 다시 입력" in owner.get(f"/applications/{one.pk}/").text
    given = {**form, "representative": "홍길동", "opened": "20190302", "do": "hand-in"}
    owner.post(f"/applications/{one.pk}/form", **given)
    owner.http.close()
    assert (after(one).state, one.decided_by) == ("approved", None)


def test_nobody_is_approved_by_the_press_alone(clerk: Browser, house: House) -> None:
    """An impostor who applied in those hours knows the number of a sign, and nothing more."""
    one = waiting(known_to_office(house, 141), "tax-unreachable")
    again(clerk)
    assert after(one).venue is None
    owner = open_as(house, one.owner)
    form = known_to_office(house, 141)
    wrong = {
        **form,
        "address_words": form["address"],
        "representative": "아무개",
        "opened": "20200101",
        "do": "hand-in",
    }
    assert owner.post(f"/applications/{one.pk}/form", **wrong).status_code == 400
    owner.http.close()
    assert after(one).venue is None


def test_the_next_owner_whom_the_office_answers_wakes_those_who_waited(house: House) -> None:
    """Handed in over the form while the office is silent; nobody presses a key as it answers again."""
    early = [hand_in(house, known_to_office(house, place)) for place in (150, 151)]
    house.registers.down = True
    late = [hand_in(house, known_to_office(house, place)) for place in (152, 153)]
    suspended = hand_in(house, known_to_office(house, 154, "02"))
    still = hand_in(house, known_to_office(house, 155))
    kept = [after(one).checks["findings"] for one in (*late, suspended, still)]
    assert kept == [["tax-unreachable"]] * 4
    assert {after(one).state for one in early} == {"approved"}
    house.registers.down = False
    house.registers.asked.clear()
    last = hand_in(house, known_to_office(house, 156))
    assert after(last).state == "approved"
    assert {(after(one).state, one.reason) for one in (*late, still)} == {
        ("returned", "office-back")
    }
    assert (after(suspended).state, suspended.checks["findings"]) == ("submitted", ["suspended"])
    # One question about all of them, beside that of the last owner.
    assert [route.rsplit("/", 1)[1] for route, _body in house.registers.asked].count("status") == 1
    (step,) = late[0].steps.filter(state="returned")
    assert step.staff is None
    # Entered once more they are approved, and what was compared is stored nowhere.
    again = hand_in(house, known_to_office(house, 152), late[0])
    assert (after(again).state, again.decided_by) == ("approved", None)
    assert "홍길동" not in str(again.form) + str(again.checks)


def hand_in(house: House, form: dict[str, Any], back: Any = None) -> Any:
    """Hand a form in as its owner, a new one or one that came back."""
    from ansim.business.models import VenueApplication

    one = back or VenueApplication.objects.create(owner=new_owner(), form=form)
    owner = open_as(house, one.owner)
    given = {**form, "address_words": form["address"], "representative": "홍길동"}
    owner.post(f"/applications/{one.pk}/form", **given, opened="20190302", do="hand-in")
    owner.http.close()
    return after(one)


def test_no_clerk_chooses_the_portals_own_reason(clerk: Browser) -> None:
    one = waiting(form_of(142), "control-not-shown")
    path = f"/review/{one.pk}/decision"
    assert clerk.post(path, "/review/", reason="office-back").status_code == 400
    assert after(one).state == "submitted"
