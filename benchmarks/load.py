"""The load: check-ins over kept connections, each with the next request ready in memory. Runs as a process of its own.

`python -m benchmarks.load PORT CONNECTIONS SECONDS` prints `begin`, then `end` with the figures as JSON.
"""

import asyncio
import json
import random
import sys
import time
from datetime import UTC, datetime
from itertools import count

import uvloop

from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.keys.ceremony import folder
from ansim.visitor.session.session_tokens import Sessions
from benchmarks.stage import codes

WARM_UP_SECONDS = 1.0
MOST_A_SECOND = 26_000
PEOPLE = 30_000


def requests(amount: int) -> list[bytes]:
    """Whole HTTP requests: every visit new, ten at most of a person, entered within the last minutes."""
    now = time.time()
    sessions = Sessions(folder().secret("session"))
    tokens = [sessions.issue(new_person_id(), now)[0] for _ in range(PEOPLE)]
    venues = codes()
    chance = random.Random(1)
    built = []
    for number in range(amount):
        entered = datetime.fromtimestamp(int(now - chance.random() * 240), UTC).isoformat()
        body = (
            f'{{"id":"{new_visit_id()}","venue":"{chance.choice(venues)}","entered_at":"{entered}",'
            f'"party":1,"place":"near"}}'
        )
        built.append(
            (
                f"POST /v1/check-ins HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
                f"accept-language: ko\r\nauthorization: Bearer {tokens[number % PEOPLE]}\r\n"
                f"content-length: {len(body)}\r\n\r\n{body}"
            ).encode()
        )
    return built


class Visitor(asyncio.Protocol):
    """One kept connection: sends, waits for the whole answer, sends the next."""

    def __init__(self, load: "Load") -> None:
        self.load, self.buffer, self.sent = load, b"", 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.send()

    def send(self) -> None:
        number = next(self.load.next) % len(self.load.built)
        if self.load.stopping:
            self.transport.close()
            return
        self.sent = time.perf_counter()
        self.transport.write(self.load.built[number])  # type: ignore[attr-defined]

    def data_received(self, received: bytes) -> None:
        self.buffer += received
        head = self.buffer.find(b"\r\n\r\n")
        if head < 0:
            return
        at = self.buffer.find(b"content-length: ") + 16
        length = int(self.buffer[at : self.buffer.find(b"\r", at)])
        if len(self.buffer) < head + 4 + length:
            return
        self.load.waits.append(time.perf_counter() - self.sent)
        if self.buffer[9:12] not in (b"201", b"200"):
            self.load.refused[self.buffer[9:12].decode()] = self.buffer[head:].decode()
        self.buffer = b""
        self.send()


class Load:
    def __init__(self, built: list[bytes]) -> None:
        self.built, self.next = built, count()
        self.waits: list[float] = []
        self.refused: dict[str, str] = {}
        self.stopping = False


async def run(port: int, connections: int, seconds: float) -> None:
    load = Load(requests(int(MOST_A_SECOND * (seconds + WARM_UP_SECONDS))))
    loop = asyncio.get_running_loop()
    for _ in range(connections):
        await loop.create_connection(lambda: Visitor(load), "127.0.0.1", port)
    await asyncio.sleep(WARM_UP_SECONDS)
    load.waits.clear()
    print("begin", flush=True)
    begun = time.perf_counter()
    await asyncio.sleep(seconds)
    waits, took = sorted(load.waits), time.perf_counter() - begun
    load.stopping = True
    if not waits:
        sys.exit(f"no answer within {seconds} s; refused before: {load.refused}")
    figures = {
        "requests": len(waits),
        "seconds": took,
        "p50": waits[len(waits) // 2],
        "p99": waits[int(len(waits) * 0.99)],
        "refused": load.refused,
    }
    print("end", json.dumps(figures), flush=True)
    await asyncio.sleep(0.3)  # the last answers come in, so that no connection is torn


if __name__ == "__main__":
    uvloop.run(run(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
