"""A closed case at the vault, asked over its socket as a console in foreign hands would ask it."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from ansim.domain.case_clocks import CASE_CLOCKS
from ansim.domain.marks import new_mark
from ansim.domain.shift_grants import ShiftGrant
from ansim.domain.signed_places import SignedPlaces
from ansim.domain.signed_texts import write_text
from ansim.identity.calls import EndCaseKey
from ansim.identity.sessions.calls import BeginSession, CasesFor, SignPlaces
from ansim.identity.staff.closing_calls import CloseCase, CloseForgottenCase, ReopenCase
from ansim.identity.staff.notified_calls import TakeUpCase
from ansim.keys import CaseKeys, KeyPurpose
from ansim.keys.calls import KnownSession, SessionOf, StandingSession, StandingSessions
from ansim.rpc import Caller
from ansim.settings.environment import socket_path
from support.days_of_cases import close_long_ago
from support.grants import know_case, text_fields
from support.notified import marks
from support.rights import PHONES, Rights, refused

KNOWN = "SELECT count(*) FROM vault.known_case WHERE ref = %s"
STAY = (1, int(time.time()) - 7200, int(time.time()) - 3600)


@pytest.fixture
def closed(rights: Rights) -> Any:
    """Closes the case of these tests, which is open again after each."""
    officer = rights.staff["officer"].ref
    yield lambda: rights.vault.close_case(CloseCase(rights.case, officer))
    assert rights.vault.reopen_case(ReopenCase(rights.case, officer))


def begin(rights: Rights) -> bytes:
    text = write_text(ShiftGrant(**text_fields(cases=(rights.case,))))
    signed = BeginSession(text, rights.staff["officer"].sign(text))
    return rights.vault.begin_session(signed).session


def tracers(rights: Rights) -> Caller:
    return Caller(socket_path("cases"), rights.system.keys.read("case-calls.key"))


def tell(rights: Rights, session: bytes) -> KnownSession:
    return tracers(rights).call(SessionOf(session), KnownSession)


def standing(rights: Rights, session: bytes) -> list[StandingSession]:
    return tracers(rights).call(StandingSessions([session]), list[StandingSession])


def sign_places(rights: Rights) -> None:
    text = write_text(SignedPlaces(**text_fields(case=rights.case, stays=(STAY,), why="interview")))
    rights.vault.sign_places(SignPlaces(text, rights.staff["officer"].sign(text)))


def test_nothing_is_looked_up_or_opened_in_a_closed_case_by_whatever_was_signed_before(
    rights: Rights, closed: Callable[[], bool]
) -> None:
    rows = rights.rows(*PHONES[1:3])
    granted = rights.granted(rows)
    waits = rights.warrant(rows)
    asked = rights.request(waits, rows)
    session = begin(rights)
    assert [one.cases for one in standing(rights, session)] == [[rights.case]]
    assert rights.open(granted, rows, PHONES[1])
    assert closed()
    refused("session-needed", lambda: tell(rights, session))
    assert standing(rights, session) == []
    refused("case-not-yours", lambda: rights.open(granted, rows, PHONES[1]))
    refused("case-not-yours", lambda: rights.request(rights.warrant(rows), rows))
    refused("case-not-yours", lambda: rights.approve(asked))
    refused("case-not-yours", lambda: begin(rights))
    refused("case-not-yours", lambda: sign_places(rights))
    officer = rights.staff["officer"].ref
    assert rights.case not in rights.vault.cases_for(CasesFor(officer, [rights.case]))
    assert rights.case not in marks(rights, "officer")
    refused("case-unknown", lambda: rights.vault.take_up(TakeUpCase(rights.case, officer)))


def test_closing_again_changes_nothing_and_a_case_that_opens_again_is_signed_for_anew(
    rights: Rights, closed: Callable[[], bool]
) -> None:
    session = begin(rights)
    assert closed()
    with rights.system.owner("identity") as identity:
        when = "SELECT closed_at FROM vault.known_case WHERE ref = %s"
        first = identity.execute(when, [rights.case]).fetchone()
        assert closed()
        assert identity.execute(when, [rights.case]).fetchone() == first
    officer = rights.staff["colleague"].ref
    for _ in range(2):
        assert rights.vault.reopen_case(ReopenCase(rights.case, officer))
    refused("session-needed", lambda: tell(rights, session))
    assert set(tell(rights, begin(rights)).cases) == {rights.case}
    rows = rights.rows(PHONES[1])
    assert rights.open(rights.granted(rows), rows, PHONES[1])


@pytest.mark.parametrize(
    ("login", "code"),
    [
        ("elsewhere", "case-not-yours"),
        ("approver", "case-not-yours"),
        ("second", "case-not-yours"),
        ("S-NOBODY00", "signer-unknown"),
        ("", "signer-unknown"),
    ],
)
def test_an_officer_of_the_team_closes_and_opens_a_case_and_nobody_else(
    rights: Rights, login: str, code: str
) -> None:
    who = rights.staff[login].ref if login in rights.staff else login
    session = begin(rights)
    refused(code, lambda: rights.vault.close_case(CloseCase(rights.case, who)))
    refused(code, lambda: rights.vault.reopen_case(ReopenCase(rights.case, who)))
    assert set(tell(rights, session).cases) == {rights.case}


def test_a_case_that_is_gone_is_closed_already(rights: Rights) -> None:
    officer = rights.staff["officer"].ref
    for case in ("2611-NOSUC", "", "../day"):
        assert not rights.vault.close_case(CloseCase(case, officer))
        assert not rights.vault.reopen_case(ReopenCase(case, officer))


def test_the_worker_closes_what_nobody_closed(rights: Rights, closed: Callable[[], bool]) -> None:
    session = begin(rights)
    for _ in range(2):
        assert outbox(rights).call(CloseForgottenCase(rights.case), bool)
    refused("session-needed", lambda: tell(rights, session))
    assert closed()


# ---- the end of a case


@pytest.mark.parametrize("purpose", list(KeyPurpose))
@pytest.mark.parametrize("days", [None, 0.0, 1.5, CASE_CLOCKS.work - 0.1])
def test_the_worker_ends_no_case_before_its_days_are_over(
    rights: Rights, days: float | None, purpose: KeyPurpose
) -> None:
    """Its call key alone ended open cases at once, and for good."""
    case, keys = fresh_case(rights), CaseKeys(rights.system.keys)
    if days is not None:
        close_long_ago(rights.system, case, days)
    refused("case-not-over", lambda: outbox(rights).call(EndCaseKey(case, purpose), str))
    assert all(keys.has(case, one) for one in KeyPurpose)
    with rights.system.owner("identity") as identity:
        assert identity.execute(KNOWN, [case]).fetchone() == (1,)


@pytest.mark.parametrize("days", [CASE_CLOCKS.work, CASE_CLOCKS.work + 400])
def test_the_worker_ends_a_case_whose_days_are_over_and_what_broke_off(
    rights: Rights, days: int
) -> None:
    case, keys = fresh_case(rights), CaseKeys(rights.system.keys)
    close_long_ago(rights.system, case, days)
    for _again in range(2):
        outbox(rights).call(EndCaseKey(case, KeyPurpose.WORK), str)
        assert not keys.has(case)
    with rights.system.owner("identity") as identity:
        assert identity.execute(KNOWN, [case]).fetchone() == (0,)


def test_a_case_that_was_opened_again_has_its_days_anew(rights: Rights) -> None:
    case, officer = fresh_case(rights), rights.staff["officer"].ref
    close_long_ago(rights.system, case, CASE_CLOCKS.work + 5)
    assert rights.vault.reopen_case(ReopenCase(case, officer))
    assert rights.vault.close_case(CloseCase(case, officer))
    end = EndCaseKey(case, KeyPurpose.WORK)
    refused("case-not-over", lambda: outbox(rights).call(end, str))


def fresh_case(rights: Rights) -> str:
    case = new_mark("2611", 5)
    know_case(rights.system, case, rights.persons[PHONES[1]], "jeju")
    return case


def outbox(rights: Rights) -> Caller:
    """With the key of the worker."""
    return Caller(socket_path("outbox"), rights.system.keys.read("outbox-calls.key"))


# ---- signed places


@pytest.mark.parametrize("barred", ["signer", "key", "other signer", "other key"])
def test_places_count_no_more_once_who_signed_them_is_barred(rights: Rights, barred: str) -> None:
    officer, approver = rights.staff["colleague"], rights.staff["second"]
    text = write_text(SignedPlaces(**text_fields(case=rights.case, stays=(STAY,), why="order")))
    signed = SignPlaces(text, officer.sign(text), approver.sign(text))
    mark = rights.vault.sign_places(signed).mark
    session = begin(rights)
    assert mark in tell(rights, session).cases[rights.case].places
    assert mark in standing(rights, session)[0].places
    member = approver if barred.startswith("other") else officer
    table, column, value = (
        ("staff_key", "credential", member.device.id)
        if barred.endswith("key")
        else ("staff", "ref", member.ref)
    )
    with rights.system.owner("identity") as identity:
        bar = f"UPDATE vault.{table} SET barred_at = {{}} WHERE {column} = %s"
        identity.execute(bar.format("now()"), [value])  # type: ignore[arg-type]
        try:
            assert mark not in tell(rights, session).cases[rights.case].places
            assert mark not in standing(rights, session)[0].places
        finally:
            identity.execute(bar.format("NULL"), [value])  # type: ignore[arg-type]
    assert mark in standing(rights, session)[0].places
