"""Put places and windows together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ansim.domain.exposures.notice import Exposure, ExposureWindow, Notice, Unparsed
from ansim.domain.exposures.places import Place, read_place
from ansim.domain.exposures.tokens import Kind, Token, exposure_part, tokens
from ansim.domain.exposures.windows import Calendar, UnreadableTimeError, whole_days, windows

_COUNT = re.compile(r"확진자\s*\d+\s*명\s*(?:발생|추가)")
_AMENDS = re.compile(r"정정|추가\s*동선|변경")


@dataclass
class _Stretch:
    """Words, and the days and times that follow them."""

    words: str
    run: list[Token] = field(default_factory=list)


def parse_notice(text: str, sent: date) -> Notice | Unparsed:
    """What a notice sent on that day says; never raises for any text."""
    if _COUNT.search(text):
        return Unparsed("a count of cases, not an exposure notice")
    stretches = list(_stretches(exposure_part(text)))
    if not any(stretch.run for stretch in stretches):
        return Unparsed("no day or time found")
    try:
        exposures = _exposures(stretches, Calendar(sent))
    except UnreadableTimeError as error:
        return Unparsed(str(error))
    if not exposures:
        return Unparsed("no venue found")
    return Notice(tuple(exposures), bool(_AMENDS.search(text)))


def _stretches(text: str) -> Iterator[_Stretch]:
    current = _Stretch("")
    for token in tokens(text):
        if token.kind is Kind.TEXT and _says_something(token.text):
            if current.run or current.words:
                yield current
            current = _Stretch(token.text)
        elif token.kind is not Kind.TEXT:
            current.run.append(token)
    yield current


def _says_something(words: str) -> bool:
    return bool(re.search(r"[가-힣A-Za-z0-9]", re.sub(r"각각|에서|부터|까지|및|와|과|는|은", "", words)))


def _exposures(stretches: list[_Stretch], calendar: Calendar) -> list[Exposure]:
    found: list[Exposure] = []
    venue, days, waiting = "", list[date](), list[ExposureWindow]()
    for stretch in stretches:
        closes = re.match(r"\s*,?\s*([^()]*?)\)", stretch.words)
        if found and closes and (late := read_place(closes.group(1))).rooms and not late.venue:
            # ", 여탕)" inside the brackets of the times before belongs to them.
            last = found.pop()
            found.append(Exposure(last.venue, (*last.rooms, *late.rooms), last.windows))
            stretch.words = stretch.words[closes.end() :]
        place = read_place(stretch.words)
        venue = place.venue or venue
        times, named = windows(stretch.run, calendar, days)
        days = named
        if not venue:
            waiting += times
            continue
        now = waiting + times
        waiting = []
        if now:
            _add(found, venue, place, now)
    if not found and venue and days:
        found.append(Exposure(venue, (), tuple(waiting or whole_days(days))))
    return found


def _add(found: list[Exposure], venue: str, place: Place, times: list[ExposureWindow]) -> None:
    same = found and found[-1].venue == venue and not place.venue and not place.rooms
    if same:
        last = found.pop()
        found.append(Exposure(venue, last.rooms, (*last.windows, *times)))
    else:
        found.append(Exposure(venue, place.rooms, tuple(times)))
