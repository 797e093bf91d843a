"""A session ends by itself: when it idles, when the password changes, when the person leaves."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from support.house import House

IDLE = 20 * 60


@pytest.fixture
def session(house: House) -> Iterator[Any]:
    from django.contrib.sessions.backends.signed_cookies import SessionStore
    from django.test import override_settings

    staff = house.staff["officer2"]
    store = SessionStore()
    with override_settings(PORTAL="investigation", IDLE_SECONDS=IDLE):
        store["staff"], store["hash"], store["seen"] = (
            staff.pk,
            staff.get_session_auth_hash(),
            int(time.time()),
        )
        yield store
        staff.refresh_from_db()
        staff.is_active = True
        staff.save()


def who(session: Any, after: float = 0) -> Any:
    from ansim.accounts.signed_in import staff_of

    return staff_of(session, time.time() + after)


def test_it_holds_while_somebody_works(session: Any, house: House) -> None:
    assert who(session, IDLE - 60) == house.staff["officer2"]


def test_it_ends_when_nobody_works(session: Any) -> None:
    assert who(session, IDLE + 1) is None
    assert session.is_empty()


def test_it_ends_when_the_person_is_barred(session: Any, house: House) -> None:
    from ansim.accounts.models import Staff

    Staff.objects.filter(pk=house.staff["officer2"].pk).update(is_active=False)
    assert who(session) is None


def test_it_ends_when_the_password_changes(session: Any) -> None:
    session["hash"] = "the hash of the password before"
    assert who(session) is None


def test_it_is_worth_nothing_in_the_other_portal(session: Any) -> None:
    from django.test import override_settings

    with override_settings(PORTAL="business"):
        assert who(session) is None
