"""Solapi's form: signed calls, reports that come early, again, forged or broken, and its account of what was not taken."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import uvicorn

from ansim.notices.channels.bulk_channel import ApprovedTemplate, Outgoing
from ansim.notices.channels.provider_http import ProviderFailedError
from ansim.notices.channels.solapi import form
from ansim.notices.channels.solapi.channel import SolapiAccount, SolapiAlimtalk, SolapiTexts
from ansim.notices.channels.solapi.delivery_reports import read_reports, reports_app, webhook_word
from ansim.notices.handing_answers import HandOver, Obstacle
from ansim.notices.receipts import DeliveryReceipt, HowFar, settle
from support.patience import PATIENCE
from support.ports import free_port
from support.providers.http_server import serving
from support.providers.moods import Mood
from support.providers.solapi import GONE, KEY, PROFILE, SECRET, SENDER, WORD, Solapi

NOW = datetime(2026, 11, 27, 3, 0, 5, tzinfo=UTC)


def message(place: int, text: str = "[안심도] 검사를 받으세요", to: str = "") -> Outgoing:
    return Outgoing(f"ref-{place}", to or f"+8210000{place:05}", text)


def with_solapi(
    use: Callable[[Solapi, SolapiTexts], Awaitable[None]],
    *,
    secret: str = SECRET,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Solapi:
    async def once() -> Solapi:
        provider = Solapi()
        async with serving(provider.answer) as base:
            account = SolapiAccount(KEY, secret, SENDER, base=base, seconds=PATIENCE, clock=clock)
            channel = SolapiTexts(account, "안심도 방역과 안심도 방역과 안심도 방역과")
            await use(provider, channel)
            await channel.close()
        return provider

    return asyncio.run(once())


@pytest.mark.parametrize(
    ("secret", "skew", "why"),
    [
        ("another secret", 0, "SignatureDoesNotMatch"),
        (SECRET, 16, "RequestTimeTooSkewed"),
        (SECRET, -16, "RequestTimeTooSkewed"),
    ],
)
def test_a_call_that_is_not_signed_rightly_sends_nothing(secret: str, skew: int, why: str) -> None:
    async def use(_provider: Solapi, channel: SolapiTexts) -> None:
        (handed,) = await channel.hand_over([message(1)])
        assert (handed.how, handed.obstacle) == (HandOver.LATER, Obstacle.CREDENTIALS)

    provider = with_solapi(
        use, secret=secret, clock=lambda: datetime.now(UTC) + timedelta(minutes=skew)
    )
    assert provider.refused == [why]
    assert not provider.messages


def test_equal_calls_are_signed_each_for_itself() -> None:
    async def use(_provider: Solapi, channel: SolapiTexts) -> None:
        for _ in range(3):
            (handed,) = await channel.hand_over([message(1)])
            assert handed.how is HandOver.ACCEPTED

    assert with_solapi(use).refused == []


@pytest.mark.parametrize(
    ("text", "kind"), [("가" * 45, "SMS"), ("가" * 45 + "a", "LMS"), ("뷁" * 1000, "LMS")]
)
def test_the_kind_of_a_text_is_counted_in_bytes_of_cp949(text: str, kind: str) -> None:
    async def use(_provider: Solapi, channel: SolapiTexts) -> None:
        await channel.send("+821000000001", text, "ref")

    (sent,) = with_solapi(use).messages.values()
    assert (sent["type"], sent["text"]) == (kind, text)
    assert ("subject" in sent) == (kind == "LMS")


def test_a_thousand_go_in_two_calls_and_equal_numbers_are_two_messages() -> None:
    async def use(_provider: Solapi, channel: SolapiTexts) -> None:
        handed = await channel.hand_over([message(place) for place in range(1000)])
        assert {one.how for one in handed} == {HandOver.ACCEPTED}
        assert [one.reference for one in handed] == [f"ref-{place}" for place in range(1000)]

    assert with_solapi(use).calls == 2

    async def family(_provider: Solapi, channel: SolapiTexts) -> None:
        both = [message(place, to="+821000000001") for place in (1, 2)]
        handed = await channel.hand_over(both)
        assert {one.how for one in handed} == {HandOver.ACCEPTED}

    assert len(with_solapi(family).messages) == 2


def test_at_most_one_call_is_uncertain_whatever_was_handed_over() -> None:
    async def use(provider: Solapi, channel: SolapiTexts) -> None:
        provider.mood = Mood.CUTS
        handed = await channel.hand_over([message(place) for place in range(1200)])
        assert [one.how for one in handed] == [HandOver.UNCERTAIN] * 500 + [HandOver.LATER] * 700
        assert {one.obstacle for one in handed[500:]} == {Obstacle.AWAY}

    assert len(with_solapi(use).messages) == 500


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", None),
        (b"null", None),
        (b'{"messageList": [{"messageId": 7}]}', None),
        (b'{"x": ' + b"[" * 100_000, None),
        (b'{"messageList": ' + b"[" * 100_000, None),
        (b"{}", {}),
        (b'{"messageList": [{"messageId": "M", "statusCode": "2000"}]}', {}),
        (
            b'{"messageList": [{"messageId": "M", "statusCode": "2000", "customFields": {"reference": "a"}}]}',
            {"a": HandOver.ACCEPTED},
        ),
        (
            b'{"messageList": [{"statusCode": "2000", "customFields": {"reference": "a"}}],\
 "failedMessageList": [{"statusCode": "1060", "customFields": {"reference": "a"}}]}',
            {"a": HandOver.UNCERTAIN},
        ),
        (
            b'{"failedMessageList": [{"statusCode": "1030", "customFields": {"reference": "a"}}]}',
            {"a": HandOver.LATER},
        ),
    ],
)
def test_an_answer_is_believed_for_what_it_says_and_no_more(
    body: bytes, found: dict[str, HandOver] | None
) -> None:
    if found is None:
        with pytest.raises(ProviderFailedError) as caught:
            form.read_answer(body)
        assert caught.value.how is HandOver.UNCERTAIN
    else:
        assert {one.reference: one.how for one in form.read_answer(body)} == found


def test_an_approved_template_goes_with_its_values_and_never_falls_back_by_itself() -> None:
    async def once() -> dict[str, Any]:
        provider = Solapi()
        async with serving(provider.answer) as base:
            account = SolapiAccount(KEY, SECRET, SENDER, base=base, seconds=PATIENCE)
            channel = SolapiAlimtalk(account, PROFILE)
            template = ApprovedTemplate("KA01TP1", {"기관": "안심도", "참조": "7K2M9QX4"})
            plain, long = message(1), message(2, "가" * 1001)
            talk = Outgoing("ref-3", "+821000000003", "안심도 7K2M9QX4", template)
            abroad = Outgoing("ref-5", "+12025550101", "안심도", template)
            handed = await channel.hand_over(
                [plain, Outgoing("ref-4", long.to, long.text, template), talk, abroad]
            )
            await channel.close()
        assert [one.obstacle for one in handed] == [
            Obstacle.TEMPLATE,
            Obstacle.TOO_LONG,
            None,
            Obstacle.ABROAD,
        ]
        (sent,) = provider.messages.values()
        return dict(sent)

    options = asyncio.run(once())["kakaoOptions"]
    assert options == {
        "pfId": PROFILE,
        "templateId": "KA01TP1",
        "disableSms": True,
        "variables": {"#{기관}": "안심도", "#{참조}": "7K2M9QX4"},
    }


class Store:
    """Where receipts go; it can be away."""

    def __init__(self) -> None:
        self.taken: list[DeliveryReceipt] = []
        self.away = 0

    async def take(self, receipts: Sequence[DeliveryReceipt]) -> None:
        if self.away:
            self.away -= 1
            raise ConnectionError("the store is away")
        self.taken += receipts


async def webhook(stack: AsyncExitStack, store: Store, provider: Solapi) -> None:
    """The webhook's end under a real server."""
    port = free_port()
    app = reports_app(WORD, store.take, lambda: NOW)
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, log_config=None, lifespan="off"))
    running = asyncio.create_task(server.serve())

    async def stop() -> None:
        server.should_exit = True
        await running

    stack.push_async_callback(stop)
    async with asyncio.timeout(PATIENCE):
        while not server.started:  # noqa: ASYNC110 uvicorn has no event for it
            await asyncio.sleep(0.01)
    provider.webhook = f"http://127.0.0.1:{port}/solapi"


def with_webhook(
    use: Callable[[Solapi, SolapiTexts, Store], Awaitable[None]],
) -> None:
    async def once() -> None:
        async with AsyncExitStack() as stack:
            provider, store = Solapi(), Store()
            base = await stack.enter_async_context(serving(provider.answer))
            await webhook(stack, store, provider)
            account = SolapiAccount(KEY, SECRET, SENDER, base=base, seconds=PATIENCE)
            channel = SolapiTexts(account)
            await use(provider, channel, store)
            await channel.close()

    asyncio.run(once())


def test_a_report_before_the_answer_settles_a_call_that_broke() -> None:
    async def use(provider: Solapi, channel: SolapiTexts, store: Store) -> None:
        provider.report_first = True
        provider.mood = Mood.CUTS
        (handed,) = await channel.hand_over([message(1)])
        assert handed.how is HandOver.UNCERTAIN
        (told,) = store.taken
        assert (told.reference, told.how_far) == (handed.reference, HowFar.DELIVERED)

    with_webhook(use)


def test_a_report_that_could_not_be_stored_comes_again_until_it_is() -> None:
    async def use(provider: Solapi, channel: SolapiTexts, store: Store) -> None:
        await channel.hand_over([message(place) for place in range(3)])
        store.away = 4
        assert await provider.report() == [500] * 4 + [200]
        assert len(store.taken) == 3
        assert await provider.report() == [200]
        found = settle([one for one in store.taken if one.reference == "ref-1"], NOW)
        assert found is not None
        assert found.how_far is HowFar.DELIVERED

    with_webhook(use)


@pytest.mark.parametrize("word", ["", "guessed", WORD + "x"])
def test_who_does_not_know_the_word_reports_nothing(word: str) -> None:
    async def use(provider: Solapi, channel: SolapiTexts, store: Store) -> None:
        await channel.hand_over([message(1)])
        assert set(await provider.report(word)) == {401}
        assert store.taken == []

    with_webhook(use)


def test_who_says_no_word_reports_nothing() -> None:
    async def use(provider: Solapi, _channel: SolapiTexts, store: Store) -> None:
        report = [{"data": {"messageId": "M", "statusCode": "4000"}}]
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            answer = await client.post(provider.webhook, json=report)
            large = await client.post(
                provider.webhook,
                content=b"[" + b" " * (5 << 20),
                headers={"X-Solapi-Secret": webhook_word(WORD)},
            )
            broken = await client.post(
                provider.webhook, content=b"[{", headers={"X-Solapi-Secret": webhook_word(WORD)}
            )
            deep = await client.post(
                provider.webhook,
                content=b"[" * 100_000,
                headers={"X-Solapi-Secret": webhook_word(WORD)},
            )
        answers = [one.status_code for one in (answer, large, broken, deep)]
        assert answers == [401, 413, 400, 400]
        assert store.taken == []

    with_webhook(use)


def test_a_webhook_without_a_word_is_not_opened() -> None:
    with pytest.raises(ValueError, match="secret"):
        reports_app("", Store().take, lambda: NOW)
    assert webhook_word("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d"  # FIPS 180


def test_a_lost_report_is_asked_for() -> None:
    async def use(provider: Solapi, channel: SolapiTexts) -> None:
        provider.fates = {"01000000002": "3043", "01000000003": "3000", "01000000004": "9x"}
        handed = await channel.hand_over([message(place) for place in range(1, 5)])
        told = await channel.ask([*(one.ticket for one in handed), "M4Vunknown"])
        assert [(one.reference, one.how_far, one.obstacle) for one in told] == [
            ("ref-1", HowFar.DELIVERED, None),
            ("ref-2", HowFar.FAILED, Obstacle.UNREACHED),
            ("ref-3", HowFar.ACCEPTED, None),
        ]

    with_solapi(use)


@pytest.mark.parametrize(
    ("entry", "how_far", "at"),
    [
        (
            {
                "data": {
                    "messageId": "M",
                    "statusCode": "4000",
                    "dateReceived": "2026-11-27T03:00:00Z",
                }
            },
            HowFar.DELIVERED,
            datetime(2026, 11, 27, 3, tzinfo=UTC),
        ),
        ({"messageId": "M", "statusCode": "4000"}, HowFar.DELIVERED, NOW),
        (
            {"messageId": "M", "statusCode": "4000", "dateReceived": "yesterday"},
            HowFar.DELIVERED,
            NOW,
        ),
        ({"messageId": "M", "statusCode": "3104"}, HowFar.FAILED, NOW),
        ({"messageId": "M", "statusCode": "2222"}, HowFar.FAILED, NOW),
        ({"messageId": "M", "statusCode": "5000"}, None, NOW),
        ({"messageId": "M", "statusCode": "４０００"}, None, NOW),
        ({"statusCode": "4000"}, None, NOW),
        ({"messageId": 7, "statusCode": "4000"}, None, NOW),
        (
            {"messageId": "M", "statusCode": "4000", "customFields": {"reference": 7}},
            HowFar.DELIVERED,
            NOW,
        ),
        ({"data": "all of them"}, None, NOW),
    ],
)
def test_a_report_says_what_it_says(
    entry: dict[str, Any], how_far: HowFar | None, at: datetime
) -> None:
    good = {"data": {"messageId": "G", "statusCode": "4000"}}
    told = read_reports(json.dumps([entry, good]).encode(), NOW)
    assert told[-1].ticket == "G"
    assert [(one.how_far, one.at) for one in told[:-1]] == ([(how_far, at)] if how_far else [])


def test_who_wants_nothing_from_us_is_refused_and_told_apart_from_no_number() -> None:
    async def use(_provider: Solapi, channel: SolapiTexts) -> None:
        wrong = Outgoing("r", "+82" + GONE[1:], "안심")
        (handed,) = await channel.hand_over([wrong])
        assert (handed.how, handed.obstacle) == (HandOver.REFUSED, Obstacle.OPTED_OUT)

    with_solapi(use)
