"""Row-level security: the portal that faces the internet sees no officer."""

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
            for change in (
                "UPDATE accounts_signin SET ended_at = now()",
                "DELETE FROM accounts_signin",
            ):
                done = connection.execute(f"{change} WHERE id = %s", [foreign.pk])
                assert done.rowcount == 0
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


def test_failed_tries_are_counted_at_the_portal_that_faces_the_internet_alone(
    house: House,
) -> None:
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        house.system.connect_as("investigation", "main") as connection,
    ):
        connection.execute("SELECT 1 FROM accounts_attempt")
