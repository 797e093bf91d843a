"""A text that speaks of one bus, train or ferry alone: all its times are those of the ride, all other words its way."""

import itertools
import re
from collections.abc import Sequence

from ansim.domain.exposures.alert import Exposure, ExposureKind
from ansim.domain.exposures.ride_names import only_ride, ride_names, says_way
from ansim.domain.exposures.tokens import WHEN, Kind, Token
from ansim.domain.exposures.windows import Calendar, read_when, whole_days

_CARRIAGE = re.compile(r"\d+호차")
_STOP = r"[가-힣A-Za-z0-9·]+(?:\s[가-힣A-Za-z0-9·]+)?"
_DEPARTURE = re.compile(r"출발|승차|탑승")
_ARRIVAL = re.compile(rf"\s*(?:{_STOP})?\s*(?:도착|하차)")


def read_one_ride(pieces: Sequence[Token], calendar: Calendar) -> list[Exposure]:
    """The ride of a text that names one and no house; empty where another place may be meant.

    Raises UnreadableTimeError.
    """
    words = " ; ".join(one.text for one in pieces if one.kind is Kind.WORDS)
    if _names_a_house(pieces):
        return []
    name = only_ride(words)
    if not name:
        return []
    rooms = tuple(dict.fromkeys(_CARRIAGE.findall(words)))
    when = read_when(_departures(pieces), calendar)
    windows = when.windows or whole_days(when.spans)
    return [Exposure(name, rooms, windows, ExposureKind.RIDE)]


def _names_a_house(pieces: Sequence[Token]) -> bool:
    """Whether a stop has a stretch of time of its own: "별터미널 13:10~14:30, 14:30 솔시→별시 버스"."""
    plain = [one for one in pieces if one.kind is not Kind.SIGN]
    for at, piece in enumerate(plain):
        if piece.kind is not Kind.WORDS or says_way(piece.text) or ride_names(piece.text):
            continue
        behind = list(itertools.takewhile(lambda one: one.kind in WHEN, plain[at + 1 :]))
        if any(one.kind is Kind.RANGE for one in behind):
            return True
    return False


def _departures(pieces: Sequence[Token]) -> list[Token]:
    """Days and times alone, with a ~ between departure and arrival, and 부터 behind a departure alone."""
    run: list[Token] = []
    between = ""
    for at, piece in enumerate(pieces):
        if piece.kind not in WHEN:
            between += piece.text if piece.kind in (Kind.WORDS, Kind.SIGN) else " "
            continue
        if piece.kind is Kind.TIME and _open_time(run):
            arrives = _arrives(between) or (
                _DEPARTURE.search(between) and _ARRIVAL.match(_behind(pieces, at))
            )
            run += [Token(Kind.RANGE)] if arrives else [Token(Kind.SINCE)]
        elif piece.kind in (Kind.DATE, Kind.DAY) and _open_time(run) and not _arrives(between):
            run.append(Token(Kind.SINCE))
        elif piece.kind in (Kind.DATE, Kind.DAY) and _open_time(run):
            run.append(Token(Kind.RANGE))
        run.append(piece)
        between = ""
    return [*run, Token(Kind.SINCE)] if _open_time(run) else run


def _behind(pieces: Sequence[Token], at: int) -> str:
    rest = itertools.takewhile(lambda one: one.kind not in WHEN, pieces[at + 1 :])
    return " ".join(one.text for one in rest)


def _open_time(run: Sequence[Token]) -> bool:
    """Whether the run ends with a time that has no end yet."""
    return (
        bool(run)
        and run[-1].kind is Kind.TIME
        and not (len(run) > 1 and run[-2].kind is Kind.RANGE)
    )


def _arrives(between: str) -> bool:
    """Whether the words between two times lead from a departure to its arrival: one arrow with one stop."""
    between = between.strip(" ,/")
    if re.search(r"[,▲;/]", between):
        return False
    return between.startswith(("→", "~")) != between.endswith(("→", "~")) or between in ("→", "~")
