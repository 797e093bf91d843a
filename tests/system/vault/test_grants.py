"""Grants at the vault, asked over its socket as a console in foreign hands would ask it."""

import time
from typing import Any

import msgspec
import pytest

from ansim.domain.case_clocks import CASE_CLOCKS
from ansim.domain.marks import new_mark
from ansim.domain.shift_grants import MOST_CASES, SHIFT, ShiftGrant
from ansim.domain.signed_texts import new_ref, write_text
from ansim.identity.calls import EndCaseKey
from ansim.identity.sessions.calls import BeginSession, CasesFor
from ansim.keys import KeyPurpose
from ansim.rpc import Caller
from ansim.settings.environment import socket_path
from support.days_of_cases import close_long_ago
from support.grants import know_case, text_fields
from support.rights import PHONES, TEAMS, Rights, refused


def opened(rights: Rights, login: str = "officer", phone: str = PHONES[1]) -> str:
    """A fresh case of somebody's team."""
    case = new_mark("2611", 5)
    know_case(rights.system, case, rights.persons[phone], TEAMS[login][1])
    return case


def grant(rights: Rights, *cases: str, **changes: Any) -> ShiftGrant:
    return ShiftGrant(**text_fields(cases=tuple(sorted(cases or (rights.case,))), **changes))


def begin(rights: Rights, text: bytes, login: str = "officer") -> bytes:
    signed = BeginSession(text, rights.staff[login].sign(text))
    return rights.vault.begin_session(signed).session


def entries(rights: Rights, login: str) -> list[dict[str, Any]]:
    with rights.system.owner("main") as main:
        rows = main.execute(
            "SELECT detail FROM ledger.entry WHERE kind = 'session-started' AND actor = %s",
            [rights.staff[login].ref],
        ).fetchall()
    return [row[0] for row in rows]


def test_one_signature_begins_a_session_and_the_ledger_says_of_how_many_cases(
    rights: Rights,
) -> None:
    before = len(entries(rights, "officer"))
    said = grant(rights, rights.case, opened(rights))
    session = begin(rights, write_text(said))
    assert len(session) == 16
    (entry,) = entries(rights, "officer")[before:]
    assert entry == {"cases": 2, "expires_at": said.until, "key": "passkey"}


def test_the_vault_keeps_no_word_that_opens_a_session(rights: Rights) -> None:
    session = begin(rights, write_text(grant(rights)))
    with rights.system.owner("identity") as identity:
        for table in ("session", "session_case"):
            rows = identity.execute(f"SELECT t::text FROM vault.{table} AS t").fetchall()  # type: ignore[arg-type]
            assert not [row for (row,) in rows if session.hex() in row]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"at": 2**31, "until": 2**31 + 60}, "text-time"),
        ({"at": 1, "until": 3600}, "text-time"),
        ({"until": int(time.time()) + 9 * 3600}, "text-time"),
        ({"site": "sign.example.org"}, "text-of-other-site"),
        ({"ref": "short"}, "text-malformed"),
        ({"ref": "Z" * 32}, "text-malformed"),
        ({"cases": ()}, "text-malformed"),
        ({"cases": ("2611-%",)}, "text-malformed"),
        ({"cases": tuple(f"2611-{n:05}" for n in range(MOST_CASES + 1))}, "text-malformed"),
        ({"cases": ("2611-NOSUC",)}, "case-not-yours"),
        ({"cases": ("",)}, "text-malformed"),
    ],
)
def test_every_field_of_a_grant_is_looked_at(
    rights: Rights, changes: dict[str, Any], code: str
) -> None:
    text = write_text(msgspec.structs.replace(grant(rights), **changes))
    refused(code, lambda: begin(rights, text))


def test_a_grant_has_one_written_form(rights: Rights) -> None:
    said = grant(rights, rights.case, opened(rights))
    written = write_text(said)
    for wrong in (
        written + b" ",
        written.replace(b"ansim-grant-v2", b"ansim-warrant-v2"),
        written.replace(b'"cases"', b'"extra":1,"cases"'),
        write_text(said).replace(b",", b", ", 1),
    ):
        refused("text-malformed", lambda wrong=wrong: begin(rights, wrong))
    for cases in (said.cases[::-1], (said.cases[0],) * 2):
        text = write_text(msgspec.structs.replace(said, cases=cases))
        refused("grant-cases", lambda text=text: begin(rights, text))


def test_a_grant_serves_once(rights: Rights) -> None:
    text = write_text(grant(rights))
    begin(rights, text)
    refused("text-used", lambda: begin(rights, text))


@pytest.mark.parametrize(
    ("login", "code"), [("elsewhere", "case-not-yours"), ("approver", "not-two-signers")]
)
def test_another_team_and_the_other_side_get_no_session(
    rights: Rights, login: str, code: str
) -> None:
    refused(code, lambda: begin(rights, write_text(grant(rights)), login))


def test_a_colleague_of_the_team_signs_for_the_teams_case(rights: Rights) -> None:
    assert begin(rights, write_text(grant(rights)), "colleague")


def test_one_case_of_another_team_among_ones_own_spoils_the_whole_grant(rights: Rights) -> None:
    theirs = opened(rights, "elsewhere")
    refused("case-not-yours", lambda: begin(rights, write_text(grant(rights, rights.case, theirs))))
    assert begin(rights, write_text(grant(rights, theirs)), "elsewhere")


def test_a_signature_of_somebody_else_or_over_other_bytes_begins_nothing(rights: Rights) -> None:
    text, other = (write_text(grant(rights)) for _ in range(2))
    officer, colleague = rights.staff["officer"], rights.staff["colleague"]
    claimed = msgspec.structs.replace(colleague.sign(text), staff=officer.ref)
    for signature, code in (
        (claimed, "signer-unknown"),
        (officer.sign(other), "signature-refused"),
        (msgspec.structs.replace(officer.sign(text), client_data=b"{}"), "signature-refused"),
    ):
        refused(
            code,
            lambda signature=signature: rights.vault.begin_session(BeginSession(text, signature)),
        )


def test_whoever_lets_in_a_case_gets_no_grant_of_it(rights: Rights) -> None:
    case, officer = opened(rights), rights.staff["officer"].ref
    with rights.system.owner("identity") as identity:
        identity.execute("INSERT INTO vault.side VALUES (%s, %s, 'letting')", [case, officer])
    refused("both-sides", lambda: begin(rights, write_text(grant(rights, case))))
    assert case not in rights.vault.cases_for(CasesFor(officer))


def test_whoever_signed_a_grant_lets_nothing_in_its_cases_any_more(rights: Rights) -> None:
    case = opened(rights)
    begin(rights, write_text(grant(rights, case)))
    with rights.system.owner("identity") as identity:
        rows = identity.execute(
            "SELECT staff, side FROM vault.side WHERE case_ref = %s", [case]
        ).fetchall()
    assert rows == [(rights.staff["officer"].ref, "asking")]


def test_a_case_that_ended_gets_no_grant(rights: Rights) -> None:
    case, officer = opened(rights), rights.staff["officer"].ref
    assert case in rights.vault.cases_for(CasesFor(officer))
    worker = Caller(socket_path("outbox"), rights.system.keys.read("outbox-calls.key"))
    close_long_ago(rights.system, case, CASE_CLOCKS.work)
    worker.call(EndCaseKey(case, KeyPurpose.WORK), str)
    assert case not in rights.vault.cases_for(CasesFor(officer))
    refused("case-not-yours", lambda: begin(rights, write_text(grant(rights, case))))


def test_a_team_with_more_cases_than_the_vault_tells_signs_for_an_older_one_too(
    rights: Rights,
) -> None:
    team, officer = "udo", rights.staff["elsewhere"].ref
    with rights.system.owner("identity") as identity:
        identity.execute("UPDATE vault.staff SET team = %s WHERE ref = %s", [team, officer])
        try:
            known = [new_mark("2610", 5) for _ in range(205)]
            identity.cursor().executemany(
                "INSERT INTO vault.known_case (ref, subject, team, opened_at)"
                " VALUES (%s, %s, %s, now() - make_interval(mins => %s))",
                [(one, b"s" * 32, team, age) for age, one in enumerate(known)],
            )
            assert rights.vault.cases_for(CasesFor(officer)) == known[:200]
            first = [known[204], "2610-NOSUC", known[3], known[203]]
            told = rights.vault.cases_for(CasesFor(officer, first))
            assert told[:3] == [known[204], known[3], known[203]]
            assert told[3:] == [one for one in known if one not in first][:197]
            closed = "UPDATE vault.known_case SET closed_at = now() WHERE ref = ANY (%s)"
            identity.execute(closed, [known[:50]])
            assert rights.vault.cases_for(CasesFor(officer, known[:9])) == known[50:]
        finally:
            identity.execute("DELETE FROM vault.known_case WHERE team = %s", [team])
            identity.execute("UPDATE vault.staff SET team = 'seogwipo' WHERE ref = %s", [officer])


def test_a_shift_is_eight_hours_and_a_grant_names_fifty_cases(rights: Rights) -> None:
    assert (SHIFT, MOST_CASES) == (8 * 3600, 50)
    longest = grant(rights, ref=new_ref())
    text = write_text(msgspec.structs.replace(longest, until=longest.at + SHIFT))
    assert begin(rights, text)
