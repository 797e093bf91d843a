"""`ledger.entry` as the processes' own roles meet it: they add, nobody changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, get_args

import psycopg
import pytest

from ansim.ledger import Actor, Book, verify_chain
from ansim.ledger.acts import (
    Act,
    CaseClosed,
    ContactsSearched,
    ContactsTaken,
    IdentitiesOpened,
    ItineraryRead,
    PhoneLookedUp,
    RegisterDestroyed,
    SessionStarted,
    SourcesSearched,
    WarrantApproved,
)
from ansim.ledger.book import LedgerUnreachableError
from ansim.settings.environment import dsn
from support.system import System

OWN: dict[str, Act] = {
    "tracer": ItineraryRead(0, 1),
    "investigation": ContactsTaken(7),
    "vault": PhoneLookedUp(),
    "worker": RegisterDestroyed(7),
}
WRITERS = pytest.mark.parametrize("process", OWN)
INSERT = (
    "INSERT INTO ledger.entry (kind, actor_role, actor, case_ref, detail)"
    " VALUES ('contacts-taken', 'officer', 'S-TEST', 'C-1', '{}')"
)


def book(process: Any) -> Book:
    return Book(lambda: dsn(process, "main"))


@WRITERS
def test_the_writers_add_entries(system: System, process: str) -> None:
    writer = book(process)
    role = "worker" if process == "worker" else "officer"
    writer.append(Actor(role, "S-TEST"), "C-ADD", OWN[process])
    writer.close()
    reader = book("investigation")
    assert reader.latest(1, case="C-ADD")[0].actor_role == role
    reader.close()


@pytest.mark.parametrize(
    ("process", "role", "act"),
    [
        ("investigation", "officer", IdentitiesOpened("W-1", 5000, 5000)),
        ("investigation", "officer", WarrantApproved("W-1", "forged")),
        ("investigation", "officer", PhoneLookedUp()),
        ("investigation", "officer", ItineraryRead(0, 1)),
        ("investigation", "officer", ContactsSearched(0, 1, 60, 1)),
        ("investigation", "officer", SourcesSearched(0, 1, 60, 1)),
        ("tracer", "officer", ContactsTaken(7)),
        ("tracer", "officer", SessionStarted(1, 0)),
        ("vault", "officer", ItineraryRead(0, 1)),
        ("investigation", "worker", CaseClosed(90)),
        ("vault", "officer", ContactsTaken(7)),
        ("worker", "officer", CaseClosed(90)),
        ("worker", "officer", IdentitiesOpened("W-1", 5000, 5000)),
        ("worker", "worker", PhoneLookedUp()),
    ],
)
def test_nobody_enters_what_another_process_does(
    system: System, process: str, role: str, act: Act
) -> None:
    writer = book(process)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        writer.append(Actor(role, "S-INNOCENT"), "C-FORGED", act)
    writer.close()
    reader = book("investigation")
    assert not reader.latest(1, case="C-FORGED")
    reader.close()


@pytest.mark.parametrize("process", ["investigation", "owner"])
@pytest.mark.parametrize(
    ("actor", "detail"),
    [
        ("hong-gildong", "{}"),
        ("01000000007", "{}"),
        ("S-1", "{}"),
        ("s-aaaaaaaa", "{}"),
        ("S-TEST", '{"purpose": "010-0000-0007"}'),
        ("S-TEST", '{"purpose": "tel.+82-10-0000-0007"}'),
        ("S-TEST", '{"01000000007": 1}'),
        ("S-TEST", '{"contacts": 821000000007}'),
        ("S-TEST", '{"warrant": "00112233445566778899AABBCCDDEEFF"}'),
        ("S-TEST", '{"deep": {"er": ["0100000007"]}}'),
        ("S-TEST", '{"reason": "홍길동"}'),
        ("S-TEST", '{"reason": "met Hong Gildong"}'),
        ("S-TEST", '{"deep": {"er": ["kim minsu"]}}'),
        ("S-TEST", '{"홍길동": 1}'),
        ("S-TEST", '{"deep": [{"Hong Gildong": 1}]}'),
        ("S-TEST", '{"reason": ""}'),
        ("S-TEST", '{"reason": "%s"}' % ("z" * 65)),
    ],
)
def test_no_row_names_anybody_whoever_inserts_it(
    system: System, process: Any, actor: str, detail: str
) -> None:
    """Without `acts.py` in between, as a process in foreign hands would."""
    entry = INSERT.replace("'S-TEST'", "%s").replace("'{}'", "%s")
    with (
        system.connect_as(process, "main") as connection,
        pytest.raises(psycopg.errors.CheckViolation),
    ):
        connection.execute(entry, [actor, detail])


@pytest.mark.parametrize("role", ["hong", "gildong", "owner", "admin", "offizier"])
def test_nobody_acts_in_a_role_that_there_is_not(system: System, role: str) -> None:
    with (
        system.connect_as("investigation", "main") as connection,
        pytest.raises(psycopg.errors.CheckViolation),
    ):
        connection.execute(INSERT.replace("'officer'", "%s"), [role])


@pytest.mark.parametrize(
    ("actor", "detail"),
    [
        ("", "{}"),
        ("S-0A1B2C3D4E", '{"start": 1790100000, "end": 1795100000}'),
        ("S-TEST", f'{{"digest": "{"01012345678".ljust(64, "f")}"}}'),
        ("S-TEST", '{"warrant": "W-0101234", "preset_version": 20260101}'),
    ],
)
def test_marks_counts_times_and_digests_stand(system: System, actor: str, detail: str) -> None:
    with system.connect_as("investigation", "main") as connection:
        entry = INSERT.replace("'S-TEST'", "%s").replace("'{}'", "%s")
        connection.execute(entry, [actor, detail])


def test_every_kind_is_somebodys(system: System) -> None:
    """What the table lacks, the operator alone enters."""
    with system.owner("main") as main:
        owned = {row[0] for row in main.execute("SELECT kind FROM ledger.own_kind")}
    known = {kind.__struct_config__.tag for kind in get_args(Act)}
    assert owned <= known
    of_laboratories = {"added", "barred", "key-barred", "limited"}
    of_staff = {"staff-added", "staff-barred", "staff-moved", "keepers-made", "keepers-replaced"}
    assert known - owned == of_staff | {f"laboratory-{act}" for act in of_laboratories}


@pytest.mark.parametrize(
    ("role", "actor"),
    [("officer", "L-TEST"), ("laboratory", "S-TEST"), ("laboratory", ""), ("", "L-TEST")],
)
def test_a_laboratory_stands_under_a_mark_of_its_own_and_nobody_else_does(
    system: System, role: str, actor: str
) -> None:
    entry = INSERT.replace("'officer', 'S-TEST'", "%s, %s").replace(
        "contacts-taken", "case-notified"
    )
    with system.connect_as("vault", "main") as connection:
        with connection.transaction(force_rollback=True):
            connection.execute(entry, ["laboratory", "L-TEST"])
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute(entry, [role, actor])


@contextmanager
def login(system: System, role: str) -> Iterator[psycopg.Connection[Any]]:
    """A role of another name, as servers of one's own have them, that is a member of `role`."""
    server = system.dsn("owner", "main").replace("user=ansim_owner", "user=postgres")
    with psycopg.connect(server, autocommit=True) as operator:
        operator.execute("CREATE ROLE app_login LOGIN")
        operator.execute(f"GRANT {role} TO app_login")
        try:
            with psycopg.connect(
                server.replace("user=postgres", "user=app_login"), autocommit=True
            ) as connection:
                yield connection
        finally:
            operator.execute("DROP OWNED BY app_login")
            operator.execute("DROP ROLE app_login")


@pytest.mark.parametrize(
    ("process", "kind", "role", "enters"),
    [
        ("vault", "identities-opened", "officer", True),
        ("vault", "case-opened", "officer", True),
        ("vault", "contacts-taken", "officer", False),
        ("vault", "case-closed", "worker", False),
        ("investigation", "case-opened", "officer", False),
        ("investigation", "case-notified", "approver", False),
        ("investigation", "contacts-taken", "officer", True),
        ("investigation", "identities-opened", "officer", False),
        ("investigation", "case-closed", "worker", False),
        ("worker", "case-closed", "worker", True),
        ("worker", "case-closed", "officer", False),
        ("worker", "staff-barred", "operator", False),
    ],
)
@pytest.mark.parametrize("takes_role", [False, True])
def test_a_login_of_another_name_stays_within_its_process(
    system: System, process: str, kind: str, role: str, *, enters: bool, takes_role: bool
) -> None:
    entry = INSERT.replace("contacts-taken", kind).replace("'officer'", f"'{role}'")
    with login(system, f"ansim_{process}") as connection:
        if takes_role:
            connection.execute(f"SET ROLE ansim_{process}")
        if enters:
            connection.execute(entry)
            return
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="does not enter"):
            connection.execute(entry)


def test_a_role_of_no_process_enters_nothing_whatever_it_was_granted(system: System) -> None:
    with login(system, "ansim_gateway") as connection:  # which may enter the database
        with system.owner("main") as main:
            main.execute("GRANT USAGE ON SCHEMA ledger TO app_login")
            main.execute("GRANT INSERT ON ledger.entry TO app_login")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="does not enter"):
            connection.execute(INSERT)


@pytest.mark.parametrize("process", ["business", "gateway"])
def test_the_others_cannot_write(system: System, process: str) -> None:
    with pytest.raises(psycopg.Error), system.connect_as(process, "main") as connection:
        connection.execute(INSERT)


@pytest.mark.parametrize("process", ["investigation", "vault", "owner"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger.entry SET kind = 'nothing'",
        "DELETE FROM ledger.entry",
        "TRUNCATE ledger.entry",
    ],
)
def test_nobody_changes_an_entry_not_even_the_owner(
    system: System, process: str, statement: str
) -> None:
    with (
        system.connect_as(process, "main") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_the_vault_writes_and_does_not_read(system: System) -> None:
    with (
        system.connect_as("vault", "main") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT * FROM ledger.entry")


def test_no_writer_sets_number_time_or_hash(system: System) -> None:
    with system.connect_as("investigation", "main") as connection:
        connection.execute(
            "INSERT INTO ledger.entry (seq, at, kind, actor_role, actor, case_ref, detail, prev, leaf, leaf_hash)"
            " VALUES (999999, '2020-01-01', 'contacts-taken', 'officer', 'S-BACK', 'C-BACK', '{}', '', '', '')"
        )
    reader = book("investigation")
    (entry,) = reader.latest(1, case="C-BACK")
    reader.close()
    assert entry.seq < 999999
    assert entry.at.year > 2020


def test_numbers_have_no_gap_and_hashes_link(system: System) -> None:
    writer = book("investigation")
    for step in range(5):
        writer.append(Actor("officer", "S-TEST"), "C-CHAIN", ContactsTaken(step))
    # An entry that was rolled back leaves no gap.
    with (
        system.connect_as("investigation", "main") as connection,
        connection.transaction(force_rollback=True),
    ):
        connection.execute(INSERT)
    writer.append(Actor("officer", "S-TEST"), "C-CHAIN", ContactsTaken(99))
    entries = writer.latest(100_000)[::-1]
    writer.close()
    assert [entry.seq for entry in entries] == list(range(len(entries)))
    assert verify_chain(entries) is None


def test_a_changed_copy_is_noticed(system: System) -> None:
    from dataclasses import replace

    writer = book("investigation")
    for step in range(3):
        writer.append(Actor("officer", "S-TEST"), "C-COPY", ContactsTaken(3000 + step))
    entries = writer.latest(3)[::-1]
    writer.close()
    forged = [
        entries[0],
        replace(entries[1], leaf=entries[1].leaf.replace("300", "400")),
        entries[2],
    ]
    assert verify_chain(forged) == entries[1].seq
    assert verify_chain([entries[0], entries[2]]) == entries[2].seq


def test_writers_at_the_same_time_stand_in_one_line(system: System) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def write(writer_number: int) -> None:
        writer = book("investigation")
        for step in range(10):
            writer.append(
                Actor("officer", "S-TEST"),
                "C-RACE",
                ContactsTaken(100 * writer_number + step),
            )
        writer.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(4)))
    reader = book("investigation")
    entries = reader.latest(100_000)[::-1]
    reader.close()
    assert verify_chain(entries) is None
    assert sum(entry.case_ref == "C-RACE" for entry in entries) == 40


def test_a_writer_goes_on_after_the_server_dropped_its_connection(system: System) -> None:
    writer = book("investigation")
    writer.append(Actor("officer", "S-TEST"), "C-DROP", ContactsTaken(1))
    assert writer._connection is not None
    pid = writer._connection.info.backend_pid
    with system.connect_as("investigation", "main") as connection:
        connection.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
    writer.append(Actor("officer", "S-TEST"), "C-DROP", ContactsTaken(1))
    assert len(writer.latest(5, case="C-DROP")) == 2
    writer.close()


@pytest.mark.parametrize("process", ["gateway", "business", "tracer", "worker"])
def test_who_holds_a_lock_by_number_stops_no_entry(system: System, process: str) -> None:
    """The former lock of the ledger, and its turn, by roles that reach the database (SECURITY.md M2)."""
    with system.connect_as(process, "main") as holder:
        holder.execute("SELECT pg_advisory_lock(7261409531)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            holder.execute("SELECT FROM ledger.turn FOR UPDATE")
        writer = book("vault")
        writer.append(Actor("officer", "S-TEST"), "C-TURN", OWN["vault"])
        writer.close()


def test_an_entry_waits_no_longer_than_it_may_for_one_that_is_left_open(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A console in foreign hands enters and does not commit: others are told so, and hang no longer."""
    monkeypatch.setattr("ansim.ledger.book.LONGEST_WAIT", 0.2)
    writer = book("vault")
    with psycopg.connect(dsn("investigation", "main")) as console:
        console.execute(INSERT)
        with pytest.raises(LedgerUnreachableError):
            writer.append(Actor("officer", "S-TEST"), "C-OPEN", OWN["vault"])
        console.rollback()
    writer.append(Actor("officer", "S-TEST"), "C-OPEN", OWN["vault"])
    assert len(entries_of("C-OPEN")) == 1
    writer.close()


@pytest.mark.parametrize("mark", ["821012345678", "010-1234-567", "01012345678", "1012345678"])
def test_no_number_stands_in_place_of_a_case(system: System, mark: str) -> None:
    forged = INSERT.replace("'C-1'", f"'{mark}'")
    with system.connect_as("investigation", "main") as console:
        with pytest.raises(psycopg.errors.CheckViolation):
            console.execute(forged)
        for case in ("2611-48213", "C-7", ""):
            console.execute(INSERT.replace("'C-1'", f"'{case}'"))


def entries_of(case: str) -> list[Any]:
    reader = book("investigation")
    found = reader.latest(100, case=case)
    reader.close()
    return found
