"""While the database is away a portal says so and when to try again; afterwards it goes on by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from support.house import House, Open
from support.signing import answer_of, assertion, passkey, text_in
from support.system import System

ASKED = [
    ("business", "registrar", "/venues/"),
    ("business", "registrar", "/reports/"),
    ("investigation", "officer", "/cases/"),
    ("investigation", "approver", "/warrants/"),
]


@contextmanager
def away(system: System) -> Iterator[None]:
    with system.owner("visits") as other:
        other.autocommit = True
        other.execute("ALTER DATABASE ansim_main ALLOW_CONNECTIONS false")
        try:
            yield
        finally:
            other.execute("ALTER DATABASE ansim_main ALLOW_CONNECTIONS true")


@pytest.mark.parametrize(("portal", "login", "path"), ASKED)
def test_a_page_says_when_to_try_again(
    browse: Open, system: System, portal: str, login: str, path: str
) -> None:
    browser = browse(portal, login)
    with away(system):
        answer = browser.get(path)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["cache-control"] == "no-store, private"
    assert "데이터베이스에 연결할 수 없습니다" in answer.text
    assert "The database does not answer" in answer.text
    assert "psycopg" not in answer.text
    assert browser.get(path).status_code == 200


def test_whoever_signs_in_meanwhile_reads_it_too(
    browse: Open, house: House, system: System
) -> None:
    house.need("vault")
    browser, ref = browse("business"), house.staff["registrar"].ref
    text = text_in(browser.post("/sign-in").text)
    token = browser.get("/sign-in").text.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    answer = answer_of(text, assertion(passkey("registrar", ref), text, ref))
    with away(system):
        told = browser.http.post(
            "/signed/sign-in", data={"csrfmiddlewaretoken": token, "answer": answer}
        )
    assert told.status_code == 503
