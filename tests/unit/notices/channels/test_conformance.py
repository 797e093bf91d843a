"""The same questions to every channel, each before a real server of its provider's form: see `support.providers.benches`."""

import asyncio
import json
import logging
import unicodedata
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from ansim.notices.channels.bulk_channel import Outgoing
from ansim.notices.channels.messages import MessageNotSentError
from ansim.notices.handing_answers import HandOver, Obstacle
from ansim.notices.receipts import HowFar, settle
from support.patience import PATIENCE
from support.providers.benches import BENCHES, Bench, moods_of, shown
from support.providers.moods import Mood

TEXT = "[안심도] 검사를 받으세요. 문의 064-123-4567 참조 7K2M9QX4"
SHORT_WAIT = 0.5  # seconds; what a slow provider never keeps
NOT_TAKEN = {HandOver.LATER, HandOver.REFUSED}


@pytest.fixture(autouse=True)
def _the_push_service_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSIM_WEBHOOKS_LOCAL", "1")


def in_moods(*moods: Mood) -> pytest.MarkDecorator:
    """Every channel in each of the moods that its provider can have."""
    cases = [
        pytest.param(name, mood, id=f"{name}-{mood.name.lower()}")
        for name in sorted(BENCHES)
        for mood in moods
        if mood in moods_of(name)
    ]
    return pytest.mark.parametrize(("name", "mood"), cases)


@pytest.fixture(params=sorted(BENCHES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def with_bench(
    name: str, use: Callable[[Bench], Awaitable[None]], seconds: float = PATIENCE
) -> None:
    async def once() -> None:
        async with BENCHES[name](seconds) as bench:
            await use(bench)
            await bench.channel.close()

    asyncio.run(once())


def test_messages_are_accepted_each_once_and_answered_in_their_order(name: str) -> None:
    async def use(bench: Bench) -> None:
        messages = [bench.message(place, TEXT) for place in (3, 1, 2)]
        handed = await bench.channel.hand_over(messages)
        assert [one.how for one in handed] == [HandOver.ACCEPTED] * 3
        assert [one.reference for one in handed] == [one.reference for one in messages]
        assert bench.count_of() == {one.to: 1 for one in messages}
        assert {bench.text_of(one.to) for one in messages} <= {TEXT, None}

    with_bench(name, use)


def test_a_single_message_goes_by_send(name: str) -> None:
    async def use(bench: Bench) -> None:
        if bench.template is not None:  # nothing goes to the messenger without its template
            with pytest.raises(MessageNotSentError) as caught:
                await bench.channel.send(bench.addresses[0], TEXT, "r")
            assert caught.value.obstacle is Obstacle.TEMPLATE
            return
        await bench.channel.send(bench.addresses[0], TEXT, "r")
        assert bench.count_of() == {bench.addresses[0]: 1}

    with_bench(name, use)


def test_a_refused_number_holds_nobody_else_up(name: str) -> None:
    async def use(bench: Bench) -> None:
        bench.addresses[5] = bench.wrong
        messages = [bench.message(place, TEXT) for place in range(9)]
        handed = await bench.channel.hand_over(messages)
        refused = handed.pop(5) if isinstance(handed, list) else handed[5]
        talks_to_anybody = bench.channel.name == "solapi-alimtalk"
        if bench.says_why and not talks_to_anybody:
            assert refused.how is HandOver.REFUSED
            assert bench.wrong not in bench.count_of()
        rest = [one for one in handed if one.reference != refused.reference]
        assert {one.how for one in rest} == {HandOver.ACCEPTED}
        assert len(rest) == 8

    with_bench(name, use)


@in_moods(Mood.CUTS, Mood.LIES, Mood.BROKEN)
def test_what_may_have_been_taken_is_uncertain(name: str, mood: Mood) -> None:
    async def use(bench: Bench) -> None:
        bench.set_mood(mood)
        (handed,) = await bench.channel.hand_over([bench.message(0, TEXT)])
        assert handed.how is HandOver.UNCERTAIN
        assert handed.obstacle is Obstacle.NO_ANSWER

    with_bench(name, use)


@in_moods(Mood.SLOW)
def test_a_slow_provider_is_not_waited_for_and_nothing_that_it_took_counts_as_not_sent(
    name: str, mood: Mood
) -> None:
    async def use(bench: Bench) -> None:
        bench.set_mood(mood)
        (handed,) = await bench.channel.hand_over([bench.message(0, TEXT)])
        assert handed.how is not HandOver.ACCEPTED
        assert not (handed.how in NOT_TAKEN and bench.count_of())

    with_bench(name, use, SHORT_WAIT)


def test_a_busy_provider_took_nothing_and_takes_it_later(name: str) -> None:
    async def use(bench: Bench) -> None:
        bench.set_mood(Mood.BUSY)
        messages = [bench.message(place, TEXT) for place in range(3)]
        handed = await bench.channel.hand_over(messages)
        assert not bench.count_of()
        if bench.says_why:
            assert {(one.how, one.obstacle) for one in handed} == {(HandOver.LATER, Obstacle.BUSY)}
        bench.set_mood(Mood.WELL)
        again = await bench.channel.hand_over(messages)
        assert {one.how for one in again} == {HandOver.ACCEPTED}
        assert set(bench.count_of().values()) == {1}

    with_bench(name, use)


@in_moods(Mood.STRICT)
def test_a_provider_that_does_not_know_us_is_the_operators_to_mend(name: str, mood: Mood) -> None:
    async def use(bench: Bench) -> None:
        bench.set_mood(mood)
        (handed,) = await bench.channel.hand_over([bench.message(0, TEXT)])
        assert (handed.how, handed.obstacle) == (HandOver.LATER, Obstacle.CREDENTIALS)
        assert not bench.count_of()

    with_bench(name, use)


def test_a_reference_given_twice_in_one_call_is_one_message(name: str) -> None:
    async def use(bench: Bench) -> None:
        message = bench.message(0, TEXT)
        handed = await bench.channel.hand_over([message, bench.message(1, TEXT), message])
        assert [one.how for one in handed] == [HandOver.ACCEPTED] * 3
        assert handed[0] == handed[2]
        assert bench.count_of() == {bench.addresses[0]: 1, bench.addresses[1]: 1}

    with_bench(name, use)


def test_one_reference_never_stands_for_two_messages(name: str) -> None:
    async def use(bench: Bench) -> None:
        with pytest.raises(ValueError, match="one reference") as caught:
            await bench.channel.hand_over(
                [bench.message(0, TEXT, "same"), bench.message(1, TEXT, "same")]
            )
        assert bench.addresses[0] not in str(caught.value)
        assert not bench.count_of()
        with pytest.raises(ValueError, match="reference"):
            Outgoing("", bench.addresses[0], TEXT)
        assert list(await bench.channel.hand_over([])) == []

    with_bench(name, use)


def test_a_text_written_in_parts_arrives_whole_and_is_counted_so(name: str) -> None:
    whole = "가" * 45
    parts = unicodedata.normalize("NFD", whole)

    async def use(bench: Bench) -> None:
        message = bench.message(0, parts)
        (handed,) = await bench.channel.hand_over([message])
        assert handed.how is HandOver.ACCEPTED
        assert bench.text_of(message.to) in ({whole, parts, None} if bench.all_letters else {whole})

    with_bench(name, use)


@pytest.mark.parametrize("text", ["\ud800", "검사 \udfff 를", "请\udc00"])
def test_half_a_letter_breaks_nothing(name: str, text: str) -> None:
    async def use(bench: Bench) -> None:
        handed = await bench.channel.hand_over([bench.message(0, text), bench.message(1, TEXT)])
        assert handed[1].how is HandOver.ACCEPTED
        if bench.text_of(bench.addresses[1]) is None:  # it carries no text
            return
        assert (handed[0].how, handed[0].obstacle) == (HandOver.REFUSED, Obstacle.LETTERS)
        assert bench.count_of() == {bench.addresses[1]: 1}

    with_bench(name, use)


def test_a_reference_of_an_earlier_call_is_sent_once_where_the_provider_knows_it(name: str) -> None:
    async def use(bench: Bench) -> None:
        message = bench.message(0, TEXT)
        for _ in range(2):
            (handed,) = await bench.channel.hand_over([message])
            assert handed.how is HandOver.ACCEPTED
        assert bench.count_of()[message.to] == (1 if bench.knows_references else 2)

    with_bench(name, use)


def test_receipts_lead_to_their_messages_however_often_they_come(name: str) -> None:
    async def use(bench: Bench) -> None:
        if bench.tell is None:
            assert list(await bench.channel.ask(["", "whatever"])) == []
            return
        messages = [bench.message(place, TEXT) for place in range(3)]
        handed = list(await bench.channel.hand_over(messages))
        for _ in range(2):
            async with bench.tell(handed) as receipts:
                for one in handed:
                    own = [
                        told
                        for told in receipts
                        if told.ticket == one.ticket or told.reference == one.reference
                    ]
                    found = settle(own, datetime.now(UTC))
                    assert found is not None
                    assert found.how_far is HowFar.DELIVERED
        assert len({one.ticket for one in handed}) == 3

    with_bench(name, use)


@pytest.mark.parametrize("text", ["请您接受检测。", "Ihr Café", "検査を受けてください"])
def test_letters_arrive_as_they_are_or_the_channel_says_that_it_cannot(
    name: str, text: str
) -> None:
    async def use(bench: Bench) -> None:
        message = bench.message(0, text)
        (handed,) = await bench.channel.hand_over([message])
        if bench.all_letters:
            assert bench.channel.fits(message) is None
            assert handed.how is HandOver.ACCEPTED
            assert bench.text_of(message.to) in {text, None}
        else:
            assert bench.channel.fits(message) is Obstacle.LETTERS
            assert (handed.how, handed.obstacle) == (HandOver.REFUSED, Obstacle.LETTERS)
            assert not bench.count_of()

    with_bench(name, use)


@in_moods(Mood.REDIRECTS)
def test_numbers_do_not_follow_a_redirect(name: str, mood: Mood) -> None:
    async def use(bench: Bench) -> None:
        bench.set_mood(mood)
        (handed,) = await bench.channel.hand_over([bench.message(0, TEXT)])
        assert (handed.how, handed.obstacle) == (HandOver.REFUSED, Obstacle.OTHER)
        assert not bench.count_of()
        assert not any(path.startswith("/elsewhere") for path in bench.paths)

    with_bench(name, use)


def test_neither_number_nor_text_stands_in_logs_addresses_and_errors(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "가나다라마바"

    async def use(bench: Bench) -> None:
        said: list[Any] = []
        bench.addresses[1] = bench.wrong
        for mood in [Mood.WELL, *sorted(moods_of(name) - {Mood.SLOW}, key=lambda one: one.name)]:
            bench.set_mood(mood)
            for place in range(2):
                message = bench.message(place, secret)
                said += [message, *await bench.channel.hand_over([message])]
                try:
                    await bench.channel.send(message.to, secret)
                except MessageNotSentError as error:
                    said.append(error)
        if bench.tell is not None:
            handed = [one for one in said if hasattr(one, "ticket")]
            async with bench.tell(handed) as receipts:
                said += receipts
        ours = [
            one.getMessage()
            for one in caplog.records
            if not one.name.startswith("mail")  # the server's own
        ]
        # A subscription is an address, so it is one that was asked.
        asked = [] if bench.channel.name == "push" else bench.paths
        text = "\n".join([*map(shown, said), *asked, *ours])
        for where in (*bench.addresses[:2], bench.wrong):
            for canary in canaries(where):
                assert canary not in text, canary
        assert secret not in text

    with_bench(name, use)


def canaries(where: str) -> list[str]:
    """What would give an address away: a number's last eight digits, a mail address, the keys of a subscription."""
    if where.startswith("+"):
        return [where[-8:]]
    if where.startswith("{"):
        said = json.loads(where)
        return [*said["keys"].values(), said["endpoint"].rpartition("/")[2]]
    return [where]


def test_a_provider_that_is_away_took_nothing(name: str) -> None:
    async def once() -> None:
        async with BENCHES[name](PATIENCE) as bench:
            message = bench.message(0, TEXT)
        (handed,) = await bench.channel.hand_over([message])
        await bench.channel.close()
        if bench.says_why:
            assert (handed.how, handed.obstacle) == (HandOver.LATER, Obstacle.AWAY)

    asyncio.run(once())
