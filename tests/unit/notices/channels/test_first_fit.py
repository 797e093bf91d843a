"""Several channels as one: Chinese never goes as question marks, and a failure is no reason to try the next."""

import asyncio
from collections.abc import Sequence

import pytest

from ansim.notices.channels.bulk_channel import HandedOver, Outgoing
from ansim.notices.channels.first_fit import FirstFit
from ansim.notices.handing_answers import HandOver, Obstacle
from support.patience import PATIENCE
from support.providers.benches import BENCHES, Bench
from support.providers.moods import Mood

HERE, ABROAD = "+821000000101", "+12025550101"


def by_both(
    messages: Sequence[Outgoing], mood: Mood = Mood.WELL
) -> tuple[Bench, Bench, list[HandedOver]]:
    async def once() -> tuple[Bench, Bench, list[HandedOver]]:
        async with BENCHES["solapi"](PATIENCE) as korean, BENCHES["smpp"](PATIENCE) as centre:
            korean.set_mood(mood)
            both = FirstFit([korean.channel, centre.channel])
            handed = await both.hand_over(messages)
            await both.close()
            return korean, centre, list(handed)

    return asyncio.run(once())


@pytest.mark.parametrize(
    ("to", "text", "by_korean"),
    [
        (HERE, "검사를 받으세요", True),
        (HERE, "뷁똠펲햏", True),
        (HERE, "가" * 1000, True),
        (HERE, "请您接受检测", False),
        (HERE, "検査を受けてください", False),
        (HERE, "Café", False),
        (ABROAD, "검사를 받으세요", False),
    ],
)
def test_each_text_goes_by_the_first_channel_that_has_its_letters(
    to: str, text: str, *, by_korean: bool
) -> None:
    korean, centre, (handed,) = by_both([Outgoing("r", to, text)])
    assert handed.how is HandOver.ACCEPTED
    taking, other = (korean, centre) if by_korean else (centre, korean)
    assert taking.text_of(to) == text
    assert not other.count_of()


def test_texts_of_many_languages_are_answered_in_their_order() -> None:
    texts = ["안심", "安心です検", "Ansim", "请", "안심"]
    messages = [Outgoing(f"r{one}", HERE, text) for one, text in enumerate(texts)]
    korean, centre, handed = by_both(messages)
    assert [one.reference for one in handed] == [one.reference for one in messages]
    assert (korean.count_of()[HERE], centre.count_of()[HERE]) == (3, 2)


def test_what_no_channel_takes_is_refused_with_why() -> None:
    _, _, (handed,) = by_both([Outgoing("r", HERE, "가" * 1001)])
    assert (handed.how, handed.obstacle) == (HandOver.REFUSED, Obstacle.TOO_LONG)


def test_a_failure_is_not_tried_on_the_next_channel() -> None:
    _, centre, (handed,) = by_both([Outgoing("r", HERE, "안심")], Mood.CUTS)
    assert handed.how is HandOver.UNCERTAIN
    assert not centre.count_of()
