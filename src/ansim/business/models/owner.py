"""Owners: the people behind businesses, their businesses, and who belongs to which.

Names and numbers stand here sealed to the vault alone. This portal, which faces the internet, can find an owner by a
number that somebody has just typed and proven, and can read no number that it stores.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ansim.business.models.venue import Venue
from ansim.domain.members import MemberRole, Right, roles_with


class Business(models.Model):
    """Whoever answers for venues: a registered business, a club or village hall, or somebody without any number."""

    class Kind(models.TextChoices):
        """How it is registered."""

        REGISTERED = "registered", _("Registered business (사업자등록)")
        NON_PROFIT = "non_profit", _("Non-profit with a number (고유번호증)")
        WITHOUT_NUMBER = "without_number", _("Without a number")

    id = models.AutoField(primary_key=True)
    number = models.CharField(max_length=10, null=True, blank=True, db_index=True)  # noqa: DJ001 digits only
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="without_number", number=None)
                | Q(kind__in=["registered", "non_profit"], number__regex=r"^\d{10}$"),
                name="business_number_follows_kind",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="business_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Owner(models.Model):
    """A person who signs in with a phone number.

    `phone_index` is the number's HMAC under `owner-index`, `sealed` the number and `sealed_name` the name, which only the
    vault opens; `phone_end` is the number's last two digits, by which people of one business tell each other apart.
    An erased owner keeps the row, so that what they did keeps an author, and nothing that says who it was.
    """

    id = models.AutoField(primary_key=True)
    phone_index = models.BinaryField(unique=True, null=True)
    sealed = models.BinaryField(null=True)
    sealed_name = models.BinaryField(null=True)
    phone_end = models.CharField(max_length=2, blank=True, db_default="")
    language = models.CharField(max_length=2, db_default="ko")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    last_seen_at = models.DateTimeField(db_default=Now())
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    erased_at__isnull=False,
                    phone_index=None,
                    sealed=None,
                    sealed_name=None,
                    phone_end="",
                )
                | Q(erased_at=None, phone_index__isnull=False, sealed__isnull=False),
                name="owner_is_whole_or_erased",
            ),
            models.CheckConstraint(
                condition=Q(phone_end__regex=r"^(\d{2})?$"), name="owner_phone_end_shape"
            ),
        ]

    def __str__(self) -> str:
        return f"owner {self.id}"

    def memberships(self) -> "models.QuerySet[Membership]":
        """Where this person belongs at the moment."""
        return Membership.objects.filter(owner=self, until=None)

    def businesses(self, right: Right = Right.BUSINESS_READ) -> "models.QuerySet[Business]":
        """The businesses in which this person has the right."""
        mine = self.memberships().filter(role__in=roles_with(right))
        return Business.objects.filter(pk__in=mine.values("business"))

    def venues(self, right: Right = Right.BUSINESS_READ) -> "models.QuerySet[Venue]":
        """The venues and zones of those businesses. Every page for owners finds its venue here and nowhere else."""
        within = self.businesses(right).values("pk")
        return Venue.objects.select_related("parent").filter(business__in=within)


class Membership(models.Model):
    """That a person belongs to a business, in one role, for a time; those that ended stay as its history."""

    id = models.AutoField(primary_key=True)
    business = models.ForeignKey(Business, models.CASCADE, related_name="memberships")
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="all_memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.name) for role in MemberRole])
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["business", "owner"],
                condition=Q(until=None),
                name="one_role_per_person_and_business",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in MemberRole]),
                name="membership_role_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.business_id}"


class Invitation(models.Model):
    """A link that makes whoever opens it, once, belong to a business; the token itself is stored nowhere.

    `replaces` is the membership that ends with it: one's own where a business is handed over, a colleague's where they
    come back with another number.
    """

    id = models.AutoField(primary_key=True)
    token_hash = models.BinaryField(unique=True)
    business = models.ForeignKey(Business, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=20, choices=[(role.value, role.name) for role in MemberRole])
    made_by = models.ForeignKey(Owner, models.PROTECT, related_name="+")
    replaces = models.ForeignKey(Membership, models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used_at=None, used_by=None)
                | Q(used_at__isnull=False, used_by__isnull=False),
                name="invitation_used_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.id}"
