"""Staff records in the console: one keeper proposes, another signs what the first one signed, and nobody else sees a page."""

import re
import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from ansim.domain.days import local_day
from ansim.domain.marks import new_mark
from ansim.domain.signed_texts import read_text, write_text
from ansim.domain.staff_records import StaffText
from support.house import Browser, House, Open
from support.keepers import CODE, OTHER_HALF, Keepers, Person, open_keepers
from support.signing import answer_of, text_in


@pytest.fixture
def keepers(house: House) -> Iterator[Keepers]:
    with open_keepers(house) as opened:
        yield opened


@pytest.fixture
def first(browse: Open, keepers: Keepers) -> Browser:
    return browse("investigation", keepers.people[0].login)


@pytest.fixture
def second(browse: Open, keepers: Keepers) -> Browser:
    return browse("investigation", keepers.people[1].login)


def come_back(browser: Browser, who: Person, text: bytes) -> Any:
    """The signing page's answer."""
    return browser.post("/signed/staff-record", answer=answer_of(text, who.sign(text)))


def with_code(keepers: Keepers, text: bytes) -> bytes:
    """As the first keeper's signing page completes a text."""
    said = read_text(text, StaffText)
    if said.deed not in {"add", "code"}:
        return text
    return write_text(msgspec.structs.replace(said, code=keepers.sealed(said.staff, said.ref)))


def proposed(keepers: Keepers, first: Browser, page: str, /, **fields: str) -> StaffText:
    text = with_code(keepers, text_in(first.post(page, **fields).text))
    answer = come_back(first, keepers.people[0], text)
    assert answer.url.query == b"done=proposed", answer.text
    return read_text(text, StaffText)


def agreed(keepers: Keepers, second: Browser, said: StaffText) -> Any:
    sent = second.post(f"/staff/proposals/{said.ref}/sign", "/staff/")
    assert text_in(sent.text) == write_text(said), "the very same bytes"
    return come_back(second, keepers.people[1], keepers.completed(write_text(said)))


def test_somebody_is_enrolled_by_two_keepers_and_no_page_tells_the_code(
    keepers: Keepers, first: Browser, second: Browser
) -> None:
    new = {
        "name": "표은결",
        "login": "pyo-eungyeol",
        "role": "officer",
        "agency": "제주",
        "team": "동부",
    }
    said = proposed(keepers, first, "/staff/new", **new)
    own = first.get("/staff/").text
    assert "다른 직원 관리자" in own or "두 번째 서명 대기" in own
    assert f"/staff/proposals/{said.ref}/sign" not in own, "the first keeper does not sign again"
    page = second.get("/staff/").text
    assert "표은결" in page
    assert keepers.people[0].name in page
    done = agreed(keepers, second, said)
    assert done.url.query == b"done=kept", done.text
    listed = second.get("/staff/").text
    assert f"/staff/{said.staff}/" in listed
    for told in (own, page, done.text, listed, second.get(f"/staff/{said.staff}/").text):
        assert CODE not in told
        assert OTHER_HALF not in told
    with keepers.system.owner("main") as main:
        main.execute(
            "UPDATE accounts_staff SET is_active = false, login = lower(ref) WHERE ref = %s",
            [said.staff],
        )


def test_what_the_second_keeper_returns_is_not_done_and_says_why(
    keepers: Keepers, first: Browser, second: Browser
) -> None:
    who = keepers.person(team="동부")
    said = proposed(keepers, first, f"/staff/{who.ref}/", deed="bar")
    back = second.post(f"/staff/proposals/{said.ref}/return", "/staff/", reason="wrong-person")
    assert back.url.query == b"done=returned"
    assert "사람이 맞지 않음" in first.get("/staff/").text
    assert keepers.row(who)[3] is False
    again = second.post(f"/staff/proposals/{said.ref}/sign", "/staff/new")
    assert again.status_code == 404
    mine = proposed(keepers, first, f"/staff/{who.ref}/", deed="code")
    assert (
        first.post(f"/staff/proposals/{mine.ref}/return", "/staff/").url.query == b"done=returned"
    )
    assert "제안한 사람이 거둠" in second.get("/staff/").text


def test_one_keeper_signs_the_second_time_in_no_way(keepers: Keepers, first: Browser) -> None:
    who = keepers.person()
    said = proposed(keepers, first, f"/staff/{who.ref}/", deed="bar")
    sent = first.post(f"/staff/proposals/{said.ref}/sign", "/staff/new")
    assert text_in(sent.text) == write_text(said)
    refused = come_back(first, keepers.people[0], write_text(said))
    assert refused.status_code == 400
    assert keepers.row(who)[3] is False


@pytest.mark.parametrize(
    ("deed", "fields"),
    [
        ("change", {"role": "approver", "team": "동부", "agency": "제주", "name": ""}),
        ("change", {"role": "keeper", "team": "동부", "agency": "제주", "name": "장하늘"}),
        ("change", {"role": "officer", "team": "동\u202e부", "agency": "", "name": "장하늘"}),
        ("deputy", {"as_role": "keeper", "first": "2026-12-01", "last": "2026-12-02"}),
        ("deputy", {"as_role": "approver", "first": "2020-12-01", "last": "2020-12-02"}),
        ("deputy", {"as_role": "approver", "first": "2026-12-01"}),
        ("king", {}),
        ("", {}),
    ],
)
def test_what_is_filled_in_wrong_goes_to_nobody(
    keepers: Keepers, first: Browser, deed: str, fields: dict[str, str]
) -> None:
    who = keepers.person(team="동부")
    answer = first.post(f"/staff/{who.ref}/", deed=deed, **fields)
    assert answer.status_code == 400
    assert "data-go" not in answer.text


def test_a_deputy_reads_so_on_every_page_and_signs_as_one(
    keepers: Keepers, first: Browser, second: Browser, browse: Open
) -> None:
    who = keepers.person("officer", "동부")
    today = local_day(time.time())
    days = {"first": today.isoformat(), "last": (today + timedelta(days=2)).isoformat()}
    work = {"as_role": "approver", "for_agency": "제주", "for_team": "서부"}
    before = browse("investigation", who.login)
    assert before.get("/warrants/").status_code == 403
    said = proposed(keepers, first, f"/staff/{who.ref}/", deed="deputy", **work, **days)
    assert agreed(keepers, second, said).url.query == b"done=kept"
    page = before.get("/warrants/")
    assert page.status_code == 200, "the session goes on"
    assert "대행" in page.text
    assert "서부" in page.text
    assert before.get("/notifications/new").status_code == 200
    assert "대행" in second.get("/staff/").text
    with keepers.system.owner("main") as main:
        main.execute("UPDATE accounts_deputy SET since = since - interval '9 days', until = now()")
    assert before.get("/warrants/").status_code == 403


@pytest.mark.parametrize(
    ("role", "as_role", "for_team"),
    [("approver", "officer", "서부"), ("officer", "approver", "서부"), ("officer", "approver", "")],
)
def test_a_deputy_does_for_their_own_team_what_their_own_role_does_and_no_more(
    keepers: Keepers,
    first: Browser,
    second: Browser,
    browse: Open,
    role: str,
    as_role: str,
    for_team: str,
) -> None:
    who = keepers.person(role, "동부")
    day = local_day(time.time()).isoformat()
    work = {"as_role": as_role, "for_agency": "제주", "for_team": for_team}
    said = proposed(
        keepers, first, f"/staff/{who.ref}/", deed="deputy", **work, first=day, last=day
    )
    assert agreed(keepers, second, said).url.query == b"done=kept"
    other = browse("investigation", who.login)
    officers, others = (for_team, "동부") if as_role == "officer" else ("동부", for_team)
    cases = {team: case_of_team(team) for team in (officers, others)}
    for team, case in cases.items():
        assert other.get(f"/cases/{case}").status_code == 200
        answer = other.post(f"/cases/{case}/facts/change", "/keys/", age_band="40", district="")
        assert answer.status_code == (200 if team == officers else 404), team
        offered = ways_of_case(other, f"/cases/{case}")
        assert (f"/cases/{case}/contacts" in offered) == (team == officers)
        assert [path for path in offered if other.get(path).status_code in {403, 404}] == []
    assert other.get("/surge/").status_code == (200 if role == "approver" else 403)
    assert other.get("/corrections/").status_code == (200 if role == "officer" else 403)


def ways_of_case(reader: Browser, case: str) -> set[str]:
    """Where the links and buttons of the case's pages lead that are about the case."""
    pages = [reader.get(case + page).text for page in ("", "/facts", "/closing", "/warrants")]
    shown = re.findall(r'(?:href|action)="([^"?#]+)', " ".join(pages))
    return {path for path in shown if path.startswith(f"{case}/")}


def case_of_team(team: str) -> str:
    from ansim.accounts.models import Staff
    from ansim.domain.pathogens import as_stored, presets
    from ansim.investigation.models import Case

    noon = datetime.now(UTC)
    return Case.objects.create(
        ref=new_mark("2611", 5),
        handle=secrets.token_bytes(16),
        register_handle=secrets.token_bytes(16),
        preset=as_stored(presets()["covid19"]),
        anchor_date=noon.date(),
        anchor_kind="symptom-onset",
        window_start=noon,
        window_end=noon + timedelta(days=2),
        agency="제주",
        team=team,
        opened_by=Staff.objects.filter(role="officer").first(),
    ).ref


@pytest.mark.parametrize("login", ["officer", "approver"])
def test_nobody_else_sees_or_does_anything(
    keepers: Keepers, first: Browser, browse: Open, login: str
) -> None:
    who = keepers.person()
    said = proposed(keepers, first, f"/staff/{who.ref}/", deed="bar")
    other = browse("investigation", login)
    assert ">직원<" not in re.sub(r"\s", "", other.get("/cases/").text)
    for path in ("/staff/", "/staff/new", f"/staff/{who.ref}/", "/signed/staff-record"):
        assert other.get(path).status_code == 403
        assert other.post(path, "/cases/").status_code == 403
    for what in ("sign", "return"):
        path = f"/staff/proposals/{said.ref}/{what}"
        assert other.post(path, "/cases/").status_code == 403


def test_a_keeper_sees_no_case_and_begins_with_the_staff(keepers: Keepers, first: Browser) -> None:
    assert first.get("/").url.path == "/staff/"
    for path in (
        "/cases/",
        "/notifications/",
        "/warrants/",
        "/shift/",
        "/ledger/",
        "/corrections/",
    ):
        assert first.get(path).status_code in {403, 404}, path
    assert first.get("/keys/").status_code == 200
