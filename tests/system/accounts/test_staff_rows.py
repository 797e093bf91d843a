"""Row-level security: the portal that faces the internet sees no officer."""

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
    browser.sign_in("approver")
    browser.get("/cases/new")
    act = Act.objects.filter(route="cases:new", staff=house.staff["approver"]).latest("id")
    assert (act.allowed, act.permission, act.method) == (False, "CASE_OPEN", "GET")
