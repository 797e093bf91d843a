from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.opening import OpeningHours, OpeningHoursError
from ansim.domain.opening_words import read_dates, read_spans, read_time, write_dates, write_spans


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9", "09:00"),
        ("09", "09:00"),
        ("900", "09:00"),
        ("0930", "09:30"),
        ("9:5", "09:05"),
        ("24", "24:00"),
        ("9시", "09:00"),
        ("9시 30분", "09:30"),
        ("오후 6시", "18:00"),
        ("오전 12시", "00:00"),
        ("6pm", "18:00"),
        ("０９：００", "09:00"),
        (" 22:00 ", "22:00"),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, time: str) -> None:
    assert read_time(text) == time


@pytest.mark.parametrize(
    "text", ["", "25", "9:60", "2401", "오후 13시", "noon", "9-18", "-9", "12345"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(OpeningHoursError):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("09:00-18:00", "09:00-18:00"),
        ("9~18", "09:00-18:00"),
        ("11시부터 오후 3시까지, 17:00–02:00", "11:00-15:00, 17:00-02:00"),
        ("0900-1400 / 1700-2200", "09:00-14:00, 17:00-22:00"),
        ("17-22; 9-14", "09:00-14:00, 17:00-22:00"),
        ("휴무", "휴무"),
        ("Closed", "휴무"),
        ("24시간", "00:00-24:00"),
        ("9am to 6pm", "09:00-18:00"),
        ("18:00-18:00", "18:00-18:00"),
    ],
)
def test_spans_are_read_as_people_write_them(text: str, written: str) -> None:
    assert write_spans(read_spans(text)) == written


@pytest.mark.parametrize(
    "text", ["", "  ", "open", "09:00", "9-", "9-25", "24-9", "9-18 18-22", ",".join(["9-10"] * 7)]
)
def test_spans_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(OpeningHoursError):
        read_spans(text)


@pytest.mark.parametrize(
    "line",
    [
        "2026-12-24 휴무",
        "2026.12.24 휴무",
        "2026. 12. 24. 휴무",
        "2026년 12월 24일 휴무",
        "2026/12/24: closed",
        "２０２６-１２-２４ 휴무",
    ],
)
def test_a_date_is_read_as_people_write_it(line: str) -> None:
    assert read_dates(line) == {date(2026, 12, 24): ()}


def test_days_in_a_row_and_several_lines() -> None:
    found = read_dates("2027-07-30 ~ 2027-08-02 휴무\n\n2027-12-31 10:00-16:00\n")
    assert sorted(found) == [
        date(2027, 7, 30),
        date(2027, 7, 31),
        date(2027, 8, 1),
        date(2027, 8, 2),
        date(2027, 12, 31),
    ]
    assert found[date(2027, 12, 31)] == ((600, 960),)
    assert read_dates(write_dates(found)) == found


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30 휴무",
        "휴무 2026-12-24",
        "2026-12-24",
        "12-24 휴무",
        "2026-12-24 언젠가",
        "2026-12-24 ~ 2026-12-20 휴무",
        "2026-01-01 ~ 2028-01-01 휴무",
        "0000-00-00 휴무",
        "2026-01-01 ~ 2026-12-31 휴무\n2027-01-01 ~ 2027-12-31 휴무",
    ],
)
def test_dates_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(OpeningHoursError):
        read_dates(text)


SPANS = st.lists(st.tuples(st.integers(0, 1439), st.integers(0, 1440)), max_size=6)


@given(SPANS)
def test_what_is_written_is_read_again(pairs: list[tuple[int, int]]) -> None:
    spans = OpeningHours.read(
        {"mon": [[f"{a // 60:02d}:{a % 60:02d}", f"{b // 60:02d}:{b % 60:02d}"] for a, b in pairs]}
    ).week[0]
    assert read_spans(write_spans(spans)) == spans


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_time, read_spans, read_dates):
        try:
            read(text)
        except OpeningHoursError:
            continue
