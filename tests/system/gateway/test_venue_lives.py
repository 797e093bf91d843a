"""Closed venues, events before and after their days, places that change by day: judged by the moment of the visit."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from ansim.domain.codes import readable
from ansim.domain.days import local_day
from ansim.domain.safe_codes import code_of
from ansim.visitor.api.sealed_texts import from_base64url
from ansim.visitor.venues.directory import code_key
from support.counter import Counter
from support.patience import until
from support.system import SeededVenue, System, check_in, new_venue, now_text

WORDS = {
    "closed-venue": (
        "운영이 끝난 곳입니다",
        "This place has closed",
        "此场所已停用",
        "閉鎖された場所です",
    ),
    "event-not-begun": (
        "아직 시작하지 않은 행사입니다",
        "This event has not begun",
        "活动尚未开始",
        "まだ始まっていない行事です",
    ),
    "event-over": ("끝난 행사입니다", "This event is over", "活动已结束", "終了した行事です"),
}


def ago(**span: float) -> datetime:
    return datetime.now(UTC) - timedelta(**span)


def await_page(system: System, venue: SeededVenue, holds: Callable[[httpx.Response], bool]) -> Any:
    """The venue's page once it is so; the gateway reads changes every second."""

    def page() -> httpx.Response | None:
        answer = system.http.get(f"/v1/venues/{venue.code}")
        return answer if holds(answer) else None

    found = until(
        lambda: [one] if (one := page()) is not None else [], "the gateway reads the change"
    )
    return found[0].json()


def fate(system: System, venue: SeededVenue, **ago: float) -> str:
    body = check_in(venue, entered_at=now_text(**ago))
    answer = system.http.post("/v1/check-ins", json=body, headers=system.bearer(None))
    stored = system.stored(body["id"])
    if answer.status_code == 201:
        assert stored == 1
        return "stored"
    assert stored == 0
    return str(answer.json()["code"])


def directory(system: System, district: str) -> Any:
    token = system.http.get(f"/v1/directories/{district}").text
    return json.loads(from_base64url(token.split(".")[1]))


def test_what_began_before_the_closing_is_stored_however_late_it_comes(system: System) -> None:
    venue = new_venue(system, closed_at=ago(hours=2))
    await_page(system, venue, lambda page: page.status_code == 410)
    assert fate(system, venue) == "closed-venue"
    assert fate(system, venue, minutes=110) == "closed-venue"
    assert fate(system, venue, minutes=121) == "stored"
    assert fate(system, venue, hours=70) == "stored"


def test_an_event_takes_visits_from_6_hours_before_to_6_hours_after_its_days(
    system: System,
) -> None:
    over = new_venue(system, valid_from=ago(days=2), valid_until=ago(hours=10))
    await_page(system, over, lambda page: page.json().get("code") == "event-over")
    assert fate(system, over) == "event-over"
    assert fate(system, over, hours=5) == "stored"
    assert fate(system, over, hours=20) == "stored"
    assert fate(system, over, hours=55) == "event-not-begun"
    just_over = new_venue(system, valid_from=ago(hours=40), valid_until=ago(minutes=30))
    await_page(system, just_over, lambda page: page.status_code == 200)
    assert fate(system, just_over) == "stored"
    ahead = new_venue(system, valid_from=ago(hours=-30), valid_until=ago(hours=-60))
    await_page(system, ahead, lambda page: page.json().get("code") == "event-not-begun")
    assert fate(system, ahead) == "event-not-begun"


@pytest.mark.parametrize("place", range(4))
def test_each_is_told_in_four_languages(system: System, place: int) -> None:
    limits: dict[str, dict[str, Any]] = {
        "closed-venue": {"closed_at": ago(hours=1)},
        "event-not-begun": {"valid_from": ago(days=-3)},
        "event-over": {"valid_until": ago(days=3)},
    }
    language = ("ko", "en", "zh", "ja")[place]
    for kind, columns in limits.items():
        venue = new_venue(system, **columns)
        await_page(system, venue, lambda page, kind=kind: page.json().get("code") == kind)
        answer = system.http.get(
            f"/v1/venues/{readable(venue.code)}", headers={"Accept-Language": language}
        )
        assert (answer.json()["code"], answer.json()["title"]) == (kind, WORDS[kind][place])


def test_directories_leave_out_what_is_over_and_keep_what_is_to_come(system: System) -> None:
    district = "끝난동"
    kept = new_venue(system, district=district)
    closed = new_venue(system, district=district, closed_at=ago(minutes=5))
    over = new_venue(system, district=district, valid_until=ago(days=1))
    ahead = new_venue(system, district=district, valid_from=ago(days=-9))
    closing = new_venue(system, district=district, closed_at=ago(hours=-40))
    await_page(system, closing, lambda page: page.status_code == 200)
    found = directory(system, district)
    listed = {row[0] for row in found["venues"]}
    assert listed == {code_key(one.code) for one in (kept, ahead, closing)}
    assert set(found["closed"]) == {code_key(one.code) for one in (closed, over)}
    assert found["revoked"] == []


def test_a_closing_that_was_set_takes_hold_by_the_clock_alone(system: System) -> None:
    district = "닫히는동"
    for ahead in (4, 16, 64):  # a busy machine may hear of it when it is closed already
        venue = new_venue(system, district=district, closed_at=ago(seconds=-ahead))
        await_page(system, venue, lambda page: page.status_code != 404)
        if system.http.get(f"/v1/venues/{venue.code}").status_code == 200:
            break
    until(lambda: code_key(venue.code) in directory(system, district)["closed"], "it closes")


def test_what_opens_again_is_good_under_its_code(system: System) -> None:
    venue = new_venue(system, closed_at=ago(days=9))
    await_page(system, venue, lambda page: page.status_code == 410)
    with system.owner("main") as connection:
        connection.execute("UPDATE business_venue SET closed_at = NULL WHERE id = %s", [venue.id])
    await_page(system, venue, lambda page: page.status_code == 200)
    assert fate(system, venue) == "stored"


def test_a_mobile_venue_shows_the_place_of_the_day_and_none_in_the_directory(
    system: System,
) -> None:
    home = {
        "district": "노형동",
        "address": "제주시 노형로 1",
        "latitude": 33.48,
        "longitude": 126.48,
    }
    venue = new_venue(system, mobile=True, **home)
    today = local_day(time.time())
    days = [
        (today, "서귀포시 중문로 9", 33.25, 126.41),
        (today + timedelta(days=1), "한림", None, None),
    ]
    page = await_page(system, venue, lambda page: page.status_code == 200)
    assert (page["address"], page["latitude"]) == (home["address"], None)
    with system.owner("main") as connection:
        for day in days:
            connection.execute(
                "INSERT INTO business_placeonday (venue_id, day, address, latitude, longitude)"
                " VALUES (%s, %s, %s, %s, %s)",
                [venue.id, *day],
            )
    page = await_page(system, venue, lambda page: "중문" in page.text)
    assert (page["address"], page["latitude"], page["longitude"]) == days[0][1:]
    rows = {row[0]: row for row in directory(system, "노형동")["venues"]}
    assert rows[code_key(venue.code)][4:] == [None, None]


def test_a_former_part_of_a_site_stands_for_itself(system: System) -> None:
    site = new_venue(system, name="바다 쇼핑몰")
    shop = new_venue(system, name="조개 가게", parent_id=site.id)
    page = await_page(system, shop, lambda page: page.status_code == 200)
    assert (page["name"], page["zone"]) == ("바다 쇼핑몰", "조개 가게")
    with system.owner("main") as connection:
        connection.execute("UPDATE business_venue SET parted_at = now() WHERE id = %s", [shop.id])
    await_page(system, shop, lambda page: page.json()["name"] == "조개 가게")


def test_the_paper_list_of_a_closed_place_is_typed_in_line_by_line(system: System) -> None:
    venue = new_venue(system)
    counter = Counter(system, venue)
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE business_venue SET closed_at = now() - interval '2 hours' WHERE id = %s",
            [venue.id],
        )
    await_page(system, venue, lambda page: page.status_code == 410)
    lines = [
        {"safe_code": code_of(number), "entered_at": now_text(hours=hours)}
        for number, hours in ((70001, 3), (70002, 1))
    ]
    answer = counter.write(*lines).json()
    assert (answer["stored"], [row["code"] for row in answer["refused"]]) == (1, ["closed-venue"])


def test_nobody_is_entered_by_staff_where_there_is_none(system: System) -> None:
    venue = new_venue(system)
    counter = Counter(system, venue)
    assert counter.enter().status_code == 201
    with system.owner("main") as connection:
        connection.execute("UPDATE business_venue SET unmanned = true WHERE id = %s", [venue.id])
    until(lambda: counter.enter().status_code != 201, "the gateway hears of it")
    answer = counter.enter()
    assert (answer.status_code, answer.json()["code"]) == (409, "unmanned-venue")
