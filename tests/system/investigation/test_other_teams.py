"""A case is its team's: every route of the console, listed from its own table of routes, tried by others."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from ansim.domain.teams import AgencyTeam, works_on
from support.house import House, Open
from support.routes import named_routes
from support.walk import Walk, ref_of

NO_CASE = {"accounts:", "corrections:", "home", "staff_records:"}
OF_NO_ONE_CASE = {  # routes without a case in their address, tried below one by one
    "cases:drop-view",  # of one's own alone: cases/test_working_with_the_list.py
    "cases:keep-view",
    "cases:list",
    "cases:take-over",  # shows and takes those of one's team: cases/test_taking_over.py
    "feed:alert",  # of one's agency: feed/test_desk.py
    "feed:correct",
    "feed:list",
    "feed:withdraw",
    "grants:end",
    "grants:new",  # the vault says which cases: tests/system/vault/test_grants.py
    "grants:signed",
    "notifications:answer",
    "notifications:ask",
    "notifications:new",
    "notifications:signed",
    "notifications:training",
    "laboratories:notify",  # a laboratory's key makes a case, and reaches none
    "notifications:waiting",
    "warrants:waiting",
    "warrants:signed",
    "campaigns:signed",
    "campaigns:waiting",  # the vault says which: tests/system/vault/test_campaigns.py
    "identities:list-signed",
    "identities:signed",
    "itinerary:agree",  # the vault says which places: tests/system/vault/test_waiting_places.py
    "itinerary:signed",
    "itinerary:waiting",
    "ledger:all",
    "surge:decide",  # of one's agency: surge/test_surge.py
    "surge:end",
}


@pytest.fixture
def works(house: House) -> Iterator[Any]:
    """Have one of the cast work elsewhere; all are back at the end."""
    from ansim.accounts.models import Staff

    def move(login: str, agency: str, team: str) -> None:
        Staff.objects.filter(login=login).update(agency=agency, team=team)

    assert house.staff
    yield move
    Staff.objects.update(agency="", team="")


def addresses(values: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each route of the console that names a case or a warrant of it, with its address."""
    for name, route in named_routes("investigation"):
        path = "/" + re.sub(
            r"<(?:\w+:)?(\w+)>", lambda found: values.get(found[1], "?"), str(route.pattern)
        )
        if "?" not in path and path != "/" + str(route.pattern):
            yield name, path


def test_every_route_of_a_case_is_none_for_another_team(
    walk: Walk, browse: Open, works: Any
) -> None:
    walk.contacts()
    warrant = ref_of(walk.ask())
    walk.approve(warrant)
    listed = ref_of(walk.list_of(1))
    told = ref_of(walk.send(1))
    case = walk.case.rsplit("/", 1)[1]
    values = {
        "mark": told,
        "case_ref": case,
        "warrant_ref": warrant,
        "list_id": listed,
        "stay_ref": "0" * 32,
    }
    found = dict(addresses(values))
    assert len(found) >= 10
    for login, own in (("officer2", "officer"), ("approver", "approver")):
        reader = browse("investigation", login)
        reader.http.follow_redirects = False
        page = reader.get("/cases/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        seen_before = [reader.get(path).status_code for path in found.values()]
        assert 200 in seen_before, f"{own} of the same team sees it"
        works(login, "제주", "서부")
        for name, path in found.items():
            for answer in (
                reader.get(path),
                reader.http.post(path, data={"csrfmiddlewaretoken": token[1]}),
            ):
                assert answer.status_code in {400, 403, 404, 405}, (login, name, answer.status_code)
                shown = answer.text.replace(path, "")  # what the reader asked for is no news
                assert case not in shown
                assert warrant not in shown
                assert told not in shown
        for path in ("/cases/", "/warrants/"):
            listed = reader.get(path)
            assert case not in listed.text
            assert warrant not in listed.text


def test_no_route_of_the_console_is_forgotten() -> None:
    values = {
        "mark": "M-A",
        "case_ref": "2611-AAAAA",
        "warrant_ref": "W-A",
        "list_id": "1",
        "stay_ref": "0" * 32,
    }
    tried = {name for name, _path in addresses(values)}
    every = {name for name, _route in named_routes("investigation")}
    left = {one for one in every - tried if not one.startswith(tuple(NO_CASE))}
    assert left == OF_NO_ONE_CASE


def test_a_signature_that_comes_back_reaches_no_case_of_another_team(
    walk: Walk, works: Any
) -> None:
    """The officer is moved while on the signing page."""
    from support.signing import answer_of, assertion, passkey, text_in

    walk.contacts()
    text = text_in(walk.draft().text)
    works("officer", "제주", "서부")
    answer = answer_of(text, assertion(passkey("officer"), text, walk.staff["officer"]))
    refused = walk.officer.post("/signed/warrant", answer=answer)
    assert refused.status_code == 404


def test_the_query_and_the_rule_are_one(house: House, works: Any) -> None:
    """Each pair of workplaces, in the database and by the rule."""
    from datetime import UTC, datetime

    from ansim.accounts.models import Staff
    from ansim.investigation.models import Case, cases_of

    places = [AgencyTeam(a, t) for a in ("", "제주", "서귀포") for t in ("", "동부", "서부")]
    made = [
        Case.objects.create(
            ref=f"TEAM-{number}",
            preset={},
            anchor_date=datetime.now(UTC).date(),
            window_start=datetime(2026, 11, 1, tzinfo=UTC),
            window_end=datetime(2026, 11, 2, tzinfo=UTC),
            opened_by=house.staff["officer"],
            agency=place.agency,
            team=place.team,
        )
        for number, place in enumerate(places)
    ]
    try:
        for login in ("officer", "approver", "registrar"):
            for own in places:
                staff = Staff.objects.get(login=login)
                staff.agency, staff.team = own.agency, own.team
                seen = set(
                    cases_of(staff).filter(ref__startswith="TEAM-").values_list("ref", flat=True)
                )
                by_rule = {
                    one.ref
                    for one, place in zip(made, places, strict=True)
                    if works_on(staff.role, own, place)
                }
                assert seen == by_rule, (login, own)
    finally:
        Case.objects.filter(ref__startswith="TEAM-").delete()


def test_a_case_stays_with_the_team_that_opened_it(walk: Walk, works: Any, browse: Open) -> None:
    from ansim.investigation.models import Case

    works("officer", "제주", "서부")
    ref = walk.case.rsplit("/", 1)[1]
    assert Case.objects.get(ref=ref).team == ""
    assert walk.officer.get(walk.case).status_code == 404
    works("officer2", "제주", "서부")
    assert browse("investigation", "officer2").get(walk.case).status_code == 404
