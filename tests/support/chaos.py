"""Load and kills, one driver for the tests of faults and for `make soak`.

`Whole` is everything that `ansim serve` starts, in a folder of its own. `Crowd` is phones that check in and send again what
got no answer, as the app's offline queue does. `account` compares what was acknowledged with what is stored.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import httpx
import psutil

from ansim.domain.identifiers import new_person_id
from ansim.processes import PORTS
from ansim.settings.environment import Process
from ansim.visitor.session.session_tokens import Sessions
from support.folders import ROOT
from support.ports import free_port
from support.system import PATIENCE, System, answers, check_in, running_system

Target = Process | Literal["postmaster", "postgres"]
BACK_OFF = 0.02  # s, the phone's
_SHOWN = ("/", "/v1/directories")  # what a phone at the door reads, stored or not


@dataclass
class Whole:
    """A running `ansim serve` on the embedded server."""

    system: System
    process: "subprocess.Popen[bytes]"

    def pid(self, target: Target) -> int:
        """The process id of a part: a process by its name, `postmaster`, or `postgres` for one that serves visits.

        Waits while it is being brought back.
        """
        end = time.monotonic() + PATIENCE
        while (found := self._pid(target)) is None:
            assert time.monotonic() < end, f"{target} is gone"
            time.sleep(0.05)
        return found

    def _pid(self, target: Target) -> int | None:
        lock = self.system.folder / "postgres" / "postmaster.pid"
        postmaster = int(lock.read_text().split()[0]) if lock.exists() else 0
        if target == "postmaster":
            return postmaster or None
        parent = postmaster if target == "postgres" else self.process.pid
        words = "ansim_visits" if target == "postgres" else f"serve {target}"
        try:
            for child in psutil.Process(parent).children():
                with suppress(psutil.Error):
                    if words in " ".join(child.cmdline()):
                        return child.pid
        except psutil.Error:
            return None
        return None

    def kill(self, target: Target) -> int:
        """kill -9; gives the process id."""
        pid = self.pid(target)
        os.kill(pid, signal.SIGKILL)
        return pid

    @property
    def log(self) -> str:
        """What all its processes said."""
        return (self.system.folder / "serve.log").read_text()


@contextmanager
def whole(folder: Path) -> Iterator[Whole]:
    """Install a system in the folder, then run it as an operator does; it is stopped at the end."""
    with running_system(folder) as system:
        pass
    environment = system.environment_of_processes()
    environment |= {
        f"ANSIM_{name.upper()}_PORT": str(free_port()) for name in PORTS if name != "gateway"
    }
    ports = [int(environment[f"ANSIM_{name.upper()}_PORT"]) for name in PORTS]
    with (folder / "serve.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "ansim.cli", "serve"],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
    served = Whole(system, process)
    try:
        _await_answer(served, ports)
        yield served
    finally:
        process.terminate()
        process.wait(60)


def _await_answer(served: Whole, ports: Sequence[int]) -> None:
    """Wait until every process answers: killing begins with all of them up."""
    sockets = [served.system.folder / "sockets" / f"{name}.sock" for name in ("vault", "tracer")]
    end = time.monotonic() + 2 * PATIENCE
    while time.monotonic() < end and served.process.poll() is None:
        if all(socket.exists() for socket in sockets) and all(map(answers, ports)):
            return
        time.sleep(0.1)
    raise RuntimeError(f"`ansim serve` did not come up:\n{served.log[-4000:]}")


@dataclass
class Crowd:
    """Phones that check in, each with `together` check-ins a request, until told to stop."""

    system: System
    client: httpx.AsyncClient
    phones: int = 24
    together: int = 1
    sent: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)
    fresh: float = 0.0
    """When the latest request was sent that got its answer."""
    again: int = 0
    """How many were told to be there already: their first answer was lost."""
    wrong: list[str] = field(default_factory=list)
    """Answers that a phone must never read."""
    held: bool = False
    """Whether they go on after the goal: somebody waits for what they see next."""
    _goal: int = 1

    @property
    def share_done(self) -> float:
        """How much of the goal is acknowledged, from 0 to 1."""
        return len(self.acknowledged) / self._goal

    async def run(self, goal: int) -> None:
        """Check in until so many are acknowledged."""
        self._sessions = Sessions(self.system.keys.read("session.key"))
        self._goal = goal
        await asyncio.gather(*(self._phone() for _ in range(self.phones)))

    async def _phone(self) -> None:
        venue = self.system.venues["cafe"]
        while (self.held or len(self.acknowledged) < self._goal) and not self.wrong:
            token = self._sessions.issue(new_person_id(), time.time())[0]
            bodies = [check_in(venue) for _ in range(self.together)]
            await self._deliver(bodies, {"Authorization": f"Bearer {token}"})

    async def _deliver(self, bodies: list[dict[str, Any]], headers: dict[str, str]) -> None:
        self.sent |= {body["id"] for body in bodies}
        content = bodies if self.together > 1 else bodies[0]
        while not self.wrong:
            began = time.monotonic()
            try:
                answer = await self.client.post("/v1/check-ins", json=content, headers=headers)
            except httpx.HTTPError:
                await asyncio.sleep(BACK_OFF)
                continue
            if answer.status_code == 503:
                if "retry-after" not in answer.headers:
                    self.wrong.append("503 without Retry-After")
                await asyncio.sleep(BACK_OFF)
                continue
            if answer.status_code not in (200, 201):
                self.wrong.append(answer.text)
                return
            self.fresh = max(self.fresh, began)
            items = answer.json()
            if self._note(items if isinstance(items, list) else [items]):
                return

    def _note(self, items: list[dict[str, Any]]) -> bool:
        """Whether every item is stored; an item may be told to come again."""
        stored = [item for item in items if item["status"] in ("accepted", "duplicate")]
        self.acknowledged |= {item["id"] for item in stored}
        self.again += sum(item["status"] == "duplicate" for item in stored)
        refused = [item for item in items if item["status"] == "refused"]
        self.wrong += [str(item) for item in refused if item["status_code"] != 503]
        return len(stored) == len(items)


@dataclass(frozen=True)
class Outage:
    """What phones saw of one kill: seconds until the next check-in was stored."""

    target: Target
    seconds: float
    missing: list[str]
    """Pages and answers that must come whatever happens to the store, and did not."""
    gateway_stayed: bool


async def strike(
    whole: Whole, crowd: Crowd, target: Target, kill: Callable[[], object] | None = None
) -> Outage:
    """Kill one part under load and wait until check-ins are stored again."""
    gateway = whole.pid("gateway")
    await asyncio.to_thread(kill or (lambda: whole.kill(target)))
    killed, missing = time.monotonic(), []
    asked = asyncio.create_task(_asks_about_herself(crowd))
    # What was in flight at the kill may still be answered: one sent after it counts.
    while crowd.fresh < killed and not crowd.wrong:
        if target != "gateway":
            missing += [path for path in _SHOWN if not await _shows(crowd.client, path)]
        await asyncio.sleep(0.05)
        if time.monotonic() - killed > PATIENCE:
            crowd.wrong.append(f"no check-in is stored {PATIENCE:.0f} s after {target} was killed")
    seconds = time.monotonic() - killed
    missing += await asked if target != "gateway" else []
    return Outage(target, seconds, missing, whole.pid("gateway") == gateway)


async def _asks_about_herself(crowd: Crowd) -> list[str]:
    """What is wrong with the answer to somebody whose records cannot be read at the moment."""
    headers = crowd.system.bearer(new_person_id())
    try:
        answer = await crowd.client.get("/v1/me", headers=headers)
    except httpx.HTTPError as error:
        return [f"/v1/me: {type(error).__name__}"]
    told = answer.status_code < 500 or (
        answer.status_code == 503 and "retry-after" in answer.headers
    )
    return [] if told else [f"/v1/me: {answer.status_code}"]


async def _shows(client: httpx.AsyncClient, path: str) -> bool:
    try:
        return (await client.get(path)).status_code == 200
    except httpx.HTTPError:
        return False


@dataclass(frozen=True)
class Account:
    """What was acknowledged against what is stored."""

    acknowledged: int
    stored: int
    lost: int
    doubled: int
    invented: int

    @property
    def balances(self) -> bool:
        """Whether each acknowledged check-in is stored once, and nothing that nobody sent."""
        return not (self.lost or self.doubled or self.invented)


def account(system: System, crowds: Sequence[Crowd]) -> Account:
    """Count in PostgreSQL itself: a million ids fit no statement."""
    acknowledged = set().union(*(crowd.acknowledged for crowd in crowds))
    sent = set().union(*(crowd.sent for crowd in crowds))
    with system.owner("visits") as connection:
        connection.execute("CREATE TEMP TABLE sent (id uuid PRIMARY KEY, acknowledged boolean)")
        with connection.cursor() as cursor, cursor.copy("COPY sent FROM STDIN") as copy:
            for visit in sent:
                copy.write_row((visit, visit in acknowledged))
        row = connection.execute(
            """
            SELECT (SELECT count(*) FROM visits.visit),
                   (SELECT count(*) FROM sent s WHERE acknowledged
                      AND NOT EXISTS (SELECT FROM visits.visit v WHERE v.id = s.id)),
                   (SELECT count(*) - count(DISTINCT id) FROM visits.visit),
                   (SELECT count(*) FROM visits.visit v
                      WHERE NOT EXISTS (SELECT FROM sent s WHERE s.id = v.id))
            """
        ).fetchone()
    assert row
    return Account(len(acknowledged), *row)
