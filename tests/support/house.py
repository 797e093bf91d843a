"""The portals as they run: real processes under their own database roles, asked over HTTP.

The test's own process stands beside them as the databases' owner: it sets the scene and checks what was written.
"""

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import httpx

from ansim.processes import PORTS, Household
from ansim.settings.environment import Process
from support.cast import enrolled
from support.ports import free_port
from support.registers import Registers, open_registers
from support.sessions import HOME, session_of_staff
from support.system import PLAIN, ROOT, System

__all__ = ["Browser", "House", "Open", "open_house"]


TOLD: tuple[Process, ...] = ("signing", "business", "investigation")


BESIDE: dict[Process, tuple[Process, ...]] = {
    "tracer": ("vault",),
    "worker": ("vault",),
    "sender": ("vault",),
    "business": ("vault",),
    "investigation": ("vault", "tracer"),
}
"""Whom a process asks, so that no test has to know what a page calls."""


@dataclass
class House:
    """The processes beside the gateway; each starts when somebody first needs it, after those whom it asks."""

    system: System
    output: int | None = None
    """Where the words of processes go that are started from now on; by default the terminal."""
    _running: dict[Process, Household] = field(default_factory=dict)
    _at: dict[Process, str] = field(default_factory=dict)
    _doors: ExitStack = field(default_factory=ExitStack)

    def need(self, *names: Process) -> None:
        """Start those that do not run yet, and wait until they answer."""
        for name in names:
            self.need(*BESIDE.get(name, ()))
            if name not in self._running:
                self._start(name)

    def _start(self, name: Process) -> None:
        if name == "business":
            assert self.registers
        if name == "signing":
            assert self.addresses["investigation"]  # to which it sends back
        elif name in PORTS and name not in TOLD:
            os.environ[f"ANSIM_{name.upper()}_PORT"] = str(free_port())
        if name in PORTS:
            host = "localhost" if name == "signing" else "127.0.0.1"  # a passkey is of a name
            self._at[name] = f"http://{host}:{os.environ[f'ANSIM_{name.upper()}_PORT']}"
        if name == "investigation":
            os.environ["ANSIM_INVESTIGATION_HOST"] = self._at[name]
        self._running[name] = Household([name], output=self.output)
        self._running[name].start()

    def at(self, name: Process) -> str:
        """Where a portal that runs answers."""
        return self._at[name]

    @property
    def addresses(self) -> "Addresses":
        """Where the portals answer."""
        return Addresses(self)

    @cached_property
    def staff(self) -> dict[str, Any]:
        """The account of each login of the cast."""
        return enrolled()

    @cached_property
    def registers(self) -> Registers:
        """The tax office and the address service that the business portal asks."""
        opened = self._doors.enter_context(open_registers())
        os.environ |= opened.environment()
        return opened

    def again(self, name: Process) -> None:
        """End a process where it runs; who needs it next starts it, with the environment as it stands then."""
        if name in self._running:
            self._running.pop(name).stop()
        if name == "investigation":
            self.again("signing")  # knows where the console was

    def kill(self, name: Process) -> None:
        """End a process as `kill -9` does; who needs it next starts it."""
        household = self._running.pop(name)
        os.kill(household.pid(name), signal.SIGKILL)
        household.stop()

    def close(self) -> None:
        """Stop all of them."""
        for household in reversed(self._running.values()):
            household.stop()
        self._doors.close()


@dataclass(frozen=True)
class Addresses:
    """The address of a portal by its name; asking for it starts the portal and whom it asks."""

    house: House

    def __getitem__(self, name: Process) -> str:
        self.house.need(name)
        return self.house.at(name)


@contextmanager
def open_house(system: System) -> Iterator[House]:
    """A house on this system, with nobody in it yet; whoever was started is stopped at the end."""
    os.environ["PYTHONPATH"] = str(ROOT / "src")
    # The vault is told where staff sign, and where they sign in, before anybody does.
    os.environ |= {f"ANSIM_{name.upper()}_PORT": str(free_port()) for name in TOLD}
    os.environ["ANSIM_INVESTIGATION_HOST"] = (
        f"http://127.0.0.1:{os.environ['ANSIM_INVESTIGATION_PORT']}"
    )
    house = House(system)
    try:
        yield house
    finally:
        house.close()


class Browser:
    """A visitor of a portal: keeps cookies, sends the form's token, follows where it is sent."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, follow_redirects=True, timeout=60, verify=PLAIN)

    def get(self, path: str, **parameters: str | int) -> httpx.Response:
        return self.http.get(path, params=parameters or None)

    def post(self, path: str, page: str | None = None, **fields: Any) -> httpx.Response:
        """Send a form as it stands on a page (by default the page at the same path)."""
        token = re.search(
            r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(page or path).text
        )
        assert token, f"no form on {page or path}"
        return self.http.post(path, data={"csrfmiddlewaretoken": token[1], **fields})

    def keep(self, portal: Process, session: str) -> None:
        """Hold a session of a portal, as if the portal had given its cookie (`support.sessions` makes them)."""
        self.http.cookies.set(f"ansim_{portal}", session, self.http.base_url.host)

    def sign_in(self, login: str) -> httpx.Response:
        """Be signed in as one of the cast; gives the first page. The way over the key is `support.signed_in`'s."""
        portal, session = session_of_staff(login)
        self.keep(portal, session)
        return self.get(HOME[portal])


Open = Callable[..., Browser]
"""Opens a portal, signed in as one of the cast where a login is given (the `browse` fixture)."""
