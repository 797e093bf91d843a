"""Who puts, sees and repeats which message of the outbox: by the database's word, whatever a process asks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from ansim.notices.outbox import Notice, SealedNumber, queue
from ansim.notices.words import Template, places_of
from support.system import System

ELSEWHERE = {Template.SIGN_IN_CODE}  # sent at once, never queued
OF_THE_WORKER = {
    Template.DUTY_BEGINS,
    Template.DUTY_ENDED,
    Template.LIST_APPROVED,
    Template.LOG_DUE,
    Template.NEVER_USED,
    Template.SILENT,
}
OF_BOTH = {Template.APPLICATION_RETURNED, Template.VENUE_CLOSED, Template.VENUES_CLOSED}
OF_THE_VAULT = {Template.PATIENT_CODE}
OF_THE_PORTAL = set(Template) - ELSEWHERE - OF_THE_WORKER - OF_THE_VAULT
OWN = {"business": OF_THE_PORTAL, "worker": OF_THE_WORKER | OF_BOTH, "vault": OF_THE_VAULT}


@pytest.fixture(autouse=True)
def _empty(system: System) -> Iterator[None]:
    with system.owner("main") as connection:
        connection.execute("DELETE FROM notices.message")
    yield
    with system.owner("main") as connection:
        connection.execute("DELETE FROM notices.message")


def put(system: System, process: str, template: Template) -> None:
    """A message that no worker takes meanwhile: it is due in an hour."""
    to = SealedNumber(b"s", b"b") if process == "vault" else 1
    params = dict.fromkeys(places_of(template), "0")
    with system.connect_as(process, "main") as connection:
        queue(
            connection.cursor(),
            Notice(template, to, "ko", params, due_at=datetime.now(UTC) + timedelta(hours=1)),
        )


def waiting(system: System) -> list[tuple[Any, ...]]:
    with system.owner("main") as connection:
        rows = "SELECT template, state, tries FROM notices.message ORDER BY id"
        return connection.execute(rows).fetchall()


@pytest.mark.parametrize("process", OWN)
@pytest.mark.parametrize("template", list(Template))
def test_each_process_puts_its_own_templates_alone(
    system: System, process: str, template: Template
) -> None:
    if template in OWN[process]:
        put(system, process, template)
        assert [row[0] for row in waiting(system)] == [template]
        return
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        put(system, process, template)
    assert waiting(system) == []


def test_every_template_that_is_queued_is_somebodys(system: System) -> None:
    with system.owner("main") as connection:
        known = {row[0] for row in connection.execute("SELECT template FROM notices.own_template")}
    assert known == {one.value for one in set(Template) - ELSEWHERE}


def test_the_portal_puts_no_official_message_of_its_own_making(system: System) -> None:
    """An official's message to a number that it chose, with a call number of its own."""
    said = {"code": "123456", "call": "010-0000-0666"}
    with system.connect_as("business", "main") as connection:
        for to in (1, SealedNumber(b"s", b"b")):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                queue(connection.cursor(), Notice(Template.PATIENT_CODE, to, "ko", said))


@pytest.mark.parametrize("state", ["queued", "handed", "given-up"])
def test_the_portal_neither_sees_nor_stops_nor_repeats_a_patients_message(
    system: System, state: str
) -> None:
    put(system, "vault", Template.PATIENT_CODE)
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE notices.message SET state = %s, handed_at = CASE WHEN %s = 'handed' THEN now() END",
            [state, state],
        )
    with system.connect_as("business", "main") as connection:
        assert connection.execute("SELECT id, created_at FROM notices.message").fetchall() == []
        for change in ("'given-up'", "'queued'", "state"):
            done = connection.execute(
                f"UPDATE notices.message SET state = {change}, due_at = now()"
            )
            assert done.rowcount == 0
    assert waiting(system) == [("patient-code", state, 0)]


@pytest.mark.parametrize(
    ("process", "template"),
    [
        ("business", Template.CODE_STOPPED),
        ("worker", Template.DUTY_BEGINS),
        ("worker", Template.SILENT),
    ],
)
def test_the_portal_stops_nothing_that_waits_and_repeats_what_was_given_up(
    system: System, process: str, template: Template
) -> None:
    put(system, process, template)
    with system.connect_as("business", "main") as connection:
        for change in ("state = 'given-up'", "due_at = 'infinity'", "tries = 99"):
            assert connection.execute(f"UPDATE notices.message SET {change}").rowcount == 0
        with system.owner("main") as owner:
            owner.execute("UPDATE notices.message SET state = 'given-up', tries = 7")
        (seen,) = connection.execute("SELECT template FROM notices.message").fetchall()
        assert seen == (template,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE notices.message SET error = 'no-number'")
        again = "UPDATE notices.message SET state = 'queued', tries = 0, due_at = now() + interval '1 hour', error = ''"
        assert connection.execute(again).rowcount == 1
    assert waiting(system) == [(template, "queued", 0)]


def test_whoever_delivers_is_bound_by_no_condition(system: System) -> None:
    """The rule costs delivery nothing: its plan has no filter of the rule's, and the index of what is due."""
    with system.connect_as("worker", "main") as connection:
        connection.execute("SET enable_seqscan = off")
        plan = "\n".join(
            row[0]
            for row in connection.execute(
                "EXPLAIN SELECT id FROM notices.message WHERE state = 'queued' AND due_at <= now()"
                " AND webhook_id IS NULL ORDER BY due_at, id LIMIT 50 FOR UPDATE SKIP LOCKED"
            )
        )
    assert "message_due" in plan
    assert "own_template" not in plan
    assert "pg_has_role" not in plan
