"""Kinds of facilities reach venues by lists and by the register, so that duties reach their owners"""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ansim.domain.days import VENUE_ZONE
from ansim.domain.facilities import Facility, Order
from support.house import Browser, Open
from support.lists import HEADING, bring, csv, read, send, shop, take_in, work
from support.owner import SignedIn, with_business
from support.system import System

TODAY = datetime.now(UTC).astimezone(VENUE_ZONE).date()
KINDS = (*HEADING, "시설 종류")
REGISTER = "관리번호,개방서비스명,업태구분명,영업상태명,사업장명,도로명전체주소,소재지전화\n"


def with_kind(number: int, facility: str, **changed: Any) -> list[Any]:
    return [*shop(number, **changed), facility]


def licence(number: int, service: str, **changed: str) -> str:
    name, phone = changed.get("name", f"푸른 곳 {number}"), changed.get("phone", "")
    return f"K-{number},{service},,영업/정상,{name},제주특별자치도 제주시 없는길 {number} (연동),{phone}"


def brought(clerk: Browser, *rows: str, name: str = "종류") -> Any:
    content = (REGISTER + "\n".join(rows) + "\n").encode("cp949")
    return read(send(clerk, "/lists/new", content, "register.csv", reach="changes", name=name))


def licensed(number: int) -> Any:
    from ansim.business.models import Venue

    return Venue.objects.get(external_id=f"register:K-{number}")


def approved(office: SignedIn, clerk: Browser, *listed: list[Any]) -> Any:
    upload = take_in(office.browser, bring(office, csv(listed, KINDS)))
    page = f"/lists/waiting/{upload.pk}"
    rows = list(upload.rows.filter(waits=True).values_list("pk", flat=True))
    clerk.post(f"{page}/decision", page=page, row=rows)  # beside whatever others left nearby
    work()
    upload.refresh_from_db()
    assert upload.state == "applied"
    return upload


def kinds_of(office: SignedIn) -> dict[str, str]:
    found = office.account.businesses().get().venues.exclude(external_id=None)
    return {venue.external_id.partition(":")[2]: venue.kind_of_site for venue in found}


def test_a_head_offices_list_carries_the_kind_and_the_duty_reaches_its_owner(
    office: SignedIn, clerk: Browser, system: System
) -> None:
    from ansim.jobs.remind import duty_news

    rows = [
        with_kind(1, "유흥주점", kind="주점"),
        with_kind(2, "pc-room", kind=""),
        with_kind(3, "", kind="bar"),
    ]
    approved(office, clerk, *rows)
    assert kinds_of(office) == {"S-1": "entertainment-bar", "S-2": "pc-room", "S-3": ""}
    business = office.account.businesses().get()
    order = Order("for this test", TODAY, None, frozenset({Facility.ENTERTAINMENT_BAR}))
    with system.connect_as("worker", "main") as connection:
        news = list(duty_news(connection, datetime.now(UTC), [order]))
    told = [one for one in news if one.business == business.pk]
    assert len(told) == 1


def test_the_preview_shows_kinds_differences_and_errors_by_cell(
    office: SignedIn, clerk: Browser
) -> None:
    approved(office, clerk, with_kind(1, "", kind="bar"), with_kind(2, "단란주점", kind="주점"))
    rows = [
        with_kind(1, "유흥주점", kind="bar"),
        with_kind(2, "", kind="bar"),
        with_kind(3, "유흥쥬점", kind="bar"),
        with_kind(4, "", kind="bar"),
    ]
    upload = bring(office, csv(rows, KINDS))
    assert upload.counts == {"changed": 1, "unchanged": 1, "refused": 1, "added": 1}
    assert upload.rows.get(fate="changed").before == {"kind_of_site": ""}
    page = office.browser.get(f"/my/lists/files/{upload.pk}").text
    for words in ("시설 종류", "유흥쥬점", "유흥주점?", "시설 종류가 없는 행이 1개"):
        assert words in page, words
    refused = office.browser.get(f"/my/lists/files/{upload.pk}/refused.csv").content.decode()
    assert "시설 종류,유흥쥬점" in refused


def test_the_template_names_the_words_and_the_list_of_venues_comes_in_again(
    office: SignedIn, clerk: Browser
) -> None:
    from ansim.domain.facility_words import WORDS

    page = office.browser.get("/my/lists/new").text
    assert all(WORDS[kind] in page and kind.value in page for kind in Facility)
    approved(office, clerk, *(with_kind(n, kind.value) for n, kind in enumerate(Facility, 1)))
    business = office.account.businesses().get()
    listed = office.browser.get(f"/my/lists/business/{business.pk}.csv").content
    assert "시설 종류" in listed.decode().splitlines()[0]
    upload = bring(office, listed)
    # The venue that the business had before has no number yet: it is asked for.
    assert upload.counts == {"unchanged": len(Facility), "refused": 1}


def test_every_word_of_the_portal_for_a_kind_is_read_in_a_list(system: System) -> None:
    from django.utils import translation

    from ansim.business.admission.kinds import KIND_LABELS
    from ansim.domain.facility_words import facility_of

    with translation.override("ko"):
        read_as = {kind: facility_of(str(label)) for kind, label in KIND_LABELS.items()}
    assert read_as == {kind: kind for kind in Facility}


def test_zones_of_ones_own_place_follow_its_kind(office: SignedIn, clerk: Browser) -> None:
    from ansim.business.models import Venue

    approved(office, clerk, with_kind(1, "음식점", kind="음식점"))
    business = office.account.businesses().get()
    place = business.venues.get(external_id=f"b{business.pk}:S-1")
    for name, kind in (("1층", "restaurant"), ("노래방", "karaoke")):
        Venue.objects.create(
            parent=place, business=business, name=name, category=3, kind_of_site=kind
        )
    take_in(office.browser, bring(office, csv([with_kind(1, "뷔페", kind="음식점")], KINDS)))
    place.refresh_from_db()
    zones = dict(place.zones.values_list("name", "kind_of_site"))
    place.zones.all().delete()
    assert (place.kind_of_site, zones) == ("buffet", {"1층": "buffet", "노래방": "karaoke"})


def test_the_register_gives_kinds_and_venues_of_before_get_theirs_as_a_difference(
    clerk: Browser,
) -> None:
    from ansim.business.models import Venue

    rows = [licence(1, "유흥주점영업"), licence(2, "골프장"), licence(3, "출판사")]
    take_in(clerk, brought(clerk, *rows))
    assert (licensed(1).kind_of_site, licensed(2).kind_of_site) == ("entertainment-bar", "")
    Venue.objects.filter(external_id="register:K-1").update(
        kind_of_site=""
    )  # as by a former release
    later = brought(clerk, *rows)
    assert later.counts == {"changed": 1, "unchanged": 1, "aside": 1}
    page = clerk.get(f"/lists/files/{later.pk}").text
    assert (
        "의무 고시로 시설 종류를 알 수 없는 업종" in page
    )  # golf: no order's words say which kind it is
    assert "제작·배급·기획" in page  # the publisher's reason
    take_in(clerk, later)
    assert licensed(1).kind_of_site == "entertainment-bar"


def test_what_an_owner_said_of_a_venue_stays_when_a_clerk_brings_in_a_file(
    browse: Open, clerk: Browser
) -> None:
    from ansim.business.models import Venue

    take_in(clerk, brought(clerk, licence(1, "일반음식점"), licence(2, "일반음식점")))
    business = with_business(browse).account.businesses().get()
    held = {"business": business, "name": "바람 식당", "name_en": "Wind", "phone": "064-700-1111"}
    Venue.objects.filter(external_id="register:K-1").update(
        kind_of_site="buffet", category=4, address="옛 주소", **held
    )
    Venue.objects.filter(external_id="register:K-2").update(kind_of_site="", business=business)
    later = brought(
        clerk,
        licence(1, "휴게음식점", name="푸른 곳 1 새 이름", phone="064-700-2222"),
        licence(2, "일반음식점", phone="064-700-3333"),
    )
    assert {name for row in later.rows.all() for name in row.before} == {
        *("address", "kind_of_site", "phone")
    }
    take_in(clerk, later)
    one, two = licensed(1), licensed(2)
    assert (one.name, one.name_en, one.phone) == ("바람 식당", "Wind", "064-700-1111")
    assert (one.kind_of_site, one.category) == ("buffet", 4)
    assert "없는길 1" in one.address  # where it is stays the register's
    assert (two.kind_of_site, two.phone) == (
        "restaurant",
        "064-700-3333",
    )  # what was empty is filled


def test_a_clerk_chooses_for_a_kind_that_nobody_knows_and_it_holds_from_then_on(
    clerk: Browser,
) -> None:
    from ansim.business.models import LicenceChoice, ListStep

    rows = [
        licence(1, "우주정거장업"),
        licence(2, "우주정거장업", phone="이상한 전화"),
        licence(3, "달착륙업"),
        licence(4, ""),
        licence(5, "노래연습장업"),
    ]
    upload = brought(clerk, *rows)
    assert upload.counts == {"added": 5}
    assert upload.unknown_licences == {"우주정거장업": 2, "달착륙업": 1}
    page = f"/lists/files/{upload.pk}"
    text = clerk.get(page).text
    assert "모르는 인허가 업종 2가지" in text
    assert "모르는 인허가 업종이라 기타로 등록합니다" in text
    assert "인허가 업종이 비어 있어" in text
    try:
        clerk.post(f"{page}/licences", page=page, **{"kind-0": "transport", "kind-1": "none"})
        work()
        upload.refresh_from_db()
        assert (upload.state, upload.counts) == ("ready", {"added": 4, "aside": 1})
        text = clerk.get(page).text
        assert "모르는 인허가 업종이라 기타로" not in text
        assert "담당자가 손님이 찾아오지 않는" in text
        assert "읽을 수 없어 비워 둡니다" in text  # what else was noted stays
        # A second thought before anything is taken in.
        clerk.post(f"{page}/licences", page=page, **{"kind-0": "sight", "kind-1": "office"})
        work()
        upload.refresh_from_db()
        assert upload.counts == {"added": 5}
        take_in(clerk, upload)
        assert [licensed(n).kind_of_site for n in range(1, 6)] == [
            *("sight", "sight", "office", "", "karaoke")
        ]
        assert [licensed(n).category for n in range(1, 6)] == [17, 17, 12, 99, 5]
        # A later file of another name is read by it, and a kind can be put elsewhere afterwards.
        again = brought(clerk, licence(11, "달착륙업"), name="다른 목록")
        assert (again.unknown_licences, again.counts) == ({}, {"added": 1})
        assert "달착륙업" in clerk.get("/lists/licences").text
        names = list(LicenceChoice.objects.order_by("name").values_list("name", flat=True))
        which = f"kind-{names.index('달착륙업')}"
        clerk.post("/lists/licences", page="/lists/licences", **{which: "public"})
        later = brought(clerk, licence(3, "달착륙업"))
        assert later.rows.get().before["kind_of_site"] == "office"
        steps = ListStep.objects.filter(upload=upload, what="kind-chosen").order_by("id")
        assert [(one.why, one.counts, one.staff is not None) for one in steps] == [
            ("우주정거장업: transport", {"rows": 2}, True),
            ("달착륙업: none", {"rows": 1}, True),
            ("우주정거장업: sight", {"rows": 2}, True),
            ("달착륙업: office", {"rows": 1}, True),
        ]
    finally:
        LicenceChoice.objects.all().delete()


def test_a_choice_that_is_sent_again_as_its_answer_was_lost_is_one_choice(clerk: Browser) -> None:
    from ansim.business.models import BulkTask, LicenceChoice, ListStep

    upload = brought(clerk, licence(1, "우주정거장업"), name="두 번")
    page = f"/lists/files/{upload.pk}"
    try:
        for _twice in range(2):
            clerk.post(f"{page}/licences", page=page, **{"kind-0": "transport"})
        assert BulkTask.objects.filter(upload=upload, kind="compare").count() == 1
        work()
        upload.refresh_from_db()
        assert (upload.state, upload.counts) == ("ready", {"added": 1})
        assert ListStep.objects.filter(upload=upload, what="kind-chosen").count() == 1
        assert LicenceChoice.objects.count() == 1
    finally:
        LicenceChoice.objects.all().delete()


@pytest.mark.parametrize("fields", [{}, {"kind-0": ""}, {"kind-0": "spaceport"}, {"kind-7": "bar"}])
def test_a_choice_that_is_none_changes_nothing(clerk: Browser, fields: dict[str, str]) -> None:
    from ansim.business.models import LicenceChoice

    upload = brought(clerk, licence(1, "우주정거장업"))
    page = f"/lists/files/{upload.pk}"
    assert clerk.post(f"{page}/licences", page=page, **fields).status_code == 200
    work()
    upload.refresh_from_db()
    assert (upload.state, upload.counts) == ("ready", {"added": 1})
    assert not LicenceChoice.objects.exists()


def test_the_preview_counts_rows_under_a_duty_today_and_rows_without_a_kind(
    office: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ansim.business.bulk import file_rows

    rows = [with_kind(1, "노래방"), with_kind(2, "카페"), with_kind(3, "", kind="bar")]
    upload = bring(office, csv(rows, KINDS))
    karaoke = frozenset({Facility.KARAOKE})
    for orders, count in (
        ([Order("for this test", TODAY, None, karaoke)], 1),
        ([Order("over", date(2021, 1, 1), date(2022, 2, 18), karaoke)], 0),
        ([], 0),
    ):
        monkeypatch.setattr(file_rows, "known_orders", lambda orders=orders: orders)
        assert file_rows.under_duty(upload) == count
    assert file_rows.without_kind(upload) == 1
