"""Times as people and programs write them: read rightly or refused, never guessed."""

from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.days import VENUE_ZONE
from ansim.domain.quantities import OPEN
from ansim.tables import why
from ansim.tables.moments import Moment, read_moment
from ansim.tables.times import read_times

NINE = datetime(2021, 11, 20, 9, 5, tzinfo=VENUE_ZONE)


@pytest.mark.parametrize(
    "text",
    [
        "2021-11-20 9:05",
        "2021-11-20 09:05:00",
        "2021-11-20T09:05+09:00",
        "2021-11-20T00:05Z",
        "2021-11-20 09:05 +0900",
        "2021-11-20 09:05:00.999",
        "2021/11/20 9:05",
        "2021.11.20 9:05:00",
        "2021. 11. 20. 9:05",
        "2021-11-20 오전 9:05",
        "2021-11-20 오전 9:05:00",
        "2021. 11. 20. 오전 9:05:00",
        "2021-11-20 9:05 AM",
        "2021-11-20 9:05:00 am",
        "2021년 11월 20일 오전 9시 5분",
        "2021년 11월 20일(토) 9시 5분",
        "\u200e2021-11-20\u00a09:05",
        str(int(NINE.timestamp())),
        f"{int(NINE.timestamp())}.75",
    ],
)
def test_one_moment_in_many_forms(text: str) -> None:
    assert read_moment(text, VENUE_ZONE) == Moment(*[int(NINE.timestamp())] * 2)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2021-11-20 오후 9:05", 21 + 5 / 60),
        ("2021-11-20 오후 12:30", 12.5),
        ("2021-11-20 오전 12:30", 0.5),
        ("2021-11-20 12:00 AM", 0),
        ("2021-11-20T24:00", 24),
        ("2021-11-20 오후 15:00", 15),
        ("2021-11-20 15시", 15),
    ],
)
def test_halves_of_the_day_and_midnight(text: str, hours: float) -> None:
    midnight = NINE.replace(hour=0, minute=0)
    wanted = int((midnight + timedelta(hours=hours)).timestamp())
    assert read_moment(text, VENUE_ZONE) == Moment(wanted, wanted)


@pytest.mark.parametrize(
    "text",
    [
        "2021-11-20",
        "2021/11/20",
        "2021.11.20",
        "2021. 11. 20.",
        "2021년 11월 20일",
        "2021-11-20(토)",
    ],
)
def test_a_day_is_the_whole_day(text: str) -> None:
    midnight = int(NINE.replace(hour=0, minute=0).timestamp())
    assert read_moment(text, VENUE_ZONE) == Moment(midnight, midnight + 86_400)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("44520.5", why.SERIAL),
        ("44520", why.SERIAL),
        ("44522.52083", why.SERIAL),
        ("211120", why.NOT_EPOCH),
        ("27262980", why.NOT_EPOCH),  # minutes since 1970
        ("454383", why.NOT_EPOCH),  # hours since 1970
        ("18951", why.NOT_EPOCH),  # days since 1970
        ("0", why.NOT_EPOCH),
        ("-1637370000", why.NOT_EPOCH),
        ("1637370000000", why.TOO_FINE),
        ("20211120", why.DATE_OR_SECONDS),
        ("202111200905", why.DATE_OR_SECONDS),
        ("1.63737E+09", why.SHORTENED),
        ("21-11-20 09:05", why.YEAR_FIRST),
        ("21.11.20", why.YEAR_FIRST),
        ("11/20/2021 9:05", why.YEAR_FIRST),
        ("20.11.2021", why.YEAR_FIRST),
        ("2021-11-20 9", why.NO_MINUTES),
        ("2021-02-30 10:00", why.NO_SUCH_DAY),
        ("2021-11-20 25:00", why.NO_SUCH_DAY),
        ("2021-11-20 오전 15:00", why.NO_SUCH_DAY),
        ("1970-01-01 00:00", why.OUTSIDE_YEARS),
        ("1899-12-31", why.OUTSIDE_YEARS),
        ("0001-01-01", why.OUTSIDE_YEARS),
        ("9999-12-31", why.OUTSIDE_YEARS),
        ("9:05", why.NO_TIME),
        ("어제", why.NO_TIME),
        ("=NOW()", why.NO_TIME),
    ],
)
def test_what_may_be_read_in_several_ways_is_refused(text: str, reason: why.Why) -> None:
    assert read_moment(text, VENUE_ZONE) == reason


moments = st.datetimes(datetime(2001, 1, 1), datetime(2098, 12, 31)).map(
    lambda one: one.replace(microsecond=0)
)
forms = st.sampled_from(
    [
        lambda one: one.isoformat(),
        lambda one: one.isoformat(sep=" "),
        lambda one: one.replace(tzinfo=VENUE_ZONE).isoformat(),
        lambda one: f"{one:%Y/%m/%d} {one.hour}:{one:%M:%S}",
        lambda one: f"{one.year}. {one.month}. {one.day}. {one.hour}:{one:%M:%S}",
        lambda one: str(int(one.replace(tzinfo=VENUE_ZONE).timestamp())),
        lambda one: one.isoformat() + ".123456",
    ]
)


@given(st.lists(st.tuples(moments, forms), min_size=1, max_size=12), st.booleans())
def test_a_column_of_one_form_or_of_many_gives_the_same_times(
    told: list[tuple[datetime, object]], mixed: object
) -> None:
    texts = [(form if mixed else told[0][1])(one) for one, form in told]  # type: ignore[operator]
    found = read_times(pa.chunked_array([[*texts, ""]], pa.string()), VENUE_ZONE, "t", "f")
    wanted = [int(one.replace(tzinfo=VENUE_ZONE).timestamp()) for one, _ in told]
    assert found.start.tolist() == [*wanted, OPEN]
    assert not found.why


@given(st.lists(st.text(max_size=20) | st.floats().map(str) | st.integers().map(str), max_size=8))
def test_no_text_is_read_as_a_time_before_2000(texts: list[str]) -> None:
    found = read_times(pa.chunked_array([texts], pa.string()), VENUE_ZONE, "t", "f")
    read = found.start[found.start != OPEN]
    assert (read >= 946_684_800 - 86_400).all()
    assert np.all(found.until >= found.start)
    assert all(found.start[row] == OPEN for row in found.why)
