"""The facts of a proof of duty: what the system shows, and what the owner stated."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from ansim.business.models import DutyRecord, Venue, VenueStep, VenueUse
from ansim.business.proof.words import DESTROYERS, SHEETS
from ansim.business.use_of_venues import records_of
from ansim.domain.days import VENUE_ZONE
from ansim.domain.duty_records import DestroyedBy, DutyRecordKind, destruction_due
from ansim.domain.facilities import Facility, orders_for
from ansim.domain.venue_life import VenueChange
from ansim.settings.orders import known_orders


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: a day in words, and what it says. `record` is what an owner can take back or add to."""

    day: str
    text: str
    record: DutyRecord | None = None
    is_open_log: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that a sheet or page says of a place."""

    shown: list[Fact]
    stated: list[Fact]


def proof_of(place: Venue, now: datetime) -> Proof:
    """The facts of a place at a moment in the language at hand, oldest first."""
    today = now.astimezone(VENUE_ZONE).date()
    records = records_of(place)
    destroyed = {one.log_id: one for one in records if one.log_id is not None}
    shown = sorted(
        [*_registered(place, now), *_duty(place, today), *_issued(records), *_used(place)],
        key=_by_day,
    )
    stated = [fact for one in records for fact in _stated(one, destroyed.get(one.pk))]
    return Proof(shown, stated)


def _registered(place: Venue, now: datetime) -> Iterator[Fact]:
    yield Fact(_local(place.created_at), _("Registered with the authority"))
    for code in place.codes.order_by("issued_at"):
        yield Fact(_local(code.issued_at), _("QR code issued"))
        if code.revoked_at is not None and code.revoked_at <= now:
            yield Fact(_local(code.revoked_at), _("Former QR code no longer good"))
    told = {
        VenueChange.CLOSED: _("Closed"),
        VenueChange.REOPENED: _("Opened again"),
    }
    for step in _closings(place, now):
        yield Fact(_local(step.at), told[VenueChange(step.what)])
    for step in place.steps.filter(what=VenueChange.HANDED_OVER):
        yield Fact(_local(step.at), _("Taken over from another business"))


def _closings(place: Venue, now: datetime) -> list[VenueStep]:
    """Closings that came to pass, and openings after them: one that lies ahead may still be moved or taken back."""
    came: list[VenueStep] = []
    steps = place.steps.filter(what__in=[VenueChange.CLOSED, VenueChange.REOPENED])
    for step in steps.order_by("id"):
        if came and came[-1].what == VenueChange.CLOSED and came[-1].at > step.made_at:
            came.pop()
            if step.what == VenueChange.REOPENED:
                continue
        came.append(step)
    return [step for step in came if step.at <= now]


def _duty(place: Venue, today: date) -> Iterator[Fact]:
    """The orders that hold for the place today; it says so where none does."""
    known = place.kind_of_site in set(Facility)
    area = None if place.floor_area is None else float(place.floor_area)
    held = orders_for(Facility(place.kind_of_site), today, area, known_orders()) if known else []
    for order in held:
        text = _("Under the duty to keep a visitor log: %(order)s") % {"order": order.name}
        yield Fact(order.since.isoformat(), text)


def _issued(records: list[DutyRecord]) -> Iterator[Fact]:
    """The first and the last download of each sheet: a poster may be printed fifty times."""
    of_sheet: dict[str, list[date]] = {}
    for one in records:
        if one.kind == DutyRecordKind.POSTER_ISSUED.value:
            of_sheet.setdefault(str(SHEETS.get(one.detail, one.detail)), []).append(one.day)
    for sheet, days in of_sheet.items():
        for day in sorted({days[0], days[-1]}):
            yield Fact(day.isoformat(), _("Downloaded for printing: %(sheet)s") % {"sheet": sheet})


def _used(place: Venue) -> Iterator[Fact]:
    use = VenueUse.objects.filter(venue=place).first()
    if use is not None:
        yield Fact(use.first_day.isoformat(), _("First check-in by a visitor"))
        yield Fact(
            use.last_day.isoformat(), _("Last check-in by a visitor up to the date of this sheet")
        )


def _stated(one: DutyRecord, destroyed: DutyRecord | None) -> Iterator[Fact]:
    if one.kind == DutyRecordKind.POSTER_HUNG.value:
        where = one.detail or _("every entrance")
        text = _("Poster hung up: %(where)s") % {"where": where}
        yield Fact(one.day.isoformat(), text, one)
    elif one.kind == DutyRecordKind.LOG_KEPT.value and one.until is not None:
        days = f"{one.day.isoformat()} – {one.until.isoformat()}"
        text = _("Hand-written log kept; to be destroyed on %(due)s") % {
            "due": destruction_due(one.until).isoformat()
        }
        yield Fact(days, text, one, is_open_log=destroyed is None)
        if destroyed is not None:
            by = DESTROYERS[DestroyedBy(destroyed.detail)]
            text = _("That log destroyed by %(by)s") % {"by": by}
            yield Fact(destroyed.day.isoformat(), text, destroyed)


def _by_day(fact: Fact) -> str:
    return fact.day


def _local(moment: datetime) -> str:
    return moment.astimezone(VENUE_ZONE).date().isoformat()
