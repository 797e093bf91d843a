"""The exposure feed's desk over HTTP: from a case, from an alert, corrected, withdrawn, each entered under the officer."""

import html
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from ansim.domain.codes import new_code
from ansim.domain.days import VENUE_ZONE
from ansim.domain.exposure_feed import Advice, DiseaseGroup, Guidance, Slot, by_key, found
from support.house import House, Open
from support.patience import until
from support.scene import Scene
from support.sessions import in_clear
from support.signed_files import claims_of, decoded
from support.walk import Walk


@pytest.fixture
def clean(house: House) -> Iterator[House]:
    from ansim.investigation.models import PublishedExposure

    PublishedExposure.objects.all().delete()
    yield house
    PublishedExposure.objects.all().delete()


def entries(house: House) -> list[tuple[str, str, str, dict[str, Any]]]:
    with house.system.owner("main") as main:
        rows = main.execute(
            "SELECT kind, actor, case_ref, detail FROM ledger.entry"
            " WHERE starts_with(kind, 'exposure') AND actor = %s ORDER BY seq",
            [house.staff["officer"].ref],
        )
        return [(str(kind), str(actor), str(case), detail) for kind, actor, case, detail in rows]


def marks(text: str) -> list[str]:
    return re.findall(r'name="window"\s+value="([\d.]+)"', text)


def standing() -> list[tuple[int, str, str, int, int, str]]:
    from ansim.investigation.models import PublishedExposure

    return [
        (
            one.venue,
            one.starts.astimezone(VENUE_ZONE).strftime("%H:%M"),
            one.ends.astimezone(VENUE_ZONE).strftime("%H:%M"),
            one.advice,
            one.disease_group,
            one.basis,
        )
        for one in PublishedExposure.objects.filter(withdrawn_at=None).order_by("starts", "venue")
    ]


def test_nothing_of_a_case_is_published_unless_it_is_ticked(
    walk: Walk, clean: House, scene: Scene
) -> None:
    noodles = scene.venues["한결 국수"]
    before = entries(clean)
    page = walk.officer.get(f"{walk.case}/exposures")
    assert page.status_code == 200
    assert "한결 국수" in page.text
    ours = [mark for mark in marks(page.text) if mark.startswith(f"{noodles}.")]
    assert len(ours) == 1
    start, end = (int(part) for part in ours[0].split(".")[1:])
    assert start == int(scene.noon.timestamp())
    assert (end - start) % 3600 == 0
    assert end >= start + 3600 + 1800, "the air that lingers counts"

    none = walk.officer.post(f"{walk.case}/exposures", advice="1", group="0")
    assert none.status_code == 400
    forged = f"{noodles}.{start - 7200}.{end}"
    assert (
        walk.officer.post(
            f"{walk.case}/exposures", window=forged, advice="1", group="0"
        ).status_code
        == 400
    )
    wrong = walk.officer.post(f"{walk.case}/exposures", window=ours, advice="7", group="0")
    assert wrong.status_code == 400
    assert (standing(), entries(clean)) == ([], before)

    done = walk.officer.post(f"{walk.case}/exposures", window=ours, advice="1", group="1")
    assert done.status_code == 200
    assert marks(done.text) == [one for one in marks(page.text) if one not in ours]
    assert standing() == [(noodles, "12:00", "14:00", 1, 1, "case")]
    again = walk.officer.post(f"{walk.case}/exposures", window=ours, advice="1", group="1")
    assert again.status_code == 200
    assert entries(clean)[len(before) :] == [
        (
            "exposures-published",
            clean.staff["officer"].ref,
            "",
            {"windows": 1, "hours": 2, "basis": "case"},
        )
    ], "entered once, in no case's name"


def test_it_is_in_the_feed_corrected_there_and_withdrawn(
    walk: Walk, clean: House, scene: Scene
) -> None:
    noodles, code = scene.venues["한결 국수"], new_code()
    with clean.system.owner("main") as owner:
        owner.execute("DELETE FROM business_venuecode WHERE venue_id = %s", [noodles])
        owner.execute(
            "INSERT INTO business_venuecode (code, venue_id) VALUES (%s, %s)", [code, noodles]
        )
    day = scene.noon.date()

    def told(hour: int) -> Guidance | None:
        packed = claims_of(clean.system, f"/v1/exposures/{day}", "exposure_key")["entries"]
        return found(code, Slot(day, hour), by_key(decoded(packed)))

    page = walk.officer.get(f"{walk.case}/exposures")
    window = next(one for one in marks(page.text) if one.startswith(f"{noodles}."))
    before = entries(clean)
    walk.officer.post(f"{walk.case}/exposures", window=window, advice="1", group="0")
    test = Guidance(Advice.TEST, DiseaseGroup.UNSAID)
    until(lambda: told(12) == test, "the gateway serves it")

    links = re.findall(r'href="(/exposures/\d+)"', walk.officer.get("/exposures/").text)
    assert len(links) == 1
    fields = {
        "start": f"{day}T15:10",
        "end": f"{day}T15:50",
        "advice": str(Advice.WATCH.value),
        "group": "2",
    }
    future = fields | {
        "end": (datetime.now(VENUE_ZONE) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    }
    assert walk.officer.post(links[0], **future).status_code == 400
    assert walk.officer.post(links[0], **fields).url.path == "/exposures/"
    watch = Guidance(Advice.WATCH, DiseaseGroup.GUT)
    until(lambda: told(15) == watch and told(12) is None, "the correction is served")
    assert walk.officer.post(links[0], "/exposures/", **fields).status_code == 400, "once only"

    standing_link = re.findall(r'href="(/exposures/\d+)"', walk.officer.get("/exposures/").text)
    assert len(standing_link) == 1
    assert standing_link != links
    walk.officer.post(f"{standing_link[0]}/withdraw", standing_link[0], reason="corrected")
    assert len(standing()) == 1, "that reason is a correction's alone"
    for _ in range(2):
        walk.officer.post(f"{standing_link[0]}/withdraw", "/exposures/alert", reason="not-infected")
    until(lambda: told(15) is None, "the withdrawal is served")
    assert [(kind, detail) for kind, _actor, _case, detail in entries(clean)[len(before) :]] == [
        ("exposures-published", {"windows": 1, "hours": 2, "basis": "case"}),
        ("exposure-corrected", {"hours": 1}),
        ("exposure-withdrawn", {"reason": "not-infected"}),
    ]
    assert "사례가 감염되지 않았습니다" in walk.officer.get("/exposures/").text
    assert "노출 안내를 거둠" in walk.officer.get("/ledger/").text


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("한결 국수 11:00~11:40", "11:00", "12:00"),
        ("한결 국수(12시 10분~14시 5분)", "12:00", "15:00"),
    ],
)
def test_an_alert_is_published_for_the_venue_that_a_person_chose(
    browse: Open, clean: House, scene: Scene, said: str, start: str, end: str
) -> None:
    officer, noodles = browse("investigation", "officer"), scene.venues["한결 국수"]
    day = scene.noon.date()
    text = f"[제주도] {day.month}월 {day.day}일 {said} 방문자는 보건소에서 코로나19 검사 받으시기 바랍니다"
    asked = {"text": text, "sent": str(datetime.now(VENUE_ZONE).date())}
    before = entries(clean)
    read = officer.post("/exposures/alert", **asked, step="read")
    assert read.status_code == 200, read.text
    assert f'value="{noodles}"' in read.text
    assert (standing(), entries(clean)) == ([], before), "reading publishes nothing"
    told = {"advice": "1", "group": "1"}
    none = officer.post("/exposures/alert", **asked, **told, step="publish")
    assert none.status_code == 400
    elsewhere = {"venue-0": str(scene.venues["돌담 커피"])}  # the words do not find it
    assert (
        officer.post("/exposures/alert", **asked, **told, **elsewhere, step="publish").status_code
        == 400
    )
    done = officer.post(
        "/exposures/alert", **asked, **told, **{"venue-0": str(noodles)}, step="publish"
    )
    assert done.url.path == "/exposures/"
    assert standing() == [(noodles, start, end, 1, 1, "alert")]
    kind, _actor, case, detail = entries(clean)[-1]
    assert (kind, case, detail["basis"]) == ("exposures-published", "", "alert")


@pytest.mark.parametrize(
    "text",
    [
        "[제주도] 오늘 코로나19 확진자 12명 발생",
        "호우주의보 발효 중, 하천 접근 금지",
        "<script>alert(1)</script>",
    ],
)
def test_a_text_without_a_place_and_time_gives_nothing(
    browse: Open, clean: House, text: str
) -> None:
    officer = browse("investigation", "officer")
    answer = officer.post("/exposures/alert", text=text, sent="2026-11-27", step="publish")
    assert answer.status_code == 400
    assert "<script>alert(1)" not in answer.text
    assert html.escape("노출") in answer.text
    assert standing() == []


def test_nobody_else_publishes_and_no_other_agency_sees_or_ends_it(
    browse: Open, walk: Walk, clean: House
) -> None:
    from ansim.accounts.models import Staff

    page = walk.officer.get(f"{walk.case}/exposures")
    walk.officer.post(f"{walk.case}/exposures", window=marks(page.text)[:1], advice="1", group="0")
    link = re.findall(r'href="(/exposures/\d+)"', walk.officer.get("/exposures/").text)[0]
    approver = browse("investigation", "approver")
    for path in ("/exposures/", "/exposures/alert", link, f"{walk.case}/exposures"):
        assert approver.get(path).status_code == 403, path
    try:
        Staff.objects.filter(login="officer").update(agency="서귀포")
        assert walk.officer.get(link).status_code == 404
        assert link not in walk.officer.get("/exposures/").text
        walk.officer.post(f"{link}/withdraw", "/exposures/alert", reason="twice")
    finally:
        Staff.objects.filter(login="officer").update(agency="")
    assert len(standing()) == 1


def test_where_somebody_was_never_waits_in_the_table_of_sign_ins(
    browse: Open, walk: Walk, clean: House
) -> None:
    from ansim.investigation.models import ConsoleSession

    page = walk.officer.get(f"{walk.case}/exposures")
    window = marks(page.text)[0]
    fresh = browse("investigation", "officer")  # signed in anew, with no session to look up
    asked = fresh.post(
        f"{walk.case}/exposures", "/exposures/alert", window=window, advice="1", group="0"
    )
    assert asked.url.path == "/shift/"
    assert standing() == []
    stored = " ".join(in_clear(one.session_data) for one in ConsoleSession.objects.all())
    assert f"{walk.case}/exposures" in stored
    assert window not in stored
