"""Texts over SMPP: the message centre is a real one, which answers, refuses, stays silent, or is gone."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
import smpp34

from ansim.notices.channels.messages import ChannelSettingError, MessageNotSentError
from ansim.notices.channels.smpp import SmppChannel
from support.ports import free_port

HERE = "+821000000101"


@dataclass
class Centre:
    """A message centre: keeps what it is handed, answers by `status`; a status below 0 is no answer at all."""

    port: int
    status: int = 0
    taken: list[smpp34.SubmitSmEvent] = field(default_factory=list)
    sessions: int = 0

    @property
    def url(self) -> str:
        return f"smpp://ansim:p%40ss@127.0.0.1:{self.port}"

    async def serve(self, server: smpp34.Server) -> None:
        while True:
            event = await server.next()
            if isinstance(event, smpp34.Esme):
                self.sessions += 1
            elif isinstance(event, smpp34.SubmitSmEvent):
                self.taken.append(event)
                if self.status == 0:
                    event.accept(f"m{len(self.taken)}")
                elif self.status > 0:
                    event.reject(self.status)


class Line:
    """A line to the centre that can be cut: connections end, and nobody answers until it is laid again."""

    def __init__(self) -> None:
        self.port = free_port()
        self.ends: list[asyncio.StreamWriter] = []

    async def lay(self, port: int) -> None:
        async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while data := await reader.read(4096):
                writer.write(data)

        async def through(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            back, forth = await asyncio.open_connection("127.0.0.1", port)
            self.ends += [writer, forth]
            await asyncio.gather(carry(reader, forth), carry(back, writer))

        self.server = await asyncio.start_server(through, "127.0.0.1", self.port)

    async def cut(self) -> None:
        self.server.close()
        for end in self.ends:
            end.close()
        self.ends.clear()
        await asyncio.sleep(0)


@asynccontextmanager
async def running(centre: Centre) -> AsyncIterator[None]:
    server = smpp34.Server("127.0.0.1", centre.port, system_id="CENTRE")
    await server.start()
    serving = asyncio.create_task(centre.serve(server))
    try:
        yield
    finally:
        serving.cancel()
        await server.stop()


def with_centre(use: Callable[[Centre, SmppChannel], Awaitable[None]]) -> Centre:
    async def once() -> Centre:
        centre = Centre(free_port())
        channel = SmppChannel(centre.url, "0641234567", timeout=1)
        async with running(centre):
            await use(centre, channel)
        await channel.close()
        return centre

    return asyncio.run(once())


@pytest.mark.parametrize(
    ("text", "code", "letters"),
    [
        ("[안심] 인증번호 123456", "cp949", 0x0E),
        ("뷁똠" * 60, "cp949", 0x0E),
        ("[Ansim] 验证码 123456", "utf-16-be", 0x08),
        ("请" * 200, "utf-16-be", 0x08),
    ],
)
def test_the_centre_gets_number_sender_and_every_letter(text: str, code: str, letters: int) -> None:
    centre = with_centre(lambda _centre, channel: channel.send(HERE, text, "reference"))
    (sent,) = centre.taken
    payload = [one.value for one in sent.tlvs if one.tag == 0x0424]
    data = payload[0] if payload else sent.short_message
    assert (sent.destination_addr, sent.dest_addr_ton) == ("821000000101", 1)
    assert (sent.source_addr, sent.data_coding, data.decode(code)) == ("0641234567", letters, text)


def test_one_session_carries_many_messages_at_a_time() -> None:
    async def many(_centre: Centre, channel: SmppChannel) -> None:
        await asyncio.gather(*(channel.send(HERE, f"인증번호 {one:06}") for one in range(100)))

    centre = with_centre(many)
    assert (len(centre.taken), centre.sessions) == (100, 1)


@pytest.mark.parametrize("status", [smpp34.ESME_RTHROTTLED, smpp34.ESME_RINVDSTADR, -1])
def test_what_the_centre_does_not_take_is_an_error_without_number_or_text(status: int) -> None:
    async def refused(centre: Centre, channel: SmppChannel) -> None:
        centre.status = status
        with pytest.raises(MessageNotSentError) as caught:
            await channel.send(HERE, "인증번호 123456")
        assert "1000000101" not in str(caught.value)
        assert "123456" not in str(caught.value)
        centre.status = 0
        await channel.send(HERE, "인증번호 654321")

    assert len(with_centre(refused).taken) == 2


def test_a_line_that_was_cut_is_bound_anew() -> None:
    async def once() -> Centre:
        centre, line = Centre(free_port()), Line()
        async with running(centre):
            await line.lay(centre.port)
            channel = SmppChannel(f"smpp://ansim:word@127.0.0.1:{line.port}", "0641", timeout=1)
            await channel.send(HERE, "안심")
            await line.cut()
            with pytest.raises(MessageNotSentError):
                await channel.send(HERE, "안심")
            await line.lay(centre.port)
            await channel.send(HERE, "안심")
            await channel.close()
            await line.cut()
        return centre

    assert asyncio.run(once()).sessions == 2


def test_what_is_too_long_for_any_message_is_refused_before_it_is_sent() -> None:
    async def too_long(_centre: Centre, channel: SmppChannel) -> None:
        with pytest.raises(MessageNotSentError, match="2000 bytes"):
            await channel.send(HERE, "가" * 1001)

    assert with_centre(too_long).taken == []


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("smpp://ansim:secret@203.0.113.7:2775", "0641234567"),
        ("http://ansim:secret@127.0.0.1:2775", "0641234567"),
        ("smpps://127.0.0.1:2775", "0641234567"),
        ("smpps://ansim:secret@203.0.113.7", ""),
        ("smpps://ansim@203.0.113.7", "0641234567"),
    ],
)
def test_an_address_that_would_send_numbers_in_clear_is_refused_without_its_password(
    url: str, sender: str
) -> None:
    with pytest.raises(ChannelSettingError) as caught:
        SmppChannel(url, sender)
    assert "secret" not in str(caught.value)
