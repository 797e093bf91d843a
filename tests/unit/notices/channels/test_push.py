"""Web Push: encrypted as RFC 8291 has it, signed as RFC 8292 has it, saying nothing, and led nowhere else."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from ansim.notices.channels.bulk_channel import HandedOver, Outgoing
from ansim.notices.channels.push.channel import SIGN, PushChannel
from ansim.notices.channels.push.form import Vapid, encrypt
from ansim.notices.channels.push.subscriptions import (
    SubscriptionRefusedError,
    read_subscription,
)
from ansim.notices.handing_answers import HandOver, Obstacle
from support.patience import PATIENCE
from support.providers.http_server import serving
from support.providers.push_service import Browser, PushService, b64, un64

# RFC 8291, section 5.
PLAINTEXT = b"When I grow up, I want to be a watermelon"
AS_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
UA_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
UA_PUBLIC = (
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
)
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(un64(text)), ec.SECP256R1())


def pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


KEY = pem(ec.generate_private_key(ec.SECP256R1()))


OTHER_CURVE = (
    ec.generate_private_key(ec.SECP384R1())
    .public_key()
    .public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
)


@pytest.fixture
def _local(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSIM_WEBHOOKS_LOCAL", "1")


def test_the_vector_of_the_rfc_comes_out_to_the_last_byte_and_opens() -> None:
    body = encrypt(
        PLAINTEXT, un64(UA_PUBLIC), un64(AUTH), as_private=private(AS_PRIVATE), salt=un64(SALT)
    )
    assert b64(body) == BODY
    assert Browser("rfc", private(UA_PRIVATE), un64(AUTH)).open(un64(BODY)) == PLAINTEXT


def pushing(
    use: Callable[[PushService, PushChannel, str], Awaitable[None]], seconds: float = PATIENCE
) -> PushService:
    async def once() -> PushService:
        service = PushService()
        async with serving(service.answer) as base:
            vapid = Vapid(KEY, "mailto:ansim@example.org")
            channel = PushChannel(vapid, services=("127.0.0.1",), seconds=seconds)
            await use(service, channel, base)
        return service

    return asyncio.run(once())


@pytest.mark.usefixtures("_local")
def test_a_push_opens_on_its_phone_alone_and_says_the_same_to_everybody() -> None:
    phones = [Browser(f"phone-{one}") for one in range(3)]

    async def use(_service: PushService, channel: PushChannel, base: str) -> None:
        await channel.hand_over(
            [
                Outgoing(f"r{place}", one.subscription(base), f"확진자와 접촉 {place}")
                for place, one in enumerate(phones)
            ]
        )

    service = pushing(use)
    assert len(service.pushed) == 3
    for name, headers, body in service.pushed:
        phone = next(one for one in phones if one.name == name)
        assert phone.open(body) == SIGN
        assert "접촉".encode() not in body
        assert headers["urgency"] == "high"
        others = [one for one in phones if one is not phone]
        for other in others:
            with pytest.raises(InvalidTag):
                other.open(body)
    assert len({len(body) for _, _, body in service.pushed}) == 1
    assert len({headers["topic"] for _, headers, _ in service.pushed}) == 3
    assert not any("r0" in headers["topic"] for _, headers, _ in service.pushed)


@pytest.mark.usefixtures("_local")
@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_is_over_is_to_be_forgotten(status: int) -> None:
    async def use(service: PushService, channel: PushChannel, base: str) -> None:
        service.gone = {"left": status}
        both = [Outgoing(one, Browser(one).subscription(base), "") for one in ("left", "here")]
        left, here = await channel.hand_over(both)
        assert (left.how, left.obstacle) == (HandOver.REFUSED, Obstacle.GONE)
        assert here.how is HandOver.ACCEPTED

    pushing(use)


@pytest.mark.usefixtures("_local")
def test_many_go_at_a_time_and_each_is_answered() -> None:
    async def use(_service: PushService, channel: PushChannel, base: str) -> None:
        many = [Outgoing(f"r{one}", Browser(f"p{one}").subscription(base), "") for one in range(60)]
        handed = await channel.hand_over(many)
        assert [one.reference for one in handed] == [one.reference for one in many]
        assert {one.how for one in handed} == {HandOver.ACCEPTED}

    assert len(pushing(use).pushed) == 60


def said(endpoint: str = "https://fcm.googleapis.com/fcm/send/abc", **keys: Any) -> str:
    given = {"p256dh": b64(Browser("x").public), "auth": b64(b"sixteen bytes it")} | keys
    return json.dumps({"endpoint": endpoint, "keys": given})


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:APA91",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
        "https://web.push.apple.com/QGd",
        "https://db5p.notify.windows.com/w/?token=BQYAAA",
    ],
)
def test_subscriptions_of_the_browsers_makers_are_read(endpoint: str) -> None:
    assert read_subscription(said(endpoint)).origin == "/".join(endpoint.split("/")[:3])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "null",
        "[" * 3900,
        '{"keys": ' + "[" * 3900,
        said("https://push.example.org/abc"),
        said("https://notify.windows.com.example.org/abc"),
        said("https://notify.windows.com@example.org/abc"),
        said("https://evilnotify.windows.com.example/abc"),
        said("https://evilnotify.windows.com/abc"),
        said("https://sub.fcm.googleapis.com/abc"),
        said("http://fcm.googleapis.com/fcm/send/abc"),
        said("https://10.0.0.1/fcm/send/abc"),
        said("https://fcm.googleapis.com/" + "a" * 5000),
        said(auth=b64(b"short")),
        said(p256dh=b64(b"\x04" + b"\x01" * 64)),
        said(p256dh=b64(OTHER_CURVE)),
        said(p256dh="ß"),
        said(auth=7),
    ],
)
def test_what_is_no_subscription_at_a_push_service_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(SubscriptionRefusedError) as caught:
        read_subscription(text)
    assert "googleapis" not in str(caught.value)
    assert "example" not in str(caught.value)


def test_nobody_is_led_into_our_own_network() -> None:
    async def once() -> list[HandedOver]:
        async with serving(PushService().answer) as base:
            channel = PushChannel(Vapid(KEY, "mailto:a@example.org"), services=("localhost",))
            local = base.replace("http://127.0.0.1", "https://localhost")
            text = Browser("x").subscription(local)
            return list(await channel.hand_over([Outgoing("r", text, "")]))

    (handed,) = asyncio.run(once())
    assert (handed.how, handed.obstacle) == (HandOver.REFUSED, Obstacle.GONE)


@pytest.mark.parametrize(
    ("key", "contact"),
    [
        (b"no key", "mailto:a@example.org"),
        (pem(ec.generate_private_key(ec.SECP384R1())), "mailto:a@example.org"),
        (KEY, "a@example.org"),
    ],
)
def test_a_key_of_another_kind_is_refused(key: bytes, contact: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 cryptography has words of its own
        Vapid(key, contact)
