"""Filters of the list of cases that an officer keeps."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from ansim.accounts.models import Staff


class SavedView(models.Model):
    """One set of filters, as the query of the list. It has no name of its own: that would be free text about people."""

    MOST: ClassVar = 12  # of one person

    id = models.AutoField(primary_key=True)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    query = models.CharField(max_length=300)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "query"], name="view_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"view {self.id}"
