"""What officers know of a case: bands in clear, the nickname sealed, rules that were frozen, and the onset."""

import re
from datetime import timedelta
from typing import Any

import pytest

from ansim.domain.days import local_day
from ansim.domain.training import new_training_mark
from support.canaries import rows_of
from support.cases import notify, of_the_cast, open_case
from support.grants import begin_work
from support.house import House, Open
from support.scene import Scene
from support.sessions import in_clear
from support.walk import Walk, kinds

NICKNAME = "성산포 잔칫집"


def ref(walk: Walk) -> str:
    return walk.case.rsplit("/", 1)[1]


def save(walk: Walk, **fields: str) -> Any:
    return walk.officer.post(f"{walk.case}/facts/change", f"{walk.case}/facts", **fields)


def test_the_nickname_lies_sealed_and_is_read_within_a_session_alone(
    walk: Walk, house: House, browse: Open
) -> None:
    page = save(walk, nickname=NICKNAME, age_band="70", district="연동")
    assert page.status_code == 200
    assert NICKNAME in page.text
    assert NICKNAME in walk.officer.get("/cases/", q=ref(walk)).text
    hexed = NICKNAME.encode().hex()
    for where, text in rows_of(house.system):
        assert NICKNAME not in text, where
        assert hexed not in text, where
    for login in ("officer2", "approver"):
        other = browse("investigation", login)
        listed = other.get("/cases/", q=ref(walk)).text
        assert ref(walk) in listed
        assert "70~79세 연동" in listed
        assert NICKNAME not in listed
        assert NICKNAME not in other.get(f"{walk.case}/facts").text
    walk.officer.post("/shift/end", "/shift/")
    assert NICKNAME not in walk.officer.get("/cases/", q=ref(walk)).text
    # A form without the field leaves the nickname as it is.
    save(walk, age_band="", district="")
    page = begin_work(
        walk.officer, "officer", walk.staff["officer"], walk.officer.get(f"{walk.case}/itinerary")
    )
    assert NICKNAME in walk.officer.get(f"{walk.case}/facts").text


@pytest.mark.parametrize("ended", ["DELETE FROM vault.session", "DELETE FROM vault.session_case"])
def test_a_nickname_waits_in_no_table_while_a_signature_is_wanted(
    walk: Walk, house: House, ended: str
) -> None:
    with house.system.owner("identity") as identity:
        identity.execute(ended)  # type: ignore[call-overload]
        identity.commit()
    page = save(walk, nickname=NICKNAME, age_band="30", district="")
    assert page.status_code == 400
    assert NICKNAME in page.text, "what was typed is not lost"
    assert "먼저 오늘 업무에서 이 사례에 서명" in page.text
    from ansim.investigation.models import ConsoleSession

    kept = [in_clear(one.session_data) for one in ConsoleSession.objects.all()]
    assert kept
    assert [one for one in kept if NICKNAME in one] == []


@pytest.mark.parametrize(
    "fields",
    [
        {"nickname": "가" * 31},
        {"age_band": "75"},
        {"age_band": "-10"},
        {"district": "010-0000-0101"},
        {"district": "제주시 어딘가"},
    ],
)
def test_what_is_no_choice_of_the_page_is_refused(walk: Walk, fields: dict[str, str]) -> None:
    from ansim.investigation.models import Case

    assert save(walk, **fields).status_code == 400
    case = Case.objects.get(ref=ref(walk))
    assert (case.nickname, case.age_band, case.district) == (None, None, "")


def test_facts_go_with_the_work_on_the_case(walk: Walk, house: House) -> None:
    from ansim.investigation.models import Case, CaseEnd

    save(walk, nickname=NICKNAME, age_band="20", district="연동")
    case = Case.objects.get(ref=ref(walk))
    assert case.nickname
    end = CaseEnd.objects.create(case_ref=case.ref, purpose="work", dropped_at=case.opened_at)
    case.refresh_from_db()
    assert (case.nickname, case.age_band, case.district, case.onset_date) == (None, None, "", None)
    end.delete()


def test_presets_and_rules_stand_with_their_sources_as_they_were(walk: Walk) -> None:
    from ansim.investigation.models import Case

    text = walk.officer.get(f"{walk.case}/facts").text
    for said in ("수동감시", "10일째 24:00", "WHO and CDC: 15 minutes", "2022-03-01"):
        assert said in text, said
    rule = {
        "disease": "covid19",
        "from": "2021-11-01",
        "until": "2022-01-25",
        "measure": "quarantine",
        "end_day": 11,
        "end_time": "12:00",
        "counted_from": 0,
        "test_days": [9],
        "grade": "B",
        "source": "an edition of before",
    }
    Case.objects.filter(ref=ref(walk)).update(contact_duties=rule)
    text = walk.officer.get(f"{walk.case}/facts").text
    for said in ("자가격리", "11일째 12:00", "an edition of before", "12:00까지"):
        assert said in text, said
    Case.objects.filter(ref=ref(walk)).update(contact_duties=None)
    assert "알려진 접촉자 조치 기준이 없습니다" in walk.officer.get(f"{walk.case}/facts").text


@pytest.fixture
def by_specimen(house: House, browse: Open, scene: Scene) -> Walk:
    """A case that counts from its specimen, five days ago."""
    house.need("tracer")
    officer = browse("investigation", "officer")
    day = local_day(scene.noon.timestamp()) - timedelta(days=4)
    case = notify(
        house.system,
        of_the_cast(house, "approver"),
        scene.case_phone,
        anchor=day,
        anchor_kind=specimen(),
    )
    page = officer.post(f"/notifications/{case}/take", "/notifications/")
    staff = {login: one.ref for login, one in house.staff.items()}
    page = begin_work(officer, "officer", staff["officer"], page)
    return Walk(officer, browse("investigation", "approver"), f"/cases/{case}", page, {}, staff)


def specimen() -> Any:
    from ansim.domain.pathogens import Anchor

    return Anchor.SPECIMEN_DATE


def test_an_onset_narrows_the_window_and_says_what_it_cannot_reach(
    by_specimen: Walk, house: House
) -> None:
    from ansim.investigation.models import Case

    walk = by_specimen
    before = Case.objects.get(ref=ref(walk))
    onset = before.anchor_date - timedelta(days=2)
    page = walk.officer.post(
        f"{walk.case}/facts/onset", f"{walk.case}/facts", onset=onset.isoformat()
    )
    assert page.status_code == 200
    assert "조사관은 이 기간을 넓힐 수 없습니다" in page.text
    after = Case.objects.get(ref=ref(walk))
    assert after.onset_date == onset
    assert after.window_start == before.window_start, "no further back than the notification"
    assert after.window_end == before.window_end - timedelta(days=2)
    assert kinds(house, walk.case)[-1] == "window-changed"
    with house.system.owner("identity") as identity:
        bounds = identity.execute(
            "SELECT window_from, window_to FROM vault.known_case WHERE ref = %s", [ref(walk)]
        ).fetchone()
    assert bounds == (before.window_start, before.window_end)


@pytest.mark.parametrize("onset", ["2099-01-01", "2020-01-01", "yesterday", ""])
def test_an_onset_that_cannot_be_is_refused(by_specimen: Walk, onset: str) -> None:
    from ansim.investigation.models import Case

    walk = by_specimen
    answer = walk.officer.post(f"{walk.case}/facts/onset", f"{walk.case}/facts", onset=onset)
    assert answer.status_code == 400
    assert Case.objects.get(ref=ref(walk)).onset_date is None


def test_the_approver_reads_and_changes_nothing(walk: Walk) -> None:
    assert walk.approver.get(f"{walk.case}/facts").status_code == 200
    for route in ("facts/change", "facts/onset", "merge", "part"):
        answer = walk.approver.post(f"{walk.case}/{route}", "/keys/", into="2611-AAAAA")
        assert answer.status_code == 403, route


def other_case(walk: Walk, house: House, scene: Scene) -> str:
    page = open_case(house, walk.officer, scene.case_phone, scene.noon.date())
    return page.url.path.split("/")[2] if "/cases/" in page.url.path else waiting_mark(page)


def waiting_mark(page: Any) -> str:
    found = re.search(r"\d{4}-[0-9A-Z]{5}", page.text)
    assert found
    return found[0]


def test_two_cases_of_one_person_are_told_merged_and_parted_again(
    walk: Walk, house: House, scene: Scene
) -> None:
    from ansim.investigation.models import Case, CaseMerge

    other = other_case(walk, house, scene)
    text = walk.officer.get(f"{walk.case}/facts").text
    assert "같은 감염병의 진행 중인 사례가 이미 있습니다" in text
    page = walk.officer.post(f"{walk.case}/merge", f"{walk.case}/facts", into=other.lower())
    assert page.url.path == f"/cases/{other}/facts"
    assert ref(walk) in page.text
    assert Case.objects.get(ref=ref(walk)).closed_at
    assert f"{other}(으)로 합침" in walk.officer.get("/cases/", q=ref(walk)).text
    assert "cases-merged" in kinds(house, walk.case)
    assert "같은 사람의 사례여서" in walk.officer.get(f"{walk.case}/ledger").text
    page = walk.officer.post(f"{walk.case}/part", f"{walk.case}/facts")
    assert page.status_code == 200
    assert Case.objects.get(ref=ref(walk)).closed_at is None
    assert CaseMerge.objects.get(case_ref=ref(walk)).undone_at
    walk.officer.post(f"{walk.case}/part", f"{walk.case}/facts")
    assert kinds(house, walk.case).count("cases-parted") == 1


@pytest.mark.parametrize("into", ["2611-ZZZZZ", "itself", "", "<b>", "closed", "training"])
def test_a_case_goes_on_in_no_case_that_is_not_open(
    walk: Walk, house: House, scene: Scene, into: str
) -> None:
    from ansim.investigation.models import Case, CaseMerge

    if into == "training":  # of the same team, and open
        into = new_training_mark()
        drill = Case.objects.get(ref=ref(walk))
        drill.pk, drill.ref, drill._state.adding = None, into, True
        drill.save(force_insert=True)
    elif into == "closed":
        into = other_case(walk, house, scene)
        walk.officer.post(f"/cases/{into}/close", f"/cases/{into}/closing")
    elif into == "itself":
        into = ref(walk)
    answer = walk.officer.post(f"{walk.case}/merge", f"{walk.case}/facts", into=into)
    assert answer.status_code == 400
    assert not CaseMerge.objects.filter(case_ref=ref(walk)).exists()
