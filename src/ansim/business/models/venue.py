"""Venues. The gateway reads their table by its name; no visitor stands in it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ansim.business.models.hours_field import HoursField
from ansim.domain.categories import Category
from ansim.domain.days import VENUE_ZONE
from ansim.domain.opening import OpeningHours

if TYPE_CHECKING:
    from ansim.business.models.code import VenueCode
    from ansim.business.models.places import PlaceOnDay

_INSTANT: Final = timedelta(microseconds=1)  # an end is the first moment that is no longer within


class Venue(models.Model):
    """A place with its own QR. A zone (room, hall, floor) is a venue whose parent is the place around it."""

    id = models.AutoField(primary_key=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="zones",
        verbose_name=_("part of"),
    )
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True, db_default="")
    category = models.SmallIntegerField(_("category"))  # ansim.domain.categories.Category
    district = models.CharField(_("district"), max_length=100, blank=True, db_default="")
    address = models.CharField(_("address"), max_length=300, blank=True, db_default="")
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    phone = models.CharField(_("phone of the venue"), max_length=30, null=True, blank=True)  # noqa: DJ001 contract
    opening_hours = HoursField(_("opening hours"), null=True, blank=True)
    external_id = models.CharField(max_length=100, unique=True, null=True, blank=True)
    display_secret = models.BinaryField(null=True, blank=True)
    business = models.ForeignKey(
        "business.Business", models.PROTECT, null=True, blank=True, related_name="venues"
    )  # None for imported ones that nobody has claimed
    kind_of_site = models.CharField(max_length=40, blank=True, db_default="")
    capacity = models.IntegerField(_("capacity"), null=True, blank=True)  # people at a time
    floor_area = models.IntegerField(_("floor area"), null=True, blank=True)  # m²
    indoor = models.BooleanField(_("indoors"), null=True, blank=True)
    ventilation = models.SmallIntegerField(_("ventilation"), null=True, blank=True)
    opening_days = HoursField(_("holidays and other days"), null=True, blank=True)
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    granted_from = models.DateTimeField(null=True, blank=True)  # what was approved, where the owner
    granted_until = models.DateTimeField(null=True, blank=True)  # changed it since; else empty
    parted_at = models.DateTimeField(null=True, blank=True)  # when it stopped being part of a site
    closed_at = models.DateTimeField(null=True, blank=True)
    mobile = models.BooleanField(_("changes its place"), db_default=False)
    unmanned = models.BooleanField(_("without staff"), db_default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["district", "name"], name="venue_by_district"),
            models.Index(fields=["updated_at"], name="venue_by_change"),
            models.Index(fields=["latitude", "longitude"], name="venue_by_place"),
            models.Index(
                fields=["closed_at"], condition=Q(closed_at__isnull=False), name="venue_by_closing"
            ),
            models.Index(
                fields=["valid_until"],
                condition=Q(valid_until__isnull=False),
                name="venue_by_last_day",
            ),
            models.Index(
                Func(
                    F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace"
                ),  # by its digits alone, however it is written
                name="venue_by_phone",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90)) & Q(longitude__range=(-180, 180))
                | Q(latitude__isnull=True) & Q(longitude__isnull=True),
                name="venue_place_is_on_earth",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="venue_has_a_name"),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gt=models.F("valid_from")),
                name="venue_is_valid_for_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def around(self) -> "Venue | None":
        """The place of which it is a part. Searches see a former part there until its visits of then are gone (ADR 31)."""
        return self.parent if self.parted_at is None else None

    @property
    def is_closed(self) -> bool:
        """Whether it closed, or will at a moment that is set."""
        return self.closed_at is not None

    @property
    def is_over(self) -> bool:
        """Whether it is closed at this moment."""
        return self.closed_at is not None and self.closed_at <= timezone.now()

    @property
    def first_day(self) -> date | None:
        """The first day of an event."""
        return self.valid_from and self.valid_from.astimezone(VENUE_ZONE).date()

    @property
    def last_day(self) -> date | None:
        """The last day of an event."""
        return self.valid_until and (self.valid_until - _INSTANT).astimezone(VENUE_ZONE).date()

    def place_on(self, day: date) -> "PlaceOnDay | None":
        """Where a mobile venue stands on a day, where that was written down."""
        return self.places.filter(day=day).first() if self.mobile else None

    @property
    def full_name(self) -> str:
        """The name, after that of the place around it where it is a part of one."""
        return f"{self.around.name} · {self.name}" if self.around else self.name

    @property
    def place(self) -> "Venue":
        """Where its visitors are counted: around a zone of one's own business, at any other venue itself."""
        around = self.around
        return around if around and around.business_id == self.business_id else self

    @property
    def kind(self) -> Category:
        """The category as a word of the domain; a number that this release does not know is OTHER."""
        try:
            return Category(self.category)
        except ValueError:
            return Category.OTHER

    @property
    def hours(self) -> OpeningHours | None:
        """When it is open, None where that is not known. Raises OpeningHoursError where nobody can read it."""
        if self.opening_hours is None:
            return None
        return OpeningHours.read(self.opening_hours, self.opening_days)

    def clean(self) -> None:
        """A zone belongs to a place, never to another zone, so that a visitor's whereabouts stay plain."""
        if self.parent is not None and self.parent.parent_id is not None:
            raise ValidationError({"parent": _("A zone cannot be part of another zone.")})

    def live_code(self) -> "VenueCode | None":
        """The code that posters carry, or None."""
        return self.codes.filter(revoked_at__isnull=True).first()

    def codes_in_grace(self) -> "list[VenueCode]":
        """Former codes that are still good for a while."""
        return list(self.codes.filter(revoked_at__gt=Now()).order_by("revoked_at"))


def venues_with(ids: Iterable[int]) -> dict[int, Venue]:
    """The venues with these ids, by id; one that is not there any more is left out."""
    venues = Venue.objects.select_related("parent")
    # the console may not read the secret of a rotating code
    return venues.defer("display_secret", "parent__display_secret").in_bulk(set(ids))
