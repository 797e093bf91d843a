"""Staff records at the vault: two keepers over the same bytes, asked as a console in foreign hands would ask."""

import time
from collections.abc import Iterator
from typing import Any

import msgspec
import psycopg
import pytest

from ansim.database.named_statements import read_statements
from ansim.domain.signed_texts import new_ref, read_text, write_text
from ansim.domain.staff_records import StaffText
from ansim.identity.keepers.calls import (
    AgreeToRecord,
    ProposalsFor,
    ProposeRecord,
    ReturnRecord,
    StaffRecordsFor,
)
from ansim.identity.keepers.keeper_desk import WAITING
from ansim.identity.staff.signed_calls import KeysOf
from support.house import House
from support.keepers import CODE, OTHER_HALF, Keepers, Person, enrolment, newcomer, open_keepers
from support.rights import refused
from support.signing import put_passkey


@pytest.fixture
def keepers(house: House) -> Iterator[Keepers]:
    with open_keepers(house) as opened:
        yield opened


def entries(keepers: Keepers, who: Person) -> list[Any]:
    with keepers.system.owner("main") as main:
        return main.execute(
            "SELECT kind, actor, detail FROM ledger.entry WHERE detail->>'staff' = %s ORDER BY seq",
            [who.ref],
        ).fetchall()


def account(keepers: Keepers, who: Person) -> Any:
    with keepers.system.owner("main") as main:
        return main.execute(
            "SELECT login, name, role, portal, agency, team, is_active FROM accounts_staff WHERE ref = %s",
            [who.ref],
        ).fetchone()


@pytest.mark.parametrize("role", ["officer", "registrar", "keeper"])
def test_whom_two_keepers_sign_for_is_enrolled_with_both_halves_and_the_ledger_has_it(
    keepers: Keepers, role: str
) -> None:
    who = newcomer()
    written = keepers.propose(keepers.text("add", who, role=role))
    assert (keepers.row(who), account(keepers, who), entries(keepers, who)) == (None, None, [])
    keepers.agree(written)
    assert keepers.row(who) == (role, "제주", "동부", False, 1)
    portal = "business" if role == "registrar" else "investigation"
    assert account(keepers, who) == (who.login, "표은결", role, portal, "제주", "동부", True)
    ((kind, actor, detail),) = entries(keepers, who)
    assert (kind, actor) == ("staff-record-kept", keepers.people[1].ref)
    assert (detail["deed"], detail["first"], detail["role"]) == ("add", keepers.people[0].ref, role)
    assert CODE not in str(detail)
    assert OTHER_HALF not in str(detail)
    if role == "registrar":
        return
    wrong = [CODE], [OTHER_HALF], [CODE, CODE], [OTHER_HALF, OTHER_HALF], [CODE, CODE[::-1]]
    for codes in wrong:
        asked = enrolment(who, role, *codes)
        refused("enrolment-refused", lambda asked=asked: keepers.vault.enrol_key(asked))
    # In either order: the person does not know who signed first.
    keepers.vault.enrol_key(
        enrolment(who, role, *sorted((CODE, OTHER_HALF), reverse=role == "keeper"))
    )
    assert len(keepers.vault.keys_of(KeysOf(who.ref))) == 1
    again = enrolment(who, role, CODE, OTHER_HALF)
    refused("enrolment-refused", lambda: keepers.vault.enrol_key(again))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ref": "short"}, "text-malformed"),
        ({"at": 2**31, "until": 2**31 + 60}, "text-time"),
        ({"at": 1, "until": 3600}, "text-time"),
        ({"until": int(time.time()) + 4 * 86400}, "text-time"),
        ({"site": "sign.example.org"}, "text-of-other-site"),
        ({"deed": "unbar"}, "text-malformed"),
        ({"deed": "code"}, "staff-terms"),
        ({"keeper": "S-AAAAAAAA"}, "not-two-signers"),
        ({"staff": "S-AAAAAAAA"}, "staff-record-moved"),
        ({"version": 7}, "staff-record-moved"),
        ({"login": "another"}, "staff-record-moved"),
        ({"name": "아무개"}, "staff-record-moved"),
        ({"role": "approver"}, "staff-record-moved"),
        ({"role": "king"}, "text-malformed"),
        ({"agency": "서귀포"}, "staff-record-moved"),
        ({"team": "서부"}, "staff-record-moved"),
        ({"code": "A" * 151}, "staff-terms"),
        ({"as_role": "approver"}, "staff-terms"),
        ({"for_team": "서부"}, "staff-terms"),
        ({"first": "2026-11-27"}, "staff-terms"),
        ({"last": "2026-11-27"}, "staff-terms"),
    ],
)
def test_every_field_of_a_staff_text_is_looked_at(
    keepers: Keepers, changes: dict[str, Any], code: str
) -> None:
    who = keepers.person(team="동부")
    text = msgspec.structs.replace(keepers.text("bar", who), **changes)
    refused(code, lambda: keepers.propose(text))
    assert keepers.row(who) == ("officer", "제주", "동부", False, 0)


def test_one_keeper_is_not_two_with_one_key_or_with_two(keepers: Keepers) -> None:
    first = keepers.people[0]
    written = keepers.propose(keepers.text("bar", keepers.person()))
    refused("not-two-signers", lambda: keepers.agree(written, by=0))
    with keepers.system.owner("identity") as identity:
        put_passkey(identity, f"other key of {first.login}", first.ref)
    again = Person(f"other key of {first.login}", first.ref, "")
    refused(
        "not-two-signers",
        lambda: keepers.vault.agree(AgreeToRecord(written, again.sign(written))),
    )


def test_two_keepers_over_different_bytes_are_not_two(keepers: Keepers) -> None:
    who = keepers.person()
    said = keepers.text("bar", who)
    keepers.propose(said)
    for changes in ({"ref": new_ref()}, {"until": said.until + 1}, {"keeper": said.staff}):
        other = write_text(msgspec.structs.replace(said, **changes))
        refused("proposal-unknown", lambda other=other: keepers.agree(other))
    assert keepers.row(who)[3] is False


def test_nobody_else_is_a_keeper(keepers: Keepers) -> None:
    who = keepers.person()
    written = keepers.propose(keepers.text("bar", who))
    for role in ("officer", "approver", "registrar"):
        one = keepers.person(role, key=True)
        text = write_text(keepers.text("bar", who, keeper=one.ref))
        signed = ProposeRecord(text, one.sign(text))
        refused("not-two-signers", lambda signed=signed: keepers.vault.propose(signed))
        second = AgreeToRecord(written, one.sign(written))
        refused("not-two-signers", lambda second=second: keepers.vault.agree(second))
        for ask in (
            lambda one=one: keepers.vault.staff_records(StaffRecordsFor(one.ref)),
            lambda one=one: keepers.vault.proposals(ProposalsFor(one.ref)),
            lambda one=one: keepers.vault.give_back(
                ReturnRecord(one.ref, read_text(written, StaffText).ref, "not-needed")
            ),
        ):
            refused("signer-unknown", ask)


@pytest.mark.parametrize("role", ["officer", "approver", "registrar"])
def test_nobody_becomes_a_keeper_beside_another_role(keepers: Keepers, role: str) -> None:
    who = keepers.person(role)
    refused("staff-terms", lambda: keepers.propose(keepers.text("change", who, role="keeper")))
    text = keepers.text("change", keepers.people[2], role=role)
    refused("staff-terms", lambda: keepers.propose(text))


@pytest.mark.parametrize("table", ["staff WHERE ref", "staff_key WHERE staff"])
def test_a_keeper_who_was_barred_since_counts_for_nothing(keepers: Keepers, table: str) -> None:
    written = keepers.propose(keepers.text("bar", keepers.person()))
    name, _, column = table.partition(" WHERE ")
    with keepers.system.owner("identity") as identity:
        identity.execute(
            f"UPDATE vault.{name} SET barred_at = now() WHERE {column} = %s",  # type: ignore[arg-type]
            [keepers.people[0].ref],
        )
    refused("proposal-unknown", lambda: keepers.agree(written))


def test_a_text_serves_once(keepers: Keepers) -> None:
    who = keepers.person()
    written = keepers.propose(keepers.text("code", who))
    refused("text-used", lambda: keepers.propose(written))
    keepers.agree(written)
    refused("proposal-unknown", lambda: keepers.agree(written, by=2))
    refused("staff-record-moved", lambda: keepers.propose(written))
    assert keepers.row(who)[4] == 1


def test_of_two_proposals_about_one_person_the_second_follows_nothing(keepers: Keepers) -> None:
    who = keepers.person(team="동부")
    one = keepers.propose(keepers.text("change", who, team="서부"))
    two = keepers.propose(keepers.text("change", who, by=2, role="approver"), by=2)
    keepers.agree(two)
    refused("staff-record-moved", lambda: keepers.agree(one))
    assert keepers.row(who) == ("approver", "제주", "동부", False, 1)


@pytest.mark.parametrize(
    "changes", [{"name": "표은별"}, {"team": "서부"}, {"name": "표은별", "role": "approver"}]
)
def test_an_agreement_that_broke_off_behind_the_accounts_is_ended_by_another(
    keepers: Keepers, changes: dict[str, str]
) -> None:
    """Of the two commits the accounts' is made and the vault's is not, as where the vault is killed between them."""
    who = keepers.person(team="동부")
    written = keepers.propose(keepers.text("change", who, **changes))
    text = read_text(written, StaffText)
    kept = [getattr(text, one) for one in ("staff", "login", "name", "role")]
    with keepers.system.connect_as("vault", "main") as main:
        main.execute(
            "SELECT accounts_keep_staff(%s, %s, %s, %s, 'investigation', %s, %s, true)",
            [*kept, text.agency, text.team],
        )
    assert keepers.row(who)[4] == 0
    keepers.agree(written)
    assert keepers.row(who) == (text.role, "제주", text.team, False, 1)
    assert account(keepers, who)[1:3] == (text.name, text.role)


def test_a_login_is_one_persons(keepers: Keepers) -> None:
    known, one, other = keepers.person(), newcomer(), newcomer()
    refused("login-taken", lambda: keepers.propose(keepers.text("add", one, login=known.login)))
    first = keepers.propose(keepers.text("add", one, login=one.login))
    second = keepers.propose(keepers.text("add", other, login=one.login))
    keepers.agree(first)
    refused("login-taken", lambda: keepers.agree(second))
    assert keepers.row(other) is None


def test_what_waited_too_long_is_signed_no_more(keepers: Keepers) -> None:
    written = keepers.propose(keepers.text("bar", keepers.person()))
    with keepers.system.owner("identity") as identity:
        identity.execute("UPDATE vault.staff_proposal SET until = now() - interval '1 s'")
    refused("proposal-unknown", lambda: keepers.agree(written))
    assert keepers.vault.proposals(ProposalsFor(keepers.people[0].ref))[0].state == "over"


def test_a_proposal_is_returned_for_a_reason_or_taken_back_by_who_made_it(
    keepers: Keepers,
) -> None:
    one, two = (keepers.text("bar", keepers.person()) for _n in range(2))
    first, second = (keepers.propose(text) for text in (one, two))
    mine, other = keepers.people[0].ref, keepers.people[1].ref
    for wrong in (
        ReturnRecord(mine, one.ref, "not-needed"),
        ReturnRecord(other, one.ref, "withdrawn"),
        ReturnRecord(other, new_ref(), "not-needed"),
    ):
        refused("proposal-unknown", lambda wrong=wrong: keepers.vault.give_back(wrong))
    keepers.vault.give_back(ReturnRecord(other, one.ref, "wrong-person"))
    keepers.vault.give_back(ReturnRecord(mine, two.ref, "withdrawn"))
    for written in (first, second):
        refused("proposal-unknown", lambda written=written: keepers.agree(written))
    told = {one.text: (one.state, one.decided_by, one.reason) for one in _told(keepers)}
    assert told[first] == ("returned", other, "wrong-person")
    assert told[second] == ("returned", mine, "withdrawn")


def _told(keepers: Keepers) -> list[Any]:
    return keepers.vault.proposals(ProposalsFor(keepers.people[2].ref))


def test_two_keepers_with_a_key_are_always_left(keepers: Keepers) -> None:
    one, two, three = keepers.people
    keepers.kept(keepers.text("bar", three))
    assert keepers.row(three)[3] is True
    written = keepers.propose(keepers.text("bar", one))
    refused("last-keepers", lambda: keepers.agree(written))
    other = keepers.propose(keepers.text("bar", two, by=1), by=1)
    refused("last-keepers", lambda: keepers.agree(other, by=0))
    # One more without a key is none.
    keepers.kept(keepers.text("add", newcomer(), role="keeper"))
    refused("last-keepers", lambda: keepers.agree(written))


def test_a_keeper_has_so_many_proposals_wait(keepers: Keepers) -> None:
    with keepers.system.owner("identity") as identity:
        written = keepers.propose(keepers.text("bar", keepers.person()))
        for number in range(WAITING - 1):
            identity.execute(
                "INSERT INTO vault.staff_proposal (digest, ref, text, staff, keeper, keeper_key, signature, until)"
                " SELECT sha256(%s), substring(sha256(%s) FOR 16), text, staff, keeper, keeper_key, signature, until"
                " FROM vault.staff_proposal WHERE text = %s LIMIT 1",
                [b"%d" % number, b"%d" % number, written],
            )
    refused("proposal-cap", lambda: keepers.propose(keepers.text("bar", keepers.person())))


def test_the_vaults_own_role_writes_nothing_that_one_keeper_signed_and_unbars_nobody(
    keepers: Keepers,
) -> None:
    who = keepers.person()
    written = keepers.kept(keepers.text("bar", who))
    other = keepers.propose(keepers.text("bar", keepers.person()))
    with keepers.system.connect_as("vault", "identity") as vault:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            vault.execute("UPDATE vault.staff SET barred_at = NULL WHERE ref = %s", [who.ref])
        for change in ("text = ''", "keeper = decided_by"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                vault.execute(
                    f"UPDATE vault.staff_proposal SET {change} WHERE text = %s",  # type: ignore[arg-type]
                    [written],
                )
        with pytest.raises(psycopg.errors.CheckViolation):
            vault.execute(
                "UPDATE vault.staff_proposal SET state = 'kept', decided_by = keeper, decided_key = keeper_key,"
                " agreement = signature WHERE text = %s",
                [other],
            )


def test_no_other_process_changes_an_account(keepers: Keepers) -> None:
    who = keepers.person()
    calls = (
        "SELECT * FROM accounts_named_staff()",
        "SELECT accounts_keep_staff('S-AAAAAAAA', 'king', '왕', 'keeper', 'investigation', '', '', true)",
        f"SELECT accounts_keep_deputy('{who.ref}', 'approver', '', '', now(), now())",
        f"SELECT accounts_end_deputies('{who.ref}')",
        "UPDATE accounts_staff SET role = 'keeper'",
        (
            "INSERT INTO accounts_deputy (staff_id, role, agency, team, since, until)"
            " SELECT id, 'approver', '', '', now(), now() FROM accounts_staff"
        ),
    )
    for process in ("investigation", "business", "worker", "tracer", "gateway"):
        with keepers.system.connect_as(process, "main") as main:
            for call in calls:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    main.execute(call)  # type: ignore[arg-type]


def test_the_worker_has_old_proposals_forgotten(keepers: Keepers) -> None:
    statements = read_statements("ansim.identity.keepers")
    kept = keepers.kept(keepers.text("code", keepers.person()))
    over = keepers.propose(keepers.text("bar", keepers.person()))
    with keepers.system.owner("identity") as identity:
        for days, left in ((29, {kept, over}), (31, {kept}), (729, {kept}), (731, set())):
            identity.execute(
                "UPDATE vault.staff_proposal SET until = now() - make_interval(days => %s)", [days]
            )
            identity.execute(statements["forget_proposals"])  # type: ignore[call-overload]
            rows = identity.execute("SELECT text FROM vault.staff_proposal").fetchall()
            assert {bytes(text) for (text,) in rows} == left
