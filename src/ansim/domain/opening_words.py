"""Opening hours as people write them: `09:00-14:00, 17:00-02:00`, `9시~오후 6시`, `휴무`, `2026-12-24 10:00-14:00`."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from ansim.domain.opening import (
    MOST_DATES,
    MOST_SPANS,
    OpeningHoursError,
    Spans,
    read_span,
    written_minute,
)

_CLOSED: Final = frozenset({"휴무", "휴무일", "휴일", "쉼", "쉽니다", "closed", "x", "없음"})
_ALWAYS: Final = frozenset({"24시간", "24h", "24시간영업", "종일", "allday", "always"})
_TIME = r"(오전|오후|am|pm)?\s*(?:(\d{1,2})\s*(?::|시)\s*(?:(\d{1,2})\s*분?)?|(\d{1,2})(\d{2})|(\d{1,2}))\s*(am|pm)?"
_TIME_ALONE: Final = re.compile(_TIME)
_SPAN: Final = re.compile(rf"{_TIME}\s*(?:부터|에서|to|-|~|–|—)\s*{_TIME}\s*(?:까지)?")
_BETWEEN: Final = re.compile(r"[,;/·\n]|그리고")
_DAY: Final = r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[일.]?"
_DATED: Final = re.compile(
    rf"{_DAY}(?:\s*(?:~|–|—|부터|-(?=\s*\d{{4}}))\s*{_DAY}(?:까지)?)?\s*:?\s+(.*)"
)
_LONGEST: Final = timedelta(days=366)


def read_time(text: str) -> str:
    """A time as `09:00` from 9, 9시, 0900, 9:00, 오전 9시. Raises OpeningHoursError."""
    found = _TIME_ALONE.fullmatch(_plain(text))
    if found is None:
        raise OpeningHoursError(f"{text[:20]!r} is no time: write 09:00")
    return _time(found.groups())


def read_spans(text: str) -> Spans:
    """The spans of one day; none for 휴무 or closed, the whole day for 24시간. Raises OpeningHoursError."""
    plain = _plain(text)
    bare = plain.replace(" ", "")
    if bare in _CLOSED:
        return ()
    if bare in _ALWAYS:
        return ((0, 24 * 60),)
    parts = [part.strip() for part in _BETWEEN.split(plain) if part.strip()]
    if not parts or len(parts) > MOST_SPANS:
        raise OpeningHoursError(f"write 1 to {MOST_SPANS} spans such as 09:00-14:00, 17:00-22:00")
    return tuple(sorted(_span(part) for part in parts))


def read_dates(text: str) -> Mapping[date, Spans]:
    """Single dates, one a line: the day or two days with ~ between them, then the spans. Raises OpeningHoursError."""
    found: dict[date, Spans] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = _DATED.fullmatch(_plain(line))
        if match is None:
            raise OpeningHoursError(f"{line[:30]!r}: write a day and its hours, 2026-12-24 휴무")
        first, last = _day(match.groups()[:3]), _day(match.groups()[3:6]) or None
        if first is None or (last is not None and not timedelta() <= last - first <= _LONGEST):
            raise OpeningHoursError(f"{line[:30]!r}: there is no such day")
        spans = read_spans(match.group(7))
        days = 1 if last is None else (last - first).days + 1
        found |= {first + timedelta(days=after): spans for after in range(days)}
        if len(found) > MOST_DATES:
            raise OpeningHoursError(f"more than {MOST_DATES} dates: write those ahead alone")
    return MappingProxyType(found)


def write_spans(spans: Spans, closed: str = "휴무") -> str:
    """Spans as `read_spans` reads them; `closed` is its word for none in the reader's language."""
    if not spans:
        return closed
    return ", ".join(f"{written_minute(start)}-{written_minute(end)}" for start, end in spans)


def write_dates(dates: Mapping[date, Spans], closed: str = "휴무") -> str:
    """Dates as `read_dates` reads them."""
    return "\n".join(f"{day} {write_spans(spans, closed)}" for day, spans in sorted(dates.items()))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


def _span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise OpeningHoursError(f"{text[:20]!r} is no span of a day: write 09:00-18:00")
    parts = found.groups()
    half = len(parts) // 2
    return read_span(text[:20], _time(parts[:half]), _time(parts[half:]))


def _time(parts: tuple[str | None, ...]) -> str:
    before, hour, minute, packed_hour, packed_minute, alone, after = parts
    hours = int(hour or packed_hour or alone or 0)
    minutes = int(minute or packed_minute or 0)
    half = before or after
    if half is not None:
        if not 1 <= hours <= 12:
            raise OpeningHoursError(f"{hours} {half} is no hour: write 09:00 or 오후 6시")
        hours = hours % 12 + (12 if half in {"오후", "pm"} else 0)
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise OpeningHoursError(f"{hours:02d}:{minutes:02d} is no time from 00:00 to 24:00")
    return f"{hours:02d}:{minutes:02d}"


def _day(parts: tuple[str | None, ...]) -> date | None:
    if None in parts:
        return None
    try:
        return date(*(int(part) for part in parts if part is not None))
    except ValueError:
        return None
