"""Look over what was read: what an alert says and no exposure holds shows that it was misread."""

import itertools
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import time, timedelta

from ansim.domain.exposures.alert import Exposure, ExposureKind, ExposureWindow
from ansim.domain.exposures.tokens import Kind, Token

_MIDNIGHT = time(0)
_COUNTED = re.compile(r"확진자?\s*\d+\s*명|\d+\s*명\s*(?:추가\s*)?(?:확진|발생)")


def fault_of(wording: str, pieces: Sequence[Token], exposures: Sequence[Exposure]) -> str:
    """Why exposures can hardly be what the pieces of the wording say; empty where they may be."""
    windows = [window for one in exposures for window in one.windows]
    for check in CHECKS:
        if reason := check(wording, pieces, exposures, windows):
            return reason
    return ""


def _hour_left_out(
    _w: str, pieces: Sequence[Token], _e: Sequence[Exposure], windows: Sequence[ExposureWindow]
) -> str:
    edges = _edges(windows)
    for piece in pieces:
        hour, minute = piece.values
        if piece.kind is Kind.TIME and (hour % 12, minute) not in edges:
            return f"{piece.text.strip()} belongs to none of the exposures read"
    return ""


def _day_left_out(
    _w: str, pieces: Sequence[Token], _e: Sequence[Exposure], windows: Sequence[ExposureWindow]
) -> str:
    for piece in pieces:
        if piece.kind is Kind.DATE and not any(_holds(one, *piece.values) for one in windows):
            return f"{piece.text.strip()} belongs to none of the exposures read"
    return ""


def _holds(window: ExposureWindow, month: int, day: int) -> bool:
    end = window.end or window.start
    days = (end.date() - window.start.date()).days
    return any(
        (found.month, found.day) == (month, day)
        for found in (window.start.date() + timedelta(step) for step in range(days + 1))
    )


def _times_overlap(
    _w: str, _p: Sequence[Token], exposures: Sequence[Exposure], _s: Sequence[ExposureWindow]
) -> str:
    for one in exposures:
        ordered = sorted(one.windows, key=lambda window: window.start)
        for before, after in itertools.pairwise(ordered):
            if before.end is not None and after.start < before.end:
                return f"two times at {one.venue} overlap"
    return ""


def _days_beside_counts(
    wording: str, _p: Sequence[Token], _e: Sequence[Exposure], windows: Sequence[ExposureWindow]
) -> str:
    """A day without hours beside a count of cases is rather the day of the count."""
    if _COUNTED.search(wording) and windows and all(_whole_day(one) for one in windows):
        return "a count of cases stands beside days without hours"
    return ""


def _hours_behind(
    wording: str, _p: Sequence[Token], _e: Sequence[Exposure], windows: Sequence[ExposureWindow]
) -> str:
    """Hours that stand behind what the guests are asked to do are those of the days before."""
    found = _HOURS_SAID.search(wording)
    if found and windows and all(_whole_day(one) for one in windows):
        return f"{found.group().strip()} stands apart from the days"
    return ""


def _time_in_words(
    _w: str, pieces: Sequence[Token], exposures: Sequence[Exposure], _s: Sequence[ExposureWindow]
) -> str:
    """A time among words that are no name was not understood."""
    names = " ".join(one.venue + " ".join(one.rooms) for one in exposures)
    for piece in pieces:
        found = _TIME_SAID.search(piece.text) if piece.kind is Kind.WORDS else None
        if found and found.group() not in names:
            return f"{found.group()} belongs to none of the exposures read"
    return ""


def _a_sentence_ends(
    _w: str, pieces: Sequence[Token], _e: Sequence[Exposure], _s: Sequence[ExposureWindow]
) -> str:
    """Where a sentence ends between the days and the house, the days may be those of another matter."""
    said = False
    for piece in pieces:
        if said and piece.kind is Kind.WORDS and _SENTENCE_END.search(piece.text):
            return "a sentence ends between the times and the places"
        said |= piece.kind in (Kind.DATE, Kind.DAY, Kind.TIME)
    return ""


def hour_dropped(text: str, exposures: Sequence[Exposure]) -> str:
    """Why an hour that a bracket held before the guests were asked for anything was lost; empty where none was."""
    windows = [window for one in exposures for window in one.windows]
    if not windows:
        return ""
    edges = _edges(windows)
    if any(one.kind is ExposureKind.RIDE for one in exposures) and not all(
        map(_whole_day, windows)
    ):
        return ""  # the stops on the way have hours of their own
    for hour, minute in _CLOCK.findall(_until_asked(text)) + _HOUR.findall(_until_asked(text)):
        known = (int(hour) % 12, int(minute or 0)) in edges or int(hour) > 23  # "24시" names shops
        if not known and not any(f"{hour}시" in one.venue for one in exposures):
            return f"{hour}:{minute or '00'} belongs to none of the exposures read"
    return ""


def day_dropped(text: str, exposures: Sequence[Exposure]) -> str:
    """Why a day with its weekday that stands before the guests was lost; empty where none was."""
    windows = [window for one in exposures for window in one.windows]
    for month, day in _DAY_AND_WEEKDAY.findall(_until_asked(text)):
        if not any(_holds(one, int(month), int(day)) or one.end is None for one in windows):
            return f"{month}.{day}. belongs to none of the exposures read"
    return ""


def _until_asked(text: str) -> str:
    plain = unicodedata.normalize("NFKC", _LINE_SIGNS.sub(" ", text))
    found = _UNTIL_ASKED.match(plain)
    return found.group() if found else plain


def _edges(windows: Sequence[ExposureWindow]) -> set[tuple[int, int]]:
    return {
        (edge.hour % 12, edge.minute)
        for window in windows
        for edge in (window.start, window.end)
        if edge is not None
    }


def two_departures(pieces: Sequence[Token], exposures: Sequence[Exposure]) -> str:
    """Two times of a ride without an end may be its departure and its arrival."""
    tied = (Kind.RANGE, Kind.SINCE, Kind.OPEN_END)
    alone = [
        piece
        for at, piece in enumerate(pieces)
        if piece.kind is Kind.TIME
        and not any(one.kind in tied for one in pieces[max(0, at - 1) : at + 2])
    ]
    for one in exposures:
        open_ended = sum(span.end is None for span in one.windows)
        if one.kind is ExposureKind.RIDE and open_ended > 1 and len(alone) > 1:
            return f"the times of {one.venue} may be those of its departure and its arrival"
    return ""


def _whole_day(window: ExposureWindow) -> bool:
    return window.start.time() == _MIDNIGHT and (
        window.end is not None and window.end - window.start == timedelta(days=1)
    )


_LINE_SIGNS = re.compile(r"[\u2460-\u24ff\u2776-\u2793]")  # folded they would be digits
_UNTIL_ASKED = re.compile(
    r"(?:(?!보건소|선별|진료소|검사|상담|연락|문의|신고|운영|[자분객님]들?(?:은|는|께서)"
    r"|금일|오늘|내일|즉시|가까운|반드시).)*",
    re.DOTALL,
)
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2})\s?:\s?(\d\d)(?![\d:]|\s?분?\s?까지)")
_HOUR = re.compile(
    r"(?<![\d:가-힣])(\d{1,2})시(?:\s?(\d{1,2})분)?(?!간|장|청|\s?(?:반|까지|기준|현재|즈음|\d))(?![가-힣]{2})"
)
_DAY_AND_WEEKDAY = re.compile(
    r"(?<![\d.])(\d{1,2})\s?[./월]\s?(\d{1,2})\s?[.일]?\s?\([월화수목금토일](?:요일)?\)"
    r"(?!\s?(?:자|발생|확진|추가|신규|\d+\s?명|기준|현재|\d{1,2}시\s?기준|까지))"
)
_HOURS_SAID = re.compile(
    r"(?<!운영)(?<!검사)(?<!진료)(?<!접수)[\s(](?:(?:방문|이용|노출|해당)\s?)?(?:시간대?|일시)\s*[:(]?\s*\d{1,2}\s*[:시]"
)
_TIME_SAID = re.compile(r"(?<!\d)\d{1,2}\s?(?::\s?\d\d|시(?:\s?\d{1,2}분)?(?=[\s→~,)]|$))")
_SENTENCE_END = re.compile(r"[가-힣](?:니다|세요|바람)(?:[.\s]|$)")
_Check = Callable[
    [str, Sequence[Token], Sequence[Exposure], Sequence[ExposureWindow]],
    str,
]
CHECKS: tuple[_Check, ...] = (
    _hour_left_out,
    _day_left_out,
    _times_overlap,
    _days_beside_counts,
    _hours_behind,
    _time_in_words,
    _a_sentence_ends,
)
