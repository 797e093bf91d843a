"""Dated rules of what is asked of contacts, read from `contact_duties.json`: the days and hours of a rule are data."""

from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

import msgspec

from ansim.domain.days import VENUE_ZONE
from ansim.domain.errors import AnsimError
from ansim.domain.pathogens import SourceGrade


class ContactDutiesError(AnsimError):
    """The file of rules says two things of one day, or a day that cannot be."""

    code = "contact-duties"


class Watching(Enum):
    """What is asked of a contact, weakest first (수동감시, 능동감시, 자가격리)."""

    PASSIVE = "passive"
    ACTIVE = "active"
    QUARANTINE = "quarantine"


class ContactDuties(msgspec.Struct, frozen=True, rename={"begins": "from"}):
    """What is asked of contacts of one disease from a day on.

    It ends at `end_time` of day `end_day`; the day of the last contact has the number `counted_from`.
    """

    disease: str
    begins: date
    until: date | None
    measure: Watching
    end_day: Annotated[int, msgspec.Meta(ge=1, le=60)]
    end_time: Annotated[str, msgspec.Meta(pattern=r"\A([01][0-9]|2[0-3]):[0-5][0-9]\Z|\A24:00\Z")]
    counted_from: Annotated[int, msgspec.Meta(ge=0, le=1)]
    test_days: list[Annotated[int, msgspec.Meta(ge=0, le=60)]]
    grade: SourceGrade
    source: str


class _Rules(msgspec.Struct, frozen=True):
    note: str
    rules: list[ContactDuties]


@cache
def contact_duties() -> tuple[ContactDuties, ...]:
    """All rules of this release, in the order of the file. Raises ContactDutiesError where two hold on one day."""
    text = files("ansim.domain.contact_duties").joinpath("contact_duties.json").read_bytes()
    rules = msgspec.json.decode(text, type=_Rules).rules
    for at, one in enumerate(rules):
        if any(_overlap(one, other) for other in rules[:at]):
            raise ContactDutiesError(f"two rules of {one.disease} hold on {one.begins}")
    return tuple(rules)


def duties_on(disease: str, day: date) -> ContactDuties | None:
    """The rule that holds for contacts of a disease on a day; None where none is known."""
    return next(
        (one for one in contact_duties() if one.disease == disease and _holds(one, day)), None
    )


def duties_as_stored(disease: str, day: date) -> dict[str, Any] | None:
    """That rule as a case keeps it, so that a later edition changes no open case; None where none is known."""
    rule = duties_on(disease, day)
    stored: dict[str, Any] | None = None if rule is None else msgspec.to_builtins(rule)
    return stored


def duties_from_stored(stored: dict[str, Any] | None) -> ContactDuties | None:
    """The rule that a case was taken up with."""
    return None if stored is None else msgspec.convert(stored, ContactDuties)


def ends_at(rule: ContactDuties, last_contact: date) -> datetime:
    """When it ends for somebody who was last together with the case on that day; Korean time.

    24:00 of a day is 00:00 of the next.
    """
    day = _day(rule, last_contact, rule.end_day)
    hours, minutes = (int(part) for part in rule.end_time.split(":"))
    start = datetime(day.year, day.month, day.day, tzinfo=VENUE_ZONE)
    return start + timedelta(hours=hours, minutes=minutes)


def days_of_tests(rule: ContactDuties, last_contact: date) -> list[date]:
    """The days on which somebody is tested who was last together with the case on that day."""
    return [_day(rule, last_contact, number) for number in rule.test_days]


def _day(rule: ContactDuties, last_contact: date, number: int) -> date:
    return last_contact + timedelta(days=number - rule.counted_from)


def _holds(rule: ContactDuties, day: date) -> bool:
    return rule.begins <= day and (rule.until is None or day <= rule.until)


def _overlap(one: ContactDuties, other: ContactDuties) -> bool:
    return one.disease == other.disease and (_holds(one, other.begins) or _holds(other, one.begins))
