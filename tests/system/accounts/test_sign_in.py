"""POST /sign-in, in both portals"""

import pytest

from support.house import PASSWORD, Browser, House, Open

PORTALS = pytest.mark.parametrize(
    ("portal", "login"), [("business", "registrar"), ("investigation", "officer")]
)


@PORTALS
def test_it_lets_staff_of_the_portal_in(browse: Open, portal: str, login: str) -> None:
    answer = browse(portal).sign_in(login)
    assert answer.status_code == 200
    assert answer.url.path in {"/venues/", "/cases/"}


@PORTALS
def test_it_refuses_a_wrong_password_without_telling_which_was_wrong(
    browse: Open, portal: str, login: str
) -> None:
    wrong, unknown = (
        browse(portal).sign_in(login, "not the password"),
        browse(portal).sign_in("nobody-here", PASSWORD),
    )
    assert wrong.status_code == unknown.status_code == 400
    assert "아이디 또는 비밀번호가 맞지 않습니다" in wrong.text
    assert "아이디 또는 비밀번호가 맞지 않습니다" in unknown.text


def test_it_refuses_staff_of_the_other_portal(browse: Open) -> None:
    assert browse("business").sign_in("officer").status_code == 400
    assert browse("investigation").sign_in("registrar").status_code == 400


def test_it_closes_after_five_wrong_tries(browse: Open) -> None:
    portal = browse("investigation")
    for _ in range(5):
        portal.sign_in("guessed", "wrong password")
    assert "15분" in portal.sign_in("guessed", "wrong password").text


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(browse: Open) -> None:
    portal = browse("investigation")
    portal.http.follow_redirects = False
    answer = portal.sign_in("officer")
    cookie = next(
        line
        for line in answer.headers.get_list("set-cookie")
        if line.startswith("ansim_investigation=")
    )
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age" not in cookie


def test_it_goes_on_to_a_page_of_ours_and_to_no_other(browse: Open) -> None:
    inside = browse("investigation").post(
        "/sign-in?next=/ledger/", "/sign-in", login="officer", password=PASSWORD
    )
    assert inside.url.path == "/ledger/"
    outside = browse("investigation").post(
        "/sign-in?next=https://evil.example/", "/sign-in", login="officer", password=PASSWORD
    )
    assert outside.url.path == "/cases/"


def test_a_form_without_its_token_is_refused(house: House) -> None:
    stranger = Browser(house.addresses["investigation"])
    answer = stranger.http.post("/sign-in", data={"login": "officer", "password": PASSWORD})
    assert answer.status_code == 403


def test_signing_out_ends_the_session(browse: Open) -> None:
    portal = browse("investigation", "officer")
    cookies = dict(portal.http.cookies)
    portal.post("/sign-out", "/cases/")
    portal.http.cookies.update(cookies)
    assert portal.get("/cases/").url.path == "/sign-in"
