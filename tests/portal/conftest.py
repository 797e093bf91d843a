"""The portals as they run: real processes under their own database roles, asked over HTTP.

The test's own process stands beside them as the databases' owner: it sets the scene and checks what was written.
"""

import os
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

PASSWORD = "demo-password-0000"
PASSPHRASE = "demo passphrase 0000"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def environment(values: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@dataclass
class House:
    """The running system; `staff` maps a login to its row, `signers` to what they sign with."""

    folder: Path
    addresses: dict[str, str]
    staff: dict[str, Any] = field(default_factory=dict)

    def owner(self, database: str = "main", process: str = "owner") -> "psycopg.Connection[Any]":
        from ansim.settings.environment import dsn

        return psycopg.connect(dsn(process, database), autocommit=True)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    ports = {name: free_port() for name in ("business", "investigation")}
    values = {
        "ANSIM_DATA": str(folder),
        "ANSIM_SOCKETS": str(folder / "s"),
        "ANSIM_DEMO": "1",
        "ANSIM_HOST": "https://ansim.example",
        "DJANGO_SETTINGS_MODULE": "ansim.settings.migrations",
        **{f"ANSIM_{name.upper()}_PORT": str(port) for name, port in ports.items()},
    }
    with environment(values):
        from ansim.database.embedded import running
        from ansim.database.migrate import migrate
        from ansim.keys.ceremony import make_missing_keys
        from ansim.processes import Household
        from ansim.settings.environment import embedded_folder

        make_missing_keys()
        with running(embedded_folder()):
            migrate()
            built = House(folder, {name: f"http://127.0.0.1:{port}" for name, port in ports.items()})
            built.staff = _enrol_cast()
            household = Household(("vault", "business", "investigation"))
            household.start()
            try:
                yield built
            finally:
                household.stop()
                from django.db import connections

                connections.close_all()


def _enrol_cast() -> dict[str, Any]:
    from ansim.accounts.enrolment import NewStaff, enrol, signs
    from ansim.accounts.permissions import Role
    from ansim.keys.ceremony import folder

    cast = {
        "registrar": ("한서연", Role.REGISTRAR),
        "officer": ("김하준", Role.OFFICER),
        "officer2": ("오지우", Role.OFFICER),
        "approver": ("이서윤", Role.APPROVER),
    }
    return {
        login: enrol(NewStaff(login, name, role, PASSWORD, PASSPHRASE if signs(role) else ""), folder())
        for login, (name, role) in cast.items()
    }


class Browser:
    """A visitor of a portal: keeps cookies, sends the form's token, follows where it is sent."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, follow_redirects=True)

    def get(self, path: str, **parameters: str | int) -> httpx.Response:
        return self.http.get(path, params=parameters or None)

    def post(self, path: str, page: str | None = None, **fields: Any) -> httpx.Response:
        """Send a form as it stands on a page (by default the page at the same path)."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(page or path).text)
        assert token, f"no form on {page or path}"
        return self.http.post(path, data={"csrfmiddlewaretoken": token[1], **fields})

    def sign_in(self, login: str, password: str = PASSWORD) -> httpx.Response:
        return self.post("/sign-in", login=login, password=password)


Open = Callable[..., Browser]


@pytest.fixture
def browse(house: House) -> Iterator[Open]:
    """Open a portal, signed in as one of the cast where a login is given."""
    opened: list[Browser] = []

    def open_portal(portal: str, login: str | None = None) -> Browser:
        browser = Browser(house.addresses[portal])
        opened.append(browser)
        if login is not None:
            answer = browser.sign_in(login)
            assert answer.status_code == 200, answer.text[:500]
        return browser

    yield open_portal
    for browser in opened:
        browser.http.close()
