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
from typing import Final

import typst

from ansim.locale.fonts import font_folders, require_printable

LANGUAGES: Final = ("en", "zh", "ja")
"""What a sheet says beside Korean."""


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
    entrance: str = ""  # where this sheet hangs, where the venue named it
    unmanned: bool = False  # nobody can be asked there
    call_in: str = ""  # the number that checks in whoever calls it, where the place has one


@dataclass(frozen=True, slots=True)
class Office:
    """Who issues the sheets: its name, whom visitors call and whom owners do, and for how many days visits are kept."""

    name: str
    call: str
    desk: str
    days: int


def pdf(
    sheet: Sheet, venue: Printed, office: Office, languages: Sequence[str] = LANGUAGES
) -> bytes:
    """A sheet as PDF, in Korean and in `languages`. Raises UnprintableError."""
    return pdf_of_all(sheet, [venue], office, languages, title=f"{venue.name} QR")


def pdf_of_all(
    sheet: Sheet,
    venues: Sequence[Printed],
    office: Office,
    languages: Sequence[str] = LANGUAGES,
    title: str = "QR",
) -> bytes:
    """The sheets of several venues, one behind the other, as one PDF. Raises UnprintableError."""
    for venue in venues:
        require_all_printable(venue, office)
    given = {
        "sheet": sheet.value,
        "title": title,
        "office": office.name,
        "call": office.call,
        "desk": office.desk,
        "days": office.days,
        "languages": list(languages),
        "venues": [_given(venue) for venue in venues],
    }
    made: bytes = typst.compile(
        _source(),
        font_paths=_fonts(),
        sys_inputs={"sheet": json.dumps(given, ensure_ascii=False)},
    )
    return made


def require_all_printable(venue: Printed, office: Office) -> None:
    """Raise UnprintableError for a text of a sheet that holds a sign without a glyph."""
    shown = (venue.name, venue.name_en, venue.place, venue.entrance, office.call, office.desk)
    for text in shown:
        require_printable(text)


def _given(venue: Printed) -> dict[str, str | bool]:
    return {
        "name": venue.name,
        "name_en": venue.name_en,
        "place": venue.place,
        "code_shown": venue.code_shown,
        "address_shown": venue.address.removeprefix("https://").removeprefix("http://"),
        "qr": venue.qr,
        "issued": f"{venue.issued:%Y. %-m. %-d.}",
        "entrance": venue.entrance,
        "unmanned": venue.unmanned,
        "call_in": venue.call_in,
    }


@cache
def _source() -> bytes:
    return files("ansim.business.posters").joinpath("sheets.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Both fonts, opened once: that takes longer than a sheet."""
    folders = [str(folder) for folder in font_folders()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
