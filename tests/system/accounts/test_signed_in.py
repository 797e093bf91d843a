"""A session ends by itself: when it idles, when it is old, when its sign-in is ended, when the person leaves."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from support.house import House

IDLE, LONGEST = 20 * 60, 12 * 3600


@pytest.fixture
def session(house: House) -> Iterator[Any]:
    from django.contrib.sessions.backends.signed_cookies import SessionStore
    from django.test import override_settings

    from ansim.accounts.models import SignIn

    staff = house.staff["officer2"]
    store = SessionStore()
    begun = SignIn.objects.create(
        staff=staff, portal="investigation", key=b"k" * 16, kind="passkey", network="192.0.2.0/24"
    )
    with override_settings(PORTAL="investigation", IDLE_SECONDS=IDLE, SIGNED_IN_SECONDS=LONGEST):
        store["sign_in"], store["seen"] = begun.pk, int(time.time())
        yield store
        staff.refresh_from_db()
        staff.is_active = True
        staff.save()
        begun.delete()


def who(session: Any, after: float = 0) -> Any:
    from ansim.accounts.signed_in import staff_of

    return staff_of(session, time.time() + after)


def test_it_holds_while_somebody_works(session: Any, house: House) -> None:
    assert who(session, IDLE - 60) == house.staff["officer2"]


def test_it_ends_when_nobody_works(session: Any) -> None:
    assert who(session, IDLE + 1) is None
    assert session.is_empty()


def test_it_ends_after_its_longest_time_however_busy(session: Any, house: House) -> None:
    from ansim.accounts.models import SignIn

    begun = SignIn.objects.get(pk=session["sign_in"])
    for hours, there in ((11, True), (12.1, False)):
        SignIn.objects.filter(pk=begun.pk).update(at=begun.at - timedelta(hours=hours))
        session["seen"] = int(time.time())
        assert (who(session) is not None) == there
    assert session.is_empty()


def test_it_ends_when_the_person_is_barred(session: Any, house: House) -> None:
    from ansim.accounts.models import Staff

    Staff.objects.filter(pk=house.staff["officer2"].pk).update(is_active=False)
    assert who(session) is None


def test_it_ends_with_its_sign_in(session: Any) -> None:
    from ansim.accounts.signed_in import end

    end([session["sign_in"]])
    assert who(session) is None


@pytest.mark.parametrize("what", ["no sign-in of ours", "words"])
def test_it_is_worth_nothing_without_its_sign_in(session: Any, what: str) -> None:
    session["sign_in"] = 2**40 if what == "no sign-in of ours" else None
    assert who(session) is None


def test_it_is_worth_nothing_in_the_other_portal(session: Any) -> None:
    from django.test import override_settings

    with override_settings(PORTAL="business"):
        assert who(session) is None
