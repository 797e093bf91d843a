"""오늘 업무 시작: a page that wants a session leads there and back, and nothing typed is lost."""

import re
from datetime import timedelta

import pytest

from support.grants import begin_work
from support.house import Browser, House, Open
from support.scene import Scene
from support.signing import answer_of, assertion, passkey, text_in
from support.walk import Walk, kinds, numbers_of

OFFICER = "officer"


@pytest.fixture
def later(walk: Walk, browse: Open) -> Browser:
    """The same officer in another browser, where nobody signed yet."""
    return browse("investigation", OFFICER)


def test_a_page_leads_to_the_signature_and_back(later: Browser, walk: Walk, house: House) -> None:
    before = kinds(house, walk.case)
    page = later.get(f"{walk.case}/contacts", **walk.terms)
    assert page.url.path == "/shift/"
    assert walk.case.split("/")[-1] in page.text
    assert kinds(house, walk.case) == before, "nothing was looked up"
    back = begin_work(later, OFFICER, walk.staff[OFFICER], page)
    assert back.url.path == f"{walk.case}/contacts"
    assert sorted(numbers_of(back)) == [1, 2]
    assert dict(back.url.params) == walk.terms


def test_a_form_that_wanted_a_session_is_not_lost(later: Browser, walk: Walk) -> None:
    walk.contacts()
    later.get("/cases/")
    page = later.post(
        f"{walk.case}/warrants/new",
        f"{walk.case}/warrants/new",
        purpose="test-contacts",
        legal_basis="IDCPA-76-2-1",
        valid_days="7",
        **walk.terms,
    )
    assert page.url.path == "/shift/"
    onward = begin_work(later, OFFICER, walk.staff[OFFICER], page)
    assert f'action="{walk.case}/warrants/new"' in onward.text
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', onward.text)
    sent = later.http.post(f"{walk.case}/warrants/new", data=dict(fields))
    assert b"ansim-warrant-v2" in text_in(sent.text)


def test_names_that_came_back_signed_are_opened_after_the_signature_for_the_work(
    walk: Walk,
) -> None:
    walk.contacts()
    walk.approve(walk.ask().url.path.split("/")[-1])
    page = walk.choose(1)
    walk.officer.post("/shift/end", "/shift/")
    asked = walk.sign(walk.officer, OFFICER, "opening", page)
    assert asked.url.path == "/shift/"
    onward = begin_work(walk.officer, OFFICER, walk.staff[OFFICER], asked)
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', onward.text)
    opened = walk.officer.http.post("/signed/opening", data=dict(fields))
    assert opened.status_code == 200
    assert "최은서" in opened.text or "정시우" in opened.text


def test_the_session_stands_in_no_address_page_or_cookie(walk: Walk, house: House) -> None:
    from django.test import override_settings

    from ansim.investigation.models import ConsoleSession
    from ansim.settings.environment import portal_secret

    cookie = walk.officer.http.cookies["ansim_investigation"]
    with override_settings(SECRET_KEY=portal_secret("investigation-session")):
        kept = ConsoleSession.objects.get(session_key=cookie).get_decoded()["search_session"]["id"]
    assert len(kept) == 32
    for page in (walk.itinerary, walk.contacts(), walk.officer.get("/shift/")):
        assert kept not in page.text
        assert kept not in str(page.url)
        assert all(kept not in value for value in walk.officer.http.cookies.values())


def test_after_the_work_nothing_is_looked_up(walk: Walk, house: House) -> None:
    before = kinds(house, walk.case)
    assert walk.officer.post("/shift/end", "/shift/").url.path == "/shift/"
    for path in ("itinerary", "contacts"):
        assert walk.officer.get(f"{walk.case}/{path}").url.path == "/shift/"
    assert kinds(house, walk.case) == before


def test_looking_again_is_no_look_up_and_looking_anew_is_one(walk: Walk, house: House) -> None:
    def itineraries() -> int:
        return kinds(house, walk.case).count("itinerary-read")

    assert itineraries() == 1
    for _ in range(3):
        assert "한결 국수" in walk.officer.get(f"{walk.case}/itinerary").text
    assert itineraries() == 1
    page = walk.officer.get(f"{walk.case}/itinerary", anew=1)
    assert str(page.url).endswith("/itinerary")
    assert itineraries() == 2
    walk.contacts()
    walk.contacts()
    assert kinds(house, walk.case).count("contacts-searched") == 1
    walk.contacts(minutes="5")
    assert kinds(house, walk.case).count("contacts-searched") == 2


def test_the_approver_begins_no_work(walk: Walk) -> None:
    assert walk.approver.get("/shift/").status_code == 403


@pytest.mark.parametrize("chosen", [[], ["2611-NOSUC"], ["../x", "' OR 1"]])
def test_without_a_case_of_ones_own_nothing_is_signed(walk: Walk, chosen: list[str]) -> None:
    page = walk.officer.post("/shift/", case=chosen)
    assert page.status_code == 400
    assert "data-go" not in page.text
    assert "선택해 주세요" in page.text


def test_a_signature_of_another_or_a_text_that_was_not_sent_begins_nothing(
    walk: Walk, later: Browser
) -> None:
    case = walk.case.split("/")[-1]
    text = text_in(walk.officer.post("/shift/", case=[case]).text)
    wrong = assertion(passkey("officer2"), text, walk.staff[OFFICER])
    assert walk.officer.post("/signed/grant", answer=answer_of(text, wrong)).status_code == 400
    right = answer_of(text, assertion(passkey(OFFICER), text, walk.staff[OFFICER]))
    assert later.post("/signed/grant", answer=right).status_code == 400, "another browser's text"
    assert later.get(f"{walk.case}/itinerary").url.path == "/shift/"


def test_a_search_that_reaches_too_far_is_told_so_on_its_page(walk: Walk, scene: Scene) -> None:
    first = (scene.noon - timedelta(days=40)).strftime("%Y-%m-%dT%H:%M")
    last = scene.noon.strftime("%Y-%m-%dT%H:%M")
    page = walk.contacts(start=first, end=last)
    assert page.status_code == 400
    assert "범위를 넘었습니다" in page.text
