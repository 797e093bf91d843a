"""Every channel with its provider, so that one suite asks all of them the same: a new channel adds a bench and is tested.

A bench gives a channel and what a test may do to its provider. `addresses` are where messages go, `text_of` and `count_of`
say what the provider took.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import Any

import smpp34
from aiosmtpd.controller import UnthreadedController
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ansim.notices.channels.bulk_channel import (
    ApprovedTemplate,
    BulkChannel,
    HandedOver,
    OneByOne,
    Outgoing,
    fits_a_letter,
    fits_a_text,
)
from ansim.notices.channels.mail import MailChannel
from ansim.notices.channels.messages import RelayChannel
from ansim.notices.channels.push.channel import PushChannel
from ansim.notices.channels.push.form import Vapid
from ansim.notices.channels.sens.channel import SensAlimtalk, SensService, SensTexts
from ansim.notices.channels.smpp import SmppChannel
from ansim.notices.channels.solapi.channel import SolapiAccount, SolapiAlimtalk, SolapiTexts
from ansim.notices.channels.solapi.delivery_reports import read_reports
from ansim.notices.receipts import DeliveryReceipt
from support.ports import free_port
from support.providers import sens as sens_form
from support.providers import solapi as solapi_form
from support.providers.http_server import CUT, Asked, Told, serving
from support.providers.moods import TOO_LONG, Mood
from support.providers.push_service import Browser, PushService
from support.providers.sens import Sens
from support.providers.solapi import Solapi

NUMBERS = [f"+8210000001{one:02}" for one in range(20)]
WRONG = "+821000009999"


@dataclass
class Bench:
    """A channel and its provider, running. The defaults are what a channel promises that knows its trade."""

    channel: BulkChannel
    set_mood: Callable[[Mood], None]
    count_of: Callable[[], Counter[str]]
    """How often each address was sent something, by `addresses`."""
    text_of: Callable[[str], str | None]
    """What an address was sent last; None where the channel carries no text."""
    addresses: list[str] = field(default_factory=lambda: list(NUMBERS))
    wrong: str = WRONG
    template: ApprovedTemplate | None = None
    says_why: bool = True
    """Whether it tells what was refused from what is uncertain."""
    knows_references: bool = False
    """Whether the provider sends a message once that is handed over twice."""
    all_letters: bool = True
    tell: (
        Callable[[list[HandedOver]], AbstractAsyncContextManager[list[DeliveryReceipt]]] | None
    ) = None
    """Its receipts for messages; None for a channel that tells nothing later."""
    paths: list[str] = field(default_factory=list)
    """Every address of the web that was asked."""

    def message(self, place: int, text: str, reference: str = "") -> Outgoing:
        to = self.addresses[place]
        return Outgoing(reference or f"reference-{place}", to, text, self.template)


HTTP_WITHOUT_A_BODY = set(Mood) - {Mood.LIES}
MOODS: dict[str, set[Mood]] = {
    "mail": {Mood.WELL, Mood.BUSY},
    "push": HTTP_WITHOUT_A_BODY,
    "relay": HTTP_WITHOUT_A_BODY,
    "smpp": {Mood.WELL, Mood.SLOW, Mood.BUSY},
}
"""What a provider can do to us by its protocol; those of no entry can do all."""


def moods_of(name: str) -> set[Mood]:
    return MOODS.get(name, set(Mood))


Opening = Callable[[float], AbstractAsyncContextManager[Bench]]
BENCHES: dict[str, Opening] = {}


def bench(opening: Callable[[float], AsyncIterator[Bench]]) -> Opening:
    """Register a bench by its name; it is given the seconds that its channel waits for an answer."""
    opened = asynccontextmanager(opening)
    BENCHES[opening.__name__] = opened
    return opened


def noted(
    paths: list[str], mood: Callable[[], Mood], answer: Callable[[Asked], Any]
) -> Callable[[Asked], Any]:
    async def noting(asked: Asked) -> Told | None:
        paths.append(asked.path)
        if mood() is Mood.REDIRECTS:
            return Told(307, {}, {"location": "/elsewhere"})
        told: Told | None = await answer(asked)
        return told

    return noting


def abroad(domestic: str) -> str:
    return "+82" + domestic[1:]


@bench
async def relay(seconds: float) -> AsyncIterator[Bench]:
    mood, taken, paths = Mood.WELL, {}, []

    async def answer(asked: Asked) -> Told | None:
        if mood is Mood.STRICT:
            return Told(401)
        if mood is Mood.BUSY:
            return Told(429)
        if asked.json["to"] == WRONG:
            return Told(400)
        taken[asked.headers["idempotency-key"]] = (asked.json["to"], asked.json["text"])
        if mood is Mood.SLOW:
            await asyncio.sleep(TOO_LONG)
        return CUT if mood is Mood.CUTS else Told(500 if mood is Mood.BROKEN else 202)

    def set_mood(new: Mood) -> None:
        nonlocal mood
        mood = new

    async with serving(noted(paths, lambda: mood, answer)) as base:
        yield Bench(
            OneByOne("relay", RelayChannel(base, "token", seconds), fits_a_text),
            set_mood,
            lambda: Counter(to for to, _ in taken.values()),
            lambda to: dict(taken.values())[to],
            knows_references=True,
            paths=paths,
        )


@bench
async def smpp(seconds: float) -> AsyncIterator[Bench]:
    mood, taken = Mood.WELL, []
    server = smpp34.Server("127.0.0.1", port := free_port(), system_id="CENTRE")
    await server.start()

    async def serve() -> None:
        while True:
            event = await server.next()
            if not isinstance(event, smpp34.SubmitSmEvent):
                continue
            to = f"+{event.destination_addr}"
            if mood is Mood.BUSY:
                event.reject(smpp34.ESME_RTHROTTLED)
            elif to == WRONG:
                event.reject(smpp34.ESME_RINVDSTADR)
            else:
                code = "cp949" if event.data_coding == 0x0E else "utf-16-be"
                payload = [one.value for one in event.tlvs if one.tag == 0x0424]
                data = payload[0] if payload else event.short_message
                taken.append((to, data.decode(code)))
                if mood is not Mood.SLOW:
                    event.accept(f"m{len(taken)}")

    def set_mood(new: Mood) -> None:
        nonlocal mood
        mood = new

    serving_it = asyncio.create_task(serve())
    channel = SmppChannel(f"smpp://ansim:word@127.0.0.1:{port}", "0641234567", seconds)
    try:
        yield Bench(
            OneByOne("smpp", channel, fits_a_text),
            set_mood,
            lambda: Counter(to for to, _ in taken),
            lambda to: dict(taken)[to],
            says_why=False,
        )
    finally:
        serving_it.cancel()
        await server.stop()


@bench
async def mail(_seconds: float) -> AsyncIterator[Bench]:
    wrong = "nobody@example.org"

    class Box:
        def __init__(self) -> None:
            self.mood = Mood.WELL
            self.taken: list[tuple[str, str]] = []

        async def handle_RCPT(  # noqa: N802 as aiosmtpd names it
            self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
        ) -> str:
            if address == wrong:
                return "550 5.1.1 no such person"
            envelope.rcpt_tos.append(address)
            return "250 ok"

        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
            if self.mood is Mood.BUSY:
                return "451 4.3.0 later"
            letter = message_from_bytes(envelope.content, policy=policy.default)
            text = letter.get_content().rstrip()
            self.taken.append((envelope.rcpt_tos[0], text))
            return "250 taken"

    box = Box()
    server = UnthreadedController(box, "127.0.0.1", port := free_port())
    server.loop = asyncio.get_running_loop()
    started = await server.loop.create_server(server._factory_invoker, "127.0.0.1", port)

    def set_mood(new: Mood) -> None:
        box.mood = new

    channel = MailChannel(f"smtp://127.0.0.1:{port}", "ansim@example.org")
    try:
        yield Bench(
            OneByOne("mail", channel, fits_a_letter),
            set_mood,
            lambda: Counter(to for to, _ in box.taken),
            lambda to: dict(box.taken)[to],
            addresses=[f"person{one}@example.org" for one in range(20)],
            wrong=wrong,
        )
    finally:
        started.close()


@asynccontextmanager
async def _solapi(seconds: float, *, talk: bool) -> AsyncIterator[Bench]:
    provider, paths = Solapi(), []
    reported: list[DeliveryReceipt] = []

    async def webhook(asked: Asked) -> Told:
        reported.extend(read_reports(asked.body, datetime.now(UTC)))
        return Told(200)

    def set_mood(new: Mood) -> None:
        provider.mood = new

    @asynccontextmanager
    async def tell(_handed: list[HandedOver]) -> AsyncIterator[list[DeliveryReceipt]]:
        await provider.report()
        yield reported

    async with (
        serving(noted(paths, lambda: provider.mood, provider.answer)) as base,
        serving(webhook) as hook,
    ):
        provider.webhook = f"{hook}/solapi"
        account = SolapiAccount(
            solapi_form.KEY, solapi_form.SECRET, solapi_form.SENDER, base=base, seconds=seconds
        )
        channel: BulkChannel = (
            SolapiAlimtalk(account, solapi_form.PROFILE)
            if talk
            else SolapiTexts(account, "안심도 방역과")
        )
        yield Bench(
            channel,
            set_mood,
            lambda: Counter(abroad(one["to"]) for one in provider.messages.values()),
            lambda to: {abroad(one["to"]): one["text"] for one in provider.messages.values()}[to],
            template=ApprovedTemplate("T1", {"이름": "값"}) if talk else None,
            all_letters=talk,
            tell=tell,
            paths=paths,
        )


@bench
async def solapi(seconds: float) -> AsyncIterator[Bench]:
    async with _solapi(seconds, talk=False) as opened:
        yield opened


@bench
async def solapi_alimtalk(seconds: float) -> AsyncIterator[Bench]:
    async with _solapi(seconds, talk=True) as opened:
        yield opened


@asynccontextmanager
async def _sens(seconds: float, *, talk: bool) -> AsyncIterator[Bench]:
    provider, paths = Sens(), []

    def set_mood(new: Mood) -> None:
        provider.mood = new

    async with serving(noted(paths, lambda: provider.mood, provider.answer)) as base:
        kind, service = ("alimtalk", sens_form.TALK) if talk else ("sms", sens_form.TEXTS)
        path = f"/{kind}/v2/services/{service}/messages"
        line = SensService(sens_form.KEY, sens_form.SECRET, path, base=base, seconds=seconds)
        channel: BulkChannel = (
            SensAlimtalk(line, sens_form.PROFILE)
            if talk
            else SensTexts(line, sens_form.SENDER, "안심도 방역과")
        )

        @asynccontextmanager
        async def tell(handed: list[HandedOver]) -> AsyncIterator[list[DeliveryReceipt]]:
            yield list(await channel.ask([one.ticket for one in handed]))

        yield Bench(
            channel,
            set_mood,
            lambda: Counter(abroad(one["to"]) for one in provider.messages),
            lambda to: {abroad(one["to"]): one["content"] for one in provider.messages}[to],
            template=ApprovedTemplate("T1", {"이름": "값"}) if talk else None,
            all_letters=talk,
            tell=tell,
            paths=paths,
        )


@bench
async def sens(seconds: float) -> AsyncIterator[Bench]:
    async with _sens(seconds, talk=False) as opened:
        yield opened


@bench
async def sens_alimtalk(seconds: float) -> AsyncIterator[Bench]:
    async with _sens(seconds, talk=True) as opened:
        yield opened


@bench
async def push(seconds: float) -> AsyncIterator[Bench]:
    service, paths = PushService(), []
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def set_mood(new: Mood) -> None:
        service.mood = new

    async with serving(noted(paths, lambda: service.mood, service.answer)) as base:
        browsers = {f"browser-{one}": Browser(f"browser-{one}") for one in range(20)}
        subscriptions = {one.subscription(base): name for name, one in browsers.items()}
        left = Browser("browser-left")
        service.gone["browser-left"] = 410

        def names() -> Counter[str]:
            by_name = {name: text for text, name in subscriptions.items()}
            return Counter(by_name[name] for name, _ in service.waiting)

        vapid = Vapid(pem, "mailto:ansim@example.org")
        yield Bench(
            PushChannel(vapid, services=("127.0.0.1",), seconds=seconds),
            set_mood,
            names,
            lambda _to: None,
            addresses=list(subscriptions),
            wrong=left.subscription(base),
            knows_references=True,
            paths=paths,
        )


def shown(what: Any) -> str:
    """What a log would show of it."""
    return f"{what!r} {what} {json.dumps(what, default=repr)}"
