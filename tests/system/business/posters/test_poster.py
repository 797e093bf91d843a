"""GET /venues/<id>/poster"""

import io

import pytest
import zxingcpp
from PIL import Image

from support.house import Open
from support.system import System


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

    from ansim.business.qr import ERROR_LEVEL, address

    picture = io.BytesIO()
    text = address("7Q2M7Q2M7Q2M7Q2M", "https://ansim.example")
    segno.make(text, error=ERROR_LEVEL, boost_error=False, micro=False).save(
        picture, kind="png", scale=6
    )
    found = zxingcpp.read_barcode(Image.open(picture))
    assert found is not None
    assert found.text == "https://ansim.example/v/7Q2M7Q2M7Q2M7Q2M"
    assert found.ec_level == "Q"
