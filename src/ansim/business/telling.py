"""Tell the people of a business what happened to it: messages queued in the caller's transaction."""

from django.db import connection
from django.db.models import QuerySet
from django.utils.text import Truncator

from ansim.business.models import Business, Owner
from ansim.domain.members import Right, roles_with
from ansim.notices.outbox import Notice, queue
from ansim.notices.words import LONGEST_VALUE, Template
from ansim.settings.environment import business_host


def tell(owner: Owner, template: Template, **params: str) -> None:
    """Queue a message to one owner, in their language. Long values are cut: a text has little room."""
    short = {name: Truncator(value).chars(LONGEST_VALUE) for name, value in params.items()}
    with connection.cursor() as cursor:
        queue(cursor, Notice(template, owner.pk, owner.language, short))


def tell_all(business: Business, template: Template, right: Right, /, **params: str) -> None:
    """Queue a message to everybody in the business who has the right that it concerns."""
    for owner in concerned(business, right).only("pk", "language"):
        tell(owner, template, **params)


def concerned(business: Business, right: Right) -> QuerySet[Owner]:
    """Everybody in the business who has the right."""
    return Owner.objects.filter(
        erased_at=None,
        all_memberships__business=business,
        all_memberships__until=None,
        all_memberships__role__in=roles_with(right),
    ).distinct()


def portal_url(path: str) -> str:
    """An address of this portal for messages."""
    return f"{business_host()}{path}"
