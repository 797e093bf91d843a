"""GET and POST /my/venues/<id>/hours"""

import re
from typing import Any

import pytest

from support.house import Open
from support.owner import SignedIn, with_business
from support.system import System


@pytest.fixture
def owner(browse: Open) -> SignedIn:
    return with_business(browse)


def venue_of(owner: SignedIn) -> Any:
    return owner.account.venues().get()


def store(owner: SignedIn, **fields: Any) -> Any:
    return owner.browser.post(f"/my/venues/{venue_of(owner).pk}/hours", **fields)


def test_the_plain_case_is_two_times(owner: SignedIn) -> None:
    page = store(owner, opens="9", closes="오후 10시", closed_days=["mon"], holidays="closed")
    text = re.sub(r"\s+", " ", page.text)
    assert "영업시간을 저장했습니다" in text
    assert "월요일: 휴무" in text
    assert "화요일: 09:00-22:00" in text
    assert "공휴일: 휴무" in text
    assert 'value="09:00"' in text


def test_breaks_nights_and_single_dates_are_stored_and_shown_again(owner: SignedIn) -> None:
    store(
        owner,
        opens="11:00",
        closes="22:00",
        on_sat="11-15, 17-02",
        on_holidays="12:00-18:00",
        dates="2039-12-24 휴무\r\n2039-12-30~2039-12-31 10:00-13:00",
    )
    venue = venue_of(owner)
    assert venue.opening_hours["sat"] == [["11:00", "15:00"], ["17:00", "02:00"]]
    assert venue.opening_days == {
        "holidays": [["12:00", "18:00"]],
        "dates": {
            "2039-12-24": [],
            "2039-12-30": [["10:00", "13:00"]],
            "2039-12-31": [["10:00", "13:00"]],
        },
    }
    page = owner.browser.get(f"/my/venues/{venue.pk}/hours").text
    assert 'value="11:00-15:00, 17:00-02:00"' in page
    assert "2039-12-24 휴무" in page
    assert "<details open" in re.sub(r"\s+", " ", page)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"opens": "25", "closes": "9"}, "09:00"),
        ({"opens": "9"}, "모두"),
        ({"on_mon": "언젠가"}, "휴무라고 적어 주세요"),
        ({"dates": "성탄절 휴무"}, "한 줄에 날짜와 시간"),
        ({"dates": "2026-12-24 휴무\0"}, ""),
        ({"closed_days": ["someday"]}, ""),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_changes_nothing(
    owner: SignedIn, fields: Any, words: str
) -> None:
    store(owner, opens="09:00", closes="18:00")
    page = store(owner, **fields)
    assert page.status_code == 400
    assert words in page.text
    assert 'role="alert"' in page.text
    assert venue_of(owner).opening_hours["mon"] == [["09:00", "18:00"]]


def test_hours_can_be_taken_away(owner: SignedIn) -> None:
    store(owner, opens="09:00", closes="18:00", holidays="closed")
    store(owner)
    venue = venue_of(owner)
    assert (venue.opening_hours, venue.opening_days) == (None, None)


def test_a_venue_whose_hours_nobody_can_read_is_mended_here(
    owner: SignedIn, system: System
) -> None:
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE business_venue SET opening_hours = '7' WHERE id = %s", [venue_of(owner).pk]
        )
    path = f"/my/venues/{venue_of(owner).pk}/hours"
    assert "읽을 수 없습니다" in owner.browser.get(path).text
    assert store(owner, opens="9", closes="18").status_code == 200
    assert venue_of(owner).opening_hours["mon"] == [["09:00", "18:00"]]


def test_staff_of_the_business_do_not_change_them(browse: Open, owner: SignedIn) -> None:
    helper = with_business(browse, "staff", owner.account.businesses().get())
    assert helper.browser.get(f"/my/venues/{venue_of(owner).pk}/hours").status_code == 404
