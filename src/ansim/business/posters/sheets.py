"""Printed sheets of a venue's code as PDF: poster (A4, A5), table tent, stickers, a sheet for the counter.

The same code, date and settings always give the same bytes, so a poster can be downloaded again and compared.
"""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files

import typst

from ansim.business.fonts import font_folders, require_printable


class Sheet(StrEnum):
    """What can be printed."""

    A4 = "a4"
    A5 = "a5"
    TENT = "tent"
    STICKERS = "stickers"
    COUNTER = "counter"


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
    """Who issues the sheets: its name, whom visitors call and whom owners do, and for how many days visits are kept."""

    name: str
    call: str
    desk: str
    days: int


def pdf(sheet: Sheet, venue: Printed, office: Office) -> bytes:
    """A sheet as PDF. Raises UnprintableError."""
    for text in (venue.name, venue.name_en, venue.place, office.call, office.desk):
        require_printable(text)
    given = {
        "sheet": sheet.value,
        "title": f"{venue.name} QR",
        "office": office.name,
        "call": office.call,
        "desk": office.desk,
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
