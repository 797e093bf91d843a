"""A console whose tracer and vault do not answer: it says so, and nothing is looked up or opened."""

import json
import os
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansim.processes import Household
from support.house import Browser, House
from support.ports import free_port
from support.signed_in import sign_in_by_key


@pytest.fixture
def lonely(house: House, tmp_path: Path) -> Iterator[Browser]:
    changes = {"ANSIM_SOCKETS": str(tmp_path), "ANSIM_INVESTIGATION_PORT": str(free_port())}
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    household = Household(("investigation",))
    try:
        household.start()
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    browser = Browser(f"http://127.0.0.1:{changes['ANSIM_INVESTIGATION_PORT']}")
    browser.sign_in("officer")
    yield browser
    browser.http.close()
    household.stop()


def test_it_says_so_and_opens_no_case(lonely: Browser, house: House) -> None:
    from ansim.investigation.models import Case

    before = Case.objects.count()
    answer = lonely.post("/notifications/2611-AAAAA/take", "/cases/")
    assert answer.status_code == 503
    assert "응답하지 않아 조회하지 않았습니다" in answer.text
    assert Case.objects.count() == before


def test_a_laboratory_is_told_to_send_again(lonely: Browser) -> None:
    jose = {"Content-Type": "application/jose"}
    head = {"alg": "ES256", "typ": "ansim-notification+jwt", "kid": "k" * 43}
    parts = (json.dumps(head).encode(), b"{}", bytes(64))
    sent = b".".join(urlsafe_b64encode(one).rstrip(b"=") for one in parts)
    answer = lonely.http.post("/api/notifications", content=sent, headers=jose)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["code"] == "unavailable"


def test_the_rest_goes_on(lonely: Browser) -> None:
    assert lonely.get("/cases/").status_code == 200
    assert lonely.get("/ledger/").status_code == 200


def test_nobody_signs_in_and_the_reason_is_said(lonely: Browser, house: House) -> None:
    lonely.post("/sign-out", "/cases/")
    answer = sign_in_by_key(lonely, "officer", house.staff["officer"].ref)
    assert answer.status_code == 503
    assert "키를 확인하는 프로그램이 응답하지 않습니다" in answer.text


def test_a_sign_in_that_was_not_ones_own_ends_though_its_key_cannot_be_barred(
    lonely: Browser, house: House
) -> None:
    from ansim.accounts.models import SignIn

    assert lonely.get("/keys/").status_code == 503
    begun = SignIn.objects.filter(staff=house.staff["officer"], ended_at=None).latest("pk")
    answer = lonely.post(f"/keys/not-me/{begun.pk}", "/cases/")
    assert answer.status_code == 503
    assert lonely.get("/cases/").url.path == "/sign-in"
