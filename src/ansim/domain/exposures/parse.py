"""Read an alert: is it one, which part speaks of the exposure, where and when."""

import re
from collections.abc import Sequence
from datetime import date

from ansim.domain.exposures.alert import Exposure, ExposureAlert, Unparsed
from ansim.domain.exposures.assemble import assemble
from ansim.domain.exposures.audience import asks_guests, asks_twice, exposure_part
from ansim.domain.exposures.brackets import counts_places
from ansim.domain.exposures.clock import UnreadableTimeError
from ansim.domain.exposures.places import doubt
from ansim.domain.exposures.tokens import WHEN, Token, tokens
from ansim.domain.exposures.windows import Calendar
from ansim.domain.exposures.wording import written

_COUNT = re.compile(r"확진자?\s*\d+\s*명\s*(?:발생|추가)")
_AMENDS = re.compile(r"정정|추가\s*동선|변경|재안내|수정")
_CORRECTED = re.compile(r"→\s*\d{1,2}\s*[./월일:시]")
_LONGEST_NAME = 40
_LONGEST_TEXT = (
    1000  # an emergency text has 90 to 157 letters; a text of any length would cost any time
)


def parse_alert(text: str, sent: date) -> ExposureAlert | Unparsed:
    """What an alert sent on that day says; never raises for any text."""
    if len(text) > _LONGEST_TEXT:
        return Unparsed(f"{len(text)} letters are no alert: give one alert at a time")
    wording = written(text)
    pieces = tokens(exposure_part(wording))
    if reason := _hindrance(text, wording, pieces):
        return Unparsed(reason)
    try:
        exposures = assemble(pieces, Calendar(sent))
    except UnreadableTimeError as error:
        return Unparsed(str(error))
    if reason := _fault(exposures):
        return Unparsed(reason)
    return ExposureAlert(tuple(exposures), bool(_AMENDS.search(text)))


def _fault(exposures: Sequence[Exposure]) -> str:
    if not exposures:
        return "no venue found"
    for venue in (one.venue for one in exposures):
        if len(venue) > _LONGEST_NAME:
            return f"{venue[:_LONGEST_NAME]}… is no name of a venue"
        if found := doubt(venue):
            return found
    return ""


def _hindrance(text: str, wording: str, pieces: list[Token]) -> str:
    if not asks_guests(wording):
        what = "a count of cases" if _COUNT.search(text) else "no guests of a place are addressed"
        return f"{what}: not an exposure alert"
    if not any(piece.kind in WHEN for piece in pieces):
        return "no day or time found"
    if asks_twice(wording):
        return "more exposures stand behind what the guests are asked to do"
    if counts_places(wording):
        return "the places are counted, not named"
    if _CORRECTED.search(wording):
        return "an arrow puts one time in the place of another: to be read by a person"
    return ""
