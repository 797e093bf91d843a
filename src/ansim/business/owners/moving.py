"""A phone was lost: the account moves to the new number, after a clerk made sure who asks. Nothing of it is lost."""

from datetime import timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models.functions import Now

from ansim.accounts.models import Staff
from ansim.business.models import ContactRead, Membership, Owner, Passkey, Recovery
from ansim.business.telling import concerned, tell
from ansim.domain.contact import IdentityCheck
from ansim.domain.errors import AnsimError
from ansim.domain.members import MemberRole, Right
from ansim.notices.outbox import Notice, SealedNumber, queue
from ansim.notices.words import Template
from ansim.settings.environment import call_number

LIFE: Final = timedelta(days=7)
_ORDER: Final = [MemberRole.OWNER, MemberRole.HEAD_OFFICE, MemberRole.STAFF]


class MoveRefusedError(AnsimError):
    """The account cannot be moved: the request is done or past its time, or an account is erased."""


@transaction.atomic
def ask(owner: Owner) -> Recovery:
    """The owner's open request, made where there is none."""
    Owner.objects.select_for_update().get(pk=owner.pk)
    found = Recovery.objects.filter(asked_by=owner, done_at=None, expires_at__gt=Now()).first()
    return found or Recovery.objects.create(asked_by=owner, expires_at=Now() + LIFE)


def waiting(ref: str) -> Recovery | None:
    """The open request of a mark that somebody reads to a clerk."""
    wanted = Recovery.objects.select_related("asked_by")
    return wanted.filter(ref=ref, done_at=None, expires_at__gt=Now()).first()


@transaction.atomic
def move(ref: str, kept: Owner, staff: Staff, check: IdentityCheck) -> None:
    """Give the old account the new number; the account that was made with it goes into the old one.

    Sessions of both end. The old number is told, and whoever decides with them for a business, so that nobody loses an
    account or gets another colleague unseen. Raises MoveRefusedError.
    """
    request = Recovery.objects.select_for_update().filter(ref=ref).first()
    if request is None or waiting(ref) is None:
        raise MoveRefusedError("that request is done or past its time")
    pair = {request.asked_by_id, kept.pk}
    found = Owner.objects.select_for_update().filter(erased_at=None).order_by("pk").in_bulk(pair)
    if len(found) != 2:
        raise MoveRefusedError("one of the two accounts is erased, or both are one")
    new, old = found[request.asked_by_id], found[kept.pk]
    former = SealedNumber(bytes(old.sealed or b""), bytes(old.phone_index or b""))
    shared = list(old.businesses().order_by("pk"))
    _take_over(new, old)
    Recovery.objects.filter(pk=request.pk).update(
        done_at=Now(), done_by=staff, kept=old, check_made=check.value
    )
    with connection.cursor() as cursor:
        queue(
            cursor,
            Notice(Template.ACCOUNT_MOVED, former, old.language, {"call": call_number()}),
        )
    for business in shared:
        for colleague in concerned(business, Right.PEOPLE_CHANGE).exclude(pk=old.pk):
            said = {"business": business.name, "call": call_number()}
            tell(colleague, Template.COLLEAGUE_MOVED, **said)


def _end_weaker_parts(new: Owner, old: Owner) -> None:
    """Where both belong to one business, the stronger of the two parts goes on."""
    parts = {part.business_id: part for part in old.memberships()}
    for part in new.memberships().filter(business__in=parts):
        ended = max(
            part, parts[part.business_id], key=lambda one: _ORDER.index(MemberRole(one.role))
        )
        Membership.objects.filter(pk=ended.pk).update(until=Now())


def _take_over(new: Owner, old: Owner) -> None:
    number = {
        "phone_index": new.phone_index,
        "sealed": new.sealed,
        "phone_end": new.phone_end,
    }
    _end_weaker_parts(new, old)
    # A passkey may be on the lost phone: both accounts' go, and the owner makes new ones.
    Passkey.objects.filter(owner__in=(new, old)).delete()
    # Whatever room's rows name the new account name the old one from here on; what was seen of it stays its own.
    for relation in Owner._meta.related_objects:  # noqa: SLF001 Django's documented way
        model = relation.related_model
        if model is not ContactRead and not isinstance(model, str):
            model._default_manager.filter(**{relation.field.name: new}).update(  # noqa: SLF001 likewise
                **{relation.field.name: old}
            )
    Owner.objects.filter(pk=new.pk).update(
        phone_index=None, sealed=None, sealed_name=None, phone_end="", erased_at=Now()
    )
    Owner.objects.filter(pk=old.pk).update(**number)
