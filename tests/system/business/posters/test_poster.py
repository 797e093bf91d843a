"""GET /venues/<id>/poster and its files"""

import io
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from support.house import Open
from support.system import System

SHEETS = ["a4", "a5", "tent", "stickers", "counter"]


def code_in(picture: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(picture)}


def first_page(content: bytes) -> Image.Image:
    return pypdfium2.PdfDocument(content)[0].render(scale=2).to_pil()


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_sheet_carries_the_venues_code(browse: Open, system: System, sheet: str) -> None:
    venue = system.venues["hall"]
    answer = browse("business", "registrar").get(f"/venues/{venue.id}/poster/{sheet}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    (address,) = code_in(first_page(answer.content))
    assert address.endswith(f"/v/{venue.code}")


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_code_alone_is_a_picture(browse: Open, system: System, kind: str) -> None:
    venue = system.venues["hall"]
    content = browse("business", "registrar").get(f"/venues/{venue.id}/poster/code.{kind}").content
    if kind == "svg":
        assert content.startswith(b"<?xml")
    else:
        (address,) = code_in(Image.open(io.BytesIO(content)))
        assert address.endswith(f"/v/{venue.code}")


def test_the_same_download_gives_the_same_file(browse: Open, system: System) -> None:
    registrar, path = (
        browse("business", "registrar"),
        f"/venues/{system.venues['cafe'].id}/poster/a4.pdf",
    )
    assert registrar.get(path).content == registrar.get(path).content


def test_the_file_is_named_after_the_venue(browse: Open, system: System) -> None:
    path = f"/venues/{system.venues['cafe'].id}/poster/a4.pdf"
    named = browse("business", "registrar").get(path).headers["content-disposition"]
    assert named.startswith("attachment; filename*=UTF-8''%EB%B0%94")


def test_a_zone_prints_its_place_and_itself(browse: Open, system: System) -> None:
    path = f"/venues/{system.venues['food'].id}/poster/a4.pdf"
    document = pypdfium2.PdfDocument(browse("business", "registrar").get(path).content)
    assert "동문시장 먹거리 골목" in document[0].get_textpage().get_text_range()


@pytest.mark.parametrize("path", ["", "/a4.pdf", "/code.png", "/code.svg"])
def test_a_venue_without_a_live_code_has_nothing_to_print(
    browse: Open, system: System, path: str
) -> None:
    venue = system.venues["revoked"]
    answer = browse("business", "registrar").get(f"/venues/{venue.id}/poster{path}")
    assert answer.status_code == 404


def test_a_sheet_that_is_none_is_no_page(browse: Open, system: System) -> None:
    answer = browse("business", "registrar").get(
        f"/venues/{system.venues['cafe'].id}/poster/a3.pdf"
    )
    assert answer.status_code == 404


def test_a_sign_that_cannot_be_printed_is_named(browse: Open, house: Any) -> None:
    from ansim.business.codes.issuing import reissue
    from ansim.business.models import Venue
    from ansim.domain.categories import Category

    venue = Venue.objects.create(name="웃는 카페 😀", category=Category.CAFE)
    reissue(venue)
    answer = browse("business", "registrar").get(f"/venues/{venue.pk}/poster/a4.pdf")
    venue.delete()
    assert answer.status_code == 409
    assert "😀" in answer.text


def test_strangers_are_sent_to_the_sign_in(browse: Open, system: System) -> None:
    answer = browse("business").get(f"/venues/{system.venues['cafe'].id}/poster/a4.pdf")
    assert answer.url.path == "/sign-in"
