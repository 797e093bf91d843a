"""Decisions that partners' systems are told of: one outbox row a webhook of the business, in the decision's transaction.

What is told holds numbers of venues and applications and a word for the reason: no name, no address, no person.
"""

from typing import Final

from django.db import connection

from ansim.business.models import Venue, VenueApplication, Webhook
from ansim.notices.outbox import Decision, queue_decision
from ansim.notices.webhook_events import WebhookEvent

_OF_STATE: Final = {
    "approved": WebhookEvent.APPLICATION_APPROVED,
    "returned": WebhookEvent.APPLICATION_RETURNED,
    "refused": WebhookEvent.APPLICATION_REFUSED,
}


def application_decided(application: VenueApplication) -> None:
    """Tell the business that applied; nobody is told where it is not known yet which that is."""
    if application.business_id is None or application.state not in _OF_STATE:
        return
    said = {"application": application.ref}
    if application.venue_id is not None:
        said["venue"] = str(application.venue_id)
    if application.reason:
        said["reason"] = application.reason
    _queue(application.business_id, _OF_STATE[application.state], said)


def code_reissued(venue: Venue) -> None:
    """Tell the business of a venue that its code is another."""
    if venue.business_id is not None:
        _queue(venue.business_id, WebhookEvent.CODE_REISSUED, {"venue": str(venue.pk)})


def venue_closed(venue: Venue) -> None:
    """Tell the business of a venue that it closes."""
    if venue.business_id is not None:
        _queue(venue.business_id, WebhookEvent.VENUE_CLOSED, {"venue": str(venue.pk)})


def _queue(business: int, event: WebhookEvent, said: dict[str, str]) -> None:
    hooks = Webhook.objects.filter(business=business, ended_at=None).values_list("pk", flat=True)
    with connection.cursor() as cursor:
        for hook in hooks:
            queue_decision(cursor, Decision(event, hook, said))
