"""Asking for a warrant and signing it."""

from support.house import PASSPHRASE
from support.walk import Walk, ref_of


def test_the_officer_cannot_approve(walk: Walk) -> None:
    warrant = ref_of(walk.ask())
    answer = walk.officer.post(
        f"/warrants/{warrant}/approve", f"/warrants/{warrant}", passphrase=PASSPHRASE
    )
    assert answer.status_code == 403


def test_the_approver_cannot_ask_search_or_open(walk: Walk) -> None:
    for path in (
        "/cases/new",
        f"{walk.case}/itinerary",
        f"{walk.case}/contacts",
        f"{walk.case}/warrants/new",
    ):
        assert walk.approver.get(path).status_code == 403


def test_a_wrong_passphrase_signs_nothing(walk: Walk) -> None:
    answer = walk.ask(passphrase="not my passphrase")
    assert answer.status_code == 400
    assert "암호가 맞지 않습니다" in answer.text
    assert "승인서가 없습니다" in walk.officer.get(f"{walk.case}/warrants").text
