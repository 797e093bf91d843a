"""A work list on the screen: one name at a time, and what became of the calls."""

import re

import httpx
import pytest

from support.house import House, Open
from support.scene import Scene
from support.sessions import in_clear
from support.walk import Walk, everything_in_main, kinds, ref_of

NAMES = ("최은서", "정시우")


@pytest.fixture
def worked(walk: Walk) -> Walk:
    """An officer with a warrant for their search."""
    walk.contacts()
    walk.approve(ref_of(walk.ask()))
    return walk


def named(page: httpx.Response) -> set[str]:
    return {name for name in NAMES if name in page.text}


def lines(page: httpx.Response) -> list[str]:
    return re.findall(r"<tr>(?:(?!</tr>).)*접촉자 \d+(?:(?!</tr>).)*</tr>", page.text, re.DOTALL)


def test_it_asks_once_with_the_count_and_what_is_left(worked: Walk, house: House) -> None:
    before = kinds(house, worked.case)
    page = worked.choose(1, 2, way="")
    assert page.status_code == 200
    assert "2명의 신원 보기" in page.text
    assert "처음 보는 사람 2명" in page.text
    assert re.search(r"승인서로 더 볼 수 있는 인원</dt>\s*<dd>\s*2\s*</dd>", page.text)
    assert "한 명씩 보기" in page.text
    assert "한꺼번에 보기" in page.text
    assert named(page) == set()
    entered = kinds(house, worked.case)[len(before) :]
    assert set(entered) <= {"contacts-searched"}, "by the page that the form stands on"


def test_what_does_not_fit_the_cap_is_offered_by_list_alone(walk: Walk) -> None:
    walk.contacts()
    walk.approve(ref_of(walk.ask(cap="1")))
    page = walk.choose(1, 2, way="")
    assert "앞으로 1명까지" in page.text
    assert 'value="list"' in page.text
    assert 'value="all"' not in page.text
    listed = walk.list_of(1, 2)
    assert len(named(walk.show(listed))) == 1
    refused = walk.show(listed)
    assert refused.status_code == 400
    assert named(refused) == set()
    assert "인원을 넘었습니다" in refused.text


def test_a_signed_list_names_nobody_until_somebody_is_shown(
    worked: Walk, scene: Scene, house: House
) -> None:
    listed = worked.list_of(1, 2)
    assert listed.status_code == 200
    assert len(lines(listed)) == 2
    assert named(listed) == set()
    assert "010-0000" not in listed.text
    assert kinds(house, worked.case)[-1] == "work-list-signed"
    first = worked.show(listed)
    (name,) = named(first)
    assert f'href="tel:{scene.phones[name].replace("-", "")}"' in first.text
    assert "한국어" in first.text
    assert first.headers["cache-control"] == "no-store, private"
    assert kinds(house, worked.case)[-1] == "name-opened"
    assert named(worked.officer.get(listed.url.path)) == set(), "a page that is opened anew"


def test_the_first_name_of_a_list_is_a_step_of_the_case(worked: Walk) -> None:
    def is_named() -> bool:
        page = worked.officer.get("/cases/", owner="me", step="names")
        return f'href="{worked.case}/"' in page.text

    listed = worked.list_of(1, 2)
    assert not is_named(), "nobody was shown"
    worked.show(listed)
    assert is_named()


def test_the_next_person_is_one_that_was_not_seen(worked: Walk, house: House) -> None:
    listed = worked.list_of(1, 2)
    first = worked.show(listed)
    second = worked.call(first, "reached", next="1")
    assert named(first) | named(second) == set(NAMES)
    assert named(first) != named(second)
    done = worked.call(second, "refused", next="1")
    assert named(done) == set()
    assert "2명 중 2명 봄, 2명 완료" in done.text
    assert "다음 사람 보기</button>" not in done.text
    assert kinds(house, worked.case).count("name-opened") == 2


def test_who_did_not_answer_comes_again_after_the_others(worked: Walk, house: House) -> None:
    listed = worked.list_of(1, 2)
    first = worked.show(listed)
    second = worked.call(first, "no-answer", next="1")
    assert named(second) != named(first)
    again = worked.call(second, "reached", next="1")
    assert named(again) == named(first)
    assert kinds(house, worked.case)[-1] == "name-read-again"
    worked.show(listed, 1)
    assert kinds(house, worked.case).count("name-read-again") == 1


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("reached", "통화함"),
        ("no-answer", "응답 없음"),
        ("refused", "거부"),
        ("wrong-number", "잘못된 번호"),
    ],
)
def test_what_became_of_a_call_stands_in_the_sheet(worked: Walk, outcome: str, words: str) -> None:
    listed = worked.list_of(1)
    page = worked.call(worked.show(listed), outcome)
    assert page.status_code == 200
    assert f">{words}</span>" in page.text
    assert named(page) == set()


def test_a_call_that_is_sent_twice_is_one_call(worked: Walk) -> None:
    from ansim.investigation.models import ContactCall

    listed = worked.list_of(1)
    shown = worked.show(listed)
    worked.call(shown, "no-answer", "부재중")
    worked.call(shown, "no-answer", "부재중")
    case = worked.case.rsplit("/", maxsplit=1)[-1]
    made = ContactCall.objects.filter(entry__work_list__warrant__case__ref=case)
    assert made.count() == 1


@pytest.mark.parametrize("wrong", ["", "maybe", "REACHED", "reached "])
def test_no_other_outcome_is_written_down_and_the_note_is_given_back(
    worked: Walk, wrong: str
) -> None:
    listed = worked.list_of(1)
    answer = worked.call(worked.show(listed), wrong, "다시 걸기로 함")
    assert answer.status_code == 400
    assert "다시 걸기로 함" in answer.text
    assert "통화 전" in worked.officer.get(listed.url.path).text


def test_a_note_is_sealed_and_shown_with_the_name_alone(worked: Walk, house: House) -> None:
    note = "자가격리 안내함, 회사는 한결 국수 맞은편"
    listed = worked.list_of(1)
    after = worked.call(worked.show(listed), "no-answer", note)
    assert note not in after.text
    assert [one for one in everything_in_main(house) if "자가격리 안내함" in one] == []
    assert note in worked.show(listed, 1).text


def test_a_note_whose_seal_does_not_open_hides_no_name(worked: Walk, house: House) -> None:
    listed = worked.list_of(1)
    (name,) = named(worked.show(listed))
    worked.call(worked.show(listed, 1), "no-answer", "읽을 수 없게 될 메모")
    with house.system.owner("main") as main:
        main.execute(
            "UPDATE investigation_contactcall SET note = set_byte(note, 20, 255 - get_byte(note, 20))"
            " WHERE entry_id IN (SELECT id FROM investigation_worklistentry WHERE work_list_id = %s)",
            [ref_of(listed)],
        )
    page = worked.show(listed, 1)
    assert named(page) == {name}
    assert "손상됨" in page.text
    assert "읽을 수 없게 될 메모" not in page.text


def test_a_note_waits_in_no_table_while_a_signature_is_wanted(worked: Walk, house: House) -> None:
    note = "봉인 전의 메모"
    listed = worked.list_of(1)
    shown = worked.show(listed)
    worked.officer.post("/shift/end", "/shift/")
    answer = worked.call(shown, "no-answer", note)
    assert answer.status_code == 400
    assert note in answer.text
    assert "다른 탭에서 서명" in answer.text
    from ansim.investigation.models import ConsoleSession

    kept = [in_clear(one.session_data) for one in ConsoleSession.objects.all()]
    assert any("search_waiting" in one for one in kept)
    assert [one for one in kept if note in one] == []


def test_nobody_is_shown_without_a_session_but_the_way_to_sign(worked: Walk) -> None:
    listed = worked.list_of(1)
    worked.officer.post("/shift/end", "/shift/")
    page = worked.officer.get(listed.url.path)
    assert page.url.path == "/shift/"
    assert named(page) == set()


def test_a_colleague_sees_the_sheet_and_goes_on_with_a_signature_of_their_own(
    worked: Walk, browse: Open, house: House
) -> None:
    from support.grants import begin_work

    listed = worked.list_of(1, 2)
    worked.call(worked.show(listed), "reached")
    colleague = browse("investigation", "officer2")
    staff = house.staff["officer2"].ref
    page = begin_work(colleague, "officer2", staff, colleague.get(listed.url.path))
    assert page.status_code == 200
    assert "동료가 서명한 명단" in page.text
    assert "1명 이어서 하기" in page.text
    assert "다음 사람 보기" not in page.text
    tried = colleague.http.post(
        f"{listed.url.path}/show",
        data={
            "csrfmiddlewaretoken": re.search(r'csrfmiddlewaretoken" value="([^"]+)', page.text)[1]
        },
    )
    assert tried.status_code == 400
    assert named(tried) == set()


def test_the_paper_says_of_whom_by_whom_and_until_when(worked: Walk, house: House) -> None:
    listed = worked.list_of(1)
    for page in (listed, worked.names(1)):
        head = page.text.split('class="paper-only"')[1].split("</div>")[0]
        case = worked.case.rsplit("/", maxsplit=1)[-1]
        for words in (case, house.staff["officer"].ref, "출력", "파기"):
            assert words in head


def test_the_search_survives_going_back(worked: Walk) -> None:
    for page in (worked.names(1), worked.list_of(1), worked.choose(1, way="")):
        link = re.search(rf'href="({worked.case}/contacts\?[^"]+)"', page.text)
        assert link, page.text
        back = worked.officer.get(link[1].replace("&amp;", "&"))
        assert 'value="10"' in back.text
        assert "선택한 사람 신원 보기" in back.text, "the warrant's own search"


def test_the_work_of_the_list_ends_with_the_case(worked: Walk, house: House) -> None:
    from ansim.investigation.models import ContactCall, WorkListRecord

    listed = worked.list_of(1)
    worked.call(worked.show(listed), "reached", "끝")
    case = worked.case.rsplit("/", maxsplit=1)[-1]
    worked.officer.post(f"{worked.case}/close", f"{worked.case}/closing")
    assert named(worked.officer.get(listed.url.path)) == set()
    with house.system.owner("main") as main:
        main.execute(
            "UPDATE investigation_case SET closed_at = now() - interval '60 days' WHERE ref = %s",
            [case],
        )
        main.execute("SELECT investigation_end_work(%s, 7, 100)", [case])
    lists = WorkListRecord.objects.filter(warrant__case__ref=case)
    calls = ContactCall.objects.filter(entry__work_list__warrant__case__ref=case)
    assert (lists.count(), calls.count()) == (0, 0)
