"""Announcements reach the owners whom they concern, and stay with the names of the clerks who wrote them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ansim.domain.days import VENUE_ZONE
from support.house import Browser, Open
from support.owner import SignedIn, post, with_business

TODAY = datetime.now(UTC).astimezone(VENUE_ZONE).date()
DAY = timedelta(days=1)


@pytest.fixture
def clerk(browse: Open) -> Browser:
    return browse("business", "registrar")


@pytest.fixture
def owner(browse: Open) -> SignedIn:
    return with_business(browse)


def write(clerk: Browser, title: str, **changed: Any) -> Any:
    values = {
        "title_ko": title,
        "text_ko": "알려 드립니다.",
        "title_en": f"{title} (en)",
        "text_en": "For your information.",
        "category": "",
        "district": "",
        "shown_from": str(TODAY),
        "shown_until": "",
        **changed,
    }
    return clerk.post("/announcements/new", **values)


def sees(owner: SignedIn, title: str) -> bool:
    return title in owner.browser.get("/my/announcements/").text


def test_an_owner_sees_it_at_home_until_they_mark_it(clerk: Browser, owner: SignedIn) -> None:
    from ansim.business.models import Announcement, AnnouncementRead

    write(clerk, "명절 영업 안내 하나")
    made = Announcement.objects.get(title_ko="명절 영업 안내 하나")
    assert made.made_by.login == "registrar"
    assert "명절 영업 안내 하나" in owner.browser.get("/my/").text
    for _ in range(2):
        assert post(owner.browser, f"/my/announcements/{made.pk}/read").status_code == 200
    assert "명절 영업 안내 하나" not in owner.browser.get("/my/").text
    assert sees(owner, "명절 영업 안내 하나")
    assert AnnouncementRead.objects.filter(announcement=made).count() == 1


@pytest.mark.parametrize(
    ("changed", "seen"),
    [
        ({"category": "3"}, True),
        ({"category": "5"}, False),
        ({"district": "연동"}, True),
        ({"district": "노형동"}, False),
        ({"category": "3", "district": "연동"}, True),
        ({"category": "5", "district": "연동"}, False),
        ({"shown_from": 1}, False),
        ({"shown_from": -2, "shown_until": -1}, False),
        ({"shown_until": 0}, True),
    ],
)
def test_it_concerns_a_kind_and_a_district_for_its_time(
    clerk: Browser, owner: SignedIn, changed: dict[str, str | int], *, seen: bool
) -> None:
    from ansim.business.models import Venue

    owner.account.venues().update(district="연동", category=3)
    Venue.objects.create(name="먼 곳", category=5, district="노형동")
    title = f"안내 {changed}"[:60].replace("'", "")
    fields = {
        name: str(TODAY + value * DAY) if isinstance(value, int) else value
        for name, value in changed.items()
    }
    answer = write(clerk, title, **fields)
    assert answer.url.path == "/announcements/", answer.text[:2000]
    assert sees(owner, title) is seen


def test_kind_and_district_must_be_of_one_venue(clerk: Browser, owner: SignedIn) -> None:
    from ansim.business.models import Venue

    owner.account.venues().update(district="연동", category=3)
    business = owner.account.businesses().get()
    Venue.objects.create(name="다른 곳", category=5, district="노형동", business=business)
    write(clerk, "연동 카페 아님", category="5", district="연동")
    assert not sees(owner, "연동 카페 아님")


def test_a_closed_venue_concerns_nobody(clerk: Browser, owner: SignedIn) -> None:
    owner.account.venues().update(district="외도동", closed_at=datetime.now(UTC) - DAY)
    write(clerk, "외도동 안내", district="외도동")
    assert not sees(owner, "외도동 안내")


def test_what_is_withdrawn_is_seen_no_more_and_names_who_did(
    clerk: Browser, owner: SignedIn
) -> None:
    from ansim.business.models import Announcement

    write(clerk, "잘못된 안내")
    made = Announcement.objects.get(title_ko="잘못된 안내")
    clerk.post(f"/announcements/{made.pk}/withdrawn", page="/announcements/new")
    made.refresh_from_db()
    assert made.withdrawn_by is not None
    assert not sees(owner, "잘못된 안내")
    assert post(owner.browser, f"/my/announcements/{made.pk}/read").status_code == 404


def test_each_act_of_a_clerk_is_recorded(clerk: Browser) -> None:
    from ansim.accounts.models import Act

    before = Act.objects.filter(permission="ANNOUNCEMENT_WRITE", method="POST").count()
    write(clerk, "기록되는 안내")
    assert Act.objects.filter(permission="ANNOUNCEMENT_WRITE", method="POST").count() == before + 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"district": "없는동"}, "district"),
        ({"title_ko": ""}, "title_ko"),
        ({"text_en": ""}, "text_en"),
        ({"shown_until": "2020-01-01"}, "shown_until"),
        ({"category": "77"}, "category"),
        ({"text_ko": "가" * 2001}, "text_ko"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    clerk: Browser, changed: dict[str, str], field: str
) -> None:
    answer = write(clerk, "틀린 안내", **changed)
    assert answer.status_code == 400
    assert f'id="id_{field}_error"' in answer.text


def test_a_text_is_shown_as_text(clerk: Browser, owner: SignedIn) -> None:
    write(clerk, "<script>alert(1)</script>")
    text = owner.browser.get("/my/").text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
