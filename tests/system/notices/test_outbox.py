"""The outbox: queued with the decision or not at all, delivered at least once, given up in the end."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from psycopg_pool import ConnectionPool

from ansim.identity.owner_contacts import NoNumberError, Owners
from ansim.identity.owner_sealing import seal_number
from ansim.identity.sealing import load_private_key, load_public_key
from ansim.notices.calls import NumberForMessage
from ansim.notices.channels.messages import MessageNotSentError
from ansim.notices.delivery import MOST, WAITS, Delivery, forget
from ansim.notices.outbox import Notice, SealedNumber, queue
from ansim.notices.words import LANGUAGES, WORDS, ParamsError, Template, places_of, say
from ansim.rpc import CallError, UnreachableError
from support.system import System

PARAMS = {"venue": "바람 카페", "ref": "R0000001"}


class Recorder:
    """A channel of a provider that answers as told: what it took, in order."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.taken: list[tuple[str, str, str]] = []
        self.refuses = refuses

    async def send(self, to: str, text: str, reference: str = "") -> None:
        await asyncio.sleep(0)
        if self.refuses:
            raise MessageNotSentError("no")
        self.taken.append((to, text, reference))

    async def close(self) -> None: ...


@pytest.fixture(autouse=True)
def _empty(system: System) -> None:
    with system.owner("main") as connection:
        connection.execute("DELETE FROM notices.message")


def put(system: System, *, owner: int = 1, language: str = "ko", **choices: Any) -> None:
    with system.connect_as("business", "main") as connection:
        queue(
            connection.cursor(),
            Notice(Template.APPLICATION_RECEIVED, owner, language, PARAMS, **choices),
        )


def rows(system: System, columns: str) -> list[Any]:
    with system.owner("main") as connection:
        return connection.execute(f"SELECT {columns} FROM notices.message ORDER BY id").fetchall()


def deliver(system: System, channel: Any, number: Any = lambda _message: "+821000000001") -> Any:
    with system.connect_as("worker", "main") as connection:
        return Delivery(connection, number, channel).run()


def due_again(system: System) -> None:
    with system.owner("main") as connection:
        connection.execute("UPDATE notices.message SET due_at = now()")


def test_a_message_stands_and_falls_with_its_transaction(system: System) -> None:
    with system.connect_as("business", "main") as connection:
        connection.autocommit = False
        queue(connection.cursor(), Notice(Template.APPLICATION_RECEIVED, 1, "ko", PARAMS))
        connection.rollback()
    assert rows(system, "id") == []


def test_a_message_is_handed_over_once_with_its_words(system: System) -> None:
    put(system)
    channel = Recorder()
    assert deliver(system, channel).handed == 1
    assert deliver(system, channel).total == 0
    [(to, text, reference)] = channel.taken
    assert to == "+821000000001"
    assert "바람 카페" in text
    assert "R0000001" in text
    assert reference == str(rows(system, "reference")[0][0])
    assert rows(system, "state, tries, error") == [("handed", 1, "")]


def test_the_same_reference_is_queued_once(system: System) -> None:
    reference = uuid4()
    put(system, reference=reference)
    put(system, reference=reference)
    assert len(rows(system, "id")) == 1


def test_a_message_waits_for_its_time(system: System) -> None:
    from datetime import UTC, datetime, timedelta

    put(system, due_at=datetime.now(UTC) + timedelta(hours=1))
    assert deliver(system, Recorder()).total == 0


def test_what_fails_is_tried_again_later_each_time_and_given_up_in_the_end(system: System) -> None:
    put(system)
    channel = Recorder(refuses=True)
    for tries in range(1, MOST + 1):
        sent = deliver(system, channel)
        assert sent.total == 1
        [(state, tried, error, wait)] = rows(
            system, "state, tries, error, extract(epoch FROM due_at - now())::float"
        )
        assert (tried, error) == (tries, "channel-refused")
        assert state == ("queued" if tries < MOST else "given-up")
        if tries < MOST:
            assert abs(wait - WAITS[tries - 1]) < 30
        due_again(system)
    assert deliver(system, channel).total == 0


def test_a_worker_that_dies_after_taking_loses_nothing(system: System) -> None:
    put(system)

    class DiedError(Exception):
        pass

    def die(_message: int) -> str:
        raise DiedError

    with pytest.raises(DiedError):
        deliver(system, Recorder(), die)
    assert (
        deliver(system, Recorder()).total == 0
    )  # another worker does not send it at the same time
    due_again(system)
    assert deliver(system, Recorder()).handed == 1


def test_two_workers_share_what_is_due(system: System) -> None:
    for _ in range(6):
        put(system)
    first, second = Recorder(), Recorder()
    with (
        system.connect_as("worker", "main") as holding,
        system.connect_as("worker", "main") as other,
    ):
        holding.autocommit = False
        holding.execute(
            "SELECT id FROM notices.message ORDER BY due_at, id LIMIT 4 FOR UPDATE"
        ).fetchall()
        Delivery(other, lambda _m: "+821000000001", first).run()
        holding.rollback()
        Delivery(other, lambda _m: "+821000000001", second).run()
    assert (len(first.taken), len(second.taken)) == (2, 4)


def test_behind_a_slow_channel_nothing_is_sent_by_two(system: System) -> None:
    class Slow(Recorder):
        async def send(self, to: str, text: str, reference: str = "") -> None:
            await asyncio.sleep(0.4)
            await super().send(to, text, reference)

    for _ in range(6):
        put(system)
    slow, quick = Slow(), Recorder()

    def work(channel: Recorder) -> None:
        with system.connect_as("worker", "main") as connection:
            Delivery(connection, lambda _message: "+821000000001", channel, waits=(1.0,)).run()

    with ThreadPoolExecutor() as workers:
        first = workers.submit(work, slow)
        while not (quick.taken or first.done()):
            work(quick)
            time.sleep(0.1)
        first.result()
    sent = [reference for _, _, reference in slow.taken + quick.taken]
    assert len(sent) == len(set(sent)) == 6
    assert quick.taken, "what waited too long was taken over"
    assert set(rows(system, "state")) == {("handed",)}


@pytest.mark.parametrize(
    ("error", "state", "word"),
    [
        (CallError("no-number", "gone"), "given-up", "no-number"),
        (CallError("internal", "a failure"), "queued", "vault-refused"),
        (UnreachableError("away"), "queued", "vault-away"),
    ],
)
def test_a_number_that_does_not_open_is_told_apart(
    system: System, error: Exception, state: str, word: str
) -> None:
    put(system)

    def refuse(_message: int) -> str:
        raise error

    deliver(system, Recorder(), refuse)
    assert rows(system, "state, error") == [(state, word)]


def test_one_message_that_fails_holds_up_no_other(system: System) -> None:
    for owner in (1, 2, 3):
        put(system, owner=owner)
    failing = rows(system, "id")[1][0]

    def some(message: int) -> str:
        if message == failing:
            raise CallError("no-number", "gone")
        return "+821000000001"

    assert deliver(system, Recorder(), some).handed == 2


@pytest.mark.parametrize(
    "params", [{}, {"venue": "x"}, {**PARAMS, "name": "y"}, {**PARAMS, "venue": "x" * 201}]
)
def test_values_that_do_not_fit_are_refused_when_queued(
    system: System, params: dict[str, str]
) -> None:
    with system.connect_as("business", "main") as connection, pytest.raises(ParamsError):
        queue(connection.cursor(), Notice(Template.APPLICATION_RECEIVED, 1, "ko", params))


def test_old_messages_go(system: System) -> None:
    put(system)
    with system.owner("main") as connection:
        connection.execute("UPDATE notices.message SET created_at = now() - interval '91 days'")
    put(system)
    with system.connect_as("worker", "main") as connection:
        assert forget(connection, 90) == 1


def test_the_portal_reads_no_sealed_number_of_the_outbox(system: System) -> None:
    import psycopg

    with system.connect_as("business", "main") as connection:
        queue(
            connection.cursor(),
            Notice(Template.ACCOUNT_MOVED, SealedNumber(b"s", b"b"), "ko", {"call": "1339"}),
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT sealed FROM notices.message")


@pytest.mark.parametrize("template", list(Template))
def test_every_language_has_the_same_places_to_fill(template: Template) -> None:
    import re

    for language in LANGUAGES:
        assert set(re.findall(r"\{(\w+)\}", WORDS[template][language])) == places_of(template)
        values = dict.fromkeys(places_of(template), "0")
        assert "{" not in say(template, language, values)


def test_a_value_with_braces_is_a_value() -> None:
    text = say(Template.APPLICATION_RECEIVED, "en", {"venue": "{ref}", "ref": "R1"})
    assert "{ref}" in text


@pytest.mark.parametrize("age", [601, 7200])
def test_a_code_over_its_time_is_not_sent(system: System, age: int) -> None:
    put(system, good_for=600.0)
    put(system)
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE notices.message SET good_until = good_until - make_interval(secs => %s)", [age]
        )
    asked: list[int] = []

    def number(message: int) -> str:
        asked.append(message)
        return "+821000000001"

    channel = Recorder()
    sent = deliver(system, channel, number)
    assert (sent.handed, sent.given_up, len(channel.taken)) == (1, 1, 1)
    assert asked == [rows(system, "id")[1][0]], "nobody opens a number for it"
    assert rows(system, "state, error") == [("given-up", "over-time"), ("handed", "")]


def test_a_code_is_tried_within_its_time_and_then_given_up(system: System) -> None:
    put(system, good_for=600.0)
    channel = Recorder(refuses=True)
    for tries, state in ((1, "queued"), (2, "queued"), (3, "given-up")):
        deliver(system, channel)
        assert rows(system, "state, tries, error") == [(state, tries, "channel-refused")]
        due_again(system)
    assert deliver(system, Recorder()).total == 0


def test_the_vault_opens_no_number_for_a_code_over_its_time(system: System) -> None:
    private = load_private_key(system.keys.read("owners/private.pem"))
    public = load_public_key(system.keys.read("owners/public.pem"))
    sealed = SealedNumber(seal_number(public, b"b" * 32, "+821000000001"), b"b" * 32)
    params = {"code": "123456", "call": "1339"}
    with system.connect_as("vault", "main") as connection:
        queue(
            connection.cursor(), Notice(Template.PATIENT_CODE, sealed, "ko", params, good_for=600.0)
        )
    ((message,),) = rows(system, "id")
    with ConnectionPool(system.dsn("vault", "main"), min_size=1, max_size=1) as pool:
        owners = Owners(private, pool, pool, None)  # type: ignore[arg-type]
        assert owners.number(NumberForMessage(message)) == "+821000000001"
        with system.owner("main") as connection:
            connection.execute("UPDATE notices.message SET good_until = now()")
        with pytest.raises(NoNumberError):
            owners.number(NumberForMessage(message))
