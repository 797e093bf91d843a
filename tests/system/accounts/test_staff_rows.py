"""Row-level security: the portal that faces the internet sees no officer."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from support.house import House


def logins(house: House, process: str) -> set[str]:
    with house.system.connect_as(process, "main") as connection:
        return {row[0] for row in connection.execute("SELECT login FROM accounts_staff")}


def test_each_portal_reads_its_own_staff_alone(house: House) -> None:
    clerks, console = (logins(house, portal) for portal in ("business", "investigation"))
    assert clerks >= {"registrar"}
    assert console >= {"officer", "officer2", "approver"}
    assert clerks & console == set()


def test_every_request_of_staff_leaves_a_trace(house: House) -> None:
    from ansim.accounts.models import Act
    from support.house import Browser

    browser = Browser(house.addresses["investigation"])
    browser.sign_in("officer")
    browser.get("/notifications/new")
    act = Act.objects.filter(route="notifications:new", staff=house.staff["officer"]).latest("id")
    assert (act.allowed, act.permission, act.method) == (False, "CASE_NOTIFY", "GET")


def test_no_portal_reads_ends_or_forges_a_sign_in_of_the_other(house: House) -> None:
    from ansim.accounts.models import SignIn
    from support.sessions import session_of_staff

    for login in ("registrar", "officer"):
        session_of_staff(login)
    rows = "SELECT portal FROM accounts_signin"
    portals = ("business", "investigation")
    for portal, other in (portals, portals[::-1]):
        foreign = SignIn.objects.filter(portal=other).latest("pk")
        with house.system.connect_as(portal, "main") as connection:
            assert {row[0] for row in connection.execute(rows)} == {portal}
            end = "UPDATE accounts_signin SET ended_at = now() WHERE id = %s"
            assert connection.execute(end, [foreign.pk]).rowcount == 0
            forged = (
                "INSERT INTO accounts_signin (staff_id, portal, key, kind, network)"
                " VALUES (%s, %s, '', 'passkey', '')"
            )
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forged, [foreign.staff_id, other])
        with house.system.connect_as(portal, "main") as connection:
            named = (
                "UPDATE accounts_signin SET staff_id = 1"  # whose it was, and by which key, stands
            )
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(named)


@pytest.mark.parametrize("portal", ["business", "investigation"])
@pytest.mark.parametrize("which", ["", "WHERE at < now() - interval '2 years'", "WHERE id = 0"])
def test_no_portal_deletes_its_own_trail(house: House, portal: str, which: str) -> None:
    with (
        house.system.connect_as(portal, "main") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(f"DELETE FROM accounts_signin {which}")


def test_the_worker_forgets_sign_ins_after_two_years_and_no_earlier(house: House) -> None:
    from ansim.accounts.models import SignIn
    from ansim.jobs.forget_sessions import forget_sessions

    now = datetime.now(UTC)
    made = {
        (login, days): SignIn.objects.create(
            staff=house.staff[login],
            portal=house.staff[login].portal,
            at=now - timedelta(days=days),
            key=b"k" * 16,
            kind="passkey",
            network="192.0.2.0/24",
            ended_at=now,
        ).pk
        for login in ("registrar", "officer")
        for days in (1, 729, 731)
    }
    assert forget_sessions().sign_ins == 2
    left = set(SignIn.objects.filter(pk__in=made.values()).values_list("pk", flat=True))
    assert left == {pk for (_login, days), pk in made.items() if days != 731}
    with (
        house.system.connect_as("worker", "main") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("DELETE FROM accounts_signin")


def test_failed_tries_are_counted_at_the_portal_that_faces_the_internet_alone(
    house: House,
) -> None:
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        house.system.connect_as("investigation", "main") as connection,
    ):
        connection.execute("SELECT 1 FROM accounts_attempt")
