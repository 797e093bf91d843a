"""A stay as an officer types it in: where, when, where that is known from, how surely."""

import time
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ansim.business.models import Venue
from ansim.business.venue_words import with_words
from ansim.domain.days import VENUE_ZONE
from ansim.domain.notification import bounds_of
from ansim.domain.pathogens import from_stored
from ansim.domain.quantities import VenueId
from ansim.domain.stays_by_hand import LONGEST_NOTE, TypedStay
from ansim.investigation.itinerary.words import CONFIDENCES, TYPED_SOURCES
from ansim.investigation.models import Case
from ansim.investigation.time_fields import moment

SHOWN: Final = 20
_CLOCK: Final = ("%H:%M", "%H:%M:%S", "%H%M")


class StayForm(forms.Form):
    """The venue is chosen among those that its words found; an end before the beginning is on the next day."""

    words = forms.CharField(
        label=_("Venue"),
        max_length=100,
        required=False,
        help_text=_("Name, initials, address, district or kind"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    start = forms.TimeField(
        label=_("From"),
        input_formats=_CLOCK,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    end = forms.TimeField(
        label=_("Until"),
        input_formats=_CLOCK,
        help_text=_("After midnight: just the time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    source = forms.ChoiceField(label=_("Known from"), choices=TYPED_SOURCES)
    confidence = forms.ChoiceField(
        label=_("Confidence"), choices=[(key, words) for key, (words, _tone) in CONFIDENCES.items()]
    )
    note = forms.CharField(label=_("Note"), max_length=LONGEST_NOTE, required=False)

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.venue: Venue | None = None
        if self.is_bound and (number := str(self.data.get("venue", ""))).isdecimal():
            self.venue = venues_read().filter(pk=int(number[:9])).first()

    def clean(self) -> dict[str, Any]:
        """A venue that is there, and a span within what the case opened, that is over by now."""
        day, start, end = (self.cleaned_data.get(name) for name in ("day", "start", "end"))
        if self.venue is None:
            self.add_error("words", _("Please find the venue and choose it."))
        if day is None or start is None or end is None:
            return self.cleaned_data
        first, last = span_of(day, start, end)
        bounds = bounds_of(from_stored(self.case.preset), self.case.anchor_date)
        if not bounds.hold(first, last, back=True):
            self.add_error("day", _("The period leaves what the notification of the case opened."))
        elif last > time.time():
            self.add_error("end", _("That is yet to come."))
        self.cleaned_data["span"] = (first, last)
        return self.cleaned_data

    @staticmethod
    def venue_of(number: int) -> Venue | None:
        """A venue by its number."""
        return venues_read().filter(pk=number).first()

    def typed(self) -> TypedStay:
        """What was typed in, of a valid form."""
        said, venue = self.cleaned_data, self.venue
        if venue is None:
            raise ValueError("a valid form has a venue")
        start, end = said["span"]
        return TypedStay(
            venue=VenueId(venue.pk),
            start=start,
            end=end,
            source=said["source"],
            confidence=said["confidence"],
            note=said["note"].strip(),
        )

    def found(self) -> list[Venue]:
        """The venues that the words find; the one that is chosen stands first."""
        words = str(self.data.get("words", "")).strip()
        matching = with_words(venues_read(), words).order_by("closed_at", "name", "id")[:SHOWN]
        others = [one for one in matching if one != self.venue] if words else []
        return [self.venue, *others] if self.venue else others


class SplitForm(forms.Form):
    """At which time of the stay."""

    at = forms.TimeField(
        label=_("Split at"),
        input_formats=_CLOCK,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )

    def moment_within(self, stay: TypedStay) -> int:
        """The first such time after the stay began, in epoch seconds."""
        begun = moment(stay.start)
        at = datetime.combine(begun.date(), self.cleaned_data["at"], VENUE_ZONE)
        return int((at if at > begun else at + timedelta(days=1)).timestamp())


def venues_read() -> "QuerySet[Venue]":
    """Venues without the secret of a rotating code, which the console may not read."""
    return Venue.objects.select_related("parent").defer("display_secret", "parent__display_secret")


def values_of(stay: TypedStay) -> dict[str, Any]:
    """A stay as the form shows it again."""
    start, end = moment(stay.start), moment(stay.end)
    return {
        "day": start.date(),
        "start": start.time(),
        "end": end.time(),
        "source": stay.source,
        "confidence": stay.confidence,
        "note": stay.note,
    }


def span_of(day: date, start: time_of_day, end: time_of_day) -> tuple[int, int]:
    """From a time of a day until the next such time, epoch seconds."""
    first = datetime.combine(day, start, VENUE_ZONE)
    last = datetime.combine(day, end, VENUE_ZONE)
    last = last if last > first else last + timedelta(days=1)
    return int(first.timestamp()), int(last.timestamp())
