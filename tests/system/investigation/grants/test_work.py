"""오늘 업무 시작: a page that wants a session leads there and back, and nothing typed is lost."""

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from ansim.identity.sessions.calls import EndSession
from support.callers import vault_of
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


@pytest.mark.parametrize("whose", ["one is going to", "one opened"])
def test_an_older_case_is_signed_for_also_where_the_team_has_hundreds_newer(
    later: Browser, walk: Walk, house: House, whose: str
) -> None:
    case = walk.case.split("/")[-1]
    with house.system.owner("identity") as identity:
        identity.execute(
            "INSERT INTO vault.known_case (ref, subject, agency, team, opened_at)"
            " SELECT '2612-X' || lpad(number::text, 4, '0'), subject, agency, team, now() + interval '1 hour'"
            " FROM vault.known_case, generate_series(1, 250) AS number WHERE ref = %s",
            [case],
        )
        try:
            path = "/shift/" if whose == "one opened" else f"{walk.case}/contacts"
            page = later.get(path)
            assert page.url.path == "/shift/"
            assert f'value="{case}"' in page.text
            begin_work(later, OFFICER, walk.staff[OFFICER], page)
            assert sorted(numbers_of(later.get(f"{walk.case}/contacts", **walk.terms))) == [1, 2]
        finally:
            identity.execute("DELETE FROM vault.session_case WHERE case_ref LIKE '2612-X%'")
            identity.execute("DELETE FROM vault.known_case WHERE ref LIKE '2612-X%'")


@contextmanager
def sign_in_of(browser: Browser) -> Iterator[Any]:
    """What the console keeps of a browser's sign-in, to read and to change."""
    from django.test import override_settings

    from ansim.investigation.models.session import SessionStore
    from ansim.settings.environment import portal_secret

    with override_settings(SECRET_KEY=portal_secret("investigation-session")):
        store = SessionStore(browser.http.cookies["ansim_investigation"])
        yield store
        if store.modified:
            store.save()


def session_id(browser: Browser) -> bytes:
    with sign_in_of(browser) as kept:
        return bytes.fromhex(kept["search_session"]["id"])


def stands(house: House, session: bytes) -> bool:
    """Whether the vault still knows a session."""
    stored = hashlib.sha256(b"ansim-session-v2\0" + session).digest()
    with house.system.owner("identity") as identity:
        row = identity.execute("SELECT FROM vault.session WHERE id = %s", [stored]).fetchone()
    return row is not None


def sign_out(browser: Browser) -> None:
    browser.post("/sign-out", "/cases/")


def idle(browser: Browser) -> None:
    with sign_in_of(browser) as kept:
        kept["seen"] -= 21 * 60
    assert browser.get("/cases/").url.path == "/sign-in"


def end_the_work(browser: Browser) -> None:
    browser.post("/shift/end", "/shift/")


def sign_anew(browser: Browser) -> None:
    begin_work(browser, OFFICER, browser_staff(browser), browser.get("/shift/"))


def browser_staff(browser: Browser) -> str:
    from ansim.accounts.models import SignIn

    with sign_in_of(browser) as kept:
        return str(SignIn.objects.select_related("staff").get(pk=kept["sign_in"]).staff.ref)


@pytest.mark.parametrize("leave", [sign_out, idle, end_the_work, sign_anew])
def test_whoever_leaves_the_console_leaves_no_session_behind(
    walk: Walk, house: House, leave: Callable[[Browser], None]
) -> None:
    session = session_id(walk.officer)
    walk.officer.get("/cases/")
    assert stands(house, session)
    leave(walk.officer)
    assert not stands(house, session)


def end_elsewhere(walk: Walk, house: House) -> None:
    """The session ends at the vault, and the console does not learn of it."""
    vault_of(house.system).end_session(EndSession(session_id(walk.officer)))
    time.sleep(2.5)  # the tracer asks after it each second


def test_a_session_that_ended_elsewhere_is_said_to_be_over(walk: Walk, house: House) -> None:
    end_elsewhere(walk, house)
    page = walk.contacts(minutes="7")
    assert page.url.path == "/shift/"
    assert walk.case.split("/")[-1] in page.text.split('class="lead"')[1].split("<form")[0]
    assert 'action="/shift/end"' not in page.text, "nothing is left to be ended"
    back = begin_work(walk.officer, OFFICER, walk.staff[OFFICER], page)
    assert back.url.path == f"{walk.case}/contacts"
    assert back.url.params["minutes"] == "7"


def test_names_signed_for_are_opened_though_the_session_ended_elsewhere(
    walk: Walk, house: House
) -> None:
    walk.contacts()
    walk.approve(walk.ask().url.path.split("/")[-1])
    page = walk.choose(1)
    end_elsewhere(walk, house)
    asked = walk.sign(walk.officer, OFFICER, "opening", page)
    assert asked.url.path == "/shift/"
    onward = begin_work(walk.officer, OFFICER, walk.staff[OFFICER], asked)
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', onward.text)
    opened = walk.officer.http.post("/signed/opening", data=dict(fields))
    assert opened.status_code == 200
    assert "최은서" in opened.text or "정시우" in opened.text


def test_a_colleagues_own_signature_begins_no_work_of_somebody_else(
    walk: Walk, house: House
) -> None:
    """Otherwise one would look things up under the colleague's mark."""
    colleague, case = "officer2", walk.case.rsplit("/", maxsplit=1)[-1]
    text = text_in(walk.officer.post("/shift/", case=[case]).text)
    theirs = assertion(passkey(colleague), text, walk.staff[colleague])
    before = session_id(walk.officer)
    page = walk.officer.post("/signed/grant", answer=answer_of(text, theirs))
    assert page.status_code == 400
    assert session_id(walk.officer) == before


def test_the_session_stands_in_no_address_page_or_cookie(walk: Walk) -> None:
    kept = session_id(walk.officer).hex()
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
