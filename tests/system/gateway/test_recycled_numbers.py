"""A number that rested for weeks and is verified again is another person's; nothing tells when somebody signed up."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from ansim.domain.identifiers import new_person_id
from support.system import System
from support.visitor import Visitor


def unused_for(system: System, person: bytes, days: int) -> None:
    week = date.today() - timedelta(days=days)  # noqa: DTZ011 whole weeks
    week -= timedelta(days=week.weekday())
    with system.owner("identity") as owner:
        owner.execute(
            "UPDATE identity.identity SET last_seen_week = %s WHERE person_id = %s", [week, person]
        )


@pytest.mark.parametrize(
    ("days", "same"), [(0, True), (21, True), (28, True), (45, False), (55, False)]
)
def test_a_number_that_rested_is_a_new_person(
    system: System, newcomer: Callable[..., Visitor], days: int, *, same: bool
) -> None:
    former = newcomer(name="김서연").sign_up()
    person = former.person
    unused_for(system, person, days)
    holder = Visitor(system, former.phone, name="이도윤").sign_up()
    assert (holder.person == person) is same


def test_the_former_holder_keeps_the_name_until_it_is_forgotten_and_must_verify_anew(
    system: System, newcomer: Callable[..., Visitor]
) -> None:
    former = newcomer().sign_up()
    person = former.person
    unused_for(system, person, 45)
    Visitor(system, former.phone).sign_up()
    with system.owner("identity") as owner:
        kept = owner.execute(
            "SELECT withdrawn_at FROM identity.identity WHERE person_id = %s", [person]
        ).fetchone()
    assert kept is not None
    assert kept[0] is not None
    assert former.renew().status_code in {401, 403, 404, 409}


def test_moving_to_a_number_that_rested_takes_it_over(
    system: System, newcomer: Callable[..., Visitor]
) -> None:
    former, mover = newcomer().sign_up(), newcomer().sign_up()
    rested, person = former.person, mover.person
    unused_for(system, rested, 45)
    answer = mover.ask("POST", "/v1/me/phone", mover.code_for(former.phone))
    assert answer.status_code in {200, 204}, answer.text
    assert former.person == person


def test_identities_tell_days_and_no_moments(system: System, visitor: Visitor) -> None:
    with system.owner("identity") as owner:
        row = owner.execute(
            "SELECT verified_at, pg_typeof(verified_at)::text FROM identity.identity WHERE person_id = %s",
            [visitor.person],
        ).fetchone()
        assert row is not None
        assert row[1] == "date"
        entered = new_person_id()
        owner.execute(
            "INSERT INTO identity.identity (person_id, sealed, phone_index, verified_at, last_seen_week, consent,"
            " verified_by, undo_until) VALUES (%s, '', sha256(%s), current_date, current_date, 'test', 'nobody',"
            " now() - interval '1 second')",
            [entered, entered],
        )
        with system.connect_as("worker", "identity") as worker:
            worker.execute("SELECT identity.forget(56, 28)")
        left = owner.execute(
            "SELECT undo_until FROM identity.identity WHERE person_id = %s", [entered]
        ).fetchone()
        assert left == (None,)
