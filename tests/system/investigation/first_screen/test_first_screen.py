"""GET / : what waits, and the figures by which others were judged."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from support.cases import notify, of_the_cast
from support.house import House, Open

NOW = datetime.now(UTC)
MARK = "2611-F"
AGENCY = "첫화면"


@pytest.fixture
def team(house: House) -> Iterator[House]:
    """The cast in a team of its own, in which no other test's cases count."""
    from ansim.accounts.models import Staff
    from ansim.investigation.models import Case, CaseContact

    assert house.staff
    Staff.objects.update(agency=AGENCY, team="동부")
    with house.system.owner("identity") as identity:
        identity.execute("UPDATE vault.staff SET agency = %s, team = '동부'", [AGENCY])
    yield house
    with house.system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.staff SET agency = '', team = '' WHERE agency = %s", [AGENCY]
        )
    CaseContact.objects.filter(case__ref__startswith=MARK).delete()
    Case.objects.filter(agency=AGENCY).delete()
    Staff.objects.update(agency="", team="")


def put(house: House, number: int, hours: tuple[float | None, ...] = (), **fields: Any) -> Any:
    """A case that was notified ten hours ago, taken up, searched and named so many hours after that."""
    from ansim.domain.pathogens import as_stored, presets
    from ansim.investigation.models import Case

    notified = NOW - timedelta(hours=10)
    steps = dict(zip(("taken_at", "contacts_at", "names_at"), hours, strict=False))
    reached = {
        name: notified + timedelta(hours=after)
        for name, after in steps.items()
        if after is not None
    }
    usual = {
        "ref": f"{MARK}{number:04}",
        "handle": b"f" * 16,
        "preset": as_stored(presets()["covid19"]),
        "anchor_date": "2026-11-01",
        "window_start": NOW - timedelta(hours=1),
        "window_end": NOW,
        "opened_by": house.staff["officer"],
        "agency": AGENCY,
        "team": "동부",
        "notified_at": notified,
    }
    return Case.objects.create(**{**usual, **reached, **fields})


def contacts(case: Any, number: int) -> None:
    from ansim.investigation.models import CaseContact

    CaseContact.objects.bulk_create(
        CaseContact(case=case, number=one, handle=bytes([one]) * 16) for one in range(1, number + 1)
    )


def waits(page: Any) -> dict[str, str]:
    """Each line of what waits, with its number."""
    part = page.text[page.text.index("<main") :]
    found = re.findall(
        r'<a href="[^"]+">([^<]+)</a>\s*<span class="badge[^"]*">([^<]+)</span>', part
    )
    return {words: number.strip() for words, number in found}


def figure(page: Any, name: str) -> list[str]:
    """The cells of one figure: median, nine of ten, cases, note."""
    row = next(one for one in page.text.split("<tr>") if f">{name}<" in one)
    return [
        re.sub(r"<[^>]+>", "", one).strip()
        for one in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
    ][1:]


def test_an_officer_sees_what_waits_with_its_number(browse: Open, team: House) -> None:
    team.need("vault")
    hour = NOW - timedelta(hours=1)
    put(team, 1)
    put(team, 2)
    put(team, 3, itinerary_at=hour)
    put(team, 4, (1, 2))
    put(team, 5, (1, 2, 3), warrant_at=hour)
    put(team, 6, (1, 2), warrant_at=hour, opened_at=NOW - timedelta(days=80))
    put(team, 7, owner=team.staff["officer2"])
    put(team, 8, closed_at=NOW)
    put(team, 9, handle=None)
    waiting = notify(team.system, of_the_cast(team, "approver"), None)
    officer = browse("investigation", "officer")
    page = officer.get("/")
    assert page.status_code == 200
    told = waits(page)
    told.pop("바로잡기 요청", None)
    assert told == {
        "아무도 맡지 않은 신고": "1",
        "동선을 조회하지 않은 내 사례": "2",
        "접촉자를 검색하지 않은 내 사례": "1",
        "열람 승인서를 요청하지 않은 내 사례": "1",
        "승인서를 요청하고 신원을 열람하지 않은 내 사례": "1",
        "곧 자동 종결되는 내 사례": "1",
    }
    for address in re.findall(r'<a href="(/cases/\?owner=me[^"]*)"', page.text):
        assert officer.get(address.replace("&amp;", "&")).status_code == 200
    officer.post(f"/notifications/{waiting}/take", "/notifications/")
    assert "아무도 맡지 않은 신고" not in waits(officer.get("/"))


def test_the_links_lead_to_as_many_cases_as_they_say(browse: Open, team: House) -> None:
    for number in range(3):
        put(team, number, itinerary_at=NOW)
    put(team, 7, (1, 2))
    officer = browse("investigation", "officer")
    page = officer.get("/")
    address = re.search(r'href="([^"]+)">접촉자를 검색하지 않은 내 사례', page.text)
    assert address
    listed = officer.get(address[1].replace("&amp;", "&"))
    assert len(set(re.findall(rf"/cases/({MARK}\d+)/", listed.text))) == 3


def test_the_figures_are_medians_and_ninetieth_percentiles_of_event_times(
    browse: Open, team: House
) -> None:
    for number, (hours, people) in enumerate(
        [((1, 2, 4), 3), ((2, 4, None), 5), ((3, 6, None), 100), ((4, None, None), 0)]
    ):
        contacts(put(team, number, hours), people)
    put(team, 50, (9, 9, 9), notified_at=NOW - timedelta(days=8))  # before the week
    put(team, 51, (9, 9, 9), team="서부")
    page = browse("investigation", "officer").get("/")
    # percentile_cont: between the values, as spreadsheets have it
    assert figure(page, "신고부터 맡기까지")[:3] == ["2.5시간", "3.7시간", "4"]
    assert figure(page, "신고부터 접촉자 검색까지")[:3] == ["4.0시간", "5.6시간", "3"]
    assert figure(page, "신고부터 신원 열람까지")[:3] == ["4.0시간", "4.0시간", "1"]
    assert figure(page, "사례당 접촉자 수")[:3] == ["5", "81", "3"]
    assert figure(page, "연락이 닿은 접촉자 비율")[0] == ""
    assert "아직 집계하지 않습니다" in figure(page, "연락이 닿은 접촉자 비율")[3]
    whole = browse("investigation", "officer").get("/", of="agency")
    assert figure(whole, "신고부터 맡기까지")[2] == "5"


def test_a_night_beyond_what_the_team_can_do_is_said(browse: Open, team: House) -> None:
    from ansim.accounts.models import Staff

    officer = browse("investigation", "officer")
    officers = Staff.objects.filter(
        role="officer", is_active=True, agency=AGENCY, team="동부"
    ).count()
    most = 6 * officers  # interviews
    for number in range(most):
        put(team, number)
    assert "처리할 수 있는 양보다 많습니다" not in officer.get("/").text
    put(team, most)
    assert "처리할 수 있는 양보다 많습니다" in officer.get("/").text


def test_an_approver_sees_what_waits_for_a_signature_and_no_officers_work(
    browse: Open, team: House
) -> None:
    put(team, 1)
    page = browse("investigation", "approver").get("/")
    assert page.status_code == 200
    assert waits(page) == {}
    assert "급증 대응 방식 결정" in page.text


def test_it_stands_while_the_vault_is_away(browse: Open, team: House) -> None:
    officer = browse("investigation", "officer")
    put(team, 1)
    team.again("vault")
    try:
        told = waits(officer.get("/"))
    finally:
        team.need("vault")
    assert told["아무도 맡지 않은 신고"] == "응답 없음"
    assert told["동선을 조회하지 않은 내 사례"] == "1"


def test_whoever_is_not_signed_in_comes_to_the_sign_in(browse: Open, house: House) -> None:
    assert browse("investigation").get("/").url.path == "/sign-in"
