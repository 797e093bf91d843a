"""Notifying on the screens: the form, the signature, the list of those that wait, taking one up."""

from typing import Any

import httpx
import pytest

from ansim.domain.notification import Notification
from ansim.domain.signed_texts import read_text
from support.canaries import Canaries, files_of, rows_of
from support.cases import notify, of_the_cast, open_case
from support.grants import begin_work
from support.house import Browser, House, Open
from support.scene import Scene
from support.signing import answer_of, assertion, passkey, text_in
from support.walk import Walk, kinds


def fields(scene: Scene, **changes: str) -> dict[str, str]:
    return {
        "phone": scene.case_phone,
        "preset": "covid19",
        "anchor_kind": "symptom-onset",
        "anchor_date": scene.noon.date().isoformat(),
        **changes,
    }


def write(browser: Browser, scene: Scene, **changes: str) -> httpx.Response:
    """The form sent: the page that goes to the signing page, or the form with its reasons."""
    return browser.post("/notifications/new", **fields(scene, **changes))


def sign(browser: Browser, house: House, page: httpx.Response, login: str = "approver") -> Any:
    text = text_in(page.text)
    signed = assertion(passkey(login), text, house.staff[login].ref)
    return browser.post("/signed/notification", answer=answer_of(text, signed))


@pytest.fixture
def both(browse: Open, house: House, scene: Scene) -> tuple[Browser, Browser]:
    """An officer and an approver, and the processes that they ask."""
    house.need("tracer", "vault")
    return browse("investigation", "officer"), browse("investigation", "approver")


def test_from_the_number_to_the_itinerary_it_takes_two(
    both: tuple[Browser, Browser], scene: Scene, house: House
) -> None:
    officer, approver = both
    made = sign(approver, house, write(approver, scene))
    assert made.status_code == 200
    case = made.url.params["made"]
    assert f"신고가 {case}" in made.text
    assert f"/notifications/{case}/take" not in made.text
    answer = approver.post(f"/notifications/{case}/take", "/notifications/")
    assert answer.status_code == 403
    assert approver.get(f"/cases/{case}/").status_code == 404
    assert f"/notifications/{case}/take" in officer.get("/notifications/").text
    page = officer.post(f"/notifications/{case}/take", "/notifications/")
    page = begin_work(officer, "officer", house.staff["officer"].ref, page)
    assert page.url.path == f"/cases/{case}/itinerary"
    assert "한결 국수" in page.text
    assert f"/notifications/{case}/take" not in officer.get("/notifications/").text
    assert kinds(house, f"/cases/{case}") == [
        "phone-looked-up",
        "case-notified",
        "case-opened",
        "itinerary-read",
    ]


def test_what_is_signed_names_where_its_signer_works_and_the_vault_knows_better(
    both: tuple[Browser, Browser], scene: Scene, house: House
) -> None:
    from ansim.accounts.models import Staff

    approver = both[1]
    Staff.objects.filter(login="approver").update(agency="제주", team="동부")
    try:
        page = write(approver, scene)
        said = read_text(text_in(page.text), Notification)
        assert (said.agency, said.team) == ("제주", "동부")
        refused = sign(approver, house, page)
        assert refused.status_code == 400
        assert "이 내용으로는 사례를 만들 수 없습니다" in refused.text
    finally:
        Staff.objects.filter(login="approver").update(agency="", team="")


def test_a_case_that_is_taken_up_is_not_taken_again(
    both: tuple[Browser, Browser], scene: Scene, house: House, browse: Open
) -> None:
    officer, _approver = both
    case = notify(house.system, of_the_cast(house, "approver"), scene.case_phone)
    for _again in range(2):
        page = officer.post(f"/notifications/{case}/take", "/notifications/")
        assert page.url.path == "/shift/"
    assert kinds(house, f"/cases/{case}").count("case-opened") == 1
    # The console's own row was lost with its answer: the same officer takes it up again.
    from ansim.investigation.models import Case

    Case.objects.filter(ref=case).delete()
    assert f"/notifications/{case}/take" in officer.get("/notifications/").text
    other = browse("investigation", "officer2")
    assert f"/notifications/{case}/take" not in other.get("/notifications/").text
    refused = other.post(f"/notifications/{case}/take", "/notifications/")
    assert refused.status_code == 400
    assert "다른 역학조사관이 맡은" in refused.text
    assert officer.post(f"/notifications/{case}/take", "/notifications/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"phone": "12"}, "010-0000-0000처럼"),
        ({"phone": "전화번호"}, "010-0000-0000처럼"),
        ({"phone": "' OR 1=1 --"}, "010-0000-0000처럼"),
        ({"phone": "who@"}, "이메일"),
        ({"phone": ""}, "필수 항목"),
        ({"phone": "who@example.org", "unverified": "on"}, "전화번호뿐입니다"),
        ({"nobody": "on"}, "하나만"),
        ({"preset": "measles"}, "발진 발생"),
        ({"anchor_kind": "rash-onset"}, "증상 발생"),
        ({"anchor_date": "1999-01-01"}, "최근 1년 안"),
        ({"preset": "plague"}, "notice bad"),
    ],
)
def test_what_makes_no_notification_is_told_at_its_field(
    both: tuple[Browser, Browser], scene: Scene, changes: dict[str, str], words: str
) -> None:
    page = write(both[1], scene, **changes)
    assert page.status_code == 400
    assert words in page.text
    assert "data-go" not in page.text


def test_a_number_that_nobody_signed_up_with_makes_no_case(
    both: tuple[Browser, Browser], scene: Scene, house: House
) -> None:
    approver = both[1]
    answer = sign(approver, house, write(approver, scene, phone="010-0000-9999"))
    assert answer.status_code == 400
    assert "가입한 사람이 없습니다" in answer.text
    assert 'href="/notifications/new"' in answer.text


@pytest.mark.parametrize("wrong", ["of an officer's key", "of another text"])
def test_a_wrong_signature_makes_no_case(
    both: tuple[Browser, Browser], scene: Scene, house: House, wrong: str
) -> None:
    officer, approver = both
    page = write(approver, scene)
    text = text_in(page.text)
    if wrong == "of another text":
        signed = assertion(passkey("approver"), text + b" ", house.staff["approver"].ref)
    else:
        signed = assertion(passkey("officer"), text, house.staff["officer"].ref)
    answer = approver.post("/signed/notification", answer=answer_of(text, signed))
    assert answer.status_code == 400
    assert officer.post("/signed/notification", "/keys/", answer="e30").status_code == 403


def test_a_case_without_a_number_says_so_and_looks_nothing_up(
    both: tuple[Browser, Browser], scene: Scene, house: House
) -> None:
    officer, approver = both
    made = sign(approver, house, write(approver, scene, phone="", nobody="on"))
    case = f"/cases/{made.url.params['made']}"
    assert "가입 이력 없음" in officer.get("/notifications/").text
    officer.post(f"/notifications/{made.url.params['made']}/take", "/notifications/")
    for path in ("", "/itinerary", "/contacts"):
        page = officer.get(case + path)
        assert page.status_code == 200
        assert page.url.path == f"{case}/itinerary"
        assert "가입한 적이 없는 사람" in page.text
    terms = {"minutes": "1", "degrees": "1", "residual": "0", "valid_days": "7"}
    fields = {"purpose": "find-source", "legal_basis": "IDCPA-76-2-1", **terms}
    span = {"start": f"{scene.noon.date()}T00:00", "end": f"{scene.noon.date()}T12:00"}
    page = officer.post(f"{case}/warrants/new", **fields, **span)
    assert page.url.path == f"{case}/itinerary"
    assert kinds(house, case) == ["case-notified", "case-opened"]
    assert officer.post(f"{case}/close", f"{case}/closing").status_code == 200
    page = officer.post(f"{case}/reopen", f"{case}/closing")
    assert "이 사례는 진행 중" in page.text or page.url.path == f"{case}/closing"
    assert kinds(house, case)[-2:] == ["case-closed", "case-reopened"]


def test_the_window_stays_within_what_was_notified(walk: Walk, scene: Scene) -> None:
    day = scene.noon.date()
    answer = walk.officer.post(
        f"{walk.case}/window",
        f"{walk.case}/itinerary",
        start=f"{day.replace(year=day.year - 1)}T00:00",
        end=f"{day.replace(year=day.year - 1)}T12:00",
    )
    assert answer.status_code == 400
    assert "신고로 열린 기간" in answer.text
    narrower = walk.officer.post(
        f"{walk.case}/window", f"{walk.case}/itinerary", start=f"{day}T00:00", end=f"{day}T18:00"
    )
    assert narrower.status_code == 200


def test_the_number_stands_nowhere_but_where_it_is_signed(
    both: tuple[Browser, Browser], scene: Scene, house: House
) -> None:
    officer, approver = both
    canaries = Canaries()
    phone = canaries.phone("the notified", scene.phones["강유진"])
    canaries.phone("of nobody", "010-0000-9998")

    def remember(request: httpx.Request) -> None:
        canaries.addresses.append(str(request.url))

    for browser in (officer, approver):
        browser.http.event_hooks = {"request": [remember]}
    before = {where for where, text in rows_of(house.system) if canaries.found_in(text)}
    assert before == set()
    form = write(approver, scene, phone=phone)
    made = sign(approver, house, form)
    page = officer.post(f"/notifications/{made.url.params['made']}/take", "/notifications/")
    write(approver, scene, phone=phone, preset="measles")
    refused = sign(approver, house, write(approver, scene, phone="010-0000-9998"))
    assert refused.status_code == 400
    places = [
        *(("an address", one) for one in canaries.addresses),
        *(("a page", one.text) for one in (made, page, refused)),
        *((where, text) for where, text in files_of(house.system.folder) if where != "keys"),
        *rows_of(house.system),
    ]
    assert "main ledger.entry" in {where for where, _text in places}
    assert {(where, what) for where, text in places for what in canaries.found_in(text)} == set()


def test_another_disease_is_opened_the_same_way(
    both: tuple[Browser, Browser], scene: Scene, house: House
) -> None:
    page = open_case(house, both[0], scene.case_phone, scene.noon.date(), "new-disease")
    assert "신종감염병" in page.text
