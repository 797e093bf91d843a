"""Which announcements of the authority an owner sees."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from ansim.business.models import Announcement, AnnouncementRead, Owner


def announced_to(owner: Owner, today: date) -> QuerySet[Announcement]:
    """What concerns an owner on a day, newest first; `is_read` says whether they marked it.

    One for a kind of venue, a district or both concerns whoever has an open venue that is so.
    """
    mine = owner.venues().filter(Q(closed_at=None) | Q(closed_at__gt=Now()))
    of_kind, there = Q(category=OuterRef("category")), Q(district=OuterRef("district"))
    concerned = (
        Q(category=None, district="")
        | Q(Exists(mine.filter(of_kind)), district="")
        | Q(Exists(mine.filter(there)), category=None)
        | Q(Exists(mine.filter(of_kind, there)))
    )
    lasting = Q(shown_until=None) | Q(shown_until__gte=today)
    shown = Announcement.objects.filter(lasting, shown_from__lte=today, withdrawn_at=None)
    return shown.filter(concerned).annotate(is_read=_was_read(owner)).order_by("-shown_from", "-id")


def unread_by(owner: Owner, today: date) -> QuerySet[Announcement]:
    """What of it they have not marked yet."""
    return announced_to(owner, today).exclude(_was_read(owner))


def _was_read(owner: Owner) -> Exists:
    return Exists(AnnouncementRead.objects.filter(owner=owner, announcement=OuterRef("pk")))
