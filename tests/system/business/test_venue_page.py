"""GET /venues/<id>/, its poster, and the change of its code"""

import io

import pytest
import zxingcpp
from PIL import Image

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
    "language", ["휴대전화 카메라로", "Please scan", "请用手机相机", "スマートフォン"]
)
def test_the_poster_asks_in_four_languages(browse: Open, system: System, language: str) -> None:
    assert (
        language
        in browse("business", "registrar").get(f"/venues/{system.venues['hall'].id}/poster").text
    )


def test_the_posters_qr_opens_the_venues_address() -> None:
    import segno

    from ansim.business.poster import ERROR_LEVEL, address

    picture = io.BytesIO()
    text = address("7Q2M7Q2M7Q2M7Q2M", "https://ansim.example")
    segno.make(text, error=ERROR_LEVEL, boost_error=False, micro=False).save(
        picture, kind="png", scale=6
    )
    found = zxingcpp.read_barcode(Image.open(picture))
    assert found is not None
    assert found.text == "https://ansim.example/v/7Q2M7Q2M7Q2M7Q2M"
    assert found.ec_level == "Q"


def test_a_new_code_takes_the_place_of_the_old_one_and_keeps_the_venue(
    browse: Open, system: System
) -> None:
    venue = new_venue(system)
    (before,) = live_codes(system, venue.id)
    answer = browse("business", "registrar").post(
        f"/venues/{venue.id}/code", f"/venues/{venue.id}/"
    )
    (after,) = live_codes(system, venue.id)
    assert answer.url.path == f"/venues/{venue.id}/"
    assert after != before


def test_a_changed_code_tells_the_gateway_to_read_the_venue_again(
    browse: Open, system: System
) -> None:
    venue = new_venue(system)

    def updated() -> object:
        with system.owner("main") as connection:
            row = connection.execute(
                "SELECT updated_at FROM business_venue WHERE id = %s", (venue.id,)
            ).fetchone()
        assert row
        return row[0]

    before = updated()
    browse("business", "registrar").post(f"/venues/{venue.id}/code", f"/venues/{venue.id}/")
    assert updated() > before  # type: ignore[operator]


def test_a_revoked_venue_has_no_poster(browse: Open, system: System) -> None:
    venue = new_venue(system)
    registrar = browse("business", "registrar")
    registrar.post(f"/venues/{venue.id}/code/revoke", f"/venues/{venue.id}/")
    assert live_codes(system, venue.id) == []
    assert registrar.get(f"/venues/{venue.id}/poster").status_code == 404
    assert "유효한 코드가 없어" in registrar.get(f"/venues/{venue.id}/").text


def test_a_code_changes_by_post_alone(browse: Open, system: System) -> None:
    assert (
        browse("business", "registrar").get(f"/venues/{system.venues['cafe'].id}/code").status_code
        == 405
    )
