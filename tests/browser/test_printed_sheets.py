"""Every printed sheet, photographed under each condition, through the decoder that phones run and through another one."""

import io
from datetime import date

import pytest
import zxingcpp
from PIL import Image

from ansim.business.posters.sheets import Office, Printed, Sheet, pdf
from ansim.business.qr import address, qr_svg
from support.conditions import CONDITIONS
from support.decoding import Read, reader
from support.phone import Phone
from support.printed import code_on

pytestmark = [pytest.mark.browser, pytest.mark.long]

CODE, HOST = "7Q2M4X9KTB3HW5ZD", "https://ansim.example.kr"
WANTED = address(CODE, HOST)
OFFICE = Office("제주특별자치도", "1339", "064-000-0120", 28)
WIDTHS = (600, 120)


@pytest.fixture(scope="module")
def sheets() -> dict[Sheet, bytes]:
    venue = Printed(
        "푸른파도 카페 연동점",
        "Pureun Pado Café",
        "제주시 연동1길 23, 2층",
        "7Q2M-4X9K-TB3H-W5ZD",
        WANTED,
        qr_svg(CODE, HOST),
        date(2026, 11, 26),
    )
    return {sheet: pdf(sheet, venue, OFFICE) for sheet in Sheet}


@pytest.fixture
def read(phone: Phone) -> Read:
    return reader(phone)


@pytest.mark.timeout(900)
def test_every_sheet_is_read_under_every_condition(sheets: dict[Sheet, bytes], read: Read) -> None:
    found: dict[tuple[str, Sheet, int], str] = {}
    for sheet, printed in sheets.items():
        for wide in WIDTHS:
            code = code_on(printed, wide)
            for seed, (condition, seen) in enumerate(CONDITIONS.items()):
                found[condition, sheet, wide] = who_reads(read, seen(code, seed))
    show(found)
    assert {cell: who for cell, who in found.items() if not {"P", "L"} <= set(who)} == {}
    assert {cell for cell, who in found.items() if "T" not in who and cell[0] != "worn"} == set()


def who_reads(read: Read, frame: Image.Image) -> str:
    """P: the app from a photograph; L: the app from a live camera within a second; T: the reader of the tests."""
    buffer = io.BytesIO()
    frame.save(buffer, "png", compress_level=1)
    reading = read(buffer.getvalue(), tries=1)
    texts = {
        "P": reading.texts,
        "L": reading.live,
        "T": [one.text for one in zxingcpp.read_barcodes(frame)],
    }
    return "".join(letter for letter, those in texts.items() if WANTED in those)


def show(found: dict[tuple[str, Sheet, int], str]) -> None:
    columns = [(sheet, wide) for sheet in Sheet for wide in WIDTHS]
    print("\n" + " " * 20 + " ".join(f"{sheet:>8s}" for sheet, _wide in columns))
    print(" " * 20 + " ".join(f"{wide:8d}" for _sheet, wide in columns))
    for condition in CONDITIONS:
        cells = (found[condition, *column] or "-" for column in columns)
        print(f"{condition:20s}" + " ".join(f"{cell:>8s}" for cell in cells))
