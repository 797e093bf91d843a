"""What real alerts say beside the house and its hours changes neither: who was there, by when, what was done."""

from datetime import date

import pytest

from ansim.domain.exposures import ExposureAlert, ExposureKind, Unparsed, parse_alert

SENT = date(2021, 5, 20)
HOUR = "0518 1100-0518 1200"
ASK = "는 가까운 보건소에서 검사받으시기 바랍니다"


def told(text: str) -> list[str]:
    """Venue and windows, one string for each exposure; empty where it was not read."""
    alert = parse_alert(text, SENT)
    if not isinstance(alert, ExposureAlert):
        return []
    return [
        " | ".join(
            [one.venue]
            + [
                f"{window.start:%m%d %H%M}-{format(window.end, '%m%d %H%M') if window.end else ''}"
                for window in one.windows
            ]
        )
        for one in alert.exposures
    ]


GUESTS = [
    *("방문 및 이용자는", "방문(이용)자는", "방문·이용자는", "방문 이력자는", "동선 중복자는"),
    *(
        "방문하셨거나 이용하신 분은",
        "방문 또는 이용하신 분은",
        "방문 경험이 있는 분은",
        "방문 한 분은",
    ),
    *("방문한 사실이 있는 분은", "방문하신 모든분은", "방문하신 유증상자는", "방문 후 유증상자는"),
    *(
        "물건을 구입하신 분은",
        "커피를 드신 분은",
        "예배에 참석하신 분은",
        "해당자는",
        "동시간대 방문자는",
    ),
]


@pytest.mark.parametrize("venue", ["달빛식당", "모루숲"])
@pytest.mark.parametrize("guests", GUESTS)
def test_whoever_is_asked_the_house_keeps_its_name(guests: str, venue: str) -> None:
    assert told(f"5.18.(화) 11:00~12:00 {venue} {guests} 보건소에서 검사") == [f"{venue} | {HOUR}"]


ASIDES = [
    *(
        "남자 1명",
        "20대 여성",
        "단체손님",
        "현금결제자",
        "카드 결제한",
        "출입명부 미작성자",
        "안심콜 미등록",
    ),
    *(
        "접촉자 파악 중",
        "검은옷 남녀 2명",
        "약 10분간",
        "점심식사",
        "배달",
        "계산대",
        "3번 계산대",
        "본관",
    ),
    *("(10분간)", "(2명)", "(점심)", "(방역완료)", "(현금결제)", "(남탕)", "(2층)", "(일시폐쇄)"),
]


@pytest.mark.parametrize("venue", ["달빛식당", "모루숲"])
@pytest.mark.parametrize("aside", ASIDES)
def test_what_stands_behind_a_name_is_no_part_of_it(aside: str, venue: str) -> None:
    blank = "" if aside.startswith("(") else " "
    want = [f"{venue} | {HOUR}"]
    assert told(f"5.18.(화) 11:00~12:00 {venue}{blank}{aside} 방문자{ASK}") == want
    assert told(f"{venue}(중앙로 12) 5.18.(화) 11:00~12:00{blank}{aside} 방문자{ASK}") == want


HEADS = [
    *(
        "확진자가 방문한 ",
        "확진자 다녀간 곳: ",
        "역학조사 중 확인된 ",
        "접촉자 파악을 위해 ",
        "1. ",
        "2) ",
    ),
    *("어제 검사자 12명 전원 음성. ", "군민 여러분 중 ", "시민께서는 ", "최근 ", "행정명령 발령 "),
    *(
        "코로나19 확산방지를 위해 ",
        "서울 확진자 급증에 따라 ",
        "<코로나19> ",
        "관내 ",
        "해남읍 소재 ",
    ),
    *("달무리#12 ", "5.19일 발생 확진자 관련 ", "별빛교회 관련 ", "어제 확진자 3명 발생, "),
]


@pytest.mark.parametrize("head", HEADS)
def test_what_stands_before_the_days_is_no_house(head: str) -> None:
    assert told(f"{head}5.18.(화) 11:00~12:00 모루 방문자{ASK}") == [f"모루 | {HOUR}"]


UNTIL = [
    *("는 5.25까지 검사", ", 5.20 18시까지 검사", "▶5.25까지 보건소 검사", " 대상 5.25까지 검사"),
    *("에 한해 6월 4일까지 검사비 지원", " 중 미검사자 5.25일까지 검사", " 필히 5.25까지 검사"),
    *(
        "는 오늘(5.20) 18시까지 검사",
        "는 금일 14:00~18:00까지 별마당에서 검사",
        "는 5.20 09:00~18:00 검사",
    ),
]


@pytest.mark.parametrize("until", UNTIL)
def test_by_when_they_shall_be_tested_is_no_window(until: str) -> None:
    want = ["달빛식당 | 0510 0000-0516 0000"]
    assert told(f"5.10~5.15 달빛식당 방문자{until}") == want


WHENS = [
    ("5.18(화) 11시에서 12시 사이", HOUR),
    ("어제(18일)11:00~12:00", HOUR),
    ("5,18(화) 11:00~12:00", HOUR),
    ("5.18.(火) 11:00~12:00", HOUR),
    ("5.18(화) 22:00~02:00(익일)", "0518 2200-0519 0200"),
    ("5.15.부터 현재까지", "0515 0000-"),
    ("5.15~", "0515 0000-"),
    ("5.10(월) 오전에", "0510 0000-0510 1200"),
    ("5/10~15에", "0510 0000-0516 0000"),
    ("5.13(목,)14(금)7시~8시", "0513 0700-0513 0800 | 0514 0700-0514 0800"),
    ("21.5.17. 12:00~21.5.18. 08:00", "0517 1200-0518 0800"),
    ("5.18(화) 11:00~12:00분", HOUR),
]


@pytest.mark.parametrize(("when", "want"), WHENS)
def test_days_and_hours_in_other_words(when: str, want: str) -> None:
    assert told(f"{when} 달빛식당 방문자{ASK}") == [f"달빛식당 | {want}"]


PLACES = [
    ("5.18 11:00~12:00 (별읍)달빛분식(한식)을 방문하신 분은 검사", [f"달빛분식 | {HOUR}"]),
    ("5.18 11:00~12:00 (해남읍) 모루 방문자는 검사", [f"모루 | {HOUR}"]),
    ("달무리상가2,3층(별동 12-3) 5.18 11:00~12:00 방문자는 검사", [f"달무리상가 | {HOUR}"]),
    ("별읍 소재 MOA(모아)찻집에 5.18 11:00~12:00 방문자는 검사", [f"MOA 찻집 | {HOUR}"]),
    ("5.18 11:00~12:00 별읍소재달빛식당방문하신분은검사", [f"달빛식당 | {HOUR}"]),
    ("5.18 11:00~12:00 별빛법원12호법정 방문자는 검사", [f"별빛법원 | {HOUR}"]),
    ("5.18 11:00~12:00 달빛시장 42번, 91번 판매대 방문자는 검사", [f"달빛시장 | {HOUR}"]),
    (
        "5.18 11:00~12:00 별휴게소 목포방향 카페, 화장실 이용자는 검사",
        [f"별휴게소 목포방향 | {HOUR}"],
    ),
    ("5.18 11:00~12:00 달빛극장(솔로 4)‘별의아이2’ 관람객은 검사", [f"달빛극장 | {HOUR}"]),
    ("달빛PC방(솔로 4, 3층)57,58번자리 5.18 11:00~12:00 이용자는 검사", [f"달빛PC방 | {HOUR}"]),
    (
        "5.18 11:00~12:00 달빛빌딩 1층(솔로 4)에서 별 설명회에 참석하신 분은 검사",
        [f"달빛빌딩 | {HOUR}"],
    ),
    ("5.18 11:00~12:00 별터미널 앞 모루 방문자는 검사", [f"모루 | {HOUR}"]),
    ("5.18 11:00~12:00 별산업단지 내 행복한 밥상 방문자는 검사", [f"행복한 밥상 | {HOUR}"]),
    ("5.18 11:00~12:00 분식나라 방문자는 검사", [f"분식나라 | {HOUR}"]),
    ("5.18 11:00~12:00 '별5일시장' 방문자는 검사", [f"별5일시장 | {HOUR}"]),
    ("5.8달빛식당 방문자는 검사", ["달빛식당 | 0508 0000-0509 0000"]),
    (
        "5.18 다음 업소 이용자는 보건소 상담 바랍니다(달빛클럽11:00~12:00, 별빛클럽13:00~14:00)",
        [f"달빛클럽 | {HOUR}", "별빛클럽 | 0518 1300-0518 1400"],
    ),
    (
        "별북 1332~1333(달안) 확진자 관련 별읍 '모루숲' '21.5.18(화) 11~12시 방문자는 검사",
        [f"모루숲 | {HOUR}"],
    ),
    (
        "5.18 11:00~12:00 달빛콘도, 13:00~14:00 1층 별빛 CU편의점, 동시간 방문자는 검사",
        [f"달빛콘도 | {HOUR}", "별빛 CU편의점 | 0518 1300-0518 1400"],
    ),
    (
        "5.18 11:00~12:00,5.17 탑별병원 13:00~14:00 방문자는 검사, 별가게",
        [],
    ),
    (
        "5.18 달빛식당 11:00~12:00,5.17 탑별병원 13:00~14:00 방문자는 검사",
        [f"달빛식당 | {HOUR}", "탑별병원 | 0517 1300-0517 1400"],
    ),
    (
        "달빛탕 여탕 이용자는 보건소에서 검사바랍니다. ①5/17 09:50~12:50 ②5/18(화) 11:00~12:00",
        [f"달빛탕 | 0517 0950-0517 1250 | {HOUR}"],
    ),
    (
        "(5.7~13)별빛교회 방문자/(5.8)달맞이궁집회, (5.15)광복절집회 참석자 진단검사 5.25까지",
        [
            "별빛교회 | 0507 0000-0514 0000",
            "달맞이궁집회 | 0508 0000-0509 0000",
            "광복절집회 | 0515 0000-0516 0000",
        ],
    ),
]


@pytest.mark.parametrize(("text", "want"), PLACES)
def test_places_as_they_are_written(text: str, want: list[str]) -> None:
    assert told(text) == want


RIDES = [
    (
        "5.18 11:00~12:00 버스30번 달우체국-별아파트입구 경로 이용하신 분은 검사",
        f"버스30번 | {HOUR}",
    ),
    (
        "5.18 11:00~12:00 별령 → 달안행 솔빛버스 상초~별마트까지 이용하신 분은 검사",
        f"솔빛버스 | {HOUR}",
    ),
    ("5.18 11:00 별시(출발) ⇒12:00 달시(도착)√고속버스 탑승자는 검사", f"고속버스 | {HOUR}"),
    (
        "5.18 솔빛고속 70아1234(별시 11:00 출발, 솔읍 11:18 경유, 달시도착) 탑승하신 분은 검사",
        "솔빛고속 70아1234 | 0518 1100-",
    ),
    ("5.18 11:00 별터미널 → 달터미널(솔빛여객) 탑승자는 검사", "솔빛여객 | 0518 1100-"),
    ("5.18 11:00 별시 출발 달시행 시외버스 탑승객은 검사", "시외버스 | 0518 1100-"),
]


@pytest.mark.parametrize(("text", "want"), RIDES)
def test_rides_among_the_words_of_their_way(text: str, want: str) -> None:
    alert = parse_alert(text, SENT)
    assert isinstance(alert, ExposureAlert), alert
    assert {one.kind for one in alert.exposures} == {ExposureKind.RIDE}
    assert told(text) == [want]


DOUBTS = [
    ("5.18 이후 출장마사지 이용자는 검사", "kind of venue"),
    ("5.18 11:00~12:00 모든 음식점 방문자는 검사", "kind of venue"),
    ("참석자는 19일까지 보건소에서 검사를 받으시기 바랍니다", "no start"),
    ("5.18 11:00~12:00 달빛찻집 방문자 검사 결과 전원 음성입니다", "the guests were tested"),
    ("5.18 달빛식당(13시) 방문, 11:00~12:00 방문자는 검사", ""),
    ("달빛식당(5.18 11:00~12:00), 소문난 오늘(5.17 13:00~14:00) 방문자는 검사", ""),
    ("5.18 14:00~13:50 달빛식당 방문자는 검사", "comes before"),
    ("5.18 11:00~12:00 달빛빌딩 2층 모루 방문자는 검사", "hardly a name"),
]


@pytest.mark.parametrize(("text", "reason"), DOUBTS)
def test_what_is_doubtful_is_left_to_a_person(text: str, reason: str) -> None:
    found = parse_alert(text, SENT)
    assert isinstance(found, Unparsed), found
    assert reason in found.reason
