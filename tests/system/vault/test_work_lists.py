"""Names from work lists, asked over the vault's socket as a console in foreign hands would ask for them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest

from ansim.domain.signed_texts import write_text
from ansim.domain.warrant import warrant_digest
from ansim.identity.sessions.calls import EndSession
from ansim.identity.staff.closing_calls import CloseCase, ReopenCase
from ansim.identity.staff.work_list_calls import NamesLeft, ShowName
from ansim.rpc import CallError
from support.callers import vault_of
from support.rights import Rights, refused
from support.work_lists import (
    ONE,
    THREE,
    TWO,
    Listed,
    asked,
    begin,
    changed,
    entries,
    opened_today,
    session,
)


def test_a_signature_names_nobody_and_each_name_is_entered_as_it_is_shown(rights: Rights) -> None:
    before, counted = len(entries(rights)), opened_today(rights)
    listed = begin(rights, TWO, ONE)
    fresh = entries(rights)[before:]
    assert [kind for kind, *_ in fresh] == ["work-list-signed"]
    assert fresh[0][2]["people"] == 2
    assert opened_today(rights) == counted
    second = listed.show(2)
    assert second is not None
    assert (second.name, second.phone) == ("시험1", ONE)
    kind, actor, detail = entries(rights)[-1]
    assert (kind, actor) == ("name-opened", rights.staff["officer"].ref)
    assert detail["fresh"] == 1
    assert opened_today(rights) == counted + 1
    first = listed.show(1)
    assert first is not None
    assert first.name == "시험2"
    assert [kind for kind, *_ in entries(rights)[before:]] == [
        "work-list-signed",
        "name-opened",
        "name-opened",
    ]


def test_a_name_that_is_read_again_counts_once_and_is_entered_once_a_day(rights: Rights) -> None:
    listed = begin(rights, ONE)
    listed.show(1)
    before, counted = len(entries(rights)), opened_today(rights)
    for _again in range(3):
        again = listed.show(1)
        assert again is not None
        assert again.phone == ONE
    assert [kind for kind, *_ in entries(rights)[before:]] == ["name-read-again"]
    assert opened_today(rights) == counted
    with rights.system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.work_list_person SET read_again_on = read_again_on - 1 WHERE list = %s",
            [listed.ref],
        )
    listed.show(1)
    assert [kind for kind, *_ in entries(rights)[before:]] == ["name-read-again"] * 2


def test_whom_the_warrant_named_before_is_not_counted_against_it_again(rights: Rights) -> None:
    rows = rights.rows(ONE, TWO, THREE)
    granted = rights.granted(rows, cap=1)
    rights.open(granted, rows, ONE)
    request = asked(rights, granted, rows, ONE, TWO)
    ref = bytes.fromhex(rights.vault.begin_work_list(request).mark)
    listed = Listed(rights, ref, session(rights), granted[1])
    assert listed.show(1)
    assert entries(rights)[-1][2]["fresh"] == 0
    refused("row-cap-reached", lambda: listed.show(2))


def test_the_cap_counts_what_was_shown_and_not_what_was_listed(rights: Rights) -> None:
    listed = begin(rights, ONE, TWO, THREE, cap=2)
    assert listed.show(3)
    assert listed.show(1)
    refused("row-cap-reached", lambda: listed.show(2))
    assert listed.show(3), "what was shown is shown again"


def test_names_shown_at_the_same_time_pass_no_cap_and_are_entered_once(rights: Rights) -> None:
    listed = begin(rights, ONE, TWO, THREE, cap=1)
    before = len(entries(rights))
    told: list[str] = []

    def show(number: int) -> None:
        vault = vault_of(rights.system)
        try:
            shown = vault.show_name(ShowName(listed.session, listed.ref, number)).identity
            told.append(shown.name if shown else "")
        except CallError as error:
            told.append(error.code)

    threads = [threading.Thread(target=show, args=[number]) for number in (1, 2, 3, 1, 2, 3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    names = {one for one in told if one != "row-cap-reached"}
    assert len(names) == 1, told
    assert [kind for kind, *_ in entries(rights)[before:]].count("name-opened") == 1


def test_the_officers_day_holds_for_lists_too(rights: Rights) -> None:
    listed = begin(rights, ONE, TWO, login="colleague")
    staff = rights.staff["colleague"].ref
    with rights.system.owner("identity") as identity:  # what other tests opened today
        identity.execute("DELETE FROM vault.opening WHERE staff = %s", [staff])
    with changed(
        rights,
        "INSERT INTO vault.opening (staff, people) VALUES (%s, 4999)",
        "DELETE FROM vault.opening WHERE staff = %s AND people = 4999",
        staff,
    ):
        assert listed.show(1)
        refused("opening-cap", lambda: listed.show(2))
        assert listed.show(1), "the same name again opens nothing"


def test_nobody_is_shown_of_another_number(rights: Rights) -> None:
    listed = begin(rights, ONE, TWO)
    for number in (0, 3, -1, 301, 2**40):
        refused("out-of-scope", lambda number=number: listed.show(number))
    assert [kind for kind, *_ in entries(rights)][-1] == "work-list-signed"


def test_another_officer_goes_on_by_their_own_signature_alone(rights: Rights) -> None:
    listed = begin(rights, ONE, TWO)
    theirs = session(rights, "colleague")
    refused("work-list-ended", lambda: listed.show(1, session=theirs))
    rows = rights.rows(ONE, TWO, THREE)
    granted = (rights.warrant(rows), listed.warrant)
    request = asked(rights, granted, rows, TWO, login="colleague")
    ref = bytes.fromhex(rights.vault.begin_work_list(request).mark)
    own = Listed(rights, ref, theirs, listed.warrant)
    assert own.show(1)
    assert entries(rights)[-1][1] == rights.staff["colleague"].ref


@pytest.mark.parametrize("session_of", [b"", b"s" * 16, b"s" * 300])
def test_without_a_session_nobody_is_named(rights: Rights, session_of: bytes) -> None:
    listed = begin(rights, ONE)
    refused("work-list-ended", lambda: listed.show(1, session=session_of))
    refused("work-list-ended", lambda: listed.show(1, ref=session_of))


def test_a_session_that_ended_names_nobody_and_a_new_one_goes_on(rights: Rights) -> None:
    listed = begin(rights, ONE, TWO)
    assert listed.show(1)
    rights.vault.end_session(EndSession(listed.session))
    refused("work-list-ended", lambda: listed.show(1))
    refused("work-list-ended", lambda: listed.show(2))
    listed.session = session(rights)
    assert listed.show(2)


def test_a_session_of_other_cases_reaches_no_list(rights: Rights) -> None:
    listed = begin(rights, ONE)
    with changed(
        rights,
        "DELETE FROM vault.session_case WHERE case_ref = %s",
        "SELECT %s",
        rights.case,
    ):
        refused("work-list-ended", lambda: listed.show(1))


@pytest.mark.parametrize(
    "change",
    [
        ("UPDATE vault.work_list SET until = now() - interval '1 s' WHERE ref = %s", "SELECT %s"),
        (
            "UPDATE vault.session SET until = now() - interval '1 s' WHERE %s IS NOT NULL",
            "SELECT %s",
        ),
    ],
    ids=["list", "session"],
)
def test_past_the_shift_nobody_is_named(rights: Rights, change: tuple[str, str]) -> None:
    listed = begin(rights, ONE)
    with changed(rights, *change, listed.ref):
        refused("work-list-ended", lambda: listed.show(1))


def test_a_closed_case_names_nobody_also_when_it_opens_again(rights: Rights) -> None:
    listed = begin(rights, ONE)
    officer = rights.staff["officer"].ref
    rights.vault.close_case(CloseCase(rights.case, officer))
    refused("work-list-ended", lambda: listed.show(1))
    assert rights.vault.reopen_case(ReopenCase(rights.case, officer))
    refused("work-list-ended", lambda: listed.show(1))
    listed.session = session(rights)
    assert listed.show(1)


BARRED = [
    ("staff", "officer", "work-list-ended"),
    ("staff_key", "officer", "work-list-ended"),
    ("staff", "approver", "warrant-unknown"),
    ("staff_key", "approver", "warrant-unknown"),
]


@pytest.mark.parametrize(("table", "who", "code"), BARRED)
def test_whoever_is_barred_names_nobody_nor_does_what_they_signed(
    rights: Rights, table: str, who: str, code: str
) -> None:
    listed = begin(rights, ONE)
    column = "ref" if table == "staff" else "staff"
    with changed(
        rights,
        f"UPDATE vault.{table} SET barred_at = now() WHERE {column} = %s",
        f"UPDATE vault.{table} SET barred_at = NULL WHERE {column} = %s",
        rights.staff[who].ref,
    ):
        refused(code, lambda: listed.show(1))
    assert listed.show(1)


def test_of_another_team_by_now_an_officer_is_told_nobody(rights: Rights) -> None:
    listed = begin(rights, ONE)
    with changed(
        rights,
        "UPDATE vault.staff SET team = 'seogwipo' WHERE ref = %s",
        "UPDATE vault.staff SET team = 'jeju' WHERE ref = %s",
        rights.staff["officer"].ref,
    ):
        refused("work-list-ended", lambda: listed.show(1))


def test_under_a_warrant_that_expired_meanwhile_nobody_is_named(rights: Rights) -> None:
    rows = rights.rows(ONE)
    granted = rights.granted(rows, until=rights.now + 86400)
    request = asked(rights, granted, rows, ONE)
    ref = bytes.fromhex(rights.vault.begin_work_list(request).mark)
    listed = Listed(rights, ref, session(rights), granted[1])
    old = write_text(msgspec.structs.replace(granted[0], at=rights.now - 9, until=rights.now - 1))
    with changed(
        rights,
        "UPDATE vault.warrant SET text = %s WHERE digest = %s",
        "SELECT %s, %s",
        old,
        warrant_digest(granted[1]),
    ):
        refused("warrant-time", lambda: listed.show(1))


def test_of_somebody_who_was_erased_nothing_is_told_counted_or_entered(rights: Rights) -> None:
    listed = begin(rights, ONE, TWO)
    person = rights.persons[ONE]
    before, counted = len(entries(rights)), opened_today(rights)
    with _gone(rights, person):
        assert listed.show(1) is None
        assert len(entries(rights)) == before
        assert opened_today(rights) == counted
    assert listed.show(1)


@contextmanager
def _gone(rights: Rights, person: bytes) -> Iterator[None]:
    other = bytes(16)
    move = "UPDATE identity.identity SET person_id = %s WHERE person_id = %s"
    with rights.system.owner("identity") as identity:
        identity.execute(move, [other, person])
    try:
        yield
    finally:
        with rights.system.owner("identity") as identity:
            identity.execute(move, [person, other])


def test_what_is_left_is_told_before_somebody_signs(rights: Rights) -> None:
    rows = rights.rows(ONE, TWO, THREE)
    granted = rights.granted(rows, cap=2)
    people = [rights.people[one] for one in (ONE, TWO)]
    officer = rights.staff["officer"].ref
    question = NamesLeft(officer, rights.case, warrant_digest(granted[1]), people)
    left = rights.vault.names_left(question)
    assert (left.warrant, left.fresh) == (2, 2)
    today = left.today
    rights.open(granted, rows, ONE)
    left = rights.vault.names_left(question)
    assert (left.warrant, left.fresh, left.today) == (1, 1, today - 1)
    for code, changes in (
        ("signer-unknown", {"staff": "S-NOBODY00"}),
        ("not-two-signers", {"staff": rights.staff["approver"].ref}),
        ("warrant-unknown", {"warrant": bytes(32)}),
        ("out-of-scope", {"case": "2611-NOSUC"}),
    ):
        wrong = msgspec.structs.replace(question, **changes)
        refused(code, lambda wrong=wrong: rights.vault.names_left(wrong))


def test_lists_go_a_day_after_their_shift(rights: Rights) -> None:
    listed = begin(rights, ONE)

    def there() -> int:
        with rights.system.owner("identity") as identity:
            row = identity.execute(
                "SELECT count(*) FROM vault.work_list_person WHERE list = %s", [listed.ref]
            ).fetchone()
        return int(row[0])

    assert there() == 1
    with rights.system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.work_list SET until = now() - interval '25 hours' WHERE ref = %s",
            [listed.ref],
        )
    begin(rights, TWO)
    assert there() == 0
