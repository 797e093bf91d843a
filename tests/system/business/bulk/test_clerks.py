"""A clerk brings in files of the national register as they are; later files as differences"""

from pathlib import Path
from typing import Any

import pytest

from support.house import Browser
from support.lists import read, send, take_in, work, worker
from support.patience import until
from support.system import System

HEADING = (
    "번호,개방서비스명,관리번호,영업상태명,소재지전화,도로명전체주소,사업장명,업태구분명,"
    "좌표정보x(epsg5174),좌표정보y(epsg5174),\n"
)


def licence(number: int, state: str = "영업/정상", **changed: str) -> str:
    name = changed.get("name", f"푸른 카페 {number}")
    kind = changed.get("kind", "휴게음식점")
    return (
        f"{number},{kind},T-{number},{state},064 700 {number:04d},제주특별자치도 제주시 없는길 {number} (연동),"
        f"{name},커피숍,{155000 + 90 * number}.2,-375.3,"
    )


def register(*rows: str) -> bytes:
    return (HEADING + "\n".join(rows) + "\n").encode("cp949")


def brought(clerk: Browser, content: bytes, reach: str = "whole", name: str = "카페") -> Any:
    return read(send(clerk, "/lists/new", content, "register.csv", reach=reach, name=name))


def venues() -> dict[str, Any]:
    from ansim.business.models import Venue

    found = Venue.objects.filter(external_id__startswith="register:T-")
    return {venue.external_id.removeprefix("register:"): venue for venue in found}


def test_open_places_are_added_and_the_second_time_nothing_changes(clerk: Browser) -> None:
    rows = [licence(1), licence(2), licence(3, "폐업"), licence(4, kind="출판사"), licence(5, "?")]
    upload = brought(clerk, register(*rows))
    assert upload.counts == {"added": 2, "aside": 2, "refused": 1}
    assert sum(upload.counts.values()) == upload.rows_in == 5
    assert venues() == {}
    assert take_in(clerk, upload).state == "applied"
    assert sorted(venues()) == ["T-1", "T-2"]
    assert all(venue.live_code() for venue in venues().values())
    again = brought(clerk, register(*rows))
    assert again.counts == {"unchanged": 2, "aside": 2, "refused": 1}
    take_in(clerk, again)
    take_in(clerk, again)
    assert sorted(venues()) == ["T-1", "T-2"]


def test_closed_and_missing_ones_are_closed_where_they_are_ticked(clerk: Browser) -> None:
    take_in(clerk, brought(clerk, register(*map(licence, range(1, 7)))))
    later = [licence(1, name="새 이름 카페"), licence(2, "폐업"), licence(3, "휴업"), licence(4)]
    upload = brought(clerk, register(*later))
    assert upload.counts == {"changed": 1, "closing": 1, "aside": 1, "unchanged": 1, "missing": 2}
    page = f"/lists/files/{upload.pk}"
    rows = {row.external_id: row.pk for row in upload.rows.filter(fate__in=("closing", "missing"))}
    shown = list(rows.values())
    clerk.post(f"{page}/closings", shown=shown, row=[rows["register:T-2"]])
    take_in(clerk, upload)
    assert {number for number, venue in venues().items() if venue.closed_at} == {"T-2"}
    assert venues()["T-1"].name == "새 이름 카페"
    assert [step.why for step in venues()["T-2"].steps.filter(what="closed")] == ["register"]
    assert brought(clerk, register(*later)).counts["missing"] == 2  # until somebody ticks them


def test_another_list_does_not_miss_what_this_one_has(clerk: Browser) -> None:
    take_in(clerk, brought(clerk, register(licence(1), licence(2))))
    assert brought(clerk, register(licence(9)), name="제과점").counts == {"added": 1}


def test_a_file_that_is_dropped_leaves_nothing(clerk: Browser) -> None:
    upload = brought(clerk, register(licence(1)))
    clerk.post(f"/lists/files/{upload.pk}/cancel", page=f"/lists/files/{upload.pk}")
    upload.refresh_from_db()
    assert (upload.state, upload.rows.count()) == ("cancelled", 0)
    take_in(clerk, upload)
    assert venues() == {}


@pytest.mark.long
def test_a_killed_task_leaves_nothing_behind_and_is_done_once_by_the_next_worker(
    clerk: Browser, system: System
) -> None:
    import os
    import signal

    from ansim.business.models import BulkTask, Upload, VenueStep

    rows = register(*map(licence, range(1, 2001)))
    answer = send(clerk, "/lists/new", rows, "register.csv", reach="whole", name="카페")
    number = int(answer.url.path.rsplit("/", 1)[1])
    with worker() as turns:
        turns.turn()
        until(lambda: BulkTask.objects.get(upload=number, kind="read").done >= 1, "a row is read")
        os.kill(turns.pid, signal.SIGKILL)
    upload = Upload.objects.get(pk=number)
    assert (upload.state, upload.rows.count()) == ("reading", 0)
    work()
    upload.refresh_from_db()
    assert upload.counts == {"added": 2000}
    clerk.post(f"/lists/files/{number}/apply", page=f"/lists/files/{number}")
    with worker() as turns:
        turns.turn()
        until(
            lambda: BulkTask.objects.get(upload=number, kind="apply").done >= 1, "a row is applied"
        )
        os.kill(turns.pid, signal.SIGKILL)
    assert len(venues()) in (0, 2000)
    work()
    taken = venues().values()
    assert len(taken) == 2000
    assert {(one.kind_of_site, one.category) for one in taken} == {("cafe", 2)}
    kept = VenueStep.objects.filter(venue__in=[one.pk for one in taken])
    assert kept.count() == 2000, "each venue has one beginning"
    with system.owner("main") as connection:
        codes = connection.execute(
            "SELECT count(*) FROM business_venuecode JOIN business_venue v ON v.id = venue_id"
            " WHERE external_id LIKE 'register:T-%'"
        ).fetchone()
    assert codes == (2000,)


def test_what_is_cancelled_while_it_is_taken_in_is_taken_in_wholly_or_not_at_all(
    clerk: Browser,
) -> None:
    upload = brought(clerk, register(*map(licence, range(1, 1001))))
    page = f"/lists/files/{upload.pk}"
    clerk.post(f"{page}/apply", page=page)
    with worker() as turns:
        turns.turn()
        clerk.post(f"{page}/cancel", page=page)
    work()
    upload.refresh_from_db()
    assert (upload.state, len(venues())) in {("ready", 0), ("applied", 1000)}


def test_a_task_that_ends_its_process_every_time_is_given_up(clerk: Browser) -> None:
    from ansim.business.models import BulkTask, Upload

    answer = send(clerk, "/lists/new", register(licence(1)), "r.csv", reach="whole", name="카페")
    number = int(answer.url.path.rsplit("/", 1)[1])
    BulkTask.objects.filter(upload=number).update(tries=3)
    work()
    assert Upload.objects.get(pk=number).state == "failed"
    assert "CSV" in clerk.get(f"/lists/files/{number}").text


@pytest.mark.parametrize(
    "name", ["11_44_01_P_목욕장업.csv", "10_42_01_P_체력단련장업.csv", "11_47_01_P_상조업.csv"]
)
def test_a_real_file_of_the_register_is_accounted_for(
    clerk: Browser, shared: Path, name: str
) -> None:
    content = (shared / "data/localdata/cp949" / name).read_bytes()
    upload = read(send(clerk, "/lists/new", content, name, reach="whole", name=name))
    assert upload.state == "ready"
    assert "refused" not in upload.counts
    assert sum(upload.counts.values()) == upload.rows_in
    take_in(clerk, upload)
    again = read(send(clerk, "/lists/new", content, name, reach="whole", name=name))
    assert set(again.counts) <= {"unchanged", "aside"}
