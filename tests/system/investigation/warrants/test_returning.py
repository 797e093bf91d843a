"""What the approver sees of a warrant, returns, and is told of."""

import re

import pytest

from ansim.domain.signed_texts import read_text
from ansim.domain.warrant import Warrant
from support.house import House, Open
from support.signing import text_in
from support.walk import Walk, kinds, ref_of

REASONS = ["too-many", "too-long", "too-loose", "other-purpose", "please-call"]


def send_back(walk: Walk, warrant: str, reason: str) -> int:
    page = f"/warrants/{warrant}"
    return walk.approver.post(f"{page}/return", page, reason=reason).status_code


def badge(walk: Walk) -> int:
    """The count beside 서명 대기."""
    page = walk.approver.get("/cases/").text
    found = re.search(r"서명 대기\s*<span class=\"badge warn\">(\d+)</span>", page)
    return int(found[1]) if found else 0


def test_both_sign_what_was_found_by_class_and_venue(walk: Walk) -> None:
    said = read_text(text_in(walk.draft().text), Warrant)
    found = said.found
    assert found is not None
    assert found.close + found.casual + found.unlikely + found.further == said.people == 2
    assert (found.venues, found.most) == (1, (2,))
    warrant = ref_of(walk.ask())
    page = walk.approver.get(f"/warrants/{warrant}").text
    assert f"밀접접촉 {found.close} · 일상접촉 {found.casual}" in page
    assert "1곳, 많은 곳부터 2명" in page
    assert "한결 국수" not in page, "whoever approves learns not where the case was"


def test_an_approval_by_pages_of_forged_counts_is_refused(walk: Walk, house: House) -> None:
    from support.signing import answer_of, assertion, passkey

    text = text_in(walk.draft().text)
    forged = re.sub(rb'"close":\d+', b'"close":0', re.sub(rb'"casual":\d+', b'"casual":9', text))
    assert forged != text
    signed = assertion(passkey("officer"), forged, walk.staff["officer"])
    before = kinds(house, walk.case)
    answer = walk.officer.post("/signed/warrant", answer=answer_of(forged, signed))
    assert answer.status_code == 400
    assert kinds(house, walk.case) == before


@pytest.mark.parametrize("reason", REASONS)
def test_a_returned_warrant_waits_for_nobody_and_says_why(
    walk: Walk, house: House, reason: str
) -> None:
    warrant = ref_of(walk.ask())
    waiting = badge(walk)
    assert send_back(walk, warrant, reason) == 200
    assert badge(walk) == waiting - 1
    assert warrant not in walk.approver.get("/warrants/").text
    page = walk.officer.get(f"/warrants/{warrant}").text
    assert "반려됨" in page
    assert "이서윤" in page
    assert kinds(house, walk.case)[-1] == "warrant-returned"
    assert walk.approver.post(f"/warrants/{warrant}/approve", "/cases/").status_code == 400
    assert send_back(walk, warrant, reason) == 200
    assert kinds(house, walk.case).count("warrant-returned") == 1


@pytest.mark.parametrize("reason", ["", "other", "박도윤 씨 건입니다", "too-many "])
def test_nothing_is_written_into_a_reason(walk: Walk, house: House, reason: str) -> None:
    warrant = ref_of(walk.ask())
    assert send_back(walk, warrant, reason) == 400
    assert kinds(house, walk.case)[-1] == "warrant-requested"
    assert warrant in walk.approver.get("/warrants/").text


def test_what_two_signed_is_not_returned(walk: Walk, house: House) -> None:
    warrant = ref_of(walk.ask())
    walk.approve(warrant)
    assert send_back(walk, warrant, "too-many") == 200
    assert "유효" in walk.approver.get(f"/warrants/{warrant}").text
    assert "warrant-returned" not in kinds(house, walk.case)


def test_no_officer_returns_and_an_officer_has_no_badge(walk: Walk, browse: Open) -> None:
    warrant = ref_of(walk.ask())
    page = f"/warrants/{warrant}"
    answer = walk.officer.post(f"{page}/return", page, reason="too-many")
    assert answer.status_code == 403
    assert "서명 대기" not in walk.officer.get("/cases/").text
    assert badge(walk) >= 1
