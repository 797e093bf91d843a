"""Invented texts that a person must read, and texts that announce no exposure at all."""

from datetime import date

import pytest

from ansim.domain.exposures import Unparsed, parse_alert

SENT = date(2021, 5, 20)

TWO_READINGS = {
    "hours in a bracket behind the second of two houses": (
        "5.1(토) 12:00~13:00 솔빛식당, 달빛카페(14:00~15:00) 방문자는 검사 바랍니다",
        "5/11(화) 9~10시 달빛의원(진료), 달빛약국(10시~10시10분) 방문자 검사 바람",
    ),
    "a house without times": (
        "5.1~5.7 솔빛헬스장 이용자 및 달빛학원 수강생은 검사 바랍니다",
        "5.10(월) ~ 5.15(토) 주간 09:00~18:00, 솔빛공구 방문자 검사 바랍니다",
        "솔빛교회, 5.9 10:00~11:00 달빛식당 방문자, 별빛마트 이용자는 검사 바랍니다",
    ),
    "a part of the day without hours": (
        "솔빛식당 5월1일 점심시간 방문자는 검사 바랍니다",
        "5.12 19시~21시, 5.13 전일, 5.14 오전 솔빛식당 이용자는 검사 바랍니다",
        "5.3 저녁 무렵 솔빛포차 방문자는 검사 바랍니다",
    ),
    "days left out": (
        "5/1, 5/3~5/5 매일 10시~12시(단, 5/4 제외) 솔빛식당 방문자는 검사 바랍니다",
        "5.1.(토)~5.2.(일) 10:00~5.3.(월) 12:00 솔빛기도원 방문자는 검사 바랍니다",
        "5.1 이전 솔빛식당 방문자는 검사 바랍니다",
    ),
    "times that overlap": (
        "5.12 솔식당(별길 1) 10:00~12:00, 11:00~13:00 방문자는 검사 바랍니다",
        "5/8 15:20~18:00 솔영화관, 5/8 16:00~17:00 방문자는 검사 바랍니다",
    ),
}
NO_EXPOSURE = (
    "5.1~5.14 해외 방문자는 보건소에서 검사 바랍니다",
    "5월 10일부터 5월 14일까지 서울·경기 방문자는 보건소에서 무료검사 받으시기 바랍니다",
    "5.10(월) 10:00~17:00 솔빛시장 임시선별검사소 운영, 방문자는 마스크 착용 바랍니다",
    "▲5.10 0시 기준 확진자 3명(12~14) ▲5.1 이후 수도권 방문자 검사 ▲마스크 착용",
    "5.10~5.16 유흥시설 종사자 및 이용자는 선별진료소에서 검사 바랍니다",
    "5.11~5.13 다중이용시설 종사자 및 방문자는 검사 바랍니다",
    "5.10 ~ 5.14 솔빛면 목욕장업 종사자 및 이용자 전수검사(달빛체육관 09:00~17:00)",
    "솔빛요양병원 5.10~5.16 면회 금지, 방문자는 사전 예약 바랍니다",
    "어버이날(5.8) 가족모임 참석자 중 유증상자는 보건소 검사 바랍니다",
    "부처님오신날(5.19) 솔빛사 방문자는 마스크 착용 및 거리두기 바랍니다",
    "5.17(월) 솔빛동 일대(반경 1km) 방문자는 검사 바랍니다",
    "솔빛공항 5.10 입국자 및 접촉자는 보건소로 연락 바랍니다",
    "5.10 솔빛시 확진자 3명 발생(가족 2, 접촉자 1), 이동동선 조사 중, 방문자 검사 예정",
    "5.20(목) 18:00까지 솔빛초등학교 학생 및 접촉자는 솔빛체육관에서 검사 바랍니다",
    "고위험시설(노래방, PC방) 5.10~5.23 집합금지, 이용자는 벌금 부과",
    "5.15 솔빛초 확진자 2명 발생, 학생 및 교직원 접촉자 검사 중",
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=f"{kind} {at}")
        for kind, texts in TWO_READINGS.items()
        for at, text in enumerate(texts)
    ],
)
def test_what_can_be_read_in_two_ways_is_left_to_a_person(text: str) -> None:
    assert isinstance(parse_alert(text, SENT), Unparsed)


@pytest.mark.parametrize("text", NO_EXPOSURE)
def test_a_notice_that_names_no_place_and_time_is_no_exposure(text: str) -> None:
    assert isinstance(parse_alert(text, SENT), Unparsed)
