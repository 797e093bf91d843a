"""Row-level security: the portal that faces the internet sees no officer."""

import psycopg
import pytest

from support.house import House


def logins(house: House, process: str) -> set[str]:
    with house.system.connect_as(process, "main") as connection:
        return {row[0] for row in connection.execute("SELECT login FROM accounts_staff")}


def test_each_portal_reads_its_own_staff_alone(house: House) -> None:
    assert logins(house, "business") == {"registrar"}
    console = logins(house, "investigation")
    assert console >= {"officer", "officer2", "approver"}
    assert "registrar" not in console


def test_every_request_of_staff_leaves_a_trace(house: House) -> None:
    from ansim.accounts.models import Act
    from support.house import Browser

    browser = Browser(house.addresses["investigation"])
    browser.sign_in("officer")
    browser.get("/notifications/new")
    act = Act.objects.filter(route="notifications:new", staff=house.staff["officer"]).latest("id")
    assert (act.allowed, act.permission, act.method) == (False, "CASE_NOTIFY", "GET")


def test_no_portal_counts_or_forgets_the_failed_tries_of_the_other(house: House) -> None:
    from support.house import Browser

    portals = ("business", "investigation")
    for portal in portals:
        Browser(house.addresses[portal]).sign_in("nobody-at-all", "a wrong password")
    tries = "SELECT portal FROM accounts_attempt"
    for portal, other in (portals, portals[::-1]):
        with house.system.connect_as(portal, "main") as connection:
            seen = {row[0] for row in connection.execute(tries)}
            assert seen == {portal}
            gone = "DELETE FROM accounts_attempt WHERE portal = %s"
            assert connection.execute(gone, [other]).rowcount == 0
            forged = "INSERT INTO accounts_attempt (whose, portal) VALUES ('', %s)"
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forged, [other])
    with house.system.owner("main") as connection:
        assert {row[0] for row in connection.execute(tries)} >= set(portals)
