"""Who belongs to a business: links that let somebody in once, the end of a part, and that somebody stays in charge."""

import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse

from ansim.business.models import (
    ApiKey,
    Business,
    Invitation,
    Membership,
    Owner,
    PartnerAct,
    Venue,
)
from ansim.business.owners.owner_desk import OwnerDesk
from ansim.business.telling import portal_url, tell, tell_all
from ansim.domain.errors import AnsimError
from ansim.domain.members import MemberRole, Right
from ansim.notices.words import Template
from ansim.settings.environment import call_number

LIFE: Final = timedelta(hours=72)
MOST_OPEN: Final = 20
_TOKEN_BYTES: Final = 24


class LastOwnerError(AnsimError):
    """Somebody must stay who decides for the business."""


class TooManyInvitationsError(AnsimError):
    """So many links of this business are open already."""


class InvitationVoidError(AnsimError):
    """The link was used, is past its time, or whoever made it may no longer let anybody in."""


class AlreadyInError(AnsimError):
    """Whoever opened the link belongs to the business already."""


@transaction.atomic
def invite(
    desk: OwnerDesk,
    business: Business,
    by: Owner,
    role: MemberRole,
    replaces: Membership | None = None,
) -> str:
    """A link's token, good once and for 72 hours; it is stored nowhere. Raises TooManyInvitationsError."""
    _lock(business)
    open_ones = business.invitations.filter(used_at=None, expires_at__gt=Now())
    if open_ones.count() >= MOST_OPEN:
        raise TooManyInvitationsError(f"{MOST_OPEN} links are open: wait, or take some back")
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    Invitation.objects.create(
        token_hash=desk.token_hash(token),
        business=business,
        role=role.value,
        made_by=by,
        replaces=replaces,
        expires_at=Now() + LIFE,
    )
    return token


def find(desk: OwnerDesk, token: str) -> Invitation | None:
    """The open invitation of a token."""
    return good(Invitation.objects.filter(token_hash=desk.token_hash(token)).first())


def good(invitation: Invitation | None) -> Invitation | None:
    """The invitation, where it can still be used: whoever made it must still decide for the business."""
    if invitation is None or invitation.used_at is not None:
        return None
    current = Invitation.objects.filter(pk=invitation.pk, expires_at__gt=Now()).exists()
    may = invitation.made_by.businesses(Right.PEOPLE_CHANGE).filter(pk=invitation.business_id)
    return invitation if current and may.exists() else None


@transaction.atomic
def accept(number: int, owner: Owner) -> Membership:
    """Make the owner belong to the business, once. Raises InvitationVoidError, AlreadyInError."""
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("business", "made_by")
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise InvitationVoidError("there is no such link")
    _lock(found.business)  # whoever is ended at this moment lets nobody in afterwards
    invitation = good(found)
    if invitation is None:
        raise InvitationVoidError("that link is no longer good")
    business = invitation.business
    if owner.memberships().filter(business=business).exists():
        raise AlreadyInError("you belong to this business already")
    replaced = invitation.replaces
    if replaced is not None and replaced.until is not None:
        raise InvitationVoidError("whom that link replaces has left already")
    member = Membership.objects.create(business=business, owner=owner, role=invitation.role)
    Invitation.objects.filter(pk=invitation.pk).update(used_at=Now(), used_by=owner)
    address = portal_url(reverse("owners:people", args=[business.pk]))
    tell(invitation.made_by, Template.PERSON_JOINED, business=business.name, url=address)
    if replaced is not None:
        end(replaced)
    return member


def open_businesses() -> QuerySet[Business]:
    """Businesses that somebody has to decide for: those with a place that is neither closed nor past its days."""
    still = (Q(closed_at=None) | Q(closed_at__gt=Now())) & (
        Q(valid_until=None) | Q(valid_until__gt=Now())
    )
    places = Venue.objects.filter(still, business=OuterRef("pk"))
    return Business.objects.filter(Exists(places), closed_at=None)


@transaction.atomic
def end(member: Membership) -> None:
    """End somebody's part; links and partners' keys that they made end with it. Raises LastOwnerError."""
    _lock(member.business)
    member.refresh_from_db()
    if member.until is not None:
        return
    others = member.business.memberships.filter(until=None, role=MemberRole.OWNER)
    if (
        member.role == MemberRole.OWNER
        and open_businesses().filter(pk=member.business_id).exists()
        and not others.exclude(pk=member.pk).exists()
    ):
        raise LastOwnerError("hand the business over first: somebody must decide for it")
    Membership.objects.filter(pk=member.pk).update(until=Now())
    end_keys(member)
    tell(member.owner, Template.PART_ENDED, business=member.business.name, call=call_number())


def end_keys(member: Membership) -> None:
    """End the partners' keys of somebody whose part ended: a key acts for a business as whoever made it might.

    Those who make keys from now on hear of it.
    """
    business = member.business
    mine = business.api_keys.filter(maker=member.owner, ended_at=None, expires_at__gt=Now())
    for key in mine.select_for_update():
        ApiKey.objects.filter(pk=key.pk).update(ended_at=Now())
        PartnerAct.objects.create(
            business=business,
            what=PartnerAct.What.KEY_ENDED,
            label=f"{key.label} ({key.prefix})",
            owner=member.owner,
        )
        address = portal_url(f"/my/businesses/{business.pk}/api-keys")
        said = {"business": business.name, "label": key.label, "url": address}
        tell_all(business, Template.API_KEY_ENDED, Right.API_KEY_CHANGE, **said)


def _lock(business: Business) -> None:
    # Two hands at one business wait for each other: neither of two owners ends the other unseen.
    Business.objects.select_for_update().get(pk=business.pk)
