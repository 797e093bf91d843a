"""The audit of files: each act on one is a row, with who did it, when, and how many rows it met; no name stands there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from ansim.accounts.models import Staff
from ansim.business.admission.kinds import KIND_LABELS
from ansim.business.admission.words import REASONS, Reason
from ansim.business.bulk.words import ACTS, FATES, NO_PLACE_WORDS, TASKS_BRIEFLY
from ansim.business.models import ListStep, Owner, Upload
from ansim.domain.venue_lists import Fate, ListAct, TaskKind


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step in words. `who` is a clerk's reference, for clerks; `clerk`, `owner`: one of them did it; neither: the worker."""

    at: datetime
    what: Promise | str
    who: str
    clerk: bool
    owner: bool
    counts: list[tuple[Promise | str, int]]
    why: Promise | str


def note_step(
    upload: Upload,
    what: ListAct,
    *,
    owner: Owner | None = None,
    staff: Staff | None = None,
    counts: Mapping[str, int] | None = None,
    why: str = "",
) -> None:
    """Write what somebody did with a file, in the caller's transaction."""
    ListStep.objects.create(
        upload=upload, what=what, owner=owner, staff=staff, counts=dict(counts or {}), why=why
    )


def steps_of(upload: Upload, *, for_clerk: bool) -> list[ShownStep]:
    """The steps of a file, oldest first; its owner reads that a clerk did one, and not which."""
    found = upload.steps.select_related("staff").order_by("id")
    return [_shown(one, for_clerk=for_clerk) for one in found]


def _shown(one: ListStep, *, for_clerk: bool) -> ShownStep:
    counts: list[tuple[Promise | str, int]] = [
        (FATES[Fate(name)] if name in set(Fate) else "", int(count))
        for name, count in one.counts.items()
        if count
    ]
    return ShownStep(
        one.at,
        ACTS[ListAct(one.what)],
        one.staff.ref if one.staff and for_clerk else "",
        one.staff_id is not None,
        one.owner_id is not None,
        counts,
        _why(one),
    )


def _why(one: ListStep) -> Promise | str:
    if one.why in set(Reason):
        return REASONS[Reason(one.why)].short
    if one.what == ListAct.GIVEN_UP and one.why in set(TaskKind):
        return TASKS_BRIEFLY[TaskKind(one.why)]
    if one.what == ListAct.KIND_CHOSEN:
        name, _sign, kind = one.why.rpartition(": ")
        return f"{name}: {KIND_LABELS.get(kind, NO_PLACE_WORDS)}"
    return one.why
