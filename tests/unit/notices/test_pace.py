"""How fast messages go: never faster than a provider takes them, and nobody is passed over."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.notices.channels.bulk_channel import HandedOver, OneByOne, Outgoing
from ansim.notices.channels.messages import MessageNotSentError
from ansim.notices.channels.paced import Paced
from ansim.notices.handing_answers import HandOver, Obstacle
from ansim.notices.pace import TokenBucket

ASKED = st.lists(st.tuples(st.floats(0, 5), st.integers(1, 40)), min_size=1, max_size=40)


@given(ASKED, st.integers(1, 50), st.integers(1, 50))
def test_no_stretch_of_time_has_more_than_its_share(
    asked: list[tuple[float, int]], rate: int, burst: int
) -> None:
    bucket = TokenBucket(rate, burst)
    now, gone = 0.0, []
    for pause, many in asked:
        now += pause
        gone.append((now + bucket.take(many, now), many))
    assert [moment for moment, _ in gone] == sorted(moment for moment, _ in gone)
    for place, (start, first) in enumerate(gone):
        sent = -first  # paid for by the time before it
        for end, many in gone[place:]:
            sent += many
            assert sent <= burst + (end - start) * rate + 1e-6


def test_a_clock_that_steps_back_gives_nothing() -> None:
    bucket = TokenBucket(10, 10)
    assert bucket.take(10, 100.0) == 0
    assert bucket.take(5, 50.0) == pytest.approx(0.5)
    assert bucket.take(0, 100.0) == pytest.approx(0.5)


@pytest.mark.parametrize(("rate", "burst"), [(0, 5), (-1, 5), (5, 0)])
def test_a_bucket_that_gives_nothing_is_refused(rate: float, burst: float) -> None:
    with pytest.raises(ValueError, match="bucket"):
        TokenBucket(rate, burst)


class Phone:
    """A channel to one phone, which keeps what it is sent, and is busy from some message on."""

    def __init__(self, busy_from: int = 1000) -> None:
        self.sent: list[str] = []
        self.busy_from = busy_from

    async def send(self, to: str, text: str, reference: str = "") -> None:
        del to, text
        if len(self.sent) >= self.busy_from:
            raise MessageNotSentError("busy", HandOver.LATER, Obstacle.BUSY)
        self.sent.append(reference)

    async def close(self) -> None: ...


def handed_over(paced: Paced, many: int) -> Sequence[HandedOver]:
    messages = [Outgoing(f"r{one}", "+821000000101", "안심") for one in range(many)]
    return asyncio.run(paced.hand_over(messages))


def paced_phone(phone: Phone, waits: list[float]) -> Paced:
    now = 0.0

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        waits.append(seconds)

    channel = OneByOne("phone", phone, lambda _message: None)
    return Paced(channel, TokenBucket(10, 10), lambda: now, sleep)


def test_messages_wait_for_their_turn_and_all_go() -> None:
    phone, waits = Phone(), []
    handed = handed_over(paced_phone(phone, waits), 25)
    assert {one.how for one in handed} == {HandOver.ACCEPTED}
    assert phone.sent == [f"r{one}" for one in range(25)]
    assert sum(waits) == pytest.approx(1.5)


def test_after_a_busy_answer_the_rest_is_for_later_and_the_next_call_waits() -> None:
    phone, waits = Phone(busy_from=3), []
    paced = paced_phone(phone, waits)
    handed = handed_over(paced, 8)
    assert [one.how for one in handed] == [HandOver.ACCEPTED] * 3 + [HandOver.LATER] * 5
    assert phone.sent == ["r0", "r1", "r2"]
    assert waits == []
    phone.busy_from = 1000
    handed_over(paced, 1)
    assert sum(waits) == pytest.approx(5.1)
