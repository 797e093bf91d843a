"""GET /venues/<id>/, its poster, and the change of its code"""

import re

import pytest

from support.house import Open
from support.system import System, new_venue


def live_codes(system: System, venue: int) -> list[str]:
    with system.owner("main") as connection:
        rows = connection.execute(
            "SELECT code FROM business_venuecode WHERE venue_id = %s AND revoked_at IS NULL",
            (venue,),
        )
        return [row[0] for row in rows]


def test_it_shows_the_venue_and_its_code_in_groups(browse: Open, system: System) -> None:
    venue = system.venues["cafe"]
    page = browse("business", "registrar").get(f"/venues/{venue.id}/").text
    (code,) = live_codes(system, venue.id)
    assert "바람 카페" in page
    assert "-".join(code[at : at + 4] for at in (0, 4, 8, 12)) in page


def test_it_answers_404_for_no_venue(browse: Open) -> None:
    assert browse("business", "registrar").get("/venues/999999/").status_code == 404


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        ('["09:00"]', "null"),
        ('{"mon": [["09:00", %s]]}' % ("9" * 5000), "null"),
        ('{"mon": ' + "[" * 3000 + "]" * 3000 + "}", "null"),
        ('{"mon": [["09:00", "18:00"]]}', '{"dates": {"someday": []}}'),
    ],
)
def test_hours_that_nobody_can_read_are_said_to_be_so(
    browse: Open, system: System, hours: str, days: str
) -> None:
    strange = new_venue(system, name="시간이 이상한 집")
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE business_venue SET opening_hours = %s::jsonb, opening_days = %s::jsonb WHERE id = %s",
            [hours, days, strange.id],
        )
    browser = browse("business", "registrar")
    page = browser.get(f"/venues/{strange.id}/")
    assert page.status_code == 200
    assert "저장된 영업시간을 읽을 수 없습니다" in page.text
    assert browser.get("/venues/", q="시간이 이상한 집").status_code == 200


def test_holidays_and_coming_dates_are_shown_with_the_week(browse: Open, system: System) -> None:
    days = {"holidays": "closed", "dates": {"2020-05-05": [], "2039-05-05": [["10:00", "14:00"]]}}
    venue = new_venue(
        system,
        name="쉬는 날이 있는 집",
        opening_hours={"mon": [["18:00", "02:00"]]},
        opening_days=days,
    )
    page = re.sub(r"\s+", " ", browse("business", "registrar").get(f"/venues/{venue.id}/").text)
    assert "월요일: 18:00-02:00" in page
    assert "공휴일: 휴무" in page
    assert "2039년 5월 5일: 10:00-14:00" in page
    assert "2020년" not in page
