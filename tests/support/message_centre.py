"""A message centre that tests run: it takes what it is handed, and answers, stays silent, or reports as it is told to."""

import asyncio
import secrets
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import smpp34

from support.ports import free_port

DELIVERED, UNDELIVERABLE = (2, b"DELIVRD"), (5, b"UNDELIV")


@dataclass(frozen=True)
class Taken:
    """A message as the centre has it."""

    id: str
    to: str
    text: str
    mark: bytes


@dataclass
class MessageCentre:
    """One centre. `answers_after` seconds; `early`: the receipt goes before the answer; `times`: how often it is told.

    `names` begins its names for messages, which another centre of the same may give again.
    To a number whose end stands in `silent` it takes the message and never answers; in `refused` it takes none.
    """

    port: int = field(default_factory=free_port)
    answers_after: float = 0.0
    early: bool = False
    times: int = 1
    reports: bool = True
    returns_mark: bool = True
    failing: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    names: str = field(default_factory=lambda: secrets.token_hex(4))
    taken: list[Taken] = field(default_factory=list)
    _waiting: list[Taken] = field(default_factory=list)
    _esme: smpp34.Esme | None = None

    @property
    def url(self) -> str:
        return f"smpp://ansim:word@127.0.0.1:{self.port}"

    @property
    def told(self) -> Counter[str]:
        """How often each number was told something."""
        return Counter(one.to for one in self.taken)

    async def serve(self, ready: threading.Event, stop: threading.Event) -> None:
        """Be there until told to stop."""
        server = smpp34.Server("127.0.0.1", self.port, system_id="CENTRE")
        await server.start()
        ready.set()
        tasks = [asyncio.create_task(self._listen(server)), asyncio.create_task(self._report())]
        await asyncio.to_thread(stop.wait)
        for one in tasks:
            one.cancel()
        await server.stop()

    async def _listen(self, server: smpp34.Server) -> None:
        tasks = set()
        while True:
            event = await server.next()
            if isinstance(event, smpp34.Esme):
                self._esme = event
            elif isinstance(event, smpp34.SubmitSmEvent):
                task = asyncio.create_task(self._take(event))
                tasks.add(task)
                task.add_done_callback(tasks.discard)

    async def _take(self, event: smpp34.SubmitSmEvent) -> None:
        to = event.destination_addr
        if to[-4:] in self.refused:
            event.reject(smpp34.ESME_RINVDSTADR)
            return
        tlvs = {one.tag: one.value for one in event.tlvs}
        code = "cp949" if event.data_coding == 0x0E else "utf-16-be"
        text = (event.short_message or tlvs.get(0x0424, b"")).decode(code)
        one = Taken(f"{self.names}-{len(self.taken) + 1}", to, text, tlvs.get(0x0204, b""))
        self.taken.append(one)
        if self.early:
            self._waiting.append(one)
            await asyncio.sleep(0.1)
        await asyncio.sleep(self.answers_after)
        if to[-4:] in self.silent:
            await asyncio.sleep(3600)
        event.accept(one.id)
        if not self.early:
            self._waiting.append(one)

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(0.01)
            while self.reports and self._waiting and (esme := self._esme) is not None:
                one = self._waiting.pop(0)
                try:
                    async with asyncio.timeout(2):
                        for _time in range(self.times):
                            await self._tell(esme, one)
                except (smpp34.SmppError, TimeoutError):  # that session ended: told to the next one
                    self._waiting.append(one)
                    if self._esme is esme:
                        self._esme = None

    async def _tell(self, esme: smpp34.Esme, one: Taken) -> None:
        state, stat = UNDELIVERABLE if one.to[-4:] in self.failing else DELIVERED
        tlvs = [
            smpp34.Tlv(0x001E, one.id.encode() + b"\0"),
            smpp34.Tlv(0x0427, bytes([state])),
        ]
        if self.returns_mark and one.mark:
            tlvs.append(smpp34.Tlv(0x0204, one.mark))
        text = b"id:%s sub:001 dlvrd:001 stat:%s err:000 text:" % (one.id.encode(), stat)
        await esme.deliver_sm("0641234567", text, source_addr=one.to, esm_class=4, tlvs=tlvs)


@contextmanager
def running(centre: MessageCentre) -> Iterator[MessageCentre]:
    """The centre in a thread of its own."""
    ready, stop = threading.Event(), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(centre.serve(ready, stop)), daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield centre
    finally:
        stop.set()
        thread.join(30)
