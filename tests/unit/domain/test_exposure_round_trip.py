"""What is written in any of the ways of authorities is read back: venues, and the windows of each."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.exposures import ExposureAlert, parse_alert

SENT = date(2021, 5, 20)
NAMES = [
    "달빛가게",
    "별미용실",
    "GS25 한빛점",
    "4.3평화공원",
    "24시 든든분식",
    "이안PC카페",
    "해오름 내과의원",
    "CU한빛달점",
    "하나로마트",
    "THE GIOI VIET",
]
ADDRESSES = [
    "",
    "",
    "(중앙로 12, 2층)",
    "(북구 용흥동 104-11)",
    "(별읍)",
    "(서구 상무로 107, 4층, 소독완료)",
]
HEADERS = ["", "", "확진자 동선 안내 ▲", "타지역 확진자 관련, ", "한빛시 12번 확진자 관련 "]
TAILS = [
    " 방문자는 보건소에서 검사 바랍니다",
    "을 방문하신 분은 가까운 선별진료소에서 검사 받으시기 바랍니다",
    " 이용자는 오늘 18:00까지 보건소(09:00~17:00)로 연락바랍니다",
]
DAYS: list[Callable[[date], str]] = [
    lambda day: f"{day.month}.{day.day}.",
    lambda day: f"{day.month}/{day.day}({'월화수목금토일'[day.weekday()]})",
    lambda day: f"{day.month}월 {day.day}일",
    lambda day: f"{day.month}. {day.day}.({'월화수목금토일'[day.weekday()]})",
]


def in_halves(start: datetime, end: datetime) -> str:
    """오후 1시~2시30분; a half of its own where the end lies in another."""
    halves = ["오전" if one.hour < 12 else "오후" for one in (start, end)]
    hours = [
        f"{one.hour % 12 or 12}시" + (f"{one.minute}분" if one.minute else "")
        for one in (start, end)
    ]
    return f"{halves[0]} {hours[0]}~{halves[1]} {hours[1]}"


HOURS: list[Callable[[datetime, datetime], str]] = [
    lambda start, end: f"{start:%H:%M}~{end:%H:%M}",
    lambda start, end: f"{start:%H:%M} - {end:%H:%M}",
    lambda start, end: f"{start:%H}시 {start:%M}분 ~ {end:%H}시 {end:%M}분",
    lambda start, end: f"{start:%H:%M}부터 {end:%H:%M}까지",
    in_halves,
]


@st.composite
def stays(draw: st.DrawFn) -> tuple[datetime, datetime]:
    start = datetime(2021, 5, draw(st.integers(2, 18)), draw(st.integers(6, 21)))
    start += timedelta(minutes=draw(st.sampled_from([0, 10, 25])))
    return start, start + timedelta(minutes=draw(st.sampled_from([20, 45, 65, 90])))


@st.composite
def alerts(draw: st.DrawFn) -> tuple[str, dict[str, set[tuple[datetime, datetime]]]]:
    """A text, and the windows of each of its venues."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    truth = {
        name: draw(st.lists(stays(), min_size=1, max_size=2, unique_by=lambda stay: stay[0].date()))
        for name in names
    }
    day, hours = draw(st.sampled_from(DAYS)), draw(st.sampled_from(HOURS))
    order = draw(st.sampled_from(["place first", "time first", "in brackets", "day, place, hours"]))
    if order == "day, place, hours":
        truth = {name: some[:1] for name, some in truth.items()}
    between = draw(st.sampled_from([", ", " ▲ ", " / ", " ▶"]))
    items = []
    for name, some in truth.items():
        place = name + draw(st.sampled_from(ADDRESSES))
        when = ", ".join(f"{day(start)} {hours(start, end)}" for start, end in some)
        if order == "place first":
            items.append(f"{place} {when}")
        elif order == "time first":
            items.append(f"{when} {place}")
        elif order == "in brackets":
            items.append(f"{place}({when})")
        else:
            start, end = some[0]
            items.append(f"{day(start)} {place} {hours(start, end)}")
    tail = draw(st.sampled_from(TAILS))
    if not items[-1].endswith(names[-1]):
        tail = tail.replace("을 방문", " 방문")
    text = draw(st.sampled_from(HEADERS)) + between.join(items) + tail
    return text, {name: set(some) for name, some in truth.items()}


@given(alerts())
def test_what_is_written_is_read_back(
    written: tuple[str, dict[str, set[tuple[datetime, datetime]]]],
) -> None:
    text, truth = written
    alert = parse_alert(text, SENT)
    assert isinstance(alert, ExposureAlert), (text, alert)
    read: dict[str, set[tuple[datetime, datetime | None]]] = {}
    for one in alert.exposures:
        read.setdefault(one.venue, set()).update(
            (window.start, window.end) for window in one.windows
        )
    assert read == truth, text
