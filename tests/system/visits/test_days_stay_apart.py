"""An offline queue of three days, delivered at night, against whoever has a copy of everything."""

import random
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from ansim.domain.days import day_bounds, local_day
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.keys import DayKeys
from support.joining import Joiner, Who, superuser, wal_now
from support.system import System, now_text

PEOPLE = 40
# Of 40 guesses one is right by chance, whichever the mark; eight or more in a hundred ways to join is one in a thousand.
BY_CHANCE = 8


def outbox(system: System, rng: random.Random, days: list[date]) -> list[dict[str, object]]:
    """What a phone kept of these days: a visit of each, in the order of the days, as the app sends them."""
    found = []
    for day in days:
        start, end = day_bounds(day)
        entered = rng.uniform(start, min(end, time.time() - 1))
        found.append(
            {
                "id": str(new_visit_id(entered)),
                "venue": system.venues["cafe"].code,
                "entered_at": datetime.fromtimestamp(int(entered), UTC).isoformat(),
                "sent_at": now_text(),
            }
        )
    return found


@pytest.fixture
def three_days() -> list[date]:
    today = local_day(time.time())
    return [today - timedelta(days=back) for back in (2, 1, 0)]


def test_no_mark_joins_the_days_of_an_offline_queue(system: System, three_days: list[date]) -> None:
    rng = random.Random(seed := time.time_ns())
    print("seed", seed)
    everything, truth = superuser(system), {}
    joiner = Joiner(everything, wal_now(everything))
    for _ in range(PEOPLE):
        person = new_person_id()
        answer = system.http.post(
            "/v1/check-ins", json=outbox(system, rng, three_days), headers=system.bearer(person)
        )
        assert [one["status"] for one in answer.json()] == ["accepted"] * 3
        for day in three_days:
            who: Who = (day, DayKeys(system.keys).tagger(day)(person))
            truth[who] = person
    joiner.look(three_days)
    found = joiner.joined(truth)
    print(dict(sorted(found.items())))
    assert {way: right for way, right in found.items() if right >= BY_CHANCE} == {}
