"""GET /venues/<id>/, its poster, and the change of its code"""

from support.house import Open
from support.system import System


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
