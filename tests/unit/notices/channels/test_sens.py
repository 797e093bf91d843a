"""SENS' form: signed calls of 100, one wrong number among many, results that are asked for, and no number in a ticket."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from ansim.notices.channels.bulk_channel import ApprovedTemplate, Outgoing
from ansim.notices.channels.sens import form
from ansim.notices.channels.sens.channel import SensAlimtalk, SensService, SensTexts
from ansim.notices.channels.sens.results import read_results
from ansim.notices.handing_answers import HandOver, Obstacle
from ansim.notices.receipts import HowFar
from support.patience import PATIENCE
from support.providers.http_server import serving
from support.providers.moods import Mood
from support.providers.sens import KEY, PROFILE, SECRET, SENDER, TALK, TEXTS, Sens


def message(place: int, text: str = "[안심도] 검사를 받으세요", to: str = "") -> Outgoing:
    return Outgoing(f"ref-{place}", to or f"+8210000{place:05}", text)


def with_sens(
    use: Callable[[Sens, SensTexts], Awaitable[None]],
    *,
    secret: str = SECRET,
    clock: Callable[[], float] = time.time,
) -> Sens:
    async def once() -> Sens:
        provider = Sens()
        async with serving(provider.answer) as base:
            service = SensService(
                KEY,
                secret,
                f"/sms/v2/services/{TEXTS}/messages",
                base=base,
                seconds=PATIENCE,
                clock=clock,
            )
            channel = SensTexts(service, SENDER, "안심도 방역과")
            await use(provider, channel)
            await channel.close()
        return provider

    return asyncio.run(once())


def test_the_signature_is_the_one_that_the_provider_documents() -> None:
    # The canonical text of its guide, computed by OpenSSL: openssl dgst -sha256 -hmac SECRET -binary | base64
    headers = form.signed_headers(
        "{accessKey}", "{secretKey}", "GET", "/photos/puppy.jpg?query1=&query2", 1505290625682
    )
    assert headers["x-ncp-apigw-signature-v2"] == "YLPBjackOSqGDCl9WGieW5r4gfnxO3x2FjSf0rxH62s="
    assert headers["x-ncp-apigw-timestamp"] == "1505290625682"


@pytest.mark.parametrize(
    ("secret", "skew"), [("another secret", 0.0), (SECRET, 360.0), (SECRET, -360.0)]
)
def test_a_call_that_is_not_signed_rightly_sends_nothing(secret: str, skew: float) -> None:
    async def use(_provider: Sens, channel: SensTexts) -> None:
        (handed,) = await channel.hand_over([message(1)])
        assert (handed.how, handed.obstacle) == (HandOver.LATER, Obstacle.CREDENTIALS)

    provider = with_sens(use, secret=secret, clock=lambda: time.time() + skew)
    assert len(provider.refused) == 1
    assert not provider.messages


def test_calls_hold_a_hundred_of_one_length_and_no_number_twice() -> None:
    async def use(_provider: Sens, channel: SensTexts) -> None:
        short = [message(place) for place in range(250)]
        long = [message(place, "가" * 200) for place in range(300, 310)]
        twice = [message(400, to=short[0].to), message(401, to=short[0].to)]
        handed = await channel.hand_over([*short, *long, *twice])
        assert {one.how for one in handed} == {HandOver.ACCEPTED}
        assert len({one.ticket for one in handed}) == 262

    provider = with_sens(use)
    assert len(provider.messages) == 262
    for those in provider.requests.values():
        assert len({one["to"] for one in those}) == len(those) <= 100
        assert len({one["type"] for one in those}) == 1


@pytest.mark.parametrize("places", [{0}, {99}, {49, 50}, {3, 40, 77}])
def test_wrong_numbers_are_found_and_hold_no_other_up(places: set[int]) -> None:
    async def use(_provider: Sens, channel: SensTexts) -> None:
        messages = [
            message(place, to=f"+82109{place:06}" if place in places else "")
            for place in range(100)
        ]
        handed = await channel.hand_over(messages)
        refused = {place for place, one in enumerate(handed) if one.how is HandOver.REFUSED}
        assert refused == places
        assert all(one.how is HandOver.ACCEPTED for one in handed if one.obstacle is None)

    provider = with_sens(use)
    assert len(provider.messages) == 100 - len(places)


def test_where_all_are_wrong_the_provider_is_not_asked_for_each() -> None:
    async def use(_provider: Sens, channel: SensTexts) -> None:
        messages = [message(place, to=f"+82109{place:04}") for place in range(100)]
        handed = await channel.hand_over(messages)
        assert HandOver.ACCEPTED not in {one.how for one in handed}

    assert with_sens(use).calls <= 81


def test_at_most_one_call_is_uncertain_whatever_was_handed_over() -> None:
    async def use(provider: Sens, channel: SensTexts) -> None:
        provider.mood = Mood.CUTS
        short = [message(place) for place in range(150)]
        long = [message(place, "가" * 200) for place in range(300, 310)]
        handed = await channel.hand_over([*short, *long])
        assert [one.how for one in handed] == [HandOver.UNCERTAIN] * 100 + [HandOver.LATER] * 60

    assert len(with_sens(use).messages) == 100


def test_results_are_asked_by_call_and_found_without_a_number() -> None:
    async def use(provider: Sens, channel: SensTexts) -> None:
        provider.fates = {"01000000002": "3001"}
        provider.done = False
        handed = await channel.hand_over([message(place) for place in range(1, 4)])
        tickets = [one.ticket for one in handed]
        assert not any("0000000" in one for one in tickets)
        early = await channel.ask(tickets)
        assert [one.how_far for one in early] == [HowFar.ACCEPTED] * 3
        provider.done = True
        told = {one.ticket: one for one in await channel.ask(tickets[:2])}
        assert set(told) == set(tickets[:2])
        assert told[tickets[0]].how_far is HowFar.DELIVERED
        assert told[tickets[0]].at.isoformat() == "2026-11-27T12:00:01+09:00"
        assert told[tickets[1]].how_far is HowFar.FAILED
        assert await channel.ask(["RSSA-foreign:0123"]) == []

    with_sens(use)


def test_a_ticket_cannot_be_tried_by_whoever_lacks_the_secret() -> None:
    tickets = {form.ticket_of("R1", secret, "01000000001") for secret in ("one", "two")}
    assert len(tickets) == 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"statusCode": "202"}',
        b'{"statusCode": "500", "requestId": "R"}',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_an_answer_that_cannot_be_read_leaves_open_what_was_taken(body: bytes) -> None:
    with pytest.raises(form.ProviderFailedError) as caught:
        form.read_answer(body, [message(1)], SECRET)
    assert caught.value.how is HandOver.UNCERTAIN


def test_of_an_alimtalk_each_number_is_judged_and_one_that_is_left_out_is_open() -> None:
    body = (
        b'{"statusCode": "202", "requestId": "R", "messages": ['
        b'{"to": "01000000001", "requestStatusCode": "A000"},'
        b' {"to": "01000000002", "requestStatusCode": "A001"}]}'
    )
    handed = form.read_answer(body, [message(place) for place in (1, 2, 3)], SECRET)
    assert [(one.reference, one.how) for one in handed] == [
        ("ref-1", HandOver.ACCEPTED),
        ("ref-2", HandOver.REFUSED),
    ]


@pytest.mark.parametrize(
    "shown", ["01000000001", "010-0000-0001", "821000000001", "+82 10 0000 0001"]
)
def test_a_number_is_known_again_however_the_provider_writes_it(shown: str) -> None:
    (handed,) = form.read_answer(b'{"statusCode": "202", "requestId": "R"}', [message(1)], SECRET)
    body = {"messages": [{"requestId": "R", "to": shown, "status": "COMPLETED", "statusCode": "0"}]}
    (told,) = read_results(json.dumps(body).encode(), SECRET, datetime.now(UTC))
    assert told.ticket == handed.ticket


def test_templates_go_in_calls_of_their_own_and_are_followed_by_no_text() -> None:
    async def once() -> None:
        provider = Sens()
        async with serving(provider.answer) as base:
            path = f"/alimtalk/v2/services/{TALK}/messages"
            service = SensService(KEY, SECRET, path, base=base, seconds=PATIENCE)
            channel = SensAlimtalk(service, PROFILE)
            messages = [
                Outgoing(
                    f"r{place}", f"+8210000{place:05}", "안심", ApprovedTemplate(f"T{place % 2}")
                )
                for place in range(6)
            ]
            handed = await channel.hand_over(messages)
            assert {one.how for one in handed} == {HandOver.ACCEPTED}
            provider.fates = {"01000000001": "3018"}
            told = await channel.ask([one.ticket for one in handed])
            await channel.close()
        assert len(provider.requests) == 2
        how_far = {one.ticket: one.how_far for one in told}
        assert [how_far[one.ticket] for one in handed] == [
            HowFar.FAILED if place == 1 else HowFar.DELIVERED for place in range(6)
        ]

    asyncio.run(once())


def test_foreign_numbers_and_foreign_letters_are_not_tried() -> None:
    async def use(_provider: Sens, channel: SensTexts) -> None:
        handed = await channel.hand_over(
            [message(1, to="+12025550101"), message(2, "请"), message(3, "가" * 1001)]
        )
        assert [one.obstacle for one in handed] == [
            Obstacle.ABROAD,
            Obstacle.LETTERS,
            Obstacle.TOO_LONG,
        ]

    assert with_sens(use).calls == 0
