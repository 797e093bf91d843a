"""Warrants and openings at the vault, asked over its socket as a console in foreign hands would ask it."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import msgspec
import psycopg
import pytest

from ansim.domain.search_results import packed_rows, vouch
from ansim.domain.signed_texts import write_text
from ansim.domain.warrant import warrant_mark
from ansim.identity.staff.signed_calls import RequestWarrant
from ansim.rpc import CallError
from support.rights import HOUR, PHONES, TEAMS, Rights, refused

ONE, TWO, THREE = PHONES[1:4]
STRANGER = PHONES[4]


def entries(rights: Rights, kind: str) -> list[tuple[str, dict[str, Any]]]:
    with rights.system.owner("main") as main:
        return main.execute(
            "SELECT actor, detail FROM ledger.entry WHERE kind = %s AND case_ref = %s ORDER BY seq",
            [kind, rights.case],
        ).fetchall()


def test_two_signatures_and_an_opening_name_whom_the_search_found(rights: Rights) -> None:
    rows = rights.rows(ONE, TWO)
    granted = rights.granted(rows)
    (identity,) = rights.open(granted, rows, ONE)
    assert (identity.name, identity.phone) == ("시험1", ONE)
    mark = warrant_mark(granted[1])
    officer, approver = rights.staff["officer"].ref, rights.staff["approver"].ref
    asked, agreed = (
        entries(rights, "warrant-requested")[-1],
        entries(rights, "warrant-approved")[-1],
    )
    assert (asked[0], asked[1]["warrant"], asked[1]["row_cap"]) == (officer, mark, 2)
    assert (agreed[0], agreed[1]["warrant"]) == (approver, mark)


def test_the_ledger_names_who_opened_and_nobody_of_the_others(rights: Rights) -> None:
    rows = rights.rows(ONE, TWO)
    granted = rights.granted(rows)
    rights.open(granted, rows, ONE, TWO, login="colleague")
    actor, detail = entries(rights, "identities-opened")[-1]
    assert actor == rights.staff["colleague"].ref
    assert detail == {
        "warrant": warrant_mark(granted[1]),
        "people": 2,
        "fresh": 2,
        "key": "passkey",
    }


# ---- C3: one warrant opens anybody; two passphrases once seen open everybody


def test_people_whom_no_search_of_the_case_found_stay_closed_under_a_valid_warrant(
    rights: Rights,
) -> None:
    rows = rights.rows(ONE, TWO)
    granted = rights.granted(rows)
    foreign = rights.rows(ONE, STRANGER)
    # The tracer answers about anybody: another person's contacts, searched under this case with these terms.
    other = rights.people[THREE]
    vouched = vouch(rights.scope, rights.case, other, granted[0].terms, foreign)
    for changes in (
        {"rows": foreign, "mac": vouched.mac},
        {"rows": foreign, "mac": vouched.mac, "subject": other},
        {"rows": foreign, "mac": rights.mac(rows, granted[0])},
        {"rows": rights.rows(ONE)},
        {"mac": b""},
    ):
        code = "case-unknown" if "subject" in changes else "out-of-scope"
        refused(code, lambda changes=changes: rights.open(granted, rows, ONE, **changes))
    refused("out-of-scope", lambda: rights.open(granted, rows, ONE, STRANGER))


def test_a_case_that_does_not_exist_gets_no_warrant_whoever_signs(rights: Rights) -> None:
    rows = rights.rows(ONE)
    warrant = rights.warrant(rows, case="2611-NOSUC")
    found = vouch(rights.scope, "2611-NOSUC", rights.subject, warrant.terms, rows)
    forged = msgspec.structs.replace(warrant, result=found.digest.hex())
    refused("case-unknown", lambda: rights.request(forged, rows))


def test_a_case_is_about_whom_it_was_opened_for_and_nobody_else(rights: Rights) -> None:
    rows, other = rights.rows(ONE), rights.people[THREE]
    warrant = rights.warrant(rows)
    found = vouch(rights.scope, rights.case, other, warrant.terms, rows)
    text = write_text(msgspec.structs.replace(warrant, result=found.digest.hex()))
    signed = rights.staff["officer"].sign(text)
    asked = RequestWarrant(text, signed, other, found.mac, b"")
    refused("case-unknown", lambda: rights.vault.request_warrant(asked))


# ---- who signs


@pytest.mark.parametrize(
    ("login", "code"),
    [("colleague", "not-two-signers"), ("approver", "not-two-signers")],
)
def test_a_warrant_is_asked_for_by_the_officer_it_names(
    rights: Rights, login: str, code: str
) -> None:
    rows = rights.rows(ONE)
    refused(code, lambda: rights.request(rights.warrant(rows), rows, login))


@pytest.mark.parametrize("login", ["officer", "colleague"])
def test_no_officer_approves(rights: Rights, login: str) -> None:
    rows = rights.rows(ONE)
    text = rights.request(rights.warrant(rows), rows)
    refused("not-two-signers", lambda: rights.approve(text, login))


def test_one_signature_opens_nobody_and_a_second_approval_is_refused(rights: Rights) -> None:
    rows = rights.rows(ONE)
    warrant = rights.warrant(rows)
    text = rights.request(warrant, rows)
    refused("warrant-unknown", lambda: rights.open((warrant, text), rows, ONE))
    rights.approve(text)
    refused("not-two-signers", lambda: rights.approve(text, "second"))
    assert len(rights.open((warrant, text), rows, ONE)) == 1


def test_an_approval_whose_answer_was_lost_is_given_again_by_the_same_person(
    rights: Rights,
) -> None:
    rows = rights.rows(ONE)
    warrant = rights.warrant(rows)
    text = rights.request(warrant, rows)
    for _again in range(3):
        rights.approve(text)
    refused("not-two-signers", lambda: rights.approve(text, "second"))
    assert len(rights.open((warrant, text), rows, ONE)) == 1


def test_an_approval_without_a_request_counts_for_nothing(rights: Rights) -> None:
    text = write_text(rights.warrant(rights.rows(ONE)))
    refused("warrant-unknown", lambda: rights.approve(text))


def test_whoever_asked_in_a_case_lets_in_it_never(rights: Rights) -> None:
    rows = rights.rows(ONE)
    text = rights.request(rights.warrant(rows), rows)
    with rights.system.owner("identity") as identity:
        values = [rights.case, rights.staff["second"].ref]
        gone = "DELETE FROM vault.side WHERE case_ref = %s AND staff = %s"
        identity.execute(gone, values)  # where another test let them approve
        identity.execute("INSERT INTO vault.side VALUES (%s, %s, 'asking')", values)
        refused("both-sides", lambda: rights.approve(text, "second"))
        identity.execute(gone, values)


def test_another_team_opens_nobody(rights: Rights) -> None:
    rows = rights.rows(ONE)
    granted = rights.granted(rows)
    refused("case-not-yours", lambda: rights.open(granted, rows, ONE, login="elsewhere"))


@contextmanager
def working(rights: Rights, login: str, agency: str, team: str) -> Iterator[None]:
    """Somebody works elsewhere, and is back at the end."""
    move = "UPDATE vault.staff SET agency = %s, team = %s WHERE ref = %s"
    ref = rights.staff[login].ref
    with rights.system.owner("identity") as identity:
        identity.execute(move, [agency, team, ref])
        try:
            yield
        finally:
            identity.execute(move, ["", TEAMS[login][1], ref])


def sides(rights: Rights) -> set[str]:
    with rights.system.owner("identity") as identity:
        rows = identity.execute("SELECT staff FROM vault.side WHERE case_ref = %s", [rights.case])
        return {staff for (staff,) in rows}


def test_a_warrant_stays_with_the_team_of_its_case_when_who_asked_for_it_is_moved(
    rights: Rights,
) -> None:
    rows = rights.rows(ONE)
    granted = rights.granted(rows)
    with working(rights, "officer", "", "seogwipo"):
        for login in ("officer", "elsewhere"):
            refused(
                "case-not-yours",
                lambda login=login: rights.open(granted, rows, ONE, login=login),
            )
        assert len(rights.open(granted, rows, ONE, login="colleague")) == 1
    with working(rights, "colleague", "서울", "jeju"):
        refused("case-not-yours", lambda: rights.open(granted, rows, ONE, login="colleague"))
    assert len(rights.open(granted, rows, ONE)) == 1


def test_another_team_asks_for_no_warrant_with_rows_of_the_teams_search(rights: Rights) -> None:
    rows = rights.rows(ONE)
    stranger = rights.staff["elsewhere"].ref
    warrant = rights.warrant(rows, requester=stranger)
    refused("case-not-yours", lambda: rights.request(warrant, rows, "elsewhere"))
    assert stranger not in sides(rights)


def test_who_lets_does_so_for_all_teams_of_their_agency_and_for_no_other(rights: Rights) -> None:
    rows = rights.rows(ONE)
    warrant = rights.warrant(rows)
    text = rights.request(warrant, rows)
    stood = sides(rights)
    for agency in ("서울", "제주"):
        with working(rights, "second", agency, "jeju"):
            refused("case-not-yours", lambda: rights.approve(text, "second"))
    assert sides(rights) == stood
    with working(rights, "second", "", "seogwipo"):
        rights.approve(text, "second")
    assert len(rights.open((warrant, text), rows, ONE)) == 1


def test_an_approver_opens_nobody(rights: Rights) -> None:
    rows = rights.rows(ONE)
    granted = rights.granted(rows)
    refused("not-two-signers", lambda: rights.open(granted, rows, ONE, login="approver"))


@pytest.mark.parametrize("table", ["staff WHERE ref = %(ref)s", "staff_key WHERE staff = %(ref)s"])
def test_whoever_is_barred_counts_no_longer_under_older_warrants_either(
    rights: Rights, table: str
) -> None:
    rows = rights.rows(ONE)
    granted = rights.granted(rows)
    name, where = table.split(" ", 1)
    change = f"UPDATE vault.{name} SET barred_at = {{}} {where}"
    for login, code in (("approver", "warrant-unknown"), ("officer", "signer-unknown")):
        who = {"ref": rights.staff[login].ref}
        with rights.system.owner("identity") as identity:
            identity.execute(change.format("now()"), who)
            refused(code, lambda: rights.open(granted, rows, ONE))
            identity.execute(change.format("NULL"), who)
    assert len(rights.open(granted, rows, ONE)) == 1


# ---- rows and caps


@pytest.mark.parametrize("rows", ["unsorted", "doubled", "cut"])
def test_rows_have_one_written_form(rights: Rights, rows: str) -> None:
    good = rights.rows(ONE, TWO)
    granted = rights.granted(good)
    wrong = {
        "unsorted": good[32:] + good[:32],
        "doubled": good[:32] * 2,
        "cut": good[:-1],
    }[rows]
    mac = rights.mac(wrong, granted[0])
    refused("out-of-scope", lambda: rights.open(granted, good, ONE, rows=wrong, mac=mac))


def test_each_counts_once_against_the_cap(rights: Rights) -> None:
    rows = rights.rows(ONE, TWO, THREE)
    granted = rights.granted(rows, cap=2)
    assert len(rights.open(granted, rows, ONE)) == 1
    assert len(rights.open(granted, rows, ONE, TWO)) == 2
    refused("row-cap-reached", lambda: rights.open(granted, rows, THREE))
    assert len(rights.open(granted, rows, TWO)) == 1


@pytest.mark.parametrize("named", [(ONE,), (TWO,), (THREE,), (TWO, THREE)])
def test_no_later_result_with_the_warrants_terms_opens_anybody(
    rights: Rights, named: tuple[str, ...]
) -> None:
    """The tracer vouches for each of these: check-ins that came late moved what the same search finds."""
    signed = rights.rows(ONE, TWO)
    granted = rights.granted(signed)
    moved = packed_rows((rights.people[one], rights.now - HOUR, rights.now - 60) for one in named)
    for later in (rights.rows(*named), rights.rows(ONE, TWO, THREE), moved):
        refused("result-moved", lambda later=later: rights.open(granted, later, *named))
    assert len(rights.open(granted, signed, ONE, TWO)) == 2


def test_an_officer_opens_so_many_names_a_day_and_no_more(rights: Rights) -> None:
    rows = rights.rows(ONE)
    granted = rights.granted(rows)
    officer = rights.staff["officer"].ref
    with rights.system.owner("identity") as identity:
        identity.execute("INSERT INTO vault.opening VALUES (%s, now(), 5000)", [officer])
        refused("opening-cap", lambda: rights.open(granted, rows, ONE))
        identity.execute(
            "UPDATE vault.opening SET at = at - interval '25 hours' WHERE staff = %s", [officer]
        )
    assert len(rights.open(granted, rows, ONE)) == 1


def test_an_expired_warrant_opens_nobody(rights: Rights) -> None:
    rows = rights.rows(ONE)
    for seconds in (3, 12, 48):  # which a busy machine may need to have it signed
        end = int(time.time()) + seconds
        warrant = rights.warrant(rows, at=end - HOUR, until=end)
        text = rights.request(warrant, rows)
        with suppress(CallError):
            rights.approve(text)
            break
    time.sleep(max(0.0, end + 0.1 - time.time()))
    refused("warrant-time", lambda: rights.open((warrant, text), rows, ONE))


@pytest.mark.parametrize("expression", ["''", "substr(sealed, 1, 20)", "sealed || '\\x00'::bytea"])
def test_a_damaged_seal_hides_nobody_else(rights: Rights, expression: str) -> None:
    person = rights.persons[ONE]
    rows = rights.rows(ONE, TWO)
    granted = rights.granted(rows)
    statement = (
        "UPDATE identity.identity SET sealed = {} WHERE person_id = %(person)s RETURNING sealed"
    )
    with rights.system.owner("identity") as identity:
        whole = identity.execute(statement.format("sealed"), {"person": person}).fetchone()
        assert whole
        identity.execute(statement.format(expression), {"person": person})
        opened = rights.open(granted, rows, ONE, TWO)
        identity.execute(statement.format("%(sealed)s"), {"person": person, "sealed": whole[0]})
    read = {one.person: (one.name, one.phone, one.damaged) for one in opened}
    assert read[rights.people[ONE]] == ("", "", True)
    assert read[rights.people[TWO]] == ("시험2", TWO, False)


def test_an_erased_person_is_left_out(rights: Rights) -> None:
    rows = rights.rows(ONE, STRANGER)
    granted = rights.granted(rows)
    with rights.system.owner("identity") as identity:
        one = [rights.persons[STRANGER]]
        (row,) = identity.execute(
            "DELETE FROM identity.identity WHERE person_id = %s RETURNING *", one
        ).fetchall()
        assert row
    assert [one.phone for one in rights.open(granted, rows, ONE, STRANGER)] == [ONE]


def test_twenty_thousand_rows_are_taken_in_in_time(rights: Rights) -> None:
    people = [secrets.token_bytes(16) for _ in range(19_999)]
    rows = packed_rows(
        [(one, rights.now - HOUR, rights.now) for one in people]
        + [(rights.people[ONE], rights.now - HOUR, rights.now)]
    )
    granted = rights.granted(rows, cap=5_000)
    began = time.perf_counter()
    assert len(rights.open(granted, rows, ONE)) == 1
    took = time.perf_counter() - began
    print(f"opening one name of a result of 20,000 rows: {took * 1000:.0f} ms")
    assert took < 20  # a busy machine is no fault; what it took is printed


# ---- what the console's role can reach


@pytest.mark.parametrize("process", ["investigation", "business", "gateway", "tracer", "worker"])
def test_no_other_process_reads_or_writes_what_the_vault_keeps(
    rights: Rights, process: str
) -> None:
    for statement in (
        "SELECT 1 FROM vault.staff_key",
        "INSERT INTO vault.staff (ref, role) VALUES ('S-AAAAAAAA', 'officer')",
        "UPDATE vault.warrant SET approver = requester",
    ):
        with (
            pytest.raises(psycopg.Error),
            rights.system.connect_as(process, "identity") as connection,
        ):
            connection.execute(statement)


def test_the_vaults_role_takes_nobody_away_and_changes_no_key_or_signature(rights: Rights) -> None:
    for statement in (
        "DELETE FROM vault.staff",
        "DELETE FROM vault.staff_key",
        "UPDATE vault.staff SET ref = 'S-AAAAAAAA'",
        "UPDATE vault.staff_key SET public_key = ''",
        "UPDATE vault.staff_key SET staff = 'S-AAAAAAAA'",
        "UPDATE vault.staff_proposal SET signature = ''",
        "UPDATE vault.staff_proposal SET until = now()",
        "UPDATE vault.deputy SET until = until + interval '1 day'",
        "UPDATE vault.enrolment_word SET staff = 'S-AAAAAAAA'",
    ):
        with (
            rights.system.connect_as("vault", "identity") as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)
