"""Printed sheets of a venue's code as PDF: poster (A4, A5), table tent, stickers, a sheet for the counter.

The same code, date and settings always give the same bytes, so a poster can be downloaded again and compared.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

import typst
from fontTools.ttLib import TTFont

from ansim.business.fonts import font_folders
from ansim.domain.errors import AnsimError


class Sheet(StrEnum):
    """What can be printed."""

    A4 = "a4"
    A5 = "a5"
    TENT = "tent"
    STICKERS = "stickers"
    COUNTER = "counter"


class UnprintableError(AnsimError):
    """A text holds signs that the fonts of the sheets lack."""

    code = "unprintable"

    def __init__(self, text: str, signs: Sequence[str]) -> None:
        shown = ", ".join(f"{sign!r} (U+{ord(sign):04X})" for sign in signs)
        super().__init__(f"{text!r} holds signs that the printed sheet cannot show: {shown}")
        self.signs = signs


@dataclass(frozen=True, slots=True)
class Printed:
    """What a sheet says. `place` is the venue's postal address, `qr` an SVG, `address` what the QR holds."""

    name: str
    name_en: str
    place: str
    code_shown: str
    address: str
    qr: str
    issued: date


@dataclass(frozen=True, slots=True)
class Office:
    """Who issues the sheets: its name, whom to call, and for how many days visits are kept."""

    name: str
    call: str
    days: int


def pdf(sheet: Sheet, venue: Printed, office: Office) -> bytes:
    """A sheet as PDF. Raises UnprintableError."""
    for text in (venue.name, venue.name_en, venue.place, office.call):
        require_printable(text)
    given = {
        "sheet": sheet.value,
        "title": f"{venue.name} QR",
        "office": office.name,
        "call": office.call,
        "days": office.days,
        "venue": {
            "name": venue.name,
            "name_en": venue.name_en,
            "place": venue.place,
            "code_shown": venue.code_shown,
            "address_shown": venue.address.removeprefix("https://").removeprefix("http://"),
            "qr": venue.qr,
            "issued": f"{venue.issued:%Y. %-m. %-d.}",
        },
    }
    made: bytes = typst.compile(  # type: ignore[misc]  # its stubs cannot infer bytes
        files("ansim.business.posters").joinpath("sheets.typ").read_bytes(),
        font_paths=[str(folder) for folder in font_folders()],
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(given, ensure_ascii=False)},
    )
    return made


def require_printable(text: str) -> None:
    """Raise UnprintableError for a sign without a glyph: typst would draw an empty box and say nothing."""
    missing = sorted({sign for sign in text if ord(sign) not in glyphs()})
    if missing:
        raise UnprintableError(text, missing)


@cache
def glyphs() -> frozenset[int]:
    """The code points that both fonts can draw."""
    found = [
        frozenset(TTFont(file, lazy=True).getBestCmap())
        for folder in font_folders()
        for file in folder.glob("*.otf")
    ]
    return frozenset.intersection(*found)
