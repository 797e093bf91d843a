"""The history of a venue or an application, newest first, out of the steps that each change left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ansim.accounts.models import Staff
from ansim.business.admission.words import STATES, explained
from ansim.business.history.words import CHANGES, WHYS, changes_in_words
from ansim.business.models import (
    ApiKey,
    ApplicationState,
    ApplicationStep,
    Owner,
    Venue,
    VenueApplication,
    VenueHandover,
    VenueStep,
)
from ansim.domain.days import VENUE_ZONE
from ansim.domain.venue_life import VenueChange

PAGE: Final = 100
_BY_CLERKS: Final = frozenset(
    {ApplicationState.APPROVED, ApplicationState.RETURNED, ApplicationState.REFUSED}
)
FARTHEST: Final = 100
"""Pages that can be turned; a venue with more steps than these hold was changed by a program gone wild."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened: when, what, with which particulars, by whom, why. `ref` is the application's number."""

    at: datetime
    what: Promise | str
    details: tuple[str, ...]
    who: str
    words: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class HistoryReader:
    """Who reads: clerks see logins and both sides of a handover; an owner sees the time since the place is theirs."""

    is_clerk: bool


def history_of(
    venue: Venue, reader: HistoryReader, page: int = 0
) -> tuple[list[HistoryLine], bool]:
    """A page of a venue's history, and whether there are older lines."""
    end = (page + 1) * PAGE + 1
    since = None if reader.is_clerk else _since(venue)
    steps = venue.steps.select_related("owner", "staff", "api_key").order_by("-made_at", "-id")
    states = _of_applications(venue, reader)
    if since is not None:
        steps, states = steps.filter(made_at__gte=since), states.filter(at__gte=since)
    lines = [*_steps(venue, steps[:end], reader), *(_state(step, reader) for step in states[:end])]
    if since is None and not any(step.what == VenueChange.REGISTERED for step in steps[:end]):
        lines.append(HistoryLine(venue.created_at, CHANGES[VenueChange.REGISTERED], (), ""))
    lines.sort(key=lambda line: line.at, reverse=True)
    return lines[page * PAGE : end - 1], len(lines) >= end


def history_of_application(application: VenueApplication) -> list[HistoryLine]:
    """What became of an application, newest first, for clerks."""
    steps = application.steps.select_related("staff", "application__owner", "application__api_key")
    newest = steps.order_by("-at", "-id")[:PAGE]
    return [_state(step, HistoryReader(is_clerk=True)) for step in newest]


def _since(venue: Venue) -> datetime | None:
    """From when on the place is its present business's: what was before is another business's."""
    last = venue.steps.filter(what=VenueChange.HANDED_OVER).order_by("-id").first()
    return last.made_at if last else None


def _of_applications(venue: Venue, reader: HistoryReader) -> QuerySet[ApplicationStep]:
    steps = ApplicationStep.objects.filter(application__venue=venue)
    if not reader.is_clerk:
        steps = steps.filter(application__business=venue.business_id)
    people = ("staff", "application__owner", "application__api_key")
    return steps.select_related(*people).order_by("-at", "-id")


def _steps(
    venue: Venue, steps: Iterable[VenueStep], reader: HistoryReader
) -> Iterator[HistoryLine]:
    sides = _handovers(venue) if reader.is_clerk else {}
    for step in steps:
        details = [str(WHYS.get(step.why, step.why))] if step.why else []
        if step.at > step.made_at:
            details.append(
                _("from %(moment)s on") % {"moment": f"{_local(step.at):%Y-%m-%d %H:%M}"}
            )
        if step.what == VenueChange.HANDED_OVER and step.at in sides:
            details.append(sides[step.at])
        details += changes_in_words(step.changed)
        what = CHANGES.get(step.what, step.what)
        who = _who(reader, step.staff, step.owner, step.api_key) or _("by the system")
        told = reader.is_clerk or step.what == VenueChange.TURNED_DOWN
        yield HistoryLine(step.made_at, what, tuple(details), who, step.words if told else "")


def _handovers(venue: Venue) -> dict[datetime, str]:
    taken = VenueHandover.objects.filter(venue=venue, taken_at__isnull=False)
    return {
        one.taken_at: f"{one.giver} → {one.taker}"
        for one in taken.select_related("giver", "taker")
        if one.taken_at is not None
    }


def _state(step: ApplicationStep, reader: HistoryReader) -> HistoryLine:
    application, reason = step.application, explained(step.reason)
    details = (str(reason.short if reader.is_clerk else reason.told),) if reason else ()
    if step.state in _BY_CLERKS:
        who = _who(reader, step.staff, None, None) or _("without a clerk")
    else:
        who = _who(reader, None, application.owner, application.api_key)
    what = _("Application: %(state)s") % {"state": STATES[ApplicationState(step.state)]}
    return HistoryLine(step.at, what, details, who, step.words, application.ref)


def _who(
    reader: HistoryReader, staff: Staff | None, owner: Owner | None, key: ApiKey | None
) -> str:
    """Whoever decided, as the reader may know them; empty where nobody did."""
    if staff is not None:
        return _("clerk %(login)s") % {"login": staff.login} if reader.is_clerk else _("a clerk")
    if key is not None:
        return _("system “%(label)s”") % {"label": key.label}
    if owner is not None and owner.phone_end:
        return _("owner's side, number ending in %(end)s") % {"end": owner.phone_end}
    return _("owner's side") if owner is not None else ""


def _local(moment: datetime) -> datetime:
    return moment.astimezone(VENUE_ZONE)
