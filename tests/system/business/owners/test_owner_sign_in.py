"""Signing in by a code: nothing tells who has an account, codes are counted, a session is one person's."""

import re
from typing import Any

import httpx
import pytest

from support.house import Browser, House, Open
from support.owner import SignedIn, code_of, e164, fresh_phone, messages_to, post, sign_in
from support.system import System


def shape(answer: httpx.Response) -> str:
    """A page without what differs at every request."""
    return re.sub(r'value="[^"]*"', "", answer.text)


def test_whoever_gets_the_code_is_in(browse: Open) -> None:
    signed = sign_in(browse)
    assert signed.browser.get("/my/data").status_code == 200
    assert signed.account.phone_end == signed.phone[-2:]


def test_who_has_no_business_yet_finds_the_way_to_a_code(browse: Open) -> None:
    assert 'href="/apply/"' in sign_in(browse).browser.get("/my/").text


def test_a_known_and_an_unknown_number_get_the_same_answer(browse: Open) -> None:
    known = sign_in(browse)
    pages = [
        browse("business").post("/my/sign-in", phone=phone)
        for phone in (known.phone, fresh_phone())
    ]
    assert {page.status_code for page in pages} == {200}
    assert shape(pages[0]) == shape(pages[1])
    assert len(pages[0].history) == len(pages[1].history)


@pytest.mark.parametrize(
    "written",
    ["02-000-0000", "1588-0000", "010-0000-00", "abc", "", "+850 191 000 0000", "011-000-0000"],
)
def test_a_number_that_no_message_reaches_is_refused_and_gets_none(
    browse: Open, written: str
) -> None:
    answer = browse("business").post("/my/sign-in", phone=written)
    assert answer.status_code == 400
    assert answer.url.path == "/my/sign-in"


def test_nothing_of_a_number_stands_in_the_database_or_an_address(
    browse: Open, system: System
) -> None:
    signed = sign_in(browse)
    digits = e164(signed.phone).lstrip("+")
    with system.owner("main") as connection:
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^(business|accounts)_'"
        ).fetchall()
        for (table,) in tables:
            for (text,) in connection.execute(f"SELECT t::text FROM {table} t").fetchall():
                assert digits not in text, table
                assert digits[2:] not in text, table
    assert all(digits[-8:] not in str(one.url) for one in signed.browser.get("/my/data").history)


def test_a_wrong_code_says_how_often_more_and_the_fifth_ends_it(browse: Open) -> None:
    browser, phone = browse("business"), fresh_phone()
    browser.post("/my/sign-in", phone=phone)
    right = code_of(phone)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for left in (4, 3, 2, 1):
        answer = browser.post("/my/sign-in/code", code=wrong)
        assert answer.status_code == 400
        assert f": {left}" in answer.text
    browser.post("/my/sign-in/code", code=wrong)
    assert browser.post("/my/sign-in/code", code=right).status_code == 400
    assert browser.get("/my/data").url.path == "/my/sign-in"


def test_a_code_is_good_once(browse: Open) -> None:
    first, phone = browse("business"), fresh_phone()
    first.post("/my/sign-in", phone=phone)
    code = code_of(phone)
    second = Browser(str(first.http.base_url))
    second.http.cookies.update(first.http.cookies)
    assert first.post("/my/sign-in/code", code=code).url.path == "/my/"
    page = second.get("/my/sign-in/code")  # the session from before the sign-in is empty
    assert page.url.path == "/my/sign-in"


def test_a_code_of_one_browser_is_nothing_in_another(browse: Open) -> None:
    mine, theirs, phone = browse("business"), browse("business"), fresh_phone()
    mine.post("/my/sign-in", phone=phone)
    theirs.post("/my/sign-in", phone=fresh_phone())
    assert theirs.post("/my/sign-in/code", code=code_of(phone)).status_code == 400


def test_an_expired_code_is_refused(browse: Open, system: System) -> None:
    browser, phone = browse("business"), fresh_phone()
    browser.post("/my/sign-in", phone=phone)
    with system.owner("main") as connection:
        connection.execute("UPDATE business_signincode SET expires_at = now()")
    assert browser.post("/my/sign-in/code", code=code_of(phone)).status_code == 400


def test_a_fourth_code_within_ten_minutes_has_to_wait(browse: Open) -> None:
    browser, phone = browse("business"), fresh_phone()
    for _ in range(3):
        assert browser.post("/my/sign-in", phone=phone).url.path == "/my/sign-in/code"
    answer = browser.post("/my/sign-in", phone=phone)
    assert answer.status_code == 400
    assert len(messages_to(phone)) == 3


@pytest.mark.parametrize("counted", ["number", "network"])
def test_guesses_of_a_day_are_counted_over_all_codes(
    browse: Open, system: System, counted: str
) -> None:
    from ansim.business.owners.owner_desk import owner_desk
    from ansim.domain.code_budgets import GUESSES_A_DAY, GUESSES_OF_A_NETWORK, block_of

    browser, phone = browse("business"), fresh_phone()
    whose, most = {
        "number": (owner_desk().index(e164(phone)).hex(), GUESSES_A_DAY),
        "network": (f"block {block_of('127.0.0.1')}", GUESSES_OF_A_NETWORK),
    }[counted]
    bucket = owner_desk().budgets.guesses(whose)
    with system.owner("main") as connection:
        connection.execute(
            "INSERT INTO business_codeuse VALUES (%(bucket)s, %(most)s, now() + interval '1 hour')"
            " ON CONFLICT (bucket) DO UPDATE SET used = %(most)s",
            {"bucket": bucket, "most": most},
        )
        browser.post("/my/sign-in", phone=phone)
        assert browser.post("/my/sign-in/code", code=code_of(phone)).status_code == 400
        connection.execute("DELETE FROM business_codeuse WHERE bucket = %s", [bucket])


def test_a_session_known_beforehand_is_worth_nothing_afterwards(browse: Open) -> None:
    victim, phone = browse("business"), fresh_phone()
    victim.post("/my/sign-in", phone=phone)
    planted = victim.http.cookies["ansim_business"]
    victim.post("/my/sign-in/code", code=code_of(phone))
    attacker = Browser(str(victim.http.base_url))
    attacker.http.cookies.set("ansim_business", planted)
    assert attacker.get("/my/data").url.path == "/my/sign-in"


def test_signing_in_as_staff_ends_the_owner_and_the_other_way_round(browse: Open) -> None:
    signed = sign_in(browse)
    signed.browser.sign_in("registrar")
    assert signed.browser.get("/my/data").url.path == "/my/sign-in"
    assert signed.browser.get("/venues/").status_code == 200
    signed.browser.post("/my/sign-in", phone=signed.phone)
    signed.browser.post("/my/sign-in/code", code=code_of(signed.phone))
    assert signed.browser.get("/venues/").url.path == "/sign-in"


@pytest.mark.parametrize(("path", "door"), [("/my/data", "/my/sign-in"), ("/venues/", "/sign-in")])
def test_a_session_that_names_both_counts_for_nobody(
    browse: Open, house: House, path: str, door: str
) -> None:
    from ansim.accounts.models import SignIn
    from ansim.business.models.session import BusinessSessions

    signed = sign_in(browse)
    browse("business", "registrar")
    begun = SignIn.objects.filter(staff=house.staff["registrar"], ended_at=None).latest("at")
    store = BusinessSessions(signed.browser.http.cookies["ansim_business"])
    # The portal's key signs what is stored.
    from django.test import override_settings

    with override_settings(SECRET_KEY=house.system.keys.read("business-session.key").hex()):
        store["sign_in"] = begun.pk
        store.save()
    assert signed.browser.get(path).url.path == door


def test_a_form_without_the_token_of_its_page_is_refused(browse: Open) -> None:
    signed = sign_in(browse)
    for path in (
        "/my/data/name",
        "/my/data/erase",
        "/my/sign-out",
        "/my/sign-in",
        "/my/join/confirm",
    ):
        assert signed.browser.http.post(path, data={"sure": "on"}).status_code == 403, path


def test_signing_out_ends_it(browse: Open) -> None:
    signed = sign_in(browse)
    post(signed.browser, "/my/sign-out")
    assert signed.browser.get("/my/data").url.path == "/my/sign-in"


@pytest.mark.parametrize(
    "target", ["https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org"]
)
def test_nobody_is_led_to_another_site(browse: Open, target: str) -> None:
    browser, phone = browse("business"), fresh_phone()
    assert f'value="{target}"' not in browser.get("/my/sign-in", next=target).text
    browser.post("/my/sign-in", phone=phone, next=target)
    assert browser.post("/my/sign-in/code", code=code_of(phone)).url.path == "/my/"


def test_who_came_for_a_page_gets_it_after_signing_in(browse: Open) -> None:
    browser, phone = browse("business"), fresh_phone()
    page = browser.get("/my/data")
    assert page.url.path == "/my/sign-in"
    assert '<input type="hidden" name="next" value="/my/data">' in page.text
    browser.post("/my/sign-in", phone=phone, next="/my/data")
    assert browser.post("/my/sign-in/code", code=code_of(phone)).url.path == "/my/data"


def test_a_session_that_idles_too_long_ends(browse: Open, house: House) -> None:
    from django.test import override_settings

    from ansim.business.models.session import BusinessSessions

    signed: SignedIn = sign_in(browse)
    with override_settings(SECRET_KEY=house.system.keys.read("business-session.key").hex()):
        store: Any = BusinessSessions(signed.browser.http.cookies["ansim_business"])
        store["owner_seen"] = store["owner_seen"] - 3601
        store.save()
    assert signed.browser.get("/my/data").url.path == "/my/sign-in"
