"""An officer practises the whole way over HTTP, from the notification to names and the closing, and looks at nobody."""

import re
import time
from datetime import timedelta
from typing import Any

import httpx
import pytest

from ansim.domain.days import local_day
from support.grants import begin_work
from support.house import Browser, House, Open
from support.scene import Scene
from support.signing import answer_of, assertion, passkey, text_in
from support.walk import Walk, numbers_of, ref_of

BAND = 'class="training-band"'


def signed(house: House, browser: Browser, login: str, kind: str, page: Any) -> httpx.Response:
    text = text_in(page.text)
    answer = answer_of(text, assertion(passkey(login), text, house.staff[login].ref))
    return browser.post(f"/signed/{kind}", answer=answer)


def made(house: House, approver: Browser) -> str:
    """The mark of a training case that the approver made."""
    page = approver.post(
        "/notifications/training",
        preset="covid19",
        anchor_kind="symptom-onset",
        anchor_date=str(local_day(time.time()) - timedelta(days=1)),
    )
    assert b'"training":true' in text_in(page.text)
    page = signed(house, approver, "approver", "notification", page)
    assert page.status_code == 200, page.text
    return str(page.url.params["made"])


@pytest.fixture
def drill(browse: Open, house: House, scene: Scene) -> Walk:
    """The case taken up, with the day's work signed for; people who exist have been somewhere too."""
    assert scene.people
    house.need("tracer")
    officer, approver = browse("investigation", "officer"), browse("investigation", "approver")
    case = made(house, approver)
    waiting = officer.get("/notifications/")
    row = waiting.text.split(case, 1)[1]
    assert row.startswith('</span> <span class="badge warn">연습</span>')
    page = officer.post(f"/notifications/{case}/take", "/notifications/")
    page = begin_work(officer, "officer", house.staff["officer"].ref, page)
    day = local_day(time.time())
    terms = {
        "start": f"{day - timedelta(days=3)}T00:00",
        "end": f"{day - timedelta(days=1)}T23:59",
        "minutes": "5",
        "degrees": "1",
        "residual": "0",
    }
    staff = {login: one.ref for login, one in house.staff.items()}
    return Walk(officer, approver, f"/cases/{case}", page, terms, staff)


def names_in(page: httpx.Response) -> list[str]:
    return re.findall(r"<b>([^<]*\(연습\))</b>", page.text)


def test_the_whole_way_is_practised_and_every_page_says_so(
    drill: Walk, scene: Scene, house: House
) -> None:
    case = drill.case.rsplit("/", 1)[1]
    assert drill.itinerary.url.path == f"{drill.case}/itinerary"
    venues = re.findall(r'<div class="place">\s*<b>([^<]+)</b>', drill.itinerary.text)
    assert venues
    assert all("(연습)" in one for one in venues)
    contacts = drill.contacts()
    numbers = numbers_of(contacts)[:3]
    assert numbers
    asked = drill.ask()
    approved = drill.approve(ref_of(asked))
    opened = drill.names(*numbers)
    named = names_in(opened)
    assert len(named) == len(numbers)
    assert opened.text.count("010-0000-") == len(numbers)
    closing = drill.officer.get(f"{drill.case}/closing")
    closed = drill.officer.post(f"{drill.case}/close", f"{drill.case}/closing")
    ledger = drill.officer.get(f"{drill.case}/ledger")
    pages = [drill.itinerary, contacts, asked, approved, opened, closing, closed, ledger]
    pages += [drill.officer.get(f"{drill.case}/warrants"), drill.approver.get(drill.case + "/")]
    for page in pages:
        assert page.status_code == 200, page.url
        assert BAND in page.text, page.url
        assert "[연습]" in page.text.split("</title>")[0], page.url
        for name in scene.people:
            assert name not in page.text, page.url
    entries = re.findall(r"<span>(\[연습\] )?[^<]+</span>", ledger.text.split("<table", 1)[1])
    assert "[연습] 사례" in ledger.text
    assert entries
    with house.system.owner("main") as main:
        rows = main.execute("SELECT kind, detail FROM ledger.entry WHERE case_ref = %s", [case])
        acts = dict(rows.fetchall())
    assert all(detail["training"] == 1 for detail in acts.values())
    assert {"case-notified", "case-opened", "itinerary-read", "contacts-searched"} <= set(acts)
    assert {"warrant-requested", "warrant-approved", "identities-opened", "case-closed"} <= set(
        acts
    )
    assert "phone-looked-up" not in acts


def test_it_goes_on_in_no_real_case_and_is_found_by_its_mark(
    drill: Walk, walk: Walk, house: House
) -> None:
    from ansim.investigation.models import CaseMerge

    assert house.staff
    real, training = (one.case.rsplit("/", 1)[1] for one in (walk, drill))
    for one, into in ((drill, real), (walk, training)):
        answer = one.officer.post(f"{one.case}/merge", f"{one.case}/facts", into=into)
        assert answer.status_code == 400
        assert "함께 고를 수 없습니다" in answer.text
    assert not CaseMerge.objects.filter(case_ref__in=[real, training]).exists()
    listed = drill.officer.get("/cases/", q=training)
    assert f'value="{training}"' in listed.text
    assert f"/cases/{training}/" in listed.text
    assert f"/cases/{real}/" not in listed.text


def test_lists_mark_it(drill: Walk) -> None:
    drill.contacts()
    drill.ask()
    case = drill.case.rsplit("/", 1)[1]
    badge = '<span class="badge warn">연습</span>'
    for browser, path in (
        (drill.officer, "/cases/"),
        (drill.officer, "/shift/"),
        (drill.approver, "/warrants/"),
    ):
        row = browser.get(path).text.split(f">{case}<", 1)[1]
        assert badge in row[:120], path


def test_training_and_real_cases_are_signed_for_apart(drill: Walk, walk: Walk) -> None:
    real, training = (one.case.rsplit("/", 1)[1] for one in (walk, drill))
    page = drill.officer.post("/shift/", case=[real, training])
    assert page.status_code == 400
    assert "함께 고를 수 없습니다" in page.text
    for case, other in ((real, training), (training, real)):
        # Whoever goes to a case of the other kind is proposed that kind alone.
        page = drill.officer.get(f"/cases/{case}/itinerary")
        if page.url.path == "/shift/":
            chosen = [one for one in page.text.split("<input") if "checked" in one.split(">")[0]]
            assert any(f'value="{case}"' in one for one in chosen)
            assert not any(f'value="{other}"' in one for one in chosen)
            page = begin_work(drill.officer, "officer", drill.staff["officer"], page)
        assert page.url.path == f"/cases/{case}/itinerary"
        assert (BAND in page.text) is (case == training)


def test_only_who_notifies_makes_one(browse: Open, house: House) -> None:
    assert house.staff
    assert browse("investigation", "officer").get("/notifications/training").status_code == 403
    page = browse("investigation", "approver").post("/notifications/training", preset="nothing")
    assert page.status_code == 400
