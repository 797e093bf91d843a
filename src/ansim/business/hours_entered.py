"""From the fields of opening hours to the two columns of a venue, and back: pure functions of what was entered and stored."""

from collections.abc import Mapping
from typing import Any

from ansim.domain.opening import WEEKDAYS, OpeningHours, OpeningHoursError, Spans, read_span
from ansim.domain.opening_words import read_dates, read_spans, write_dates, write_spans

Columns = tuple[dict[str, Any] | None, dict[str, Any] | None]


def columns_of(entered: Mapping[str, Any]) -> Columns:
    """What the two columns of a venue hold of fields that were found good; None where nothing was said.

    A line of a day goes before the plain hours. Raises OpeningHoursError.
    """
    opens, closes = entered.get("opens"), entered.get("closes")
    plain = (read_span("every day", opens, closes),) if opens and closes else ()
    closed = entered.get("closed_days") or ()
    lines = {day: entered.get(f"on_{day}") or "" for day in WEEKDAYS}
    week = tuple(
        read_spans(line) if line else () if day in closed else plain for day, line in lines.items()
    )
    holidays: Spans | None = () if entered.get("holidays") == "closed" else None
    if line := entered.get("on_holidays"):
        holidays = read_spans(line)
    hours = OpeningHours(week, holidays, read_dates(entered.get("dates") or ""))
    weekly, days = hours.stored()
    if entered.get("holidays") == "open" and holidays is None:
        days = {"holidays": "open", **(days or {})}
    return (weekly if plain or any(lines.values()) else None), days


def entries_of(weekly: Any, days: Any, closed_word: str = "휴무") -> dict[str, Any]:
    """What the fields show of what is stored; empty where nobody can read it. `closed_word`: 휴무 or closed."""
    try:
        hours = OpeningHours.read(weekly or {}, days)
    except OpeningHoursError:
        return {}
    said = days.get("holidays") if isinstance(days, Mapping) else None
    shown: dict[str, Any] = {"holidays": said if said in ("open", "closed") else ""}
    if hours.holidays:
        shown["on_holidays"] = write_spans(hours.holidays)
    shown["dates"] = write_dates(hours.dates, closed_word)
    if weekly is None:
        return shown
    opened = [spans for spans in hours.week if spans]
    plain = max(opened, key=opened.count) if opened else ()
    if len(plain) == 1:
        shown["opens"], shown["closes"] = write_spans(plain).split("-")
    usual = plain if len(plain) == 1 else None
    closed = [day for day, spans in zip(WEEKDAYS, hours.week, strict=True) if not spans]
    shown["closed_days"] = closed if usual else []
    for day, spans in zip(WEEKDAYS, hours.week, strict=True):
        if spans != usual and (spans or not usual):
            shown[f"on_{day}"] = write_spans(spans, closed_word)
    return shown
