"""Deputies at the vault: somebody acts in a role for another team, on the days that two keepers signed, and no longer."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from ansim.domain.days import local_day
from ansim.domain.shift_grants import ShiftGrant
from ansim.domain.signed_texts import write_text
from ansim.domain.taking_over import TakeOverReason
from ansim.identity.sessions.calls import BeginSession, CasesFor
from ansim.identity.staff.closing_calls import CloseCase, ReopenCase
from ansim.identity.staff.desk_calls import SamePersonCases, TakeOverCase
from ansim.identity.staff.notified_calls import CasesToTakeUp, NotifyCase, TakeUpCase
from ansim.identity.staff.signed_calls import ApproveWarrant
from ansim.keys.calls import SessionOf, StandingSessions
from ansim.rpc import Caller
from ansim.settings.environment import socket_path
from support.cases import notification, notify, taken
from support.grants import text_fields
from support.house import House
from support.keepers import Keepers, Person, open_keepers
from support.rights import PHONES, Member, Rights, refused


@pytest.fixture
def keepers(house: House) -> Iterator[Keepers]:
    with open_keepers(house) as opened:
        yield opened


def named(keepers: Keepers, rights: Rights, login: str, role: str, team: str, **days: int) -> None:
    """Have two keepers sign that one of `rights` stands in, from today for a week or as said."""
    member = rights.staff[login]
    today = local_day(time.time())
    who = Person(f"deputy-{member.ref[2:].lower()}", member.ref, "장하늘")
    with rights.system.owner("main") as main:
        main.execute(
            "INSERT INTO accounts_staff (ref, login, name, role, portal, is_active)"
            " VALUES (%s, %s, %s, %s, 'investigation', true) ON CONFLICT DO NOTHING",
            [who.ref, who.login, who.name, "officer" if "officer" in login else "approver"],
        )
    keepers.kept(
        keepers.text(
            "deputy",
            who,
            as_role=role,
            for_team=team,
            first=(today + timedelta(days=days.get("first", 0))).isoformat(),
            last=(today + timedelta(days=days.get("last", 6))).isoformat(),
        )
    )


def until(rights: Rights, login: str, when: str) -> None:
    """Let the days of somebody be over, or not begun."""
    change = {
        "over": "since = now() - interval '3 days', until = now() - interval '1 s'",
        "ahead": "since = now() + interval '1 hour', until = now() + interval '2 days'",
    }[when]
    with rights.system.owner("identity") as identity:
        identity.execute(
            f"UPDATE vault.deputy SET {change} WHERE staff = %s",  # type: ignore[arg-type]
            [rights.staff[login].ref],
        )


def signed_grant(rights: Rights, member: Member, case: str) -> bytes:
    text = write_text(ShiftGrant(**text_fields(cases=(case,))))
    return rights.vault.begin_session(BeginSession(text, member.sign(text))).session


def tracers_line(rights: Rights) -> Caller:
    return Caller(socket_path("cases"), rights.system.keys.read("case-calls.key"))


def test_an_officer_of_another_team_approves_as_deputy_and_not_without(
    keepers: Keepers, rights: Rights
) -> None:
    rows = rights.rows(PHONES[1])
    deputy = rights.staff["elsewhere"]
    text = rights.request(rights.warrant(rows), rows)
    approve = ApproveWarrant(text, deputy.sign(text))
    refused("not-two-signers", lambda: rights.vault.approve_warrant(approve))
    named(keepers, rights, "elsewhere", "approver", "jeju")
    for when in ("ahead", "over"):
        with rights.system.owner("identity") as identity:
            kept = identity.execute("SELECT since, until FROM vault.deputy").fetchall()
        until(rights, "elsewhere", when)
        again = ApproveWarrant(text, deputy.sign(text))
        refused("not-two-signers", lambda again=again: rights.vault.approve_warrant(again))
        with rights.system.owner("identity") as identity:
            identity.execute("UPDATE vault.deputy SET since = %s, until = %s", kept[0])
    rights.vault.approve_warrant(ApproveWarrant(text, deputy.sign(text)))
    with rights.system.owner("main") as main:
        (row,) = main.execute(
            "SELECT actor_role, detail->>'key' FROM ledger.entry WHERE actor = %s AND kind = 'warrant-approved'",
            [deputy.ref],
        ).fetchall()
    assert row == ("approver", "passkey")


def test_who_asked_in_a_case_lets_in_it_under_no_hat(keepers: Keepers, rights: Rights) -> None:
    rows = rights.rows(PHONES[1])
    colleague = rights.staff["colleague"]
    signed_grant(rights, colleague, rights.case)
    with rights.system.owner("identity") as identity:
        identity.execute(
            "INSERT INTO vault.deputy (staff, role, agency, team, since, until)"
            " VALUES (%s, 'approver', '', 'jeju', now() - interval '1 hour', now() + interval '1 day')",
            [colleague.ref],
        )
    text = rights.request(rights.warrant(rows), rows)
    signed = ApproveWarrant(text, colleague.sign(text))
    refused("both-sides", lambda: rights.vault.approve_warrant(signed))
    text = rights.request(rights.warrant(rows), rows)
    rights.approve(text, "second")
    approver = rights.staff["second"]
    with rights.system.owner("identity") as identity:
        identity.execute(
            "INSERT INTO vault.deputy (staff, role, agency, team, since, until)"
            " VALUES (%s, 'officer', '', 'jeju', now() - interval '1 hour', now() + interval '1 day')",
            [approver.ref],
        )
    refused("both-sides", lambda: signed_grant(rights, approver, rights.case))


def test_a_deputy_officer_works_on_that_teams_cases_until_the_days_are_over(
    keepers: Keepers, rights: Rights
) -> None:
    deputy = rights.staff["elsewhere"]
    case = notify(rights.system, rights.staff["approver"], PHONES[2])
    waits = CasesToTakeUp(deputy.ref)
    assert case not in {one.case for one in rights.vault.cases_to_take_up(waits)}
    refused("case-unknown", lambda: rights.vault.take_up(TakeUpCase(case, deputy.ref)))
    named(keepers, rights, "elsewhere", "officer", "jeju")
    assert case in {one.case for one in rights.vault.cases_to_take_up(waits)}
    assert rights.vault.take_up(TakeUpCase(case, deputy.ref)).team == "jeju"
    assert case in rights.vault.cases_for(CasesFor(deputy.ref, [case]))
    session = signed_grant(rights, deputy, case)
    line = tracers_line(rights)
    told: Any = line.call(SessionOf(session), dict)
    assert set(told["cases"]) == {case}
    rights.vault.close_case(CloseCase(case, deputy.ref))
    rights.vault.reopen_case(ReopenCase(case, deputy.ref))
    session = signed_grant(rights, deputy, case)
    until(rights, "elsewhere", "over")
    assert line.call(StandingSessions([session]), list) == []
    refused("session-needed", lambda: line.call(SessionOf(session), dict))
    refused("case-not-yours", lambda: signed_grant(rights, deputy, case))
    refused("case-not-yours", lambda: rights.vault.close_case(CloseCase(case, deputy.ref)))
    assert case not in rights.vault.cases_for(CasesFor(deputy.ref, [case]))
    # Nobody of the team has it any more, so one of them may take it up.
    officer = rights.staff["officer"].ref
    assert rights.vault.take_up(TakeUpCase(case, officer)).team == "jeju"


def test_a_deputy_officer_goes_on_with_that_teams_cases_and_is_told_of_their_others(
    keepers: Keepers, rights: Rights
) -> None:
    deputy, officer = rights.staff["elsewhere"], rights.staff["officer"]
    case = taken(rights.system, rights.staff["approver"], officer.ref, PHONES[2])
    over = TakeOverCase(case, deputy.ref, TakeOverReason.ABSENT)
    others = SamePersonCases(case, deputy.ref)
    for ask in (lambda: rights.vault.take_over(over), lambda: rights.vault.same_person(others)):
        refused("case-not-yours", ask)
    named(keepers, rights, "elsewhere", "officer", "jeju")
    rights.vault.same_person(others)
    assert rights.vault.take_over(over)
    assert not rights.vault.take_over(over)
    until(rights, "elsewhere", "over")
    refused("case-not-yours", lambda: rights.vault.take_over(over))


def test_a_deputy_approver_acts_for_that_team_alone(keepers: Keepers, rights: Rights) -> None:
    deputy = rights.staff["elsewhere"]
    named(keepers, rights, "elsewhere", "approver", "jeju")
    for team, code in (
        ("jeju", ""),
        ("seogwipo", "notification-terms"),
        ("", "notification-terms"),
    ):
        said = notification(rights.system, deputy, PHONES[3], agency="", team=team)
        text = write_text(said)
        ask = lambda text=text: rights.vault.notify(NotifyCase(text, deputy.sign(text)))  # noqa: E731
        if code:
            refused(code, ask)
        else:
            assert ask().case


@pytest.mark.parametrize("deed", ["deputy-ends", "bar", "change"])
def test_a_deputyship_ends_with_a_word_or_with_its_person(keepers: Keepers, deed: str) -> None:
    who = keepers.person("officer", "동부")
    today = local_day(time.time()).isoformat()
    days = {"as_role": "approver", "for_agency": "제주", "for_team": "서부"}
    keepers.kept(keepers.text("deputy", who, first=today, last=today, **days))

    def acting() -> tuple[int, int]:
        with keepers.system.owner("identity") as identity, keepers.system.owner("main") as main:
            hats = identity.execute(
                "SELECT count(*) FROM vault.hat WHERE staff = %s AND deputy", [who.ref]
            ).fetchone()
            shown = main.execute(
                "SELECT count(*) FROM accounts_deputy JOIN accounts_staff AS staff ON staff.id = staff_id"
                " WHERE ref = %s AND until > now()",
                [who.ref],
            ).fetchone()
        assert hats
        assert shown
        return hats[0], shown[0]

    assert acting() == (1, 1)
    changes = {"team": "북부"} if deed == "change" else {}
    keepers.kept(keepers.text(deed, who, **changes))
    assert acting() == (0, 0)


@pytest.mark.parametrize("role", ["registrar", "keeper"])
def test_whoever_sees_no_case_is_nobodys_deputy(keepers: Keepers, role: str) -> None:
    who = keepers.people[2] if role == "keeper" else keepers.person(role)
    today = local_day(time.time()).isoformat()
    days = {"as_role": "approver", "for_agency": "제주", "for_team": "서부"}
    text = keepers.text("deputy", who, first=today, last=today, **days)
    refused("staff-terms", lambda: keepers.propose(text))
