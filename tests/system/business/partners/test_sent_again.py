"""Requests that come again: answered as the first time, or told why not; nothing is done twice, whatever dies between."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest

from support.house import House
from support.partner import PLACE, Partner, new_key
from support.system import System

Ours = tuple[Any, Partner]
CODE = {"old_poster": "wait"}
LOCK = 471_104


def code_path(business: Any) -> str:
    return f"/venues/{business.venues.get().pk}/code"


def test_the_same_request_again_gets_the_first_answer(ours: Ours) -> None:
    business, partner = ours
    name = uuid4().hex
    first = partner.post(code_path(business), CODE, name)
    second = partner.post(code_path(business), CODE, name)
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert business.venues.get().codes.count() == 2


def test_quoted_as_the_draft_has_it_or_bare_it_is_the_same_name(ours: Ours) -> None:
    business, partner = ours
    name = uuid4().hex
    first = partner.post(code_path(business), CODE, f'"{name}"')
    assert partner.post(code_path(business), CODE, name).content == first.content


def test_another_body_or_path_under_the_same_name_is_refused(ours: Ours) -> None:
    business, partner = ours
    name = uuid4().hex
    assert partner.post(code_path(business), CODE, name).is_success
    number = business.venues.get().pk
    for path, body in [
        (code_path(business), {"old_poster": "at-once"}),
        (f"/venues/{number}/close", {}),
    ]:
        refused = partner.post(path, body, name)
        assert (refused.status_code, refused.json()["code"]) == (422, "idempotency-key-reused")
    assert business.venues.get().closed_at is None


@pytest.mark.parametrize("name", ["", '""', "x" * 101, "a b", "한"])
def test_a_post_without_a_name_does_nothing(ours: Ours, name: str) -> None:
    business, partner = ours
    headers = {"Idempotency-Key": name.encode()} if name else {}
    answer = partner.http.post(code_path(business), json=CODE, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-missing")
    assert business.venues.get().codes.count() == 1


def test_a_name_of_another_key_is_another_name(ours: Ours, ask: Any) -> None:
    business, partner = ours
    _same, other = new_key(business)
    name = uuid4().hex
    partner.post(code_path(business), CODE, name)
    again = ask(other).post(code_path(business), CODE, name)
    assert "idempotency-replayed" not in again.headers
    assert business.venues.get().codes.count() == 3


def test_a_request_that_was_refused_may_be_mended_under_its_name(ours: Ours) -> None:
    business, partner = ours
    name = uuid4().hex
    assert partner.post(code_path(business), {"old_poster": "never"}, name).status_code == 422
    assert partner.post(code_path(business), CODE, name).status_code == 201


def test_a_name_is_free_again_after_its_day(ours: Ours) -> None:
    from ansim.business.models import ApiAnswer

    business, partner = ours
    name = uuid4().hex
    partner.post(code_path(business), CODE, name)
    ApiAnswer.objects.filter(name=name).update(made_at="2020-01-01T00:00:00Z")
    assert "idempotency-replayed" not in partner.post(code_path(business), CODE, name).headers


def test_of_many_at_once_one_is_done(ours: Ours) -> None:
    business, partner = ours
    name, answers = uuid4().hex, []

    def press() -> None:
        answers.append(partner.post(code_path(business), CODE, name))

    threads = [threading.Thread(target=press) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert business.venues.get().codes.count() == 2
    told = {
        (one.status_code, one.json().get("code") if one.status_code == 409 else "")
        for one in answers
    }
    assert told <= {(201, ""), (409, "request-in-flight")}
    assert (201, "") in told
    assert partner.post(code_path(business), CODE, name).status_code == 201


def test_a_request_that_is_being_worked_on_is_told_so(ours: Ours, system: System) -> None:
    from ansim.business.models import ApiKey

    business, partner = ours
    name = uuid4().hex
    key = ApiKey.objects.get(business=business)
    with system.connect_as("business", "main") as connection:
        connection.autocommit = False
        connection.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [key.pk, name])
        refused = partner.post(code_path(business), CODE, name)
        assert (refused.status_code, refused.json()["code"]) == (409, "request-in-flight")
        assert refused.headers["retry-after"] == "1"
        connection.rollback()
    assert partner.post(code_path(business), CODE, name).status_code == 201


def test_the_body_that_names_a_representative_is_stored_as_a_keyed_hash_alone(
    ours: Ours, system: System
) -> None:
    partner = ours[1]
    body = {**PLACE, "number": "616-00-12349", "representative": "고은별", "opened": "2019-03-02"}
    partner.post("/applications", body)
    with system.owner("main") as connection:
        rows = connection.execute("SELECT * FROM business_apianswer").fetchall()
        kept = connection.execute("SELECT form::text FROM business_venueapplication").fetchall()
    stored = b"\0".join(
        bytes(v) if isinstance(v, bytes) else str(v).encode() for r in rows for v in r
    )
    assert "고은별".encode() not in stored
    assert "고은별" not in str(kept)


def test_a_portal_killed_between_commit_and_answer_doubles_nothing(
    house: House, system: System
) -> None:
    """The first request's commit waits at a lock of this test's; the portal is killed there, and the commit goes on."""
    business, key = new_key()
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": uuid4().hex}
    lost: list[Any] = []

    def ask(address: str) -> httpx.Response:
        path = f"{address}/api/v1{code_path(business)}"
        return httpx.post(path, json=CODE, headers=headers, timeout=30)

    def first() -> None:
        try:
            lost.append(ask(house.addresses["business"]))
        except httpx.HTTPError as error:
            lost.append(error)

    with system.owner("main") as holder, commits_wait(holder):
        thread = threading.Thread(target=first)
        thread.start()
        while not holder.execute(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted",
            [LOCK],
        ).fetchone():
            assert thread.is_alive(), lost
        os.kill(house._running["business"].pid("business"), signal.SIGKILL)
        thread.join()
        assert isinstance(lost[0], httpx.HTTPError)
    assert business.venues.get().codes.count() == 2
    house.again("business")
    again = ask(house.addresses["business"])
    assert again.status_code == 201
    assert again.headers["idempotency-replayed"] == "true"
    assert business.venues.get().codes.count() == 2


@contextmanager
def commits_wait(holder: Any) -> Iterator[None]:
    """Whoever stores an answer waits with its commit until this is over, and is done when it is."""
    holder.execute(
        f"""CREATE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN PERFORM pg_advisory_xact_lock({LOCK}); RETURN NULL; END $$;
           CREATE CONSTRAINT TRIGGER wait_at_commit AFTER INSERT ON business_apianswer
           DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_at_commit()"""
    )
    holder.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        holder.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        # Taking the trigger away waits for the transaction that has fired it.
        holder.execute(
            "DROP TRIGGER wait_at_commit ON business_apianswer; DROP FUNCTION wait_at_commit()"
        )
