"""Webhooks of a business: registered with a signing secret that is shown once, ended, told again what failed."""

import secrets
from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from ansim.business.models import Business, PartnerAct, Webhook
from ansim.business.partners.api_key_desk import Doer, note
from ansim.database.named_statements import read_statements
from ansim.domain.errors import AnsimError
from ansim.identity.sealing import load_public_key
from ansim.keys import folder
from ansim.notices.outbox import Decision, queue_decision
from ansim.notices.webhook_events import WebhookEvent
from ansim.notices.webhook_secrets import SECRET_BYTES, SECRET_MARK, seal_secret

MOST: Final = 5
MOST_TESTS: Final = 20
"""Tests of a business's webhooks within an hour: each sends a request to an address of somebody's choice."""

_SQL: Final = read_statements("ansim.business.partners")


class TooManyWebhooksError(AnsimError):
    """The business has as many webhooks as it may have."""


class TooManyTestsError(AnsimError):
    """As many tests as an hour may have went out for the business."""


class WebhookEndedError(AnsimError):
    """The webhook is told nothing any more."""


@dataclass(frozen=True, slots=True)
class FreshWebhook:
    """A webhook with a secret that was just made, and is shown this once."""

    row: Webhook
    secret: str


@transaction.atomic
def make_webhook(business: Business, by: Doer, url: str) -> FreshWebhook:
    """A webhook of a business. Raises TooManyWebhooksError."""
    Business.objects.select_for_update().get(pk=business.pk)
    if webhooks_of(business).count() >= MOST:
        raise TooManyWebhooksError(f"a business has at most {MOST} webhooks: end one first")
    secret, ref = secrets.token_bytes(SECRET_BYTES), uuid4()
    row = Webhook.objects.create(
        ref=ref, business=business, url=url, sealed_secret=seal_secret(_public(), ref, secret)
    )
    note(business, by, PartnerAct.What.WEBHOOK_MADE, host_of(url))
    return FreshWebhook(row, _shown(secret))


@transaction.atomic
def change_secret(hook: Webhook, by: Doer) -> FreshWebhook:
    """A fresh signing secret; the one before signs beside it for 24 hours, and one before that no more.

    Raises WebhookEndedError.
    """
    secret = secrets.token_bytes(SECRET_BYTES)
    sealed = seal_secret(_public(), hook.ref, secret)
    with connection.cursor() as cursor:
        cursor.execute(_SQL["change_secret"], {"webhook": hook.pk, "sealed": sealed})
        (changed,) = cursor.fetchone()
    if not changed:
        raise WebhookEndedError("the webhook was removed meanwhile")
    note(hook.business, by, PartnerAct.What.SECRET_CHANGED, host_of(hook.url))
    return FreshWebhook(hook, _shown(secret))


@transaction.atomic
def end_webhook(hook: Webhook, by: Doer) -> None:
    """Tell an address nothing more; what waits for it is given up by the worker."""
    if Webhook.objects.filter(pk=hook.pk, ended_at=None).update(ended_at=Now()):
        note(hook.business, by, PartnerAct.What.WEBHOOK_ENDED, host_of(hook.url))


@transaction.atomic
def try_webhook(hook: Webhook, by: Doer) -> None:
    """Queue a decision of nothing, so that a system can be tried. Raises TooManyTestsError."""
    Business.objects.select_for_update().get(pk=hook.business_id)  # two presses wait for each other
    tried = hook.business.partner_acts.filter(
        what=PartnerAct.What.WEBHOOK_TRIED, at__gt=Now() - timedelta(hours=1)
    )
    if tried.count() >= MOST_TESTS:
        raise TooManyTestsError(f"{MOST_TESTS} tests went out within the hour: wait")
    note(hook.business, by, PartnerAct.What.WEBHOOK_TRIED, host_of(hook.url))
    with connection.cursor() as cursor:
        queue_decision(cursor, Decision(WebhookEvent.TEST, hook.pk))


def webhooks_of(business: Business) -> QuerySet[Webhook]:
    """The webhooks of a business that are told of decisions."""
    return business.webhooks.filter(ended_at=None).order_by("pk")


def given_up(business: Business) -> list[tuple[Any, ...]]:
    """What webhooks of the business were not told: number, template, when, why, address; newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL["given_up"], {"business": business.pk, "limit": 50})
        return list(cursor.fetchall())


def send_again(business: Business, message: int) -> None:
    """Try one of those anew; nothing happens where it is another business's."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL["send_again"], {"business": business.pk, "id": message})


def host_of(url: str) -> str:
    """The name of an address's host, for lists and the audit: its path may hold a secret of the partner's."""
    return urlsplit(url).hostname or ""


def _shown(secret: bytes) -> str:
    return SECRET_MARK + b64encode(secret).decode()


@cache
def _public() -> X25519PublicKey:
    return load_public_key(folder().read("webhooks/public.pem"))
