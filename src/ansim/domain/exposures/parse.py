"""Read an alert: is it one, which part speaks of the exposure, where and when."""

import itertools
import re
from collections.abc import Callable, Sequence
from datetime import date

from ansim.domain.exposures.alert import Exposure, ExposureAlert, ExposureKind, Unparsed
from ansim.domain.exposures.assemble import assemble
from ansim.domain.exposures.audience import (
    asks_guests,
    asks_twice,
    behind_cases,
    exposure_part,
    invites_to_tests,
    names_another,
    names_guests,
    tested_negative,
)
from ansim.domain.exposures.brackets import ENDED, counts_places
from ansim.domain.exposures.checks import day_dropped, fault_of, hour_dropped, two_departures
from ansim.domain.exposures.clock import UnreadableTimeError
from ansim.domain.exposures.names import doubt
from ansim.domain.exposures.one_ride import read_one_ride
from ansim.domain.exposures.tokens import WHEN, Token, tokens
from ansim.domain.exposures.ways_of_cases import public_part
from ansim.domain.exposures.windows import Calendar
from ansim.domain.exposures.wording import written

_COUNT = re.compile(r"확진자?\s*\d+\s*명\s*(?:발생|추가)")
_AMENDS = re.compile(r"정정|추가\s*동선|변경|재안내|수정")
_CORRECTED = re.compile(r"로\s?(?:정정|수정|변경)(?:하|합|되|됨)|→\s*\d{1,2}\s*[./월일:시]")
_MEALTIME = re.compile(r"(?:점심|저녁|아침|새벽|오전|오후|밤)\s?(?:시간(?!\s*\d)|때|무렵)")
_OPEN_FROM = re.compile(
    r"운영\s?시간[^()\d]{0,3}\d{1,2}\s?[:시][^()]*\)?[^()]{0,10}?(?:방문|이용)(?!\s?시간)[자객하한]"
)
_TRAVELLERS = re.compile(r"입국(?:자|한|하신)")
_RALLY = re.compile(r"집회\s?(?:등\s?)?(?:참석|참가|방문|\()|(?:광복절|도심|광화문)\s?집회")
_ARROW = re.compile(r"[→↔]")
_LONGEST_NAME = 40
_LONGEST_TEXT = (
    1000  # an emergency text has 90 to 157 letters; a text of any length would cost any time
)


def parse_alert(text: str, sent: date) -> ExposureAlert | Unparsed:
    """What an alert sent on that day says; never raises for any text."""
    if len(text) > _LONGEST_TEXT:
        return Unparsed(f"{len(text)} letters are no alert: give one alert at a time")
    wording = written(text)
    pieces = [] if names_guests(wording) else public_part(wording)
    way = bool(pieces)
    if way:
        wording = wording.replace("→", " ▲ ")
    else:
        pieces = tokens(exposure_part(wording))
        if reason := _hindrance(wording, pieces):
            return Unparsed(reason)
    reason = ""
    readings = [pieces] if way else [pieces, *_without_house_of_the_cases(wording)]
    for some, reader in itertools.product(readings, READERS):
        try:
            exposures = reader(some, Calendar(sent))
            fault = _fault(wording, exposures) or fault_of(wording, some, exposures)
            if not fault and not way:
                fault = hour_dropped(text, exposures) or day_dropped(text, exposures)
            if reader is assemble and not fault:
                fault = two_departures(some, exposures)
        except UnreadableTimeError as error:
            fault = str(error)
        if not fault:
            return ExposureAlert(tuple(exposures), bool(_AMENDS.search(text)))
        reason = reason or fault
    return Unparsed(reason)


def _without_house_of_the_cases(wording: str) -> list[list[Token]]:
    """The pieces behind a header that names the house of the cases: "솔교회 관련 5.3 11시~12시 별식당"."""
    behind = behind_cases(wording)
    return [tokens(exposure_part(behind))] if behind else []


def _fault(wording: str, exposures: Sequence[Exposure]) -> str:
    if not exposures:
        return "no venue found"
    if any(one.kind is ExposureKind.PLACE for one in exposures) and _ARROW.search(wording):
        return "an arrow leads from one place to another: to be read by a person"
    return _doubt(re.sub(r"\s", "", wording), exposures)


def _doubt(wording: str, exposures: Sequence[Exposure]) -> str:
    for venue in (one.venue for one in exposures):
        if len(venue) > _LONGEST_NAME:
            return f"{venue[:_LONGEST_NAME]}… is no name of a venue"
        name = re.sub(r"\s", "", venue)
        if found := doubt(venue, marked=f'"{name}"' in wording or name + ENDED in wording):
            return found
    return ""


def _hindrance(wording: str, pieces: list[Token]) -> str:
    """Why a text is none that can be read; empty where it may be one."""
    if not asks_guests(wording):
        counts = _COUNT.search(wording)
        what = "a count of cases" if counts else "no guests of a place are addressed"
        return f"{what}: not an exposure alert"
    if not any(piece.kind in WHEN for piece in pieces):
        return "no day or time found"
    return next((reason for holds, reason in HINDRANCES if holds(wording)), "")


# The second takes what the first can't: its faults are told only where both have some.
READERS: tuple[Callable[[Sequence[Token], Calendar], list[Exposure]], ...] = (
    assemble,
    read_one_ride,
)
HINDRANCES: tuple[tuple[Callable[[str], object], str], ...] = (
    (invites_to_tests, "the times are those of tests or vaccinations: not an exposure alert"),
    (tested_negative, "the guests were tested and are well: nobody is asked"),
    (asks_twice, "more exposures stand behind what the guests are asked to do"),
    (counts_places, "the places are counted, not named"),
    (_TRAVELLERS.search, "those who came from abroad are addressed: not an exposure alert"),
    (names_another, "a second house follows the first guests, and no times stand by it"),
    (_MEALTIME.search, "a part of the day is said without hours"),
    (_OPEN_FROM.search, "the hours may be those at which the house is open"),
    (_CORRECTED.search, "an arrow puts one time in the place of another: to be read by a person"),
)
