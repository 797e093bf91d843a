"""Whose cases somebody sees."""

import pytest

from ansim.domain.signatures import PORTALS, roles_of
from ansim.domain.teams import AgencyTeam, works_on

OWN = AgencyTeam("제주", "동부")
CASES = {
    "own team": OWN,
    "another team": AgencyTeam("제주", "서부"),
    "no team": AgencyTeam("제주", ""),
    "another agency": AgencyTeam("서귀포", "동부"),
    "nowhere": AgencyTeam(),
}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("officer", {"own team"}),
        ("approver", {"own team", "another team", "no team"}),
        ("registrar", set()),
        ("keeper", set()),
        ("operator", set()),
        ("", set()),
    ],
)
def test_who_asks_sees_their_teams_and_who_lets_their_agencys(role: str, seen: set[str]) -> None:
    assert {name for name, case in CASES.items() if works_on(role, OWN, case)} == seen


def test_where_nobody_names_teams_officers_see_all() -> None:
    assert works_on("officer", AgencyTeam(), AgencyTeam())


def test_each_role_signs_in_at_the_portal_that_the_accounts_say() -> None:
    from ansim.accounts.permissions import PORTAL_OF

    assert {role.value: portal.value for role, portal in PORTAL_OF.items()} == dict(PORTALS)
    assert sorted(roles_of("investigation")) == ["approver", "keeper", "officer"]
