"""Asking for a warrant and signing it."""

import pytest

from support.house import House
from support.signing import BrowserKey, answer_of, assertion, passkey, text_in
from support.walk import Walk, kinds, ref_of


def test_the_officer_cannot_approve(walk: Walk) -> None:
    warrant = ref_of(walk.ask())
    answer = walk.officer.post(f"/warrants/{warrant}/approve", f"/warrants/{warrant}")
    assert answer.status_code == 403


def test_the_approver_cannot_ask_search_or_open(walk: Walk) -> None:
    for path in (
        f"{walk.case}/itinerary",
        f"{walk.case}/contacts",
        f"{walk.case}/warrants/new",
    ):
        assert walk.approver.get(path).status_code == 403


def test_a_warrant_says_what_was_found_and_how(walk: Walk) -> None:
    page = walk.ask()
    assert page.status_code == 200
    assert "승인자가 서명해야" in page.text
    assert "최소 10분" in page.text


@pytest.mark.parametrize("wrong", ["of another key", "of another text", "of a stranger's"])
def test_a_wrong_signature_asks_for_nothing(walk: Walk, wrong: str) -> None:
    text = text_in(walk.draft().text)
    signature = assertion(passkey("officer"), text, walk.staff["officer"])
    if wrong == "of another key":
        signature = assertion(passkey("officer2"), text, walk.staff["officer"])
    elif wrong == "of another text":
        signature = assertion(passkey("officer"), text + b" ", walk.staff["officer"])
    else:
        signature = BrowserKey().sign(text, walk.staff["officer"])
    answer = walk.officer.post("/signed/warrant", answer=answer_of(text, signature))
    assert answer.status_code == 400
    assert "승인서가 없습니다" in walk.officer.get(f"{walk.case}/warrants").text


@pytest.mark.parametrize("login", ["officer2", "approver"])
@pytest.mark.parametrize("kind", ["warrant", "opening"])
def test_a_colleagues_signature_is_not_taken_under_ones_own_sign_in(
    walk: Walk, house: House, kind: str, login: str
) -> None:
    if kind == "warrant":
        page = walk.draft()
    else:
        walk.contacts()
        assert walk.approve(ref_of(walk.ask())).status_code == 200
        page = walk.choose(1)
    text, before = text_in(page.text), kinds(house, walk.case)
    answer = walk.sign(walk.officer, login, kind, page)
    assert answer.status_code == 400
    assert "서명" in answer.text
    assert kinds(house, walk.case) == before
    own = answer_of(text, assertion(passkey("officer"), text, walk.staff["officer"]))
    assert walk.officer.post(f"/signed/{kind}", answer=own).status_code == 200


def test_a_text_that_this_session_did_not_send_is_not_taken(walk: Walk) -> None:
    text = text_in(walk.draft().text)
    answer = answer_of(text, assertion(passkey("officer"), text, walk.staff["officer"]))
    assert walk.officer.post("/signed/warrant", answer=answer).status_code == 200
    assert walk.officer.post("/signed/warrant", answer=answer).status_code == 400
    for nonsense in ("", "e30", "!!", "x" * 40_000):
        assert walk.officer.post("/signed/warrant", answer=nonsense).status_code == 400


def test_a_search_that_finds_nobody_gets_no_warrant(walk: Walk) -> None:
    page = walk.draft(minutes="1440")
    assert page.status_code == 400
    assert "data-go" not in page.text


def test_two_signatures_are_in_the_ledger_by_the_vaults_hand(walk: Walk, house: House) -> None:
    walk.approve(ref_of(walk.ask()))
    assert kinds(house, walk.case)[-2:] == ["warrant-requested", "warrant-approved"]


def test_an_approval_that_the_console_did_not_store_is_given_again(
    walk: Walk, house: House
) -> None:
    walk.contacts()
    warrant = ref_of(walk.ask())
    assert walk.approve(warrant).status_code == 200
    with house.system.owner("main") as main:
        main.execute(
            "DELETE FROM investigation_warrantsignature USING investigation_warrantrecord AS one"
            " WHERE warrant_id = one.id AND one.ref = %s AND signer_id <> one.requested_by_id",
            [warrant],
        )
    assert warrant in walk.approver.get("/warrants/").text
    assert walk.approve(warrant).status_code == 200
    assert "유효" in walk.approver.get(f"/warrants/{warrant}").text
    assert walk.names(1).status_code == 200
