"""A case by the patient's own code, on the officer's screens"""

import pytest

from support.grants import begin_work
from support.house import Browser, House, Open
from support.scene import Scene
from support.walk import kinds


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
