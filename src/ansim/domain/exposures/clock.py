"""Hours of the day as people write them, with or without the half of the day, as hours of 24."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from ansim.domain.exposures.tokens import Kind, Token

_NOON, _DAY = timedelta(hours=12), timedelta(days=1)
# From nine to one at night houses stay open; a longer night is rather a slip of the writer.
_LONGEST_NIGHT = timedelta(hours=17)


class UnreadableTimeError(ValueError):
    """A day or time that does not exist, that can be read in two ways, or that ends before it starts."""


def with_halves(pieces: Sequence[Token]) -> list[Token]:
    """The pieces with the half of the day carried on: in "오후 1시~2시, 3시~4시" to three and four o'clock.

    Raises UnreadableTimeError where hours without a half follow on another day.
    """
    carried: list[Token] = []
    last, ends = timedelta(0), False  # the latest time of the day so far, once a half was said
    for piece in pieces:
        token = piece
        if piece.kind is Kind.TIME:
            bare = not piece.half and not piece.padded and 0 < piece.values[0] < 12
            if bare and last and not ends:
                token = _carried(piece, last)
            if token.half or last:
                last = max(last, start_of(token)) if not ends else _end_of(carried, token, last)
        elif piece.kind in (Kind.DATE, Kind.DAY) and last:
            last = _DAY
        if piece.kind is not Kind.SIGN:
            ends = piece.kind is Kind.RANGE
        carried.append(token)
    return carried


def _carried(token: Token, last: timedelta) -> Token:
    if last >= _DAY:
        raise UnreadableTimeError(f"{token.text.strip()}: the half of the day is not said")
    return token if start_of(token) >= last else replace(token, half="오후")


def _end_of(before: Sequence[Token], end: Token, last: timedelta) -> timedelta:
    start = next((one for one in reversed(before) if one.kind is Kind.TIME), None)
    return stretch_of(start, end)[1] if start is not None else last


def start_of(token: Token) -> timedelta:
    """Time since the day's midnight of a time that stands alone or begins a stretch.

    Raises UnreadableTimeError where there is no such time, or two.
    """
    found = _possible(token)
    if len(found) > 1:
        found = found[:1]
    return found[0]


def stretch_of(start: Token, end: Token) -> tuple[timedelta, timedelta]:
    """Both times since the midnight of the first day; an end past midnight is beyond 24 hours.

    An end without a half of the day is the first such hour after the start: 오후 11시~1시 ends at one at night.
    """
    first = start_of(start)
    if not start.half and end.half in _AFTERNOON and start.values[0] < 12 and not start.padded:
        first = _led_by_the_end(start, end, first)
    ends = _possible(end) if end.half or not start.half else _either_half(end)
    later = [moment for moment in (*ends, *(one + _DAY for one in ends)) if moment > first]
    if not later:
        raise UnreadableTimeError(f"{end.text.strip()} does not come after {start.text.strip()}")
    if not (start.half or end.half) and (_doubtful(start, end) or _night_or_afternoon(start, end)):
        raise UnreadableTimeError(
            f"{start.text.strip()} to {end.text.strip()}: the half of the day is not said"
        )
    last = min(later)
    if last >= _DAY and not end.half and last - first > _LONGEST_NIGHT:
        raise UnreadableTimeError(f"{end.text.strip()} comes before {start.text.strip()}")
    return first, last


def _doubtful(start: Token, end: Token) -> bool:
    """Whether the end may be meant in the afternoon: 11시~1시; not so in 20:00~02:00 or 09:00~01:00."""
    return (
        0 < end.values[0] <= start.values[0] <= 12
        and end.values != start.values
        and not end.padded
        and not start.padded
        and end.values < start.values
    )


def _night_or_afternoon(start: Token, end: Token) -> bool:
    """Whether hours are as likely of the afternoon as of the night: 2시~3시; not so 02~03시, 2:00, 5시~12시."""
    small = 0 < start.values[0] < 6 and 0 < end.values[0] < 7
    said = any(":" in one.text or one.text.strip().startswith("0") for one in (start, end))
    return small and not said


def _led_by_the_end(start: Token, end: Token, first: timedelta) -> timedelta:
    """The start where only the end has a half of the day: 1시~오후 3시 begins in the afternoon, 10시~오후 2시 before noon."""
    hour, until = start.values[0], end.values[0] % 12
    if hour >= until:
        return first
    if hour < 7:
        return first + _NOON
    raise UnreadableTimeError(
        f"{start.text.strip()} to {end.text.strip()}: the half of the day is not said"
    )


_MORNING = {"오전", "새벽", "아침", "AM", "am", "Am"}
_AFTERNOON = {"오후", "저녁", "점심", "낮", "한낮", "밤", "한밤", "심야", "PM", "pm", "Pm"}
# The hours of a clock face that each word may go with, and what is added to them.
_FACES: dict[str, tuple[tuple[range, int], ...]] = {
    "오전": ((range(12), 0), (range(12, 13), -12), (range(12, 13), 0)),
    "새벽": ((range(8), 0), (range(12, 13), -12)),
    "아침": ((range(4, 12), 0),),
    "점심": ((range(10, 13), 0), (range(1, 5), 12)),
    "낮": ((range(9, 13), 0), (range(1, 6), 12)),
    "오후": ((range(1, 12), 12), (range(12, 13), 0), (range(12, 13), 12)),
    "저녁": ((range(4, 12), 12), (range(12, 13), 12)),
    "밤": ((range(6, 12), 12), (range(12, 13), 12), (range(6), 0)),
}
_SAME = {"한낮": "낮", "한밤": "밤", "심야": "밤"}
_LATEST = {"오전": 12, "새벽": 8, "아침": 12}


def _possible(token: Token) -> list[timedelta]:
    """The times of day that the token can mean, the likeliest first."""
    hour, minute = token.values
    if hour > 24 or minute > 59:
        raise UnreadableTimeError(f"{token.text.strip()} is no time of day")
    half = token.half.upper().replace("AM", "오전").replace("PM", "오후")
    half = _SAME.get(half, half)
    if not half or hour >= 13:
        if hour > _LATEST.get(half, 24):
            raise UnreadableTimeError(f"{token.text.strip()} is no time of day")
        return [timedelta(hours=hour, minutes=minute)]
    found = [
        timedelta(hours=hour + shift, minutes=minute)
        for face, shift in _FACES[half]
        if hour in face
    ]
    if hour == 0 and not found and half == "오후":
        found = [timedelta(hours=12, minutes=minute)]
    if not found:
        raise UnreadableTimeError(f"{token.text.strip()} is no time of day")
    return found


def _either_half(end: Token) -> list[timedelta]:
    """An hour up to twelve behind a start with a half of the day may lie in either half."""
    found = _possible(end)
    return found if end.values[0] > 12 or end.padded else [found[0], found[0] + _NOON]
