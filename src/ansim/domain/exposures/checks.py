"""Look over what was read: what an alert says and no exposure holds shows that it was misread."""

import itertools
import re
from collections.abc import Callable, Sequence
from datetime import time, timedelta

from ansim.domain.exposures.alert import Exposure, ExposureWindow
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
    edges = {
        (edge.hour % 12, edge.minute)
        for window in windows
        for edge in (window.start, window.end)
        if edge is not None
    }
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


def _whole_day(window: ExposureWindow) -> bool:
    return window.start.time() == _MIDNIGHT and (
        window.end is not None and window.end - window.start == timedelta(days=1)
    )


_Check = Callable[
    [str, Sequence[Token], Sequence[Exposure], Sequence[ExposureWindow]],
    str,
]
CHECKS: tuple[_Check, ...] = (
    _hour_left_out,
    _day_left_out,
    _times_overlap,
    _days_beside_counts,
)
