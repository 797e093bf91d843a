"""A partner's system applies for venues: the same checks and clerks, for its own business alone."""

from typing import Any

import pytest

from support.applications import meet_nobody
from support.house import House
from support.owner import fresh_phone, messages_to
from support.partner import PLACE, Partner, new_key
from support.registers import Business as TaxRow
from support.registers import house as building

Ours = tuple[Any, Partner]
NUMBER = "6160012349"


@pytest.fixture
def applicant(ask: Any, house: House) -> Ours:
    """A registered business whose number the tax office knows, with an owner and a key."""
    from ansim.business.models import Business, Membership, Owner
    from ansim.business.owners.owner_desk import owner_desk
    from support.owner import e164, new_business

    meet_nobody()
    house.registers.down = False
    house.registers.businesses[NUMBER] = TaxRow("고은별", "20190302")
    house.registers.houses[:] = [building("안심로", "이도이동", "12", (33.4996, 126.5312))]
    business = new_business()
    Business.objects.filter(number=NUMBER).update(closed_at="2020-01-01T00:00:00Z")
    Business.objects.filter(pk=business.pk).update(number=NUMBER, kind="registered")
    business.refresh_from_db()
    phone = fresh_phone()
    index = owner_desk().index(e164(phone))
    person = Owner.objects.create(phone_index=index, sealed=b"x", phone_end=phone[-2:])
    Membership.objects.create(business=business, owner=person, role="owner")
    _same, key = new_key(business, owner=person)
    return business, ask(key)


def place(name: str, **more: Any) -> dict[str, Any]:
    return {**PLACE, "name": name, "phone": f"064-000-{abs(hash(name)) % 10000:04}", **more}


def claim(**more: Any) -> dict[str, Any]:
    return {"number": NUMBER, "representative": "고은별", "opened": "2019-03-02", **more}


def test_without_a_number_a_clerk_decides_and_the_system_reads_what_became_of_it(
    applicant: Ours,
) -> None:
    from ansim.accounts.models import Staff
    from ansim.business.admission.deciding import approve, turn_down
    from ansim.business.admission.words import Reason
    from ansim.business.models import VenueApplication

    business, partner = applicant
    answer = partner.post("/applications", place("새벽빵집"))
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert told["state"] == "submitted"
    assert answer.headers["location"] == f"/api/v1/applications/{told['ref']}"
    row = VenueApplication.objects.get(ref=told["ref"])
    clerk = Staff.objects.get(login="registrar")
    venue = approve(row, clerk)
    read = partner.get(f"/applications/{told['ref']}").json()
    assert (read["state"], read["venue"]) == ("approved", venue.pk)
    assert venue.business == business
    assert partner.get(f"/venues/{venue.pk}").json()["code"]
    second = partner.post("/applications", place("저녁빵집")).json()["ref"]
    turn_down(VenueApplication.objects.get(ref=second), clerk, Reason.WRONG_PLACE, "입구를 다시")
    read = partner.get(f"/applications/{second}").json()
    assert (read["state"], read["reason"]) == ("returned", "wrong-place")
    assert read["explanation"].endswith("입구를 다시")
    assert [row["ref"] for row in partner.get("/applications").json()["items"]] == [
        second,
        told["ref"],
    ]
    assert partner.get("/applications", state="returned").json()["items"][0]["ref"] == second


def test_what_the_tax_office_confirms_of_its_own_number_is_approved_at_once(
    applicant: Ours,
) -> None:
    business, partner = applicant
    answer = partner.post("/applications", place("한라 1호점", **claim()))
    assert answer.json()["state"] == "approved", answer.text
    assert business.venues.filter(pk=answer.json()["venue"]).exists()


def test_another_businesss_number_goes_to_a_clerk_though_the_tax_office_confirms_it(
    applicant: Ours, house: House
) -> None:
    from ansim.business.models import VenueApplication

    house.registers.businesses["1234567891"] = TaxRow("이한솔", "20200101")
    more = claim(number="123-45-67891", representative="이한솔", opened="2020-01-01")
    answer = applicant[1].post("/applications", place("남의 가게", **more))
    assert answer.json()["state"] == "submitted", answer.text
    row = VenueApplication.objects.get(ref=answer.json()["ref"])
    assert "other-number" in row.checks["findings"]


def test_a_wrong_opening_date_goes_to_a_clerk_and_uses_up_a_try(applicant: Ours) -> None:
    from ansim.business.models import NumberTry

    before = NumberTry.objects.filter(number=NUMBER).count()
    answer = applicant[1].post("/applications", place("둘째 가게", **claim(opened="2019-03-03")))
    assert answer.json()["state"] == "submitted"
    assert NumberTry.objects.filter(number=NUMBER).count() == before + 1
    NumberTry.objects.all().delete()


def test_a_closed_business_is_refused(applicant: Ours, house: House) -> None:
    house.registers.businesses[NUMBER].state = "03"
    answer = applicant[1].post("/applications", place("셋째 가게", **claim()))
    assert (answer.status_code, answer.json()["code"]) == (422, "business-closed")


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, {"/name"}),
        (place(""), {"/name"}),
        (place("가게", kind="castle"), {"/kind"}),
        (place("가게", phone="112"), {"/phone"}),
        (place("가게", about=""), {"/about"}),
        (place("가게", number="123"), {"/number", "/representative", "/opened"}),
        (place("가게", valid_from="2031-05-10"), {"/valid_until"}),
        (place("가게", opens="09:00"), {"/closes"}),
        (place("가게", owner=1), {"/owner"}),
        (place("가게", latitude=91.0, longitude=0.0), {"/latitude"}),
        (place("가게\0", about="x\0y"), {"/name", "/about"}),
        (place("가게", closed_days=["someday"]), {"/closed_days/0"}),
    ],
)
def test_every_field_at_fault_is_named_and_nothing_is_kept(
    applicant: Ours, body: dict[str, Any], pointers: set[str]
) -> None:
    business, partner = applicant
    answer = partner.post("/applications", body)
    assert answer.status_code == 422, answer.text
    named = {fault["pointer"] for fault in answer.json()["errors"]}
    assert named == pointers
    assert business.applications.count() == 0


def test_hundreds_of_applications_are_no_hundreds_of_texts(applicant: Ours) -> None:
    business, partner = applicant
    partner.post("/applications", place("문자 없는 가게"))
    with_texts = [
        one
        for part in business.memberships.all()
        for one in messages_to(f"010-0000-00{part.owner.phone_end}")
    ]
    assert with_texts == []


def test_a_business_without_anybody_cannot_apply(ours: Ours) -> None:
    answer = ours[1].post("/applications", place("아무도 없는 가게"))
    assert (answer.status_code, answer.json()["code"]) == (409, "nobody-in-charge")


def test_who_left_the_business_answers_for_it_no_more(applicant: Ours) -> None:
    from ansim.business.models import VenueApplication
    from support.owner import e164

    business, partner = applicant
    part = business.memberships.get()
    business.memberships.update(until="2026-01-01T00:00:00Z")
    refused = partner.post("/applications", place("떠난 뒤의 가게"))
    assert refused.json()["code"] == "nobody-in-charge"
    from ansim.business.models import Membership, Owner
    from ansim.business.owners.owner_desk import owner_desk

    index = owner_desk().index(e164(fresh_phone()))
    heir = Owner.objects.create(phone_index=index, sealed=b"x", phone_end="00")
    Membership.objects.create(business=business, owner=heir, role="owner")
    ref = partner.post("/applications", place("물려받은 가게")).json()["ref"]
    assert VenueApplication.objects.get(ref=ref).owner == heir
    assert part.owner != heir


def returned(partner: Partner, name: str, **more: Any) -> str:
    from ansim.accounts.models import Staff
    from ansim.business.admission.deciding import turn_down
    from ansim.business.admission.words import Reason
    from ansim.business.models import VenueApplication

    ref = str(partner.post("/applications", place(name, **more)).json()["ref"])
    clerk = Staff.objects.get(login="registrar")
    turn_down(VenueApplication.objects.get(ref=ref), clerk, Reason.WRONG_NAME, "간판대로")
    return ref


def test_what_came_back_is_handed_in_again_and_decided_anew(applicant: Ours) -> None:
    from ansim.business.models import VenueApplication

    business, partner = applicant
    ref = returned(partner, "새벽빵", capacity=12)
    again = partner.post(f"/applications/{ref}/hand-in", place("새벽빵집", **claim()))
    assert (again.status_code, again.json()["state"]) == (200, "approved"), again.text
    assert again.json()["ref"] == ref
    row = VenueApplication.objects.get(ref=ref)
    assert row.venue is not None
    assert (row.venue.name, row.venue.capacity) == ("새벽빵집", None), "it is replaced whole"
    assert [step.state for step in row.steps.all()] == [
        "submitted",
        "returned",
        "submitted",
        "approved",
    ]
    assert row.business == business


def test_handing_in_again_under_the_same_name_does_it_once(applicant: Ours) -> None:
    from ansim.business.models import VenueApplication

    _business, partner = applicant
    ref = returned(partner, "저녁빵")
    first, second = (
        partner.post(f"/applications/{ref}/hand-in", place("저녁빵집"), name="again-1")
        for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.headers["idempotency-replayed"] == "true"
    assert first.json() == second.json()
    assert VenueApplication.objects.get(ref=ref).steps.filter(state="submitted").count() == 2


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "refused", "withdrawn"])
def test_only_what_came_back_is_handed_in_again(applicant: Ours, state: str) -> None:
    from ansim.business.models import VenueApplication

    business, partner = applicant
    ref = str(partner.post("/applications", place("늘봄빵집")).json()["ref"])
    VenueApplication.objects.filter(ref=ref).update(state=state)
    answer = partner.post(f"/applications/{ref}/hand-in", place("다른빵집"))
    assert (answer.status_code, answer.json()["code"]) == (409, "not-returned")
    row = VenueApplication.objects.get(ref=ref)
    assert (row.state, row.form["name"], row.business) == (state, "늘봄빵집", business)


def test_a_fault_leaves_what_came_back_as_it_was(applicant: Ours) -> None:
    from ansim.business.models import VenueApplication

    _business, partner = applicant
    ref = returned(partner, "한낮빵집")
    answer = partner.post(f"/applications/{ref}/hand-in", place("한낮빵집", phone="12"))
    assert answer.status_code == 422
    assert VenueApplication.objects.get(ref=ref).state == "returned"


def test_another_businesss_application_is_not_handed_in(applicant: Ours, ask: Any) -> None:
    _business, partner = applicant
    ref = returned(partner, "모퉁이빵집")
    stranger = ask(new_key()[1])
    answer = stranger.post(f"/applications/{ref}/hand-in", place("모퉁이빵집"))
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
