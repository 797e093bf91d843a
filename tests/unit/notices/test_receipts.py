"""What receipts come to: late, twice, in any order, for messages that nobody knows, by clocks that differ."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.notices.handing_answers import ANOTHER_CHANNEL, OPERATOR, Obstacle
from ansim.notices.receipts import DeliveryReceipt, EarlyReceipts, HowFar, settle

NOW = datetime(2026, 11, 27, 3, tzinfo=UTC)
MINUTES = st.integers(-120, 120).map(lambda minutes: NOW + timedelta(minutes=minutes))
RECEIPTS = st.builds(
    DeliveryReceipt,
    st.sampled_from(HowFar),
    MINUTES,
    ticket=st.just("t"),
    obstacle=st.none() | st.sampled_from(Obstacle),
)


@given(st.lists(RECEIPTS, max_size=8), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_changes_what_receipts_come_to(
    told: list[DeliveryReceipt], chance: Random
) -> None:
    again = told + told[: len(told) // 2]
    chance.shuffle(again)
    assert settle(again, NOW) == settle(told, NOW)


@given(st.lists(RECEIPTS, min_size=1, max_size=8), RECEIPTS)
def test_a_message_that_arrived_is_never_taken_back_and_nothing_happens_later_than_now(
    told: list[DeliveryReceipt], more: DeliveryReceipt
) -> None:
    before, after = settle(told, NOW), settle([*told, more], NOW)
    assert before is not None
    assert after is not None
    order = list(HowFar)
    assert order.index(after.how_far) >= order.index(before.how_far)
    assert after.at <= NOW
    assert (after.obstacle is None) or after.how_far is HowFar.FAILED


@pytest.mark.parametrize(
    ("told", "how_far", "contradicted"),
    [
        ([HowFar.ACCEPTED, HowFar.DELIVERED], HowFar.DELIVERED, False),
        ([HowFar.DELIVERED, HowFar.ACCEPTED], HowFar.DELIVERED, False),
        ([HowFar.FAILED, HowFar.DELIVERED], HowFar.DELIVERED, True),
        ([HowFar.READ, HowFar.FAILED], HowFar.READ, True),
        ([HowFar.FAILED, HowFar.ACCEPTED], HowFar.FAILED, False),
    ],
)
def test_what_contradicts_itself_counts_as_arrived_and_says_so(
    told: Sequence[HowFar], how_far: HowFar, *, contradicted: bool
) -> None:
    found = settle([DeliveryReceipt(one, NOW, ticket="t") for one in told], NOW)
    assert found is not None
    assert (found.how_far, found.contradicted) == (how_far, contradicted)


def test_nothing_told_comes_to_nothing() -> None:
    assert settle([], NOW) is None


def test_a_receipt_before_its_ticket_is_known_waits_for_it() -> None:
    waiting = EarlyReceipts()
    early = DeliveryReceipt(HowFar.DELIVERED, NOW, ticket="m2")
    for one in ("m1", "m2", "m3"):
        waiting.keep(DeliveryReceipt(HowFar.DELIVERED, NOW, ticket=one), 0.0)
    assert list(waiting.claim(["m2", "m9"], 1.0)) == [early]
    assert list(waiting.claim(["m2"], 1.0)) == []


def test_what_nobody_claims_is_let_go_of_and_counted() -> None:
    waiting = EarlyReceipts(seconds=10, most=3)
    for place in range(5):  # a provider that tells of foreign messages fills no memory
        waiting.keep(DeliveryReceipt(HowFar.DELIVERED, NOW, ticket=f"m{place}"), float(place))
    assert waiting.unknown == 2
    assert len(waiting.claim(["m2", "m3", "m4"], 12.5)) == 2
    assert waiting.unknown == 3


def test_every_obstacle_has_one_way_out() -> None:
    later = {Obstacle.BUSY, Obstacle.AWAY, Obstacle.NO_ANSWER}
    assert ANOTHER_CHANNEL | OPERATOR | later == set(Obstacle)
    assert not ANOTHER_CHANNEL & OPERATOR
