"""An owner erases their account: what says who they were goes at once, what they did for a business stays without it."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from ansim.business.models import (
    DECIDED,
    ApplicationState,
    Business,
    Invitation,
    Membership,
    Owner,
    Passkey,
    SignInCode,
)
from ansim.business.owners.belonging import end_keys, open_businesses
from ansim.domain.errors import AnsimError
from ansim.domain.members import MemberRole


class StillInChargeError(AnsimError):
    """Nobody else decides for an open business of theirs."""


def alone_in_charge(owner: Owner) -> QuerySet[Business]:
    """The open businesses for which nobody else decides."""
    others = Membership.objects.filter(
        business=OuterRef("pk"), until=None, role=MemberRole.OWNER
    ).exclude(owner=owner)
    mine = owner.memberships().filter(role=MemberRole.OWNER)
    return open_businesses().filter(~Exists(others), pk__in=mine.values("business"))


@transaction.atomic
def erase(owner: Owner) -> None:
    """Erase number, name and every part in a business; sessions and keys end with it. Raises StillInChargeError.

    Applications under way are withdrawn; what was entered in those that made no venue goes. `business_forget_owners` does
    the same to whoever is forgotten after their period.
    """
    places = owner.memberships().values("business")
    list(Business.objects.select_for_update().filter(pk__in=places).order_by("pk"))
    if alone_in_charge(owner).exists():
        raise StillInChargeError("hand the business over, or close it, first")
    parts = list(owner.memberships().select_related("business", "owner"))
    owner.memberships().update(until=Now())
    for part in parts:
        end_keys(part)
    owner.applications.exclude(state__in=DECIDED).update(
        state=ApplicationState.WITHDRAWN, decided_at=Now()
    )
    owner.applications.exclude(state=ApplicationState.APPROVED).update(form={}, checks={}, words="")
    owner.wishes.all().delete()  # steps say that they were asked, without what was written beside
    SignInCode.objects.filter(phone_index=owner.phone_index).delete()
    Invitation.objects.filter(made_by=owner, used_at=None).delete()
    Passkey.objects.filter(owner=owner).delete()
    Owner.objects.filter(pk=owner.pk).update(
        phone_index=None, sealed=None, sealed_name=None, phone_end="", erased_at=Now()
    )
