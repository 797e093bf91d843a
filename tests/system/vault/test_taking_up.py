"""Cases taken up at the vault, their sides, their bounds and their end (SECURITY.md C1)."""

from collections.abc import Callable
from typing import Any

import msgspec
import psycopg
import pytest

from ansim.domain.notification import NOTIFICATION_LIMITS
from ansim.domain.search_results import vouch
from ansim.identity.staff.notified_calls import (
    TakeUpCase,
)
from ansim.keys import CaseKeys, KeyPurpose
from ansim.rpc import CallError
from support.cases import notify, taken
from support.notified import PATIENT, day, entries, forget_count, hand_in, marks, side
from support.rights import PHONES, Rights, refused


@pytest.mark.parametrize(
    ("login", "code"),
    [
        ("elsewhere", "case-unknown"),
        ("approver", "not-two-signers"),
        ("second", "not-two-signers"),
    ],
)
def test_no_other_team_and_nobody_who_lets_takes_a_case_up(
    rights: Rights, login: str, code: str
) -> None:
    case = notify(rights.system, rights.staff["approver"], PATIENT)
    assert (case in marks(rights, login)) == (login != "elsewhere")
    asked = TakeUpCase(case, rights.staff[login].ref)
    refused(code, lambda: rights.vault.take_up(asked))
    assert side(rights, case) == {rights.staff["approver"].ref: "letting"}


@pytest.mark.parametrize("case", ["2611-NOSUC", "../day/2026-10-01", "", "X" * 400, "2611-%"])
def test_a_case_that_nobody_notified_is_nobodys_to_take(rights: Rights, case: str) -> None:
    asked = TakeUpCase(case, rights.staff["officer"].ref)
    refused("case-unknown", lambda: rights.vault.take_up(asked))
    for staff in ("S-NOBODY00", "", "officer"):
        stranger = TakeUpCase(rights.case, staff)
        refused("signer-unknown", lambda stranger=stranger: rights.vault.take_up(stranger))


def test_whoever_let_in_a_case_takes_it_up_under_no_other_role_either(rights: Rights) -> None:
    case = notify(rights.system, rights.staff["approver"], PATIENT)
    officer = rights.staff["officer"].ref
    with rights.system.owner("identity") as identity:
        identity.execute("INSERT INTO vault.side VALUES (%s, %s, 'letting')", [case, officer])
    refused("both-sides", lambda: rights.vault.take_up(TakeUpCase(case, officer)))


def test_nobody_is_ever_on_both_sides_whatever_they_try(rights: Rights) -> None:
    case = taken(
        rights.system,
        rights.staff["approver"],
        rights.staff["officer"].ref,
        PHONES[0],
        anchor=day(1),
    )
    rows = rights.rows(PHONES[1])
    text = rights.request(rights.warrant(rows), rows)
    sides: dict[str, set[str]] = {login: set() for login in rights.staff}
    tries: dict[str, tuple[str, Callable[[str], Any]]] = {
        "notify": ("letting", lambda who: hand_in(rights, who)),
        "take up": (
            "asking",
            lambda who: rights.vault.take_up(TakeUpCase(case, rights.staff[who].ref)),
        ),
        "ask": (
            "asking",
            lambda who: rights.request(
                rights.warrant(rows, requester=rights.staff[who].ref), rows, who
            ),
        ),
        "approve": ("letting", lambda who: rights.approve(text, who)),
    }
    for login in rights.staff:
        for which, attempt in tries.values():
            try:
                attempt(login)
            except CallError:
                continue
            sides[login].add(which)
    assert all(len(which) <= 1 for which in sides.values()), sides
    assert sides["approver"] == {"letting"}
    assert sides["officer"] == {"asking"}
    forget_count(rights)


@pytest.mark.parametrize("days", [0, 2, 40])
def test_a_case_whose_answer_was_lost_waits_for_whoever_took_it_up(
    rights: Rights, days: int
) -> None:
    case, officer = notify(rights.system, rights.staff["approver"], PATIENT), "officer"
    given = rights.vault.take_up(TakeUpCase(case, rights.staff[officer].ref))
    with rights.system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.known_case SET taken_at = now() - make_interval(days => %s) WHERE ref = %s",
            [days, case],
        )
    assert case in marks(rights, officer)
    assert case not in marks(rights, "colleague")
    colleague = TakeUpCase(case, rights.staff["colleague"].ref)
    refused("case-taken", lambda: rights.vault.take_up(colleague))
    assert rights.vault.take_up(TakeUpCase(case, rights.staff[officer].ref)) == given


@pytest.mark.parametrize("change", ["barred_at = now()", "team = 'seogwipo'", "agency = 'other'"])
def test_a_colleague_takes_a_case_up_of_who_works_in_the_team_no_more(
    rights: Rights, change: str
) -> None:
    case = notify(rights.system, rights.staff["approver"], PATIENT)
    gone, colleague = rights.staff["officer"].ref, rights.staff["colleague"].ref
    given = rights.vault.take_up(TakeUpCase(case, gone))
    with rights.system.owner("identity") as identity:
        moved = f"UPDATE vault.staff SET {change} WHERE ref = %s"
        identity.execute(moved, [gone])  # type: ignore[arg-type]
        try:
            assert case in marks(rights, "colleague")
            assert rights.vault.take_up(TakeUpCase(case, colleague)) == given
        finally:
            back = (
                "UPDATE vault.staff SET barred_at = NULL, team = 'jeju', agency = '' WHERE ref = %s"
            )
            identity.execute(back, [gone])
    assert case not in marks(rights, "officer")
    refused("case-taken", lambda: rights.vault.take_up(TakeUpCase(case, gone)))
    assert [actor for kind, _, actor in entries(rights, case) if kind == "case-opened"] == [
        gone,
        colleague,
    ]


# ---- bounds


@pytest.mark.parametrize(
    ("start", "end", "direction", "code"),
    [
        (-1, 0, "forward", "beyond-bounds"),
        (0, 1, "forward", "beyond-bounds"),
        (-86400, -3600, "forward", "beyond-bounds"),
        (-11 * 86400 - 1, 0, "backward", "beyond-bounds"),
        (0, 1, "backward", "beyond-bounds"),
        (0, 0, "forward", ""),
        (-11 * 86400, 0, "backward", ""),
    ],
)
def test_a_warrant_is_for_what_the_notification_opened(
    rights: Rights, start: int, end: int, direction: str, code: str
) -> None:
    """The case is of a disease of 17 days; a search for sources may reach back 28."""
    with rights.system.owner("identity") as identity:
        row = identity.execute(
            "SELECT extract(epoch FROM window_from)::int8, extract(epoch FROM window_to)::int8"
            " FROM vault.known_case WHERE ref = %s",
            [rights.case],
        ).fetchone()
    assert row
    terms = rights.terms(start=row[0] + start, end=row[1] + end, direction=direction)
    rows = rights.rows(PHONES[1])
    found = vouch(rights.scope, rights.case, rights.subject, terms, rows)
    warrant = rights.warrant(rows, terms=terms, result=found.digest.hex())
    if code:
        refused(code, lambda: rights.request(warrant, rows))
    else:
        assert rights.request(warrant, rows)


def test_the_vault_itself_widens_nothing(rights: Rights) -> None:
    for change in (
        "window_to = window_to + interval '1 day'",
        "team = 'seogwipo'",
        "subject = NULL",
    ):
        with (
            rights.system.connect_as("vault", "identity") as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(f"UPDATE vault.known_case SET {change}")


# ---- what ends


def test_a_case_that_nobody_takes_up_ends_by_itself_with_its_keys(rights: Rights) -> None:
    case = notify(rights.system, rights.staff["approver"], PATIENT)
    left = notify(rights.system, rights.staff["approver"], PATIENT)
    keys = CaseKeys(rights.system.keys)
    with rights.system.owner("identity") as identity:
        for one, days in ((case, 1), (left, 0)):
            identity.execute(
                "UPDATE vault.known_case SET opened_at = now() - make_interval(days => %s) WHERE ref = %s",
                [NOTIFICATION_LIMITS.waiting_days - 1 + 2 * days, one],
            )
    assert case not in marks(rights, "officer")
    assert left in marks(rights, "officer")
    for purpose in KeyPurpose:
        assert not keys.has(case, purpose)
        assert keys.has(left, purpose)
    assert [kind for kind, _role, _actor in entries(rights, case)][-2:] == [
        "case-key-destroyed"
    ] * 2
    asked = TakeUpCase(case, rights.staff["officer"].ref)
    refused("case-unknown", lambda: rights.vault.take_up(asked))


def test_a_case_that_waited_too_long_is_nobodys_to_take_also_where_no_list_was_read(
    rights: Rights,
) -> None:
    waited, mine = (notify(rights.system, rights.staff["approver"], PATIENT) for _ in range(2))
    officer, keys = rights.staff["officer"].ref, CaseKeys(rights.system.keys)
    given = rights.vault.take_up(TakeUpCase(mine, officer))
    with rights.system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.known_case SET opened_at = now() - make_interval(days => %s) WHERE ref = ANY (%s)",
            [NOTIFICATION_LIMITS.waiting_days + 1, [waited, mine]],
        )
    refused("case-unknown", lambda: rights.vault.take_up(TakeUpCase(waited, officer)))
    assert keys.has(waited), "nothing has ended it yet"
    assert side(rights, waited) == {rights.staff["approver"].ref: "letting"}
    assert waited not in marks(rights, "officer")
    assert not keys.has(waited)
    again = rights.vault.take_up(TakeUpCase(mine, officer))
    aged = msgspec.structs.replace(given, notified_at=again.notified_at)
    assert again == aged, "one's own one keeps"
    assert keys.has(mine)
