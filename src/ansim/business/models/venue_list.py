"""Lists of venues that are brought in by files, what each file says, and sheets that are printed for a whole list.

A file's bytes stand here until they are read, its rows until they are taken in; posters until they are fetched or old.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ansim.accounts.models import Staff
from ansim.business.models.owner import Business, Owner
from ansim.business.models.venue import Venue
from ansim.domain.venue_lists import ListAct, UploadState


def _is_one_persons(name: str) -> models.CheckConstraint:
    somebody = Q(owner__isnull=False, staff=None) | Q(owner=None, staff__isnull=False)
    return models.CheckConstraint(condition=somebody, name=name)


class VenueList(models.Model):
    """What one source says again and again: the venues of a business, or a list that a clerk keeps (business None)."""

    id = models.AutoField(primary_key=True)
    business = models.ForeignKey(Business, models.PROTECT, null=True, related_name="lists")
    name = models.CharField(max_length=80, blank=True, db_default="")
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["business", "name"], nulls_distinct=False, name="venue_list_by_name"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.business)


class VenueOnList(models.Model):
    """That a venue stood in the last file of a list, in which row; what a later file lacks is told by this."""

    id = models.BigAutoField(primary_key=True)
    venue_list = models.ForeignKey(VenueList, models.CASCADE, related_name="listed")
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="listed")
    row = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venue_list", "venue"], name="venue_listed_once")
        ]

    def __str__(self) -> str:
        return f"row {self.row} of list {self.venue_list_id}"


class Upload(models.Model):
    """One file of a list, from its arrival to the end. `whole`: what it lacks is proposed for closing.

    `language` is that of the file's headings. `stale` says that what it was compared with changed before it was taken in.
    `trouble` is why it could not be read, or why the last try to take it in came to nothing, as `[Korean, English]`.
    `unknown_licences` has the kinds of licences that nobody knew, and how many rows have each.
    """

    id = models.AutoField(primary_key=True)
    venue_list = models.ForeignKey(VenueList, models.PROTECT, related_name="uploads")
    owner = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=120)
    whole = models.BooleanField(db_default=True)
    workbook = models.BooleanField(db_default=False)
    state = models.CharField(max_length=10)  # UploadState
    language = models.CharField(max_length=2, db_default="ko")
    rows_in = models.IntegerField(db_default=0)
    counts = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)
    trouble = models.JSONField(default=list)
    unknown_licences = models.JSONField(default=dict, db_default={})
    stale = models.BooleanField(db_default=False)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["venue_list", "-made_at"], name="upload_by_list")]
        constraints: ClassVar = [
            _is_one_persons("upload_is_one_persons"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in UploadState]),
                name="upload_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"upload {self.id}"


class UploadContent(models.Model):
    """The bytes of a file until the worker has read them."""

    upload = models.OneToOneField(Upload, models.CASCADE, primary_key=True, related_name="content")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"content of upload {self.upload_id}"


class UploadRow(models.Model):
    """One row of a file, or a venue that the file lacks (row 0, fate MISSING).

    `said` is what the file says of it and stays; `fate`, `venue_id`, `seen` and `before` come of comparing. `seen` is a mark
    of the venue as it was compared with, `before` its values that would change. `waits`: a clerk looks at it first.
    """

    id = models.BigAutoField(primary_key=True)
    upload = models.ForeignKey(Upload, models.CASCADE, related_name="rows")
    row = models.IntegerField()
    said = models.CharField(max_length=10)
    fate = models.CharField(max_length=10)  # Fate
    external_id = models.CharField(max_length=100, blank=True, db_default="")
    name = models.CharField(max_length=200, blank=True, db_default="")
    name_en = models.CharField(max_length=200, blank=True, db_default="")
    category = models.SmallIntegerField(null=True)
    address = models.CharField(max_length=300, blank=True, db_default="")
    district = models.CharField(max_length=100, blank=True, db_default="")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    phone = models.CharField(max_length=30, null=True)  # noqa: DJ001 as a venue's
    kind_of_site = models.CharField(max_length=40, blank=True, db_default="")  # Facility
    licence = models.CharField(max_length=100, blank=True, db_default="")  # a kind that nobody knew
    venue_id = models.IntegerField(null=True)
    seen = models.CharField(max_length=32, blank=True, db_default="")
    before = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    cells = models.JSONField(null=True)
    findings = models.JSONField(default=list)
    waits = models.BooleanField(db_default=False)
    approved = models.BooleanField(db_default=False)
    ticked = models.BooleanField(db_default=False)

    class Meta:
        ordering: ClassVar = ["row", "id"]
        indexes: ClassVar = [
            models.Index(fields=["upload", "fate", "row", "id"], name="upload_row_by_fate"),
            models.Index(fields=["upload", "external_id"], name="upload_row_by_number"),
        ]

    def __str__(self) -> str:
        return f"row {self.row} of upload {self.upload_id}"


class ListStep(models.Model):
    """One act on a file: who (neither: the worker), when, what, and how many rows. No name and no row stands here.

    `counts` are rows by what became of them; `why` is a clerk's reason (admission.words.Reason), or the kind of licence that
    was chosen for.
    """

    id = models.BigAutoField(primary_key=True)
    upload = models.ForeignKey(Upload, models.CASCADE, related_name="steps")
    at = models.DateTimeField(db_default=Now())
    what = models.CharField(max_length=12)  # ListAct
    owner = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    counts = models.JSONField(default=dict, db_default={})
    why = models.CharField(max_length=100, blank=True, db_default="")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(what__in=[one.value for one in ListAct]), name="list_step_is_known"
            ),
            models.CheckConstraint(
                condition=Q(owner=None) | Q(staff=None), name="list_step_by_one"
            ),
        ]

    def __str__(self) -> str:
        return f"upload {self.upload_id} {self.what}"


class LicenceChoice(models.Model):
    """What a clerk chose for a kind of licence that the official list lacks: a kind of facility, or empty: no place."""

    name = models.CharField(max_length=100, primary_key=True)
    kind_of_site = models.CharField(max_length=40, blank=True, db_default="")  # Facility
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class PosterOrder(models.Model):
    """Sheets for rows `first` to `last` of a list, as one PDF or a ZIP. `size` in bytes, None until they are made.

    `left_out` are rows whose names no font can print, with the signs that are missing.
    """

    id = models.AutoField(primary_key=True)
    venue_list = models.ForeignKey(VenueList, models.PROTECT, related_name="orders")
    owner = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    sheet = models.CharField(max_length=10)
    languages = models.JSONField(default=list)
    form = models.CharField(max_length=3)  # PrintForm
    first = models.IntegerField()
    last = models.IntegerField()
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    ready_at = models.DateTimeField(null=True)
    count = models.IntegerField(null=True)
    size = models.BigIntegerField(null=True)
    left_out = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            _is_one_persons("poster_order_is_one_persons"),
            models.CheckConstraint(
                condition=Q(first__gte=1, last__gte=F("first")), name="poster_order_has_rows"
            ),
        ]

    def __str__(self) -> str:
        return f"poster order {self.id}"


class PosterPiece(models.Model):
    """A piece of a finished file, at most a megabyte: portal and worker may stand on different machines."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(PosterOrder, models.CASCADE, related_name="pieces")
    number = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "number"], name="poster_piece_by_number")
        ]

    def __str__(self) -> str:
        return f"piece {self.number} of poster order {self.order_id}"


class BulkTask(models.Model):
    """Something that the worker does in the background, for an upload or for an order of posters.

    `done` of `total` are steps of it. `tries` counts how often it was begun: one that ends the process every time is given up.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10)  # TaskKind
    upload = models.ForeignKey(Upload, models.CASCADE, null=True, related_name="tasks")
    order = models.ForeignKey(PosterOrder, models.CASCADE, null=True, related_name="tasks")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    done = models.IntegerField(db_default=0)
    total = models.IntegerField(db_default=0)
    tries = models.SmallIntegerField(db_default=0)
    cancel_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, db_default="")  # TaskOutcome

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(upload__isnull=False, order=None) | Q(upload=None, order__isnull=False),
                name="bulk_task_is_for_one_thing",
            ),
            models.UniqueConstraint(
                fields=["upload"], condition=Q(ended_at=None), name="one_bulk_task_per_upload"
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(ended_at=None), name="one_bulk_task_per_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
