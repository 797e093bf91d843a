"""How many people checked in at a place, as far as it may be shown. The tracer writes these tables by one function."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from ansim.business.models.venue import Venue
from ansim.domain.head_counts import EXACT_FROM


class DayCount(models.Model):
    """A day of a place, its zones included. `people` is None where they were fewer than five; nobody: no row.

    `hours`, `methods` and `codes` are bands of a day that is over, as first published: `[[first, last, people], …]`, and
    `[[[venue ids], people], …]` for codes. No number below five stands here, so none can be taken out of here.
    """

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="day_counts")
    day = models.DateField()
    people = models.IntegerField(null=True)
    hours = models.JSONField(null=True)
    methods = models.JSONField(null=True)
    codes = models.JSONField(null=True)

    pk = models.CompositePrimaryKey("venue_id", "day")

    class Meta:
        # on which days nobody checked in anywhere
        indexes: ClassVar = [models.Index(fields=["day"], name="day_count_by_day")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(people=None) | Q(people__gte=EXACT_FROM), name="day_count_hides_few"
            )
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} on {self.day}"


class VenueUse(models.Model):
    """On which days somebody checked in at a place first and last; kept as long as the place."""

    venue = models.OneToOneField(Venue, models.CASCADE, primary_key=True, related_name="use")
    first_day = models.DateField()
    last_day = models.DateField()

    def __str__(self) -> str:
        return f"{self.venue_id} {self.first_day} to {self.last_day}"


class CountMark(models.Model):
    """How far the tracer has counted: one row. `until` is a moment of the visits database's clock."""

    id = models.BooleanField(primary_key=True, default=True)
    until = models.DateTimeField()
    closed_day = models.DateField()  # the last day whose bands are published

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=True), name="count_mark_is_one_row")
        ]

    def __str__(self) -> str:
        return f"until {self.until}"
