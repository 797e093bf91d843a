"""Passkeys at the portal, from a device in software over HTTP: added, used, refused, removed, gone with the account."""

import time
from dataclasses import replace
from typing import Any

import pytest
from django.test import override_settings

from ansim.domain.days import local_day
from support.authenticator import PRESENT, Device
from support.house import Browser, House, Open
from support.owner import SignedIn, new_passkey, sign_in, was_told
from support.system import System


@pytest.fixture(autouse=True)
def vault(house: House) -> None:
    from ansim.accounts.models import Attempt

    house.need("vault")
    Attempt.objects.all().delete()  # refused passkeys of other tests


def device(**more: Any) -> Device:
    from ansim.settings.environment import business_host

    return Device(origin=business_host(), party="localhost", **more)


def add(owner: SignedIn, owned: Device, label: str = "카운터 태블릿") -> Any:
    options = owner.browser.post("/my/passkeys/options", page="/my/passkeys").json()
    return owner.browser.post(
        "/my/passkeys/new", page="/my/passkeys", label=label, answer=owned.make(options)
    )


def ask(browser: Browser) -> dict[str, Any]:
    asked = browser.post("/my/sign-in/passkey/options", page="/my/sign-in")
    return dict(asked.json())


def answer(browser: Browser, text: str, **more: str) -> Any:
    return browser.post("/my/sign-in/passkey", page="/my/sign-in", answer=text, **more)


def enter(browse: Open, owned: Device) -> Any:
    browser = browse("business")
    return answer(browser, owned.use(ask(browser)))


def test_an_owner_adds_a_passkey_is_told_and_signs_in_with_it(browse: Open) -> None:
    from ansim.jobs.deliver import deliver_now

    owner, owned = sign_in(browse), device()
    page = add(owner, owned)
    assert "패스키를 추가했습니다" in page.text
    assert "카운터 태블릿" in page.text
    deliver_now()
    assert was_told(owner.phone, "패스키가 추가되었습니다")
    browser = browse("business")
    page = answer(browser, owned.use(ask(browser)), next="/my/data")
    assert page.url.path == "/my/data"
    assert owner.phone[-2:] in page.text
    assert f"{local_day(time.time()):%Y-}" in browser.get("/my/passkeys").text


def test_several_passkeys_of_one_owner_all_sign_in(browse: Open) -> None:
    owner, owned = sign_in(browse), [device() for _ in range(3)]
    for number, one in enumerate(owned):
        add(owner, one, f"기기 {number}")
    assert [enter(browse, one).url.path for one in owned] == ["/my/"] * 3


def test_the_tenth_is_the_last(browse: Open) -> None:
    owner = sign_in(browse)
    for _ in range(9):
        new_passkey(owner.account)
    options = owner.browser.post("/my/passkeys/options", page="/my/passkeys").json()
    assert add(owner, device()).status_code == 200
    assert "data-passkey=" not in owner.browser.get("/my/passkeys").text
    refused = owner.browser.post(
        "/my/passkeys/new", page="/my/data", label="하나 더", answer=device().make(options)
    )
    assert refused.status_code == 400
    assert owner.account.passkeys.count() == 10


@pytest.mark.parametrize(
    "wrong",
    [{"origin": "http://evil.example"}, {"party": "evil.example"}, {"flags": PRESENT}],
    ids=["origin", "party", "person"],
)
def test_what_another_site_or_an_absent_person_makes_or_uses_is_refused(
    browse: Open, wrong: dict[str, Any]
) -> None:
    owner, owned = sign_in(browse), device()
    assert add(owner, replace(owned, **wrong)).status_code == 400
    add(owner, owned)
    refused = enter(browse, replace(owned, **wrong))
    assert refused.status_code == 400
    assert "이 패스키로 로그인하지 못했습니다" in refused.text
    assert enter(browse, owned).url.path == "/my/"


def test_a_challenge_serves_once_and_in_its_own_session_alone(browse: Open) -> None:
    owner, owned = sign_in(browse), device()
    add(owner, owned)
    browser, thief = browse("business"), browse("business")
    said = owned.use(ask(browser))
    ask(thief)
    assert answer(thief, said).status_code == 400
    assert answer(browser, said).url.path == "/my/"
    assert answer(browser, said).status_code == 400


def test_a_session_put_back_serves_no_challenge_again(browse: Open, system: System) -> None:
    owner, owned = sign_in(browse), device()
    add(owner, owned)
    browser = browse("business")
    options = ask(browser)
    with system.owner("main") as connection:
        kept = connection.execute(
            "SELECT * FROM business_session WHERE session_key = %s",
            [browser.http.cookies["ansim_business"]],
        ).fetchone()
        assert kept
        said, cookie = owned.use(options), browser.http.cookies["ansim_business"]
        assert answer(browser, said).url.path == "/my/"
        connection.execute("INSERT INTO business_session VALUES (%s, %s, %s)", kept)
    thief = browse("business")
    thief.http.cookies.set("ansim_business", cookie, domain="127.0.0.1")
    owner.account.passkeys.update(sign_count=0)  # as of a device that does not count
    assert answer(thief, said).status_code == 400


def test_nobody_signs_in_with_another_owners_passkey(browse: Open) -> None:
    one, other, mine, theirs = sign_in(browse), sign_in(browse), device(), device()
    add(one, mine)
    add(other, theirs)
    assert enter(browse, replace(mine, id=theirs.id)).status_code == 400
    assert enter(browse, replace(mine, handle=theirs.handle)).status_code == 400
    assert add(other, mine).status_code == 400  # one that is somebody's already
    assert other.account.passkeys.count() == 1


def test_a_copied_passkey_is_blocked_and_its_owner_told(browse: Open) -> None:
    from ansim.jobs.deliver import deliver_now

    owner, owned = sign_in(browse), device()
    add(owner, owned)
    copy = replace(owned)
    assert enter(browse, owned).url.path == "/my/"
    assert enter(browse, copy).status_code == 400
    assert enter(browse, owned).status_code == 400
    deliver_now()
    assert was_told(owner.phone, "복제")
    assert "복제된 것으로 보여" in owner.browser.get("/my/passkeys").text


def test_a_forged_copy_blocks_nobody(browse: Open) -> None:
    owner, owned = sign_in(browse), device()
    add(owner, owned)
    assert enter(browse, owned).url.path == "/my/"
    assert enter(browse, replace(owned, key=device().key, count=0)).status_code == 400
    assert enter(browse, owned).url.path == "/my/"


def test_removing_asks_and_leaves_the_code_to_the_phone(browse: Open) -> None:
    owner, owned = sign_in(browse), device()
    add(owner, owned)
    passkey = owner.account.passkeys.get()
    page = owner.browser.get(f"/my/passkeys/{passkey.pk}/remove")
    assert "마지막 패스키입니다" in page.text
    assert owner.account.passkeys.exists()
    owner.browser.post(f"/my/passkeys/{passkey.pk}/remove")
    assert not owner.account.passkeys.exists()
    assert enter(browse, owned).status_code == 400
    assert sign_in(browse, owner.phone).account == owner.account


def test_adding_and_removing_ask_for_a_sign_in_of_the_last_minutes(
    browse: Open, system: System
) -> None:
    from ansim.business.models.session import SessionStore
    from ansim.settings.environment import portal_secret

    owner = sign_in(browse)
    passkey = new_passkey(owner.account)
    with override_settings(SECRET_KEY=portal_secret("business-session")):
        session = SessionStore(owner.browser.http.cookies["ansim_business"])
        session["owner_since"] = time.time() - 601
        session.save()
    for path in ("/my/passkeys/options", "/my/passkeys/new", f"/my/passkeys/{passkey.pk}/remove"):
        page = owner.browser.post(path, page="/my/passkeys")
        assert page.url.path == "/my/sign-in", path
        assert page.url.params["next"] == "/my/passkeys"
    assert owner.account.passkeys.count() == 1
    assert owner.browser.get("/my/passkeys").status_code == 200  # to look is free


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "x" * 20_000, '{"id": "AA"}', "\0"])
def test_what_is_no_answer_is_refused_like_an_unknown_passkey(browse: Open, text: str) -> None:
    browser = browse("business")
    ask(browser)
    refused = answer(browser, text)
    assert refused.status_code == 400
    assert "이 패스키로 로그인하지 못했습니다" in refused.text


def test_a_passkey_of_an_erased_owner_answers_like_an_unknown_one(browse: Open) -> None:
    owner, owned, unknown = sign_in(browse), device(), device()
    add(owner, owned)
    unknown.handle = owned.handle
    owner.browser.post("/my/data/erase", sure="on")
    gone, never = enter(browse, owned), enter(browse, unknown)
    assert (gone.status_code, never.status_code) == (400, 400)
    strip = [page.text.split("<main")[1].split("csrfmiddlewaretoken")[0] for page in (gone, never)]
    assert strip[0] == strip[1]


def test_an_account_that_moves_takes_no_passkey_along(browse: Open, house: House) -> None:
    from ansim.business.models import Passkey, Recovery
    from ansim.business.owners import moving
    from ansim.domain.contact import IdentityCheck

    old, new, lost, made = sign_in(browse), sign_in(browse), device(), device()
    add(old, lost)
    add(new, made)
    new.browser.post("/my/data/recovery")
    ref = Recovery.objects.get(asked_by=new.account).ref
    owners = (old.account.pk, new.account.pk)
    moving.move(ref, old.account, house.staff["registrar"], IdentityCheck.DOCUMENTS_AT_COUNTER)
    assert not Passkey.objects.filter(owner__in=owners).exists()
    assert enter(browse, lost).status_code == enter(browse, made).status_code == 400


def test_asking_for_a_page_writes_no_session(browse: Open, system: System) -> None:
    browser = browse("business")
    with system.owner("main") as connection:
        (before,) = connection.execute("SELECT count(*) FROM business_session").fetchone() or (0,)
        for path in ("/my/sign-in?next=/my/data", "/my/data", "/", "/my/sign-in/code", "/sign-in"):
            browser.get(path)
        browser.post("/my/sign-in/passkey", page="/my/sign-in", next="/my/data", answer="{}")
        (after,) = connection.execute("SELECT count(*) FROM business_session").fetchone() or (0,)
    assert before == after


def test_a_session_that_only_asked_for_a_challenge_ends_in_minutes(
    browse: Open, system: System
) -> None:
    browser = browse("business")
    ask(browser)
    with system.owner("main") as connection:
        row = connection.execute(
            "SELECT extract(epoch FROM expire_date - now()) FROM business_session WHERE session_key = %s",
            [browser.http.cookies["ansim_business"]],
        ).fetchone()
    assert row
    assert 0 < row[0] <= 300
