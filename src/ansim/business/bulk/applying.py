"""Take a file's rows in, all in one transaction; what changed since they were compared is compared anew instead."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Now

from ansim.business.bulk import list_statements
from ansim.business.bulk.closing_by_list import close_ticked
from ansim.business.bulk.comparing import compare, look, match
from ansim.business.bulk.list_steps import note_step
from ansim.business.bulk.task_progress import Progress
from ansim.business.models import Owner, Upload
from ansim.business.telling import portal_url, tell
from ansim.domain.codes import new_code
from ansim.domain.venue_lists import CLOSINGS, Fate, ListAct, UploadState
from ansim.notices.words import Template


class _ChangedMeanwhileError(Exception):
    """A venue is not as it was when the rows were compared with it."""


def apply(upload_id: int, progress: Progress) -> None:
    """Take in what was previewed: changes, closings that were ticked, and new venues unless a clerk looks at them first.

    Where anything of it changed meanwhile nothing is taken in, and the preview stands anew. Done twice it does nothing.
    """
    try:
        with transaction.atomic():
            upload = _locked(upload_id)
            if upload.state != UploadState.APPLYING:
                return
            progress.steps(4)
            counts = _counts(upload, admitting=False)
            _take_in(upload, progress, admitting=False)
            note_step(upload, ListAct.DONE, counts=counts)
            list_statements.run("drop_taken", upload=upload.pk)
            _end(upload)
            progress.step()
    except _ChangedMeanwhileError:
        with transaction.atomic():
            upload = _locked(upload_id)
            compare(upload, stale=True)
            note_step(upload, ListAct.CHANGED_MEANWHILE)


def admit(upload_id: int, progress: Progress) -> None:
    """Take in the rows that a clerk approved, and tell whoever brought them.

    Where anything changed meanwhile all wait on, with what is found of them now.
    """
    try:
        with transaction.atomic():
            upload = _locked(upload_id)
            if upload.state != UploadState.WAITING:
                return
            progress.steps(4)
            chosen = upload.rows.filter(waits=True, approved=True)
            approved = chosen.exclude(fate__in=(Fate.ASIDE, Fate.REFUSED)).count()
            counts = _counts(upload, admitting=True)
            _take_in(upload, progress, admitting=True)
            list_statements.run("drop_taken", upload=upload.pk)
            _end(upload)
            _tell_admitted(upload, approved)
            note_step(upload, ListAct.DONE, counts=counts)
            progress.step()
    except _ChangedMeanwhileError:
        with transaction.atomic():
            upload = _locked(upload_id)
            business = upload.venue_list.business_id
            upload.rows.filter(approved=True).update(approved=False)
            match(upload)
            list_statements.run("judge", upload=upload.pk, business=business)
            upload.rows.exclude(fate="refused").update(waits=True)
            if business is not None:
                look(upload.pk, business)
            upload.stale = True
            upload.save(update_fields=["stale"])
            note_step(upload, ListAct.CHANGED_MEANWHILE)
            _end(upload)  # where no row can wait any more, as all are another business's now


def _locked(upload_id: int) -> Upload:
    """The upload, with its list locked: two files of one list wait for each other."""
    list_statements.rows("lock_list", upload=upload_id)
    return Upload.objects.select_related("venue_list").get(pk=upload_id)


def _counts(upload: Upload, *, admitting: bool) -> dict[str, int]:
    """How many rows of each fate are about to be taken in; of closings those that are ticked."""
    chosen = upload.rows.filter(waits=admitting, approved=admitting)
    taken = chosen.filter(fate__in=(Fate.ADDED, Fate.CHANGED, Fate.UNCHANGED))
    found = dict(taken.order_by().values_list("fate").annotate(count=Count("pk")))
    closed = 0 if admitting else upload.rows.filter(fate__in=CLOSINGS, ticked=True).count()
    return found | ({Fate.CLOSING.value: closed} if closed else {})


def _take_in(upload: Upload, progress: Progress, *, admitting: bool) -> None:
    business = upload.venue_list.business_id
    which = {"upload": upload.pk, "admitting": admitting}
    list_statements.rows("lock_venues", **which)
    if list_statements.number("stale", **which):
        raise _ChangedMeanwhileError
    progress.step()
    list_statements.run("change", **which)
    list_statements.run("zones_follow", **which)
    wanted = list_statements.number("count_added", **which)
    if list_statements.run("add", business=business, **which) != wanted:
        raise _ChangedMeanwhileError  # somebody else's row of that number was faster
    list_statements.run("know_added", **which)
    progress.step()
    fresh = [int(row[0]) for row in list_statements.rows("without_code", **which)]
    list_statements.run("issue", codes=[new_code() for _ in fresh], venues=fresh)
    closed: Sequence[int] = [] if admitting else close_ticked(upload)
    progress.step()
    _enlist(upload, closed, admitting=admitting)


def _enlist(upload: Upload, closed: Sequence[int], *, admitting: bool) -> None:
    """Keep which venues the list names, in the rows of its last whole file; those of a file of changes stand behind."""
    of_list = {"list": upload.venue_list_id}
    behind = 0 if upload.whole else list_statements.number("last_row", **of_list)
    if upload.whole and not admitting:
        list_statements.run("unlist_all", **of_list)
    list_statements.run("enlist", upload=upload.pk, admitting=admitting, behind=behind, **of_list)
    list_statements.run("unlist", venues=list(closed), **of_list)


def _tell_admitted(upload: Upload, count: int) -> None:
    if upload.owner_id is None or not count:
        return
    # By these columns alone: the worker may read no more of an owner.
    known = Owner.objects.only("pk", "language")
    owner = known.filter(pk=upload.owner_id, erased_at=None).first()
    if owner is not None:
        tell(
            owner,
            Template.LIST_APPROVED,
            business=str(upload.venue_list.business),
            count=str(count),
            url=portal_url(f"/my/lists/files/{upload.pk}"),
        )


def _end(upload: Upload) -> None:
    waits = list_statements.number("wait_still", upload=upload.pk)
    upload.state = UploadState.WAITING if waits else UploadState.APPLIED
    upload.save(update_fields=["state"])
    Upload.objects.filter(pk=upload.pk, applied_at=None).update(applied_at=Now())
