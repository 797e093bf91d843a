"""Announcements of the authority to owners, and who has read which."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ansim.accounts.models import Staff
from ansim.business.models.owner import Owner


class Announcement(models.Model):
    """A text in Korean and English for owners of venues: all, or those of a kind of venue or of a district."""

    id = models.AutoField(primary_key=True)
    title_ko = models.CharField(_("title in Korean"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80)
    text_ko = models.TextField(_("text in Korean"), max_length=2000)
    text_en = models.TextField(_("text in English"), max_length=2000)
    category = models.SmallIntegerField(null=True)  # ansim.domain.categories.Category; None: all
    district = models.CharField(max_length=100, blank=True, db_default="")  # empty: all
    shown_from = models.DateField(_("shown from"))
    shown_until = models.DateField(_("shown until"), null=True)  # its last day
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(shown_until=None) | Q(shown_until__gte=F("shown_from")),
                name="announcement_lasts",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="announcement_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"announcement {self.id}"


class AnnouncementRead(models.Model):
    """That an owner marked an announcement as read."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="reads")
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    pk = models.CompositePrimaryKey("announcement_id", "owner_id")

    def __str__(self) -> str:
        return f"{self.announcement_id} by {self.owner_id}"
