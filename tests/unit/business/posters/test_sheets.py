"""What leaves the printer can be scanned and read: sheets are rendered, distorted and decoded again."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from ansim.business.posters.sheets import (
    Office,
    Printed,
    Sheet,
    pdf,
)
from ansim.business.qr import address, qr_svg
from ansim.locale.fonts import UnprintableError, require_printable
from support.conditions import CONDITIONS
from support.printed import code_on

CODE, HOST = "7Q2M4X9KTB3HW5ZD", "https://ansim.example.kr"
WANTED = address(CODE, HOST)
OFFICE = Office("제주특별자치도", "1339", "064-000-0120", 28)
CODES = {Sheet.A4: 1, Sheet.A5: 1, Sheet.TENT: 2, Sheet.STICKERS: 12, Sheet.COUNTER: 1}
STAFFING: dict[str, dict[str, Any]] = {
    "staff is there": {},
    "staff and a number": {"call_in": "080-000-0455"},
    "nobody, no number": {"unmanned": True},
    "nobody, a number": {"unmanned": True, "call_in": "080-000-0455"},
}
SCRIPTS = {"ko": "찍", "en": "record", "zh": "扫", "ja": "読"}


def venue(name: str = "푸른파도 카페 연동점", place: str = "제주시 연동1길 23, 2층") -> Printed:
    return Printed(
        name,
        "Pureun Pado Café",
        place,
        "7Q2M-4X9K-TB3H-W5ZD",
        WANTED,
        qr_svg(CODE, HOST),
        date(2026, 11, 26),
    )


@cache
def pages(sheet: Sheet, scale: float = 2.0) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf(sheet, venue(), OFFICE))
    return [page.render(scale=scale).to_pil().convert("RGB") for page in document]


def read(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("sheet", Sheet)
def test_every_code_of_a_sheet_is_read_back(sheet: Sheet) -> None:
    found = [text for page in pages(sheet) for text in read(page)]
    assert found == [WANTED] * CODES[sheet]


@pytest.mark.parametrize("wide", [600, 120])
@pytest.mark.parametrize("sheet", Sheet)
def test_a_code_is_read_when_it_is_so_many_pixels_wide(sheet: Sheet, wide: int) -> None:
    code = code_on(pdf(sheet, venue(), OFFICE), wide)
    for condition in ("as it is", "in a hurry"):
        assert WANTED in read(CONDITIONS[condition](code, 1)), condition


@pytest.mark.parametrize("sheet", Sheet)
def test_every_sheet_says_what_it_is_for_in_four_languages_and_whose_it_is(sheet: Sheet) -> None:
    said = "".join(text_of_page(pypdfium2.PdfDocument(pdf(sheet, venue(), OFFICE))[0]).split())
    for words in (
        *("방문 기록 QR", "찍어 주세요", "record your visit", "登记到访", "訪問を記録"),
        *("푸른파도 카페 연동점", WANTED.removeprefix("https://"), "2026. 11. 26."),
        "제주시 연동1길 23, 2층",
    ):
        assert words.replace(" ", "") in said, words


@pytest.mark.parametrize("sheet", Sheet)
def test_every_sheet_says_how_it_is_hung_or_placed_and_no_side_is_of_another_size(
    sheet: Sheet,
) -> None:
    document = pypdfium2.PdfDocument(pdf(sheet, venue(), OFFICE))
    how = text_of_page(document[len(document) - 1])
    for words in ("100 %", "한 번 찍어", "폐업하거나 옮기면"):
        assert words in how, words
    assert {page.get_size() for page in document} == {document[0].get_size()}
    wide, high = document[0].get_size()
    paper = (148, 210) if sheet is Sheet.A5 else (210, 297)
    assert (round(wide / 72 * 25.4), round(high / 72 * 25.4)) == paper


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("staffed", STAFFING)
def test_every_sheet_says_what_whoever_cannot_scan_does(sheet: Sheet, staffed: str) -> None:
    printed = replace(venue(), **STAFFING[staffed])
    said = "".join(text_of_page(pypdfium2.PdfDocument(pdf(sheet, printed, OFFICE))[0]).split())
    assert ("080-000-0455" in said) == bool(printed.call_in)
    if sheet is not Sheet.COUNTER:  # read by staff
        assert ("직원에게" in said) == (not printed.unmanned)
    if printed.unmanned and not printed.call_in and sheet is not Sheet.COUNTER:
        assert said.count(OFFICE.call) > 1


@pytest.mark.parametrize("sheet", Sheet)
def test_visitors_and_owners_are_told_their_own_number_to_call(sheet: Sheet) -> None:
    sides = [text_of_page(page) for page in pypdfium2.PdfDocument(pdf(sheet, venue(), OFFICE))]
    for side in sides:
        ours = "등록 담당자" in side
        assert (OFFICE.desk in side, OFFICE.call in side) == (ours, not ours)


def test_the_same_venue_gives_the_same_bytes() -> None:
    assert pdf(Sheet.A4, venue(), OFFICE) == pdf(Sheet.A4, venue(), OFFICE)


@pytest.mark.parametrize(
    "name", ["뷁 똠얌 펲시 햏", "中華樓 本店", "すし処 海", "Café Ångström №7", "24시 ‘봄’ “날” ★"]
)
def test_names_in_any_of_the_languages_are_printed(name: str) -> None:
    text = text_of(pdf(Sheet.A4, venue(name), OFFICE))
    assert name in text


@pytest.mark.parametrize("name", ["카페 😀", "봄\u2064날", "🅿️ 주차", "แม่น้ำ"])
def test_a_sign_that_would_be_an_empty_box_is_refused_by_name(name: str) -> None:
    with pytest.raises(UnprintableError, match=r"U\+[0-9A-F]{4}"):
        pdf(Sheet.A4, venue(name), OFFICE)


@pytest.mark.parametrize("staffed", STAFFING)
@pytest.mark.parametrize("sheet", Sheet)
def test_no_sheet_holds_a_sign_without_a_glyph(sheet: Sheet, staffed: str) -> None:
    printed = replace(venue(), entrance="정문", **STAFFING[staffed])
    text = text_of(pdf(sheet, printed, OFFICE))
    assert {script for script, sign in SCRIPTS.items() if sign in text} == set(SCRIPTS)
    require_printable("".join(text.split()))


def test_a_name_is_text_and_never_code() -> None:
    name = '#panic("x") $x$ [a] *b* \\ "'
    assert name in text_of(pdf(Sheet.A4, venue(name), OFFICE))


@pytest.mark.parametrize("sheet", Sheet)
def test_a_long_name_stays_on_its_sheet(sheet: Sheet) -> None:
    name = "제주특별자치도 서귀포시 성산일출봉 해녀와 함께하는 옛날 할머니 손맛 흑돼지 전문점 본관"
    document = pypdfium2.PdfDocument(
        pdf(sheet, venue(name, "제주시 " + "아주긴도로명길 " * 8), OFFICE)
    )
    assert len(document) == len(pages(sheet))
    assert name.split(maxsplit=1)[0] in text_of(pdf(sheet, venue(name), OFFICE))


def text_of(printed: bytes) -> str:
    return "\n".join(text_of_page(page) for page in pypdfium2.PdfDocument(printed))


def text_of_page(page: pypdfium2.PdfPage) -> str:
    return page.get_textpage().get_text_range()
