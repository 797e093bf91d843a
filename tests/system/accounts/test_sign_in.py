"""Signing in with a key: what lets somebody in, and everything that does not."""

import base64
import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from ansim.domain.signed_texts import SigningIn, new_ref, read_text, write_text
from ansim.settings.environment import business_host, investigation_host, signing_host
from support.authenticator import Device
from support.house import Browser, House, Open
from support.signed_in import HOME, sign_in_by_key
from support.signing import BrowserKey, answer_of, assertion, passkey, text_in

PORTALS = pytest.mark.parametrize(
    ("portal", "login"),
    [("business", "registrar"), ("investigation", "officer"), ("investigation", "approver")],
)
NOT_SIGNED = "받아들여지지 않았습니다"


@pytest.fixture(autouse=True)
def _vault(house: House) -> None:
    house.need("vault")


def is_out(browser: Browser, portal: str) -> bool:
    return browser.get(HOME[portal]).url.path == "/sign-in"


def hand_in(browser: Browser, text: bytes, device: Device, staff: str) -> Any:
    return browser.post("/signed/sign-in", answer=answer_of(text, assertion(device, text, staff)))


@PORTALS
def test_a_key_lets_its_person_in_and_nobody_types_who_they_are(
    browse: Open, house: House, portal: str, login: str
) -> None:
    browser = browse(portal)
    page = browser.get("/sign-in").text
    assert 'type="password"' not in page
    assert 'name="login"' not in page
    answer = sign_in_by_key(browser, login, house.staff[login].ref)
    assert (answer.status_code, answer.url.path) == (200, HOME[portal])
    assert house.staff[login].name in answer.text


@PORTALS
def test_the_text_names_portal_address_and_browser_and_is_good_for_two_minutes(
    browse: Open, portal: str, login: str
) -> None:
    said = read_text(text_in(browse(portal).post("/sign-in").text), SigningIn)
    assert said.portal == portal
    assert said.origin == (business_host() if portal == "business" else investigation_host())
    assert 0 < said.until - said.at <= 120


def test_whoever_reads_it_at_another_address_is_shown_the_right_one(house: House) -> None:
    right = investigation_host()
    for host, shown in ((right, 0), (right.replace("127.0.0.1", "localhost"), 2)):
        assert house.addresses["investigation"] == right
        page = Browser(host).get("/sign-in").text
        assert page.count(f">{right}<") + page.count(f'"{right}/sign-in"') == shown


def test_two_browsers_have_two_texts(browse: Open) -> None:
    one, other = (
        read_text(text_in(browse("investigation").post("/sign-in").text), SigningIn)
        for _ in range(2)
    )
    assert one.browser != other.browser
    assert one.ref != other.ref


def test_a_signature_serves_once(browse: Open, house: House) -> None:
    browser, ref = browse("investigation"), house.staff["officer"].ref
    text = text_in(browser.post("/sign-in").text)
    answer = answer_of(text, assertion(passkey("officer", ref), text, ref))
    cookies = dict(browser.http.cookies)
    page = browser.get("/signed/sign-in")
    assert browser.post("/signed/sign-in", answer=answer).url.path == "/"
    again = browse("investigation")
    again.http.cookies.update(cookies)  # the browser's own secret, too
    assert page.status_code == 200
    refused = again.post("/signed/sign-in", answer=answer)
    assert refused.status_code == 400
    assert "이미 사용한 서" in refused.text
    assert is_out(again, "investigation")


def test_what_is_taken_from_one_browser_signs_in_no_other(browse: Open, house: House) -> None:
    victim, thief = browse("investigation"), browse("investigation")
    ref = house.staff["officer"].ref
    text = text_in(victim.post("/sign-in").text)
    answer = answer_of(text, assertion(passkey("officer", ref), text, ref))
    thief.post("/sign-in")  # has a text and a secret of its own
    assert thief.post("/signed/sign-in", answer=answer).status_code == 400
    assert is_out(thief, "investigation")
    assert victim.post("/signed/sign-in", answer=answer).status_code == 200, "and its own it does"


def test_a_thief_who_plants_the_victims_ref_lacks_the_secret(browse: Open, house: House) -> None:
    """The cookie is signed by the portal: one that is made up, cut or of the other portal is none."""
    victim, thief = browse("investigation"), browse("investigation")
    ref = house.staff["officer"].ref
    text = text_in(victim.post("/sign-in").text)
    kept = victim.http.cookies["ansim_investigation_asking"]
    forged = ("", "x", kept[:-1] + ("A" if kept[-1] != "A" else "B"), kept.split(":")[0])
    for one in forged:
        thief.http.cookies.set("ansim_investigation_asking", one, domain="127.0.0.1")
        assert hand_in(thief, text, passkey("officer", ref), ref).status_code == 400
    assert is_out(thief, "investigation")


def changed(**changes: Any) -> Callable[[SigningIn, House], SigningIn]:
    return lambda said, _house: msgspec.structs.replace(said, **changes)


CHANGES: dict[str, Callable[[SigningIn, House], SigningIn]] = {
    "over its time": lambda said, _house: msgspec.structs.replace(
        said, at=said.at - 300, until=said.at - 180
    ),
    "too long a time": lambda said, _house: msgspec.structs.replace(said, until=said.at + 121),
    "another site": changed(site="localhost:9"),
    "another address": changed(origin="https://console.evil.example"),
    "the other portal": lambda said, _house: msgspec.structs.replace(
        said, portal="business", origin=business_host()
    ),
    "another browser": changed(browser="ab" * 32),
    "another ref": lambda said, _house: msgspec.structs.replace(said, ref=new_ref()),
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_text_that_is_changed_and_rightly_signed_lets_nobody_in(
    browse: Open, house: House, change: str
) -> None:
    browser, ref = browse("investigation"), house.staff["officer"].ref
    said = read_text(text_in(browser.post("/sign-in").text), SigningIn)
    text = write_text(CHANGES[change](said, house))
    assert hand_in(browser, text, passkey("officer", ref), ref).status_code == 400
    assert is_out(browser, "investigation")


DEVICES: dict[str, Callable[[Device], Device]] = {
    "no user verification": lambda device: replace(device, flags=1),
    "nobody there": lambda device: replace(device, flags=4),
    "the console's own page": lambda device: replace(device, origin=investigation_host()),
    "another port": lambda device: replace(device, origin=f"{signing_host()}0"),
    "another site's id": lambda device: replace(device, party="evil.example"),
    "in a frame": lambda device: replace(device, says={"crossOrigin": True}),
    "another challenge": lambda device: replace(device, says={"challenge": "AAAA"}),
}


@pytest.mark.parametrize("wrong", list(DEVICES))
def test_a_key_that_is_wrongly_used_lets_nobody_in(browse: Open, house: House, wrong: str) -> None:
    browser, ref = browse("investigation"), house.staff["officer"].ref
    device = DEVICES[wrong](passkey("officer", ref))
    assert sign_in_by_key(browser, "officer", ref, device).status_code == 400
    assert is_out(browser, "investigation")


def test_a_text_of_another_kind_signs_nobody_in(browse: Open, house: House) -> None:
    browser, ref = browse("investigation"), house.staff["officer"].ref
    text = text_in(browser.post("/sign-in").text).replace(b"ansim-sign-in", b"ansim-enrolment")
    assert hand_in(browser, text, passkey("officer", ref), ref).status_code == 400


def test_staff_of_one_portal_are_nobody_at_the_other(browse: Open, house: House) -> None:
    for portal, login in (("business", "officer"), ("investigation", "registrar")):
        answer = sign_in_by_key(browse(portal), login, house.staff[login].ref)
        assert answer.status_code == 400
        assert house.staff[login].name not in answer.text


def test_a_key_that_nobody_has_and_one_of_somebody_barred_have_the_same_answer(
    browse: Open, house: House
) -> None:
    stranger, other = Device(signing_host(), "localhost"), house.staff["officer2"]
    unknown = sign_in_by_key(browse("investigation"), "", "S-NOBODY00", stranger)
    with house.system.owner("identity") as identity:
        bar = "UPDATE vault.staff_key SET barred_at = {} WHERE credential = %s"
        identity.execute(bar.format("now()"), [passkey("officer2").id])
        try:
            identity.commit()
            barred = sign_in_by_key(browse("investigation"), "officer2", other.ref)
        finally:
            identity.execute(bar.format("NULL"), [passkey("officer2").id])
    assert unknown.status_code == barred.status_code == 400

    def notice(page: str) -> str:
        return page.split('role="alert"')[1].split("</p>", maxsplit=1)[0]

    assert notice(unknown.text) == notice(barred.text)


def test_a_marks_first_key_page_says_not_whether_anybody_has_it(browse: Open, house: House) -> None:
    def asked(ref: str) -> tuple[int, list[str]]:
        browser = browse("investigation")
        page = browser.post("/first-key", staff=ref)
        text = text_in(page.text)
        said = msgspec.json.decode(text.split(b"\n", 1)[1])
        assert said["staff"] == ref
        assert said["role"] in {"officer", "approver", "keeper"}
        return page.status_code, sorted(said)

    known = asked(house.staff["officer"].ref)
    assert asked("S-00000000") == known
    assert asked(house.staff["registrar"].ref) == known  # of the other portal
    roles = set()
    for _ in range(2):
        text = text_in(browse("investigation").post("/first-key", staff="S-00000000").text)
        roles.add(msgspec.json.decode(text.split(b"\n", 1)[1])["role"])
    assert len(roles) == 1, "the same each time"


def test_whoever_types_a_colleagues_number_is_told_none_of_their_keys(
    browse: Open, house: House
) -> None:
    """A key's id is its person's: a signed-in colleague learns none, and not whether there is one."""
    ids = {
        login: base64.urlsafe_b64encode(passkey(login, house.staff[login].ref).id).decode()
        for login in ("officer", "officer2", "approver")
    }
    for reader in ("officer", "approver"):
        browser = browse("investigation", reader)
        for login in ids:
            page = browser.post("/first-key", staff=house.staff[login].ref).text
            told = {one for one, key in ids.items() if key.rstrip("=") in page}
            assert told == ({login} if login == reader else set())


@PORTALS
def test_no_try_of_a_stranger_counts_against_a_colleague(
    browse: Open, house: House, portal: str, login: str
) -> None:
    """The attack of M7: as many wrong tries as a stranger likes, from the colleague's own network."""
    stranger, ref = browse(portal), house.staff[login].ref
    with house.system.owner("main") as main:
        count = (
            "SELECT (SELECT count(*) FROM accounts_attempt), (SELECT count(*) FROM accounts_signin)"
        )
        before = main.execute(count).fetchone()
    began = time.monotonic()
    for _ in range(60):
        text = text_in(stranger.post("/sign-in").text)
        wrong = BrowserKey().sign(text, ref)
        forged = msgspec.structs.replace(wrong, credential=passkey(login).id)
        answer = stranger.post("/signed/sign-in", answer=answer_of(text, forged))
        assert answer.status_code == 400
    a_try = (time.monotonic() - began) / 60
    with house.system.owner("main") as main:
        assert main.execute(count).fetchone() == before, "and no row is left of them"
    assert sign_in_by_key(browse(portal), login, ref).url.path == HOME[portal]
    assert a_try < 0.4, "a refused try costs less than one scrypt did"


@PORTALS
def test_a_session_that_was_there_before_is_not_taken_along(
    browse: Open, house: House, portal: str, login: str
) -> None:
    browser = browse(portal)
    browser.http.cookies.set(f"ansim_{portal}", "planted0" * 4, domain="127.0.0.1")
    sign_in_by_key(browser, login, house.staff[login].ref)
    held = [one.value for one in browser.http.cookies.jar if one.name == f"ansim_{portal}"]
    assert held
    assert "planted0" * 4 not in held
    thief = browse(portal)
    thief.http.cookies.set(f"ansim_{portal}", "planted0" * 4)
    assert is_out(thief, portal)


def cookies_of(answer: Any) -> dict[str, str]:
    lines = answer.headers.get_list("set-cookie")
    return {line.split("=")[0]: line for line in lines}


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(browse: Open, house: House) -> None:
    browser, ref = browse("investigation"), house.staff["officer"].ref
    browser.http.follow_redirects = False
    asked = browser.post("/sign-in")
    asking = cookies_of(asked)["ansim_investigation_asking"]
    for flag in ("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=900"):
        assert flag in asking
    answer = hand_in(browser, text_in(asked.text), passkey("officer", ref), ref)
    set_now = cookies_of(answer)
    session = set_now["ansim_investigation"]
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session
    assert "Max-Age" not in session
    assert 'ansim_investigation_asking="";' in set_now["ansim_investigation_asking"]


def test_over_tls_the_cookie_of_the_asking_browser_cannot_be_planted_from_beside() -> None:
    from django.http import HttpResponse
    from django.test import override_settings

    from ansim.accounts.asking_browser import Asking, remember

    with override_settings(PORTAL="investigation", SESSION_COOKIE_SECURE=True, SECRET_KEY="x" * 50):
        made = remember(HttpResponse(), Asking(new_ref(), b"s" * 32)).cookies
    (cookie,) = made.values()
    assert cookie.key == "__Host-ansim_investigation_asking"
    assert cookie["secure"]
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_it_goes_on_to_a_page_of_ours_and_to_no_other(browse: Open, house: House) -> None:
    ref = house.staff["officer"].ref
    for target, reached in (
        ("/ledger/", "/ledger/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
    ):
        browser = browse("investigation")
        text = text_in(browser.post(f"/sign-in?next={target}", "/sign-in").text)
        answer = hand_in(browser, text, passkey("officer", ref), ref)
        assert answer.url.path == reached


@pytest.mark.parametrize("path", ["/sign-in", "/signed/sign-in", "/first-key", "/signed/enrolment"])
def test_a_form_without_its_token_is_refused(house: House, path: str) -> None:
    stranger = Browser(house.addresses["investigation"])
    assert stranger.http.post(path, data={"answer": "e30"}).status_code == 403


@pytest.mark.parametrize("answer", ["", "x", "e30", "A" * 40_000])
@pytest.mark.parametrize("path", ["/signed/sign-in", "/signed/enrolment"])
def test_an_answer_that_is_none_is_refused(browse: Open, path: str, answer: str) -> None:
    assert browse("investigation").post(path, answer=answer).status_code == 400


def test_signing_out_ends_the_session_for_whoever_copied_it_too(browse: Open, house: House) -> None:
    browser = browse("investigation")
    sign_in_by_key(browser, "officer", house.staff["officer"].ref)
    copied = browse("investigation")
    copied.http.cookies.update(browser.http.cookies)
    assert not is_out(copied, "investigation")
    browser.post("/sign-out", "/cases/")
    assert is_out(copied, "investigation")


def test_the_vault_judges_for_the_portal_that_asks(house: House) -> None:
    """A business portal in foreign hands, with an officer's good signature, is told nothing."""
    from ansim.identity.staff.door_client import StaffDoor
    from ansim.identity.staff.signed_calls import JudgeSignIn, KeysOf
    from ansim.rpc import Caller, CallError
    from ansim.settings.environment import socket_path

    keys = house.system.keys
    doors = {
        "business": StaffDoor(Caller(socket_path("owner"), keys.read("owner-calls.key"))),  # type: ignore[arg-type]
        "investigation": StaffDoor(Caller(socket_path("vault"), keys.read("vault-calls.key"))),
    }
    now, secret = int(time.time()), b"secret" * 6
    officer = house.staff["officer"].ref
    for portal, login in (("business", "officer"), ("investigation", "registrar")):
        ref = house.staff[login].ref
        for named in ("business", "investigation"):
            said = SigningIn(
                ref=new_ref(),
                at=now,
                until=now + 120,
                site=signing_host().partition("://")[2],
                portal=named,  # type: ignore[arg-type]
                origin=business_host() if named == "business" else investigation_host(),
                browser=hashlib.sha256(secret).hexdigest(),
            )
            text = write_text(said)
            asked = JudgeSignIn(text, assertion(passkey(login), text, ref), secret)
            with pytest.raises(CallError) as caught:
                doors[portal].sign_in(asked)
            assert caught.value.code in {"text-of-other-site", "signer-unknown"}
    assert doors["business"].keys_of(KeysOf(officer)) == []
    assert doors["investigation"].keys_of(KeysOf(officer)) != []
