"""A case by the patient's own code, on the officer's screens"""

from datetime import timedelta

import pytest

from ansim.domain.quantities import EpochSeconds
from ansim.tracing.process.calls import Window
from support.by_person import ByPerson
from support.grants import begin_work
from support.house import Browser, House, Open
from support.patience import until
from support.scene import Scene, sign_up, visit
from support.walk import kinds, numbers_of


@pytest.fixture
def officer(browse: Open, house: House, scene: Scene) -> Browser:
    house.need("tracer", "vault")
    with house.system.owner("identity") as identity:
        identity.execute("DELETE FROM vault.patient_code")
    return browse("investigation", "officer")


def fields(scene: Scene, **changes: str) -> dict[str, str]:
    return {
        "phone": scene.phones["최은서"],
        "language": "ko",
        "preset": "covid19",
        "anchor_kind": "symptom-onset",
        "anchor_date": scene.noon.date().isoformat(),
        **changes,
    }


def code_of_the_newest(house: House) -> str:
    with house.system.owner("main") as main:
        row = main.execute(
            "SELECT params ->> 'code' FROM notices.message WHERE template = 'patient-code'"
            " ORDER BY id DESC LIMIT 1"
        ).fetchone()
    assert row
    return str(row[0])


def test_what_the_patient_reads_out_opens_the_patients_itinerary(
    officer: Browser, scene: Scene, house: House
) -> None:
    page = officer.post("/notifications/patient", **fields(scene))
    assert page.url.path == "/notifications/patient/code"
    code = code_of_the_newest(house)
    assert code not in page.text
    wrong = officer.post("/notifications/patient/code", code=f"{(int(code) + 1) % 10**6:06}")
    assert wrong.status_code == 400
    assert "확인번호가 맞지 않습니다" in wrong.text
    found = officer.post("/notifications/patient/code", code=f" {code} ")
    if found.url.path.endswith("/facts"):  # the same patient has a case of another test
        found = officer.get(found.url.path.replace("/facts", "/itinerary"))
    found = begin_work(officer, "officer", house.staff["officer"].ref, found)
    assert found.url.path.endswith("/itinerary")
    assert "한결 국수" in found.text
    case = found.url.path.removesuffix("/itinerary")
    assert kinds(house, case) == [
        "patient-asked",
        "phone-looked-up",
        "case-notified",
        "case-opened",
        "itinerary-read",
    ]
    assert "환자 본인" in officer.get(f"{case}/ledger").text
    assert officer.get("/notifications/patient/code").url.path == "/notifications/patient"


def test_what_came_late_and_contacts_of_contacts_are_not_for_a_case_that_a_code_began(
    officer: Browser, scene: Scene, house: House
) -> None:
    """Whoever reads a code out to themselves delivers check-ins late for where somebody else was."""
    from ansim.business.models import Venue
    from ansim.domain.categories import Category

    phones = {"한바다": "010-0000-0191", "오해솔": "010-0000-0192"}
    people = {name: sign_up(house.system, name, phone) for name, phone in phones.items()}
    live, late = (
        Venue.objects.create(name=name, category=Category.CAFE, phone="064-000-0000").id
        for name in ("때맞춰 찻집", "뒤늦은 찻집")
    )
    evening = scene.noon + timedelta(hours=5)
    visit(house.system, people["한바다"], live, scene.noon, 60)
    visit(house.system, people["한바다"], late, evening, 60, late=True)
    visit(house.system, people["오해솔"], late, evening, 60)
    tracer = ByPerson(house.system)
    noon = int(scene.noon.timestamp())
    day = Window(EpochSeconds(noon - 3600), EpochSeconds(noon + 11 * 3600))
    until(lambda: len(tracer.itinerary(people["한바다"], day)) == 2, "the tracer takes both in")
    until(lambda: len(tracer.itinerary(people["오해솔"], day)) == 1, "and who was there")
    officer.post("/notifications/patient", **fields(scene, phone=phones["한바다"]))
    page = officer.post("/notifications/patient/code", code=code_of_the_newest(house))
    page = begin_work(officer, "officer", house.staff["officer"].ref, page)
    assert "때맞춰 찻집" in page.text
    assert "뒤늦은 찻집" not in page.text
    assert "늦게 도착한 방문 기록은 제외" in page.text
    case = page.url.path.removesuffix("/itinerary")
    terms = {"start": f"{scene.noon.date()}T00:00", "end": f"{scene.noon.date()}T23:59"}
    terms |= {"minutes": "1", "residual": "0"}
    direct = officer.get(f"{case}/contacts", **terms, degrees="1")
    assert direct.status_code == 200
    assert numbers_of(direct) == []
    assert "늦게 도착한 방문 기록은 제외" in direct.text
    for degrees in ("2", "3"):
        further = officer.get(f"{case}/contacts", **terms, degrees=degrees)
        assert further.status_code == 400
        assert "범위를 넘었습니다" in further.text


def test_wrong_fields_and_too_many_codes_are_told_so(officer: Browser, scene: Scene) -> None:
    for changes, words in (
        ({"phone": "064-000-0000"}, "010-0000-0000처럼"),
        ({"phone": ""}, "필수 항목"),
        ({"preset": "measles"}, "발진 발생"),
        ({"language": "tlh"}, "notice bad"),
    ):
        page = officer.post("/notifications/patient", **fields(scene, **changes))
        assert page.status_code == 400
        assert words in page.text
    for _unread in range(3):
        sent = officer.post("/notifications/patient", **fields(scene))
        assert sent.url.path == "/notifications/patient/code"
    page = officer.post("/notifications/patient", **fields(scene))
    assert page.status_code == 400
    assert "일주일 동안" in page.text


def test_an_approver_asks_no_patient(officer: Browser, browse: Open) -> None:
    approver = browse("investigation", "approver")
    for path in ("/notifications/patient", "/notifications/patient/code"):
        assert approver.get(path).status_code == 403
