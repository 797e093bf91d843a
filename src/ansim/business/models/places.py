"""Where a venue's code hangs, where a mobile one stands on which day, and whose places are part of whose site.

The gateway and the console read the places of a day by the name of their table.
"""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ansim.business.models.owner import Owner
from ansim.business.models.venue import Venue


class Entrance(models.Model):
    """A named place where a venue's one code hangs. `hung_at`: when somebody last saw the poster there."""

    id = models.AutoField(primary_key=True)
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="entrances")
    name = models.CharField(max_length=40)
    hung_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["venue", "name"], condition=Q(removed_at=None), name="entrance_has_its_name"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="entrance_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceOnDay(models.Model):
    """Where a mobile venue stands on one calendar day of ours."""

    id = models.AutoField(primary_key=True)
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="places")
    day = models.DateField()
    address = models.CharField(max_length=300)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venue", "day"], name="one_place_a_day"),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180))
                | Q(latitude=None, longitude=None),
                name="place_of_day_is_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.day}"


def places_by_day(venues: Iterable[int]) -> dict[tuple[int, date], str]:
    """The addresses at which mobile venues stood, by venue and day; empty for those that have one place."""
    rows = PlaceOnDay.objects.filter(venue__in=set(venues), venue__mobile=True)
    return {
        (venue, day): place for venue, day, place in rows.values_list("venue", "day", "address")
    }


class Tenancy(models.Model):
    """That a business asked for its place to be part of another's site, and what became of it."""

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked"
        AGREED = "agreed"
        REFUSED = "refused"
        ENDED = "ended"

    id = models.AutoField(primary_key=True)
    site = models.ForeignKey(Venue, models.CASCADE, related_name="tenancies")
    tenant = models.ForeignKey(Venue, models.CASCADE, related_name="sites_asked")
    state = models.CharField(max_length=10, choices=State.choices, db_default=State.ASKED)
    asked_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    asked_by = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant"],
                condition=Q(state__in=["asked", "agreed"]),
                name="part_of_one_site",
            ),
            models.CheckConstraint(
                condition=~Q(site=models.F("tenant")), name="no_place_is_its_own_site"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id} in {self.site_id}: {self.state}"
