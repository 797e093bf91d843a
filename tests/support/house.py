"""The portals as they run: real processes under their own database roles, asked over HTTP.

The test's own process stands beside them as the databases' owner: it sets the scene and checks what was written.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from ansim.processes import Household
from ansim.settings.environment import Process
from support.system import ROOT, System, free_port

PASSWORD = "demo-password-0000"
PASSPHRASE = "demo passphrase 0000"


@dataclass
class House:
    """The running portals beside the gateway; `staff` maps a login to its account."""

    system: System
    addresses: dict[str, str]
    staff: dict[str, Any] = field(default_factory=dict)


@contextmanager
def open_house(system: System, names: Sequence[Process]) -> Iterator[House]:
    """Enrol the cast and start these processes beside the system's gateway; stop them at the end."""
    ports = {name: free_port() for name in ("business", "investigation")}
    os.environ.update({f"ANSIM_{name.upper()}_PORT": str(port) for name, port in ports.items()})
    os.environ["PYTHONPATH"] = str(ROOT / "src")
    built = House(
        system, {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}, _enrol_cast()
    )
    household = Household(names)
    household.start()
    try:
        yield built
    finally:
        household.stop()


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
        login: enrol(
            NewStaff(login, name, role, PASSWORD, PASSPHRASE if signs(role) else ""), folder()
        )
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
        token = re.search(
            r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(page or path).text
        )
        assert token, f"no form on {page or path}"
        return self.http.post(path, data={"csrfmiddlewaretoken": token[1], **fields})

    def sign_in(self, login: str, password: str = PASSWORD) -> httpx.Response:
        return self.post("/sign-in", login=login, password=password)


Open = Callable[..., Browser]
"""Opens a portal, signed in as one of the cast where a login is given (the `browse` fixture)."""
