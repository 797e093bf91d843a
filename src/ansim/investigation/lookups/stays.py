"""The stays that officers typed in, as the desk keeps them: sealed at the vault, each version kept, the last change undone."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from ansim.accounts.models import Staff
from ansim.domain.signed_places import Stay, joined, parts_not_signed
from ansim.domain.stays_by_hand import (
    MOST,
    StayGoneError,
    TooManyStaysError,
    TypedStay,
    read_stay,
    write_stay,
)
from ansim.identity.client import Vault
from ansim.identity.sessions.calls import PlacesIn
from ansim.identity.sessions.case_file_calls import FieldText
from ansim.investigation.models import Case, StayStep, StayVersion


@dataclass(frozen=True, slots=True)
class HandStay:
    """A stay that stands, under the mark by which pages name it. `signed`, `waiting`: all of it is, by one side or both."""

    ref: str
    said: TypedStay
    signed: bool
    waiting: bool


@dataclass(frozen=True, slots=True)
class StayBook:
    """The stays of one case, as the session of whoever asks opens them."""

    case: Case
    staff: Staff
    vault: Vault
    session: Callable[[], bytes]
    """The session that reaches the case. Raises CaseClosedError, SessionWantedError."""

    def all(self) -> list[HandStay]:
        """Those that stand, oldest first. Raises CaseClosedError, SessionWantedError, CallError."""
        rows = list(_standing(self.case).order_by("id").values_list("ref", "sealed"))
        if not rows:
            return []
        session = self.session()
        texts = [FieldText(_field(ref), bytes(sealed)) for ref, sealed in rows]
        opened = self.vault.unseal_for_case(session, self.case.ref, texts)
        known = self.vault.places_in(PlacesIn(session, self.case.ref))
        standing = [one for text in known.standing for one in text.stays]
        asked = [*standing, *(one for text in known.waiting for one in text.stays)]
        stays = [
            HandStay(
                ref,
                said,
                signed=not parts_not_signed(said.stay, standing),
                waiting=bool(parts_not_signed(said.stay, standing))
                and not parts_not_signed(said.stay, asked),
            )
            for (ref, _sealed), said in zip(rows, map(read_stay, opened), strict=True)
        ]
        return sorted(stays, key=lambda one: (one.said.start, one.said.venue, one.said.end))

    def one(self, ref: str) -> HandStay:
        """The stay of a mark. Raises StayGoneError where it stands no more."""
        found = next((one for one in self.all() if one.ref == ref), None)
        if found is None:
            raise StayGoneError("the stay was changed in the meantime")
        return found

    def change(
        self, kind: StayStep.Kind, ends: Sequence[str], makes: Iterable[TypedStay]
    ) -> StayStep:
        """One step: these stays end, those begin. Raises StayGoneError, TooManyStaysError; nothing has changed then."""
        refs = [(secrets.token_hex(16), one) for one in makes]
        texts = [FieldText(_field(ref), write_stay(one)) for ref, one in refs]
        session = self.session()
        sealed = self.vault.seal_for_case(session, self.case.ref, texts) if texts else []
        with transaction.atomic():
            _lock(self.case)
            step = StayStep.objects.create(case=self.case, kind=kind, made_by=self.staff)
            ended = _standing(self.case).filter(ref__in=ends).update(ended_in=step)
            if ended != len(set(ends)):
                raise StayGoneError("a stay of these was changed in the meantime")
            StayVersion.objects.bulk_create(
                StayVersion(case=self.case, ref=ref, sealed=one, made_in=step)
                for (ref, _said), one in zip(refs, sealed, strict=True)
            )
            if _standing(self.case).count() > MOST:
                raise TooManyStaysError(f"a case has {MOST} stays at the most")
        return step

    def last_step(self) -> StayStep | None:
        """The change that can be undone: the newest that was not."""
        return (
            _steps(self.case)
            .exclude(kind=StayStep.Kind.UNDO)
            .filter(undone_by=None)
            .order_by("-id")
            .first()
        )

    def undo(self, step_id: int) -> None:
        """Take back the newest change, if it is still that one. Raises StayGoneError."""
        self.session()
        with transaction.atomic():
            _lock(self.case)
            step = self.last_step()
            if step is None or step.pk != step_id:
                raise StayGoneError("the stays were changed in the meantime")
            undo = StayStep.objects.create(
                case=self.case, kind=StayStep.Kind.UNDO, made_by=self.staff, undoes=step
            )
            # Whatever came after the step was undone before it, so all that it made stands.
            StayVersion.objects.filter(made_in=step).update(ended_in=undo)
            StayVersion.objects.filter(ended_in=step).update(ended_in=None)

    def steps(self, most: int = 50) -> list[StayStep]:
        """The changes, newest first."""
        found = _steps(self.case).select_related("made_by", "undone_by")
        return list(found.order_by("-id")[:most])

    def signed(self) -> list[Stay]:
        """What searches count: those that were signed for. Raises CaseClosedError, SessionWantedError, CallError."""
        return joined(one.said.stay for one in self.all() if one.signed)


def _standing(case: Case) -> QuerySet[StayVersion]:
    return StayVersion.objects.filter(case=case, ended_in=None)


def _steps(case: Case) -> QuerySet[StayStep]:
    return StayStep.objects.filter(case=case)


def _lock(case: Case) -> None:
    # Two officers who change the same case's stays do so one after the other.
    Case.objects.select_for_update().get(pk=case.pk)


def _field(ref: str) -> str:
    return f"stay/{ref}"
