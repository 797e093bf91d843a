"""Invented alerts, one for each difficulty of the real ones."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.exposures import ExposureAlert, Unparsed, parse_alert

SENT = date(2021, 5, 20)
Flat = list[tuple[str, tuple[str, ...], list[tuple[str, str | None]]]]


def read(text: str, sent: date = SENT) -> Flat:
    alert = parse_alert(text, sent)
    assert isinstance(alert, ExposureAlert), alert
    return [
        (
            exposure.venue,
            exposure.rooms,
            [
                (f"{window.start:%y%m%d %H:%M}", window.end and f"{window.end:%y%m%d %H:%M}")
                for window in exposure.windows
            ],
        )
        for exposure in alert.exposures
    ]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "제주시 연동 소재 푸른식당 5/3(월) 11시~13시 방문자는 보건소 상담",
            [("푸른식당", (), [("210503 11:00", "210503 13:00")])],
        ),
        (
            "구름목욕탕(여탕) 5/3 07:30~09:00, 5/5 10시~11시30분 방문자 검사",
            [
                (
                    "구름목욕탕",
                    ("여탕",),
                    [("210503 07:30", "210503 09:00"), ("210505 10:00", "210505 11:30")],
                )
            ],
        ),
        (
            "하늘PC방 5/1~5/2 20:00~02:00 방문자는 검사",
            [
                (
                    "하늘PC방",
                    (),
                    [("210501 20:00", "210502 02:00"), ("210502 20:00", "210503 02:00")],
                )
            ],
        ),
        (
            "달빛주점 5/4 21시부터 영업종료시까지 방문자",
            [("달빛주점", (), [("210504 21:00", None)])],
        ),
        ("별카페(18일 14:00~15:00) 방문자", [("별카페", (), [("210518 14:00", "210518 15:00")])]),
        ("별카페(28일 14:00~15:00) 방문자", [("별카페", (), [("210428 14:00", "210428 15:00")])]),
        (
            "강가장례식장(2분향실 5월1일 08:00~5월2일 09:30) 방문자 검사",
            [("강가장례식장", ("2분향실",), [("210501 08:00", "210502 09:30")])],
        ),
        (
            "바다탕(남탕) 5/3 8시~9시, (여탕) 5/4 8시~9시 방문자",
            [
                ("바다탕", ("남탕",), [("210503 08:00", "210503 09:00")]),
                ("바다탕", ("여탕",), [("210504 08:00", "210504 09:00")]),
            ],
        ),
        (
            "가나식당(5/3 11:00~12:00), 다라카페(5/4 13:00~14:00) 방문자",
            [
                ("가나식당", (), [("210503 11:00", "210503 12:00")]),
                ("다라카페", (), [("210504 13:00", "210504 14:00")]),
            ],
        ),
        (
            "나무식당 5월3일 오후4:40~오후5:10 방문자",
            [("나무식당", (), [("210503 16:40", "210503 17:10")])],
        ),
        (
            "나무식당 5월3일 오후 4:40~5:10 방문자",
            [("나무식당", (), [("210503 16:40", "210503 17:10")])],
        ),
        (
            "모래펍 5/6, 5/9 19:30~다음날 03:30 방문자",
            [("모래펍", (), [("210506 19:30", "210507 03:30"), ("210509 19:30", "210510 03:30")])],
        ),
        ("모래펍 5/7 영업시간내 방문자", [("모래펍", (), [("210507 00:00", "210508 00:00")])]),
        (
            "모래펍 방문자(5월 7일)는 보건소 검사(09시~19시)",
            [("모래펍", (), [("210507 00:00", "210508 00:00")])],
        ),
        (
            "돌담집 1호(5/3~4), 2호(5/6), 10시~16시 이용객 검사",
            [
                (
                    "돌담집",
                    ("1호",),
                    [("210503 10:00", "210503 16:00"), ("210504 10:00", "210504 16:00")],
                ),
                ("돌담집", ("2호",), [("210506 10:00", "210506 16:00")]),
            ],
        ),
        (
            "가나식당(5/3 10:00~11:00), 14시~15시 방문자",
            [
                (
                    "가나식당",
                    (),
                    [("210503 10:00", "210503 11:00"), ("210503 14:00", "210503 15:00")],
                )
            ],
        ),
        (
            '제주 방문, 5.7 20:34~21:53 "돌담집 서문점"방문자',
            [("돌담집 서문점", (), [("210507 20:34", "210507 21:53")])],
        ),
    ],
)
def test_it_reads(text: str, want: Flat) -> None:
    assert read(text) == want


def test_the_year_comes_from_the_sending_date() -> None:
    assert read("숲식당 12/30 10시~11시 방문자", date(2021, 1, 4))[0][2] == [
        ("201230 10:00", "201230 11:00")
    ]


def test_it_says_that_an_alert_adds_to_an_earlier_one() -> None:
    alert = parse_alert("해변주점(추가 동선 5/3 20시~ 5/5 05시)방문자", SENT)
    assert isinstance(alert, ExposureAlert)
    assert alert.amends
    assert alert.exposures[0].windows[0].end == datetime(2021, 5, 5, 5)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("20일 0시 확진자 10명 발생, 모임 취소", "a count of cases"),
        ("방문자는 손을 자주 씻읍시다", "no day or time"),
        ("손을 자주 씻읍시다", "no guests of a place"),
        ("5/3 11시~13시 방문자", "no venue"),
        ("숲식당 13/45 11시~12시 방문자", "13/45 is no day in the 60 days before"),
        ("숲식당 5/21 11시~12시 방문자", "5/21 is no day in the 60 days before"),
        ("숲식당 2/3 11시~12시 방문자", "2/3 is no day in the 60 days before"),
        ("숲식당 5/3 11시~29시 방문자", "no time of day"),
        ("숲식당 11시~12시 방문자", "without a day"),
        ("숲식당 5/3 11시까지 방문자", "has no start"),
        ("숲식당 5/9~5/3 방문자", "comes before"),
        ("볼링장(12개소) 5/3 방문자", "counted, not named"),
        ("숲식당 5/3 11시~12시 5/4 방문자 → 5/5", "an arrow"),
        ("14일 숲식당, 5/4 11시~12시 방문자", "no venue stands by"),
        ("아주 " * 20 + "5/3 11시~12시 방문자", "no name of a venue"),
        ("숲식당 5/3 11시~12시 방문자" * 100, "one alert at a time"),
    ],
)
def test_it_says_why_it_could_not(text: str, reason: str) -> None:
    result = parse_alert(text, SENT)
    assert isinstance(result, Unparsed)
    assert reason in result.reason


pieces = st.sampled_from(
    [
        "5/3",
        "3일",
        "11시",
        "11:30",
        "~",
        "(",
        ")",
        "여탕",
        "푸른식당",
        " ",
        ",",
        "오전",
        "오후 12시",
        "영업시간",
        "다음날",
        "2",
        "24시",
        "99",
        "방문자",
        "검사",
        "17일",
        "·",
        "영업종료시까지",
        "103호",
        "유흥주점",
        "2021.5.3",
        "정정:",
    ]
)


@given(
    st.one_of(
        st.text(max_size=120),
        st.lists(pieces, max_size=25).map(lambda some: "".join(some) + "방문자"),
    )
)
def test_no_text_breaks_it_and_no_window_ends_before_it_starts(text: str) -> None:
    result = parse_alert(text, SENT)
    if isinstance(result, ExposureAlert):
        for exposure in result.exposures:
            assert exposure.venue
            assert exposure.windows
            for window in exposure.windows:
                assert window.end is None or window.start < window.end
                assert window.start.date() <= SENT
