"""Venues of the key's business over the partner API: listed, read, changed under a version, closed, printed."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import zxingcpp

from support.partner import Partner, new_key
from support.system import ALWAYS_OPEN

Ours = tuple[Any, Partner]


def only(business: Any) -> Any:
    return business.venues.get()


def test_a_venue_is_read_as_it_stands(ours: Ours) -> None:
    business, partner = ours
    venue = only(business)
    answer = partner.get(f"/venues/{venue.pk}")
    assert answer.status_code == 200
    read = answer.json()
    assert read["name"] == venue.name
    assert read["code"] == venue.live_code().code
    assert read["code_address"].endswith(f"/v/{read['code']}")
    assert read["former_codes"] == []
    assert (
        partner.http.get(
            f"/venues/{venue.pk}", headers={"If-None-Match": answer.headers["etag"]}
        ).status_code
        == 304
    )


def test_pages_follow_each_other_though_a_venue_comes_meanwhile(ours: Ours) -> None:
    from ansim.business.models import Venue

    business, partner = ours
    for number in range(6):
        Venue.objects.create(name=f"지점 {number}", category=1, business=business)
    first = partner.get("/venues", limit=3).json()
    Venue.objects.create(name="늦게 온 지점", category=1, business=business)
    seen, cursor = [row["id"] for row in first["items"]], first["next"]
    while cursor:
        page = partner.get("/venues", limit=3, cursor=cursor).json()
        seen += [row["id"] for row in page["items"]]
        cursor = page["next"]
    assert seen == sorted(business.venues.values_list("pk", flat=True))


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 201},
        {"limit": "x"},
        {"limit": "٣"},
        {"cursor": "!"},
        {"cursor": "OTk5OTk5OTk5OTk5OTk"},
        {"cursor": ""},
        {"state": "gone"},
        {"other": 1},
    ],
)
def test_a_question_that_cannot_be_read_is_refused(ours: Ours, query: dict[str, Any]) -> None:
    answer = ours[1].http.get("/venues", params=query)
    assert answer.status_code == 400
    assert answer.json()["code"] == "bad-query"
    assert next(iter(query)) in answer.json()["detail"]


def test_open_and_closed_venues_are_told_apart(ours: Ours) -> None:
    business, partner = ours
    number = only(business).pk
    assert len(partner.get("/venues", state="open").json()["items"]) == 1
    assert partner.post(f"/venues/{number}/close", {}).status_code == 200
    assert partner.get("/venues", state="open").json()["items"] == []
    assert [row["id"] for row in partner.get("/venues", state="closed").json()["items"]] == [number]


def test_a_change_names_the_version_that_was_read(ours: Ours) -> None:
    business, partner = ours
    path = f"/venues/{only(business).pk}"
    missing = partner.patch(path, {"capacity": 40})
    assert (missing.status_code, missing.json()["code"]) == (428, "if-match-missing")
    etag = partner.get(path).headers["etag"]
    changed = partner.patch(
        path, {"capacity": 40, "opening_hours": ALWAYS_OPEN, "phone": "0640000009"}, etag
    )
    assert changed.status_code == 200, changed.text
    assert (changed.json()["capacity"], changed.json()["phone"]) == (40, "064-000-0009")
    late = partner.patch(path, {"capacity": 50}, etag)
    assert (late.status_code, late.json()["code"]) == (412, "changed-meanwhile")
    emptied = partner.patch(path, {"capacity": None}, changed.headers["etag"])
    assert emptied.json()["capacity"] is None
    assert emptied.json()["opening_hours"] == ALWAYS_OPEN


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"capacity": 0}, "/capacity"),
        ({"capacity": "40"}, "/capacity"),
        ({"name": "제주도청"}, "/name"),
        ({"business": 1}, "/business"),
        ({"opening_hours": {"mon": [["25:00", "26:00"]]}}, "/opening_hours"),
        ({"opening_hours": {"someday": []}}, "/opening_hours"),
        ({"phone": "112"}, "/phone"),
        ({"phone": None}, "/phone"),
        ({"name_en": "Dawn\0Bakery"}, "/name_en"),
        ({"name_en": "Jeju Police"}, "/name_en"),
        ([], ""),
    ],
)
def test_a_wrong_field_is_named_and_nothing_changes(ours: Ours, body: Any, pointer: str) -> None:
    business, partner = ours
    path = f"/venues/{only(business).pk}"
    before = partner.get(path)
    answer = partner.patch(path, body, before.headers["etag"])
    assert answer.status_code == 422, answer.text
    [fault] = answer.json()["errors"]
    assert fault["pointer"].startswith(pointer)
    assert fault["detail"]
    assert partner.get(path).headers["etag"] == before.headers["etag"]


def test_a_venue_closes_once_with_its_owners_told(ours: Ours) -> None:
    business, partner = ours
    path = f"/venues/{only(business).pk}"
    first = partner.post(f"{path}/close", {})
    second = partner.post(f"{path}/close", {})
    assert first.json()["closed_at"] == second.json()["closed_at"] is not None
    refused = partner.post(f"{path}/code", {"old_poster": "wait"})
    assert (refused.status_code, refused.json()["code"]) == (409, "venue-closed")


def test_a_fresh_code_leaves_the_poster_on_the_wall_for_two_days(ours: Ours) -> None:
    business, partner = ours
    path = f"/venues/{only(business).pk}"
    before = partner.get(path).json()["code"]
    answer = partner.post(f"{path}/code", {"old_poster": "wait"})
    assert answer.status_code == 201
    assert answer.json()["code"] != before
    [former] = answer.json()["former_codes"]
    assert former["code"] == before
    last = partner.post(f"{path}/code", {"old_poster": "at-once"}).json()
    assert last["former_codes"] == []


def test_a_poster_carries_the_code(ours: Ours) -> None:
    import pypdfium2

    business, partner = ours
    number = only(business).pk
    answer = partner.get(f"/venues/{number}/posters/a4")
    assert answer.headers["content-type"] == "application/pdf"
    page = pypdfium2.PdfDocument(answer.content)[0].render(scale=2).to_pil()
    texts = [found.text for found in zxingcpp.read_barcodes(page)]
    assert partner.get(f"/venues/{number}").json()["code_address"] in texts
    assert partner.get(f"/venues/{number}/posters/a4").headers["etag"] == answer.headers["etag"]
    assert partner.get(f"/venues/{number}/posters/billboard").status_code == 404
    only(business).codes.update(revoked_at="2020-01-01T00:00:00Z")
    assert partner.get(f"/venues/{number}/posters/a4").json()["code"] == "no-code"


def test_a_closing_ahead_leaves_the_venue_open_until_then(ours: Ours) -> None:
    business, partner = ours
    path = f"/venues/{only(business).pk}"
    ahead = (datetime.now(UTC) + timedelta(days=30)).replace(microsecond=0)
    local = ahead.astimezone(timezone(timedelta(hours=9)))
    closed = partner.post(f"{path}/close", {"at": local.isoformat()})
    assert closed.json()["closed_at"] == f"{ahead:%Y-%m-%dT%H:%M:%SZ}"
    assert partner.post(f"{path}/code", {"old_poster": "wait"}).status_code == 201
    wrong = partner.post(f"{path}/close", {"at": "2031-05-10T00:00:00"})
    assert wrong.json()["errors"][0]["pointer"] == "/at"


def test_a_zone_is_a_venue_of_its_business_too(ours: Ours) -> None:
    from ansim.business.models import Venue

    business, partner = ours
    hall = only(business)
    other, _key = new_key()
    own = Venue.objects.create(name="2층", category=1, business=business, parent=hall)
    tenant = Venue.objects.create(name="입점 매장", category=1, business=other, parent=hall)
    assert partner.get(f"/venues/{own.pk}").json()["part_of"] == hall.pk
    assert partner.get(f"/venues/{tenant.pk}").status_code == 404
