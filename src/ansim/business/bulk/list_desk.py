"""Whose files and orders somebody reaches: an owner those of their businesses, a clerk those of clerks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest
from django.urls import reverse

from ansim.accounts.models import Staff
from ansim.business.bulk import list_limits
from ansim.business.bulk.list_steps import note_step
from ansim.business.models import (
    BulkTask,
    Business,
    Owner,
    PosterOrder,
    Upload,
    UploadContent,
    VenueList,
)
from ansim.business.rights.owned import reach
from ansim.domain.errors import AnsimError
from ansim.domain.members import Right
from ansim.domain.venue_lists import ListAct, TaskKind, UploadState

_OPEN = (UploadState.READING, UploadState.READY, UploadState.APPLYING)


class TooManyOpenError(AnsimError):
    """So many files of the list lie open that another would only be in the way."""


@dataclass(frozen=True, slots=True)
class ListDesk:
    """Somebody who brings in lists: an owner or a clerk. `space` is how the names of their routes begin."""

    owner: Owner | None
    staff: Staff | None

    @property
    def space(self) -> str:
        """How the names of the routes begin."""
        return "bulk:my-" if self.owner else "bulk:"

    def url(self, name: str, *args: Any) -> str:
        """The address of a route of this desk."""
        return reverse(self.space + name, args=args)

    def lists(self) -> QuerySet[VenueList]:
        """The lists in reach."""
        every = VenueList.objects.select_related("business")
        if self.owner is None:
            return every.filter(business=None)
        return every.filter(business__in=self.owner.businesses(Right.BULK_IMPORT).values("pk"))

    def uploads(self) -> QuerySet[Upload]:
        """The files in reach."""
        return Upload.objects.select_related("venue_list__business").filter(
            venue_list__in=self.lists().values("pk")
        )

    def orders(self) -> QuerySet[PosterOrder]:
        """The orders of posters that this person asked for."""
        mine = PosterOrder.objects.select_related("venue_list__business")
        if self.owner is None:
            return mine.filter(staff=self.staff)
        return mine.filter(owner=self.owner, venue_list__in=self.lists().values("pk"))

    @transaction.atomic
    def hand_in(self, venue_list: VenueList, name: str, content: bytes, **about: bool) -> Upload:
        """Take a file in for the worker to read. Raises TooManyOpenError."""
        open_ones = venue_list.uploads.filter(state__in=_OPEN)
        if open_ones.count() >= list_limits.most_open():
            raise TooManyOpenError("too many files of this list lie open")
        upload = Upload.objects.create(
            venue_list=venue_list,
            owner=self.owner,
            staff=self.staff,
            file_name=name,
            state=UploadState.READING,
            **about,
        )
        UploadContent.objects.create(upload=upload, content=content)
        BulkTask.objects.create(kind=TaskKind.READ, upload=upload)
        self.note(upload, ListAct.BROUGHT)
        return upload

    def note(self, upload: Upload, what: ListAct, counts: Mapping[str, int] | None = None) -> None:
        """Write down what whoever sits here did with a file."""
        note_step(upload, what, owner=self.owner, staff=self.staff, counts=counts)

    @transaction.atomic
    def drop(self, upload: Upload) -> None:
        """Ask the worker to end what it does for a file; one that only lies there is dropped at once."""
        if _cancelled(upload):
            self.note(upload, ListAct.DROPPED)
            return
        ready = Upload.objects.filter(pk=upload.pk, state=UploadState.READY)
        if ready.update(state=UploadState.CANCELLED):
            upload.rows.all().delete()
            self.note(upload, ListAct.DROPPED)


def desk_of(request: HttpRequest) -> ListDesk:
    """The desk of whoever is signed in."""
    return ListDesk(getattr(request, "owner", None), getattr(request, "staff", None))


def list_of(business: Business | None, name: str) -> VenueList:
    """A list by its name, made where it is not there yet."""
    made, _is_new = VenueList.objects.get_or_create(business=business, name=name)
    return made


def begin(kind: TaskKind, upload: Upload, expected: UploadState, state: UploadState) -> bool:
    """Put a file before the worker, if it stands as expected; of two at once one does."""
    try:
        with transaction.atomic():
            standing = Upload.objects.filter(pk=upload.pk, state=expected)
            if not standing.update(state=state, trouble=[]):
                return False
            BulkTask.objects.create(kind=kind, upload=upload)
            return True
    except IntegrityError:
        return False


def open_task(thing: Upload | PosterOrder) -> BulkTask | None:
    """What the worker does for it at the moment, or None."""
    return thing.tasks.filter(ended_at=None).first()


def cancel_order(order: PosterOrder) -> None:
    """Ask the worker to end the making of posters."""
    _cancelled(order)


def _cancelled(thing: Upload | PosterOrder) -> bool:
    return bool(thing.tasks.filter(ended_at=None, cancel_at=None).update(cancel_at=Now()))


def _reaches_upload(owner: Owner, right: Right, number: int) -> bool:
    within = owner.businesses(right).values("pk")
    return Upload.objects.filter(pk=number, venue_list__business__in=within).exists()


def _reaches_list(owner: Owner, right: Right, number: int) -> bool:
    return VenueList.objects.filter(
        pk=number, business__in=owner.businesses(right).values("pk")
    ).exists()


def _reaches_order(owner: Owner, right: Right, number: int) -> bool:
    within = owner.businesses(right).values("pk")
    return PosterOrder.objects.filter(
        pk=number, owner=owner, venue_list__business__in=within
    ).exists()


reach("upload_id", _reaches_upload)
reach("list_id", _reaches_list)
reach("order_id", _reaches_order)
