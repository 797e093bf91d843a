"""Stays by hand on the screens: typed in, changed, taken back, signed for; and what of them lies where."""

import re
from datetime import timedelta

import pytest

from support.canaries import rows_of
from support.house import House, Open
from support.scene import Scene
from support.stays import StaysDesk
from support.walk import kinds

CANARY = "옆자리 손님과 합석"


@pytest.fixture
def desk(browse: Open, house: House, scene: Scene) -> StaysDesk:
    house.need("vault", "tracer")
    return StaysDesk(browse("investigation", "officer"), house, scene)


def test_the_venue_is_found_by_its_name_its_initials_or_its_district(desk: StaysDesk) -> None:
    for words in ("한결", "ㅎㄱ ㄱㅅ", "연동 국수"):
        page = desk.officer.post(f"{desk.case}/stays/new", words=words, step="find", day="")
        assert page.status_code == 200
        assert "한결 국수" in page.text, words
    none = desk.officer.post(f"{desk.case}/stays/new", words="없는 가게", step="find", day="")
    assert "맞는 사업장이 없습니다" in none.text
    # Enter sends the first button: where the venue is chosen and the times are there, that saves.
    fields = desk.fields("12:05", "12:40", words="한결", found_for="한결", step="find")
    assert desk.officer.post(f"{desk.case}/stays/new", **fields).url.path.endswith("/itinerary")
    assert desk.spans() == ["12:05-12:40"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"venue": ""}, "사업장을 찾아"),
        ({"venue": "999999999"}, "사업장을 찾아"),
        ({"venue": "' OR 1=1"}, "사업장을 찾아"),
        ({"day": "1999-01-01"}, "신고로 열린"),
        ({"day": ""}, "필수 항목"),
        ({"start": "25:00"}, "올바른"),
        ({"source": "rumour"}, "올바르게"),
        ({"confidence": "certain"}, "올바르게"),
        ({"note": "x" * 201}, "200"),
    ],
)
def test_what_makes_no_stay_is_told_and_nothing_is_kept(
    desk: StaysDesk, changes: dict[str, str], words: str
) -> None:
    page = desk.add("12:00", "12:30", **changes)
    assert page.status_code == 400
    assert words in page.text
    assert desk.spans() == []


def test_a_stay_that_is_yet_to_come_is_refused(desk: StaysDesk) -> None:
    tomorrow = (desk.scene.noon + timedelta(days=2)).date().isoformat()
    assert desk.add("12:00", "12:30", day=tomorrow).status_code == 400
    assert desk.spans() == []


def test_stays_are_corrected_split_merged_and_removed_and_each_change_taken_back(
    desk: StaysDesk,
) -> None:
    desk.add("12:05", "12:40")
    (first,) = desk.refs()
    states = [desk.spans()]
    fields = desk.fields("12:00", "12:40", source="card")
    desk.officer.post(f"{desk.case}/stays/{first}", **fields)
    states.append(desk.spans())
    (corrected,) = desk.refs()
    desk.officer.post(
        f"{desk.case}/stays/{corrected}/split", f"{desk.case}/stays/{corrected}", at="12:15"
    )
    states.append(desk.spans())
    halves = desk.refs()
    desk.press("merge", stay=halves)
    states.append(desk.spans())
    (whole,) = desk.refs()
    desk.press(f"{whole}/remove")
    states.append(desk.spans())
    assert states == [
        ["12:05-12:40"],
        ["12:00-12:40"],
        ["12:00-12:15", "12:15-12:40"],
        ["12:00-12:40"],
        [],
    ]
    for expected in [*reversed(states[:-1]), []]:
        desk.undo()
        assert desk.spans() == expected
    assert desk.undo().status_code == 400
    assert "체류 추가" in desk.page().text


def test_what_somebody_else_changed_meanwhile_is_not_changed_again(desk: StaysDesk) -> None:
    desk.add("12:05", "12:40")
    (ref,) = desk.refs()
    desk.add("13:05", "13:40", venue=str(desk.scene.venues["돌담 커피"]))
    step = re.search(r'name="change" value="(\d+)"', desk.page().text)
    assert step
    desk.press(f"{ref}/remove")
    for again in (
        desk.press(f"{ref}/remove"),
        desk.press("undo", change=step[1]),
        desk.press("merge", stay=[ref]),
        desk.press("merge", stay=[]),
        desk.press("0" * 32 + "/remove"),
    ):
        assert again.status_code == 400
        assert "notice bad" in again.text
    assert desk.spans() == ["13:05-13:40"]


def test_stays_of_two_venues_are_not_merged(desk: StaysDesk) -> None:
    desk.add("12:05", "12:40")
    desk.add("13:05", "13:40", venue=str(desk.scene.venues["돌담 커피"]))
    assert desk.press("merge", stay=desk.refs()).status_code == 400
    assert len(desk.spans()) == 2


def test_nothing_of_a_stay_lies_in_any_database_in_clear(desk: StaysDesk) -> None:
    page = desk.add("12:05", "12:40", note=CANARY)
    assert CANARY in page.text
    venue = desk.scene.venues["한결 국수"]
    for where, row in rows_of(desk.house.system):
        assert CANARY not in row, where
        assert f'"venue":{venue}' not in row, where
    # Without a session what was typed is let go: a form that waits would lie in the table of sign-ins.
    desk.officer.post("/shift/end", "/shift/")
    token = desk.officer.get("/shift/").text
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', token)
    assert csrf
    fields = desk.fields("14:05", "14:40", note=CANARY) | {"csrfmiddlewaretoken": csrf[1]}
    lost = desk.officer.http.post(f"{desk.case}/stays/new", data=fields)
    assert lost.url.path == "/shift/"
    for where, row in rows_of(desk.house.system):
        assert CANARY not in row, where


def test_another_teams_officer_sees_no_stay(desk: StaysDesk, browse: Open) -> None:
    from ansim.accounts.models import Staff

    desk.add("12:05", "12:40")
    (ref,) = desk.refs()
    Staff.objects.filter(login="officer2").update(team="elsewhere")
    try:
        other = browse("investigation", "officer2")
        for path in ("stays/new", f"stays/{ref}", f"stays/{ref}/present", "itinerary"):
            assert other.get(f"{desk.case}/{path}").status_code == 404
    finally:
        Staff.objects.filter(login="officer2").update(team="")


def test_a_changed_stay_wants_a_signature_only_for_what_is_new_of_it(desk: StaysDesk) -> None:
    desk.add("12:05", "12:40")
    assert "서명 전" in desk.page().text
    assert desk.sign().url.path == f"{desk.case}/itinerary"
    assert "서명 전" not in desk.page().text
    (ref,) = desk.refs()
    desk.officer.post(f"{desk.case}/stays/{ref}", **desk.fields("12:10", "12:30"))
    assert "서명 전" not in desk.page().text
    (ref,) = desk.refs()
    desk.officer.post(f"{desk.case}/stays/{ref}", **desk.fields("12:00", "12:30"))
    assert "서명 전" in desk.page().text
    (ref,) = desk.refs()
    refused = desk.officer.get(f"{desk.case}/stays/{ref}/present")
    assert refused.status_code == 400
    assert "아직 서명하지 않은" in refused.text


def test_more_than_one_side_may_sign_for_waits_for_the_other(desk: StaysDesk, browse: Open) -> None:
    for number, venue in enumerate(("한결 국수", "돌담 커피")):
        desk.add("00:00", f"2{number}:00", venue=str(desk.scene.venues[venue]))
    page = desk.sign()
    assert page.url.path == f"{desk.case}/itinerary"
    assert "승인자 서명 대기" in page.text
    assert "places-signed" not in kinds(desk.house, desk.case)
    (first, *_rest) = desk.refs()
    assert desk.officer.get(f"{desk.case}/stays/{first}/present").status_code == 400
    approver = browse("investigation", "approver")
    listed = approver.get("/places/")
    case = desk.case.rsplit("/", maxsplit=1)[-1]
    assert case in listed.text
    assert "한결 국수" in listed.text
    part = listed.text[listed.text.index(case) :]
    action = re.search(r'action="(/places/[0-9a-f]{32}/agree)"', part)
    assert action
    taken = desk.hand_in(approver.post(action[1], "/places/"), approver, "approver")
    assert taken.url.path == "/places/"
    assert case not in taken.text
    assert "승인자 서명 대기" not in desk.page().text
    assert kinds(desk.house, desk.case).count("places-signed") == 1
    there = desk.officer.get(f"{desk.case}/stays/{first}/present")
    assert there.status_code == 200
    assert "4명" in there.text


def test_an_officer_agrees_to_nothing(desk: StaysDesk) -> None:
    assert desk.officer.get("/places/").status_code == 403
    answer = desk.officer.post("/places/" + "0" * 32 + "/agree", "/keys/")
    assert answer.status_code == 403
