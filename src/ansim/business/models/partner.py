"""Systems of partners: their keys, what they were answered, how fast they may ask, and where decisions are told them.

No key and no signing secret stands here: of a key its keyed hash, of a secret what only the worker can open.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ansim.accounts.models import Staff
from ansim.business.models.owner import Business, Owner


class ApiKey(models.Model):
    """A key of the partner API: whose, for what, until when. `maker` is None where a clerk made it."""

    id = models.AutoField(primary_key=True)
    business = models.ForeignKey(Business, models.PROTECT, related_name="api_keys")
    maker = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=60)
    prefix = models.CharField(max_length=8, unique=True)
    key_hash = models.BinaryField(unique=True)
    scopes = models.JSONField()  # ansim.domain.api_keys.ApiScope
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(label=""), name="api_key_has_a_label")
        ]

    def __str__(self) -> str:
        return self.prefix


class PartnerAct(models.Model):
    """What somebody did about a business's keys and webhooks; rows are added and never changed."""

    class What(models.TextChoices):
        """What was done. The words are stored."""

        KEY_MADE = "key-made"
        KEY_ENDED = "key-ended"
        WEBHOOK_MADE = "webhook-made"
        WEBHOOK_ENDED = "webhook-ended"
        WEBHOOK_TRIED = "webhook-tried"
        SECRET_CHANGED = "secret-changed"  # noqa: S105 a word

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey(Business, models.PROTECT, related_name="partner_acts")
    at = models.DateTimeField(db_default=Now())
    what = models.CharField(max_length=20, choices=What.choices)
    label = models.CharField(max_length=300)  # the key's name and prefix, or the webhook's host
    owner = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(owner=None, staff__isnull=False) | Q(owner__isnull=False, staff=None),
                name="partner_act_by_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.id}"


class ApiAnswer(models.Model):
    """What a request was answered that named itself by an idempotency key, in the transaction of what it did."""

    id = models.BigAutoField(primary_key=True)
    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    asked = models.BinaryField()  # keyed hash of method, address and body
    status = models.SmallIntegerField()
    headers = models.JSONField()
    body = models.BinaryField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["made_at"], name="api_answer_by_age")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "name"], name="one_answer_a_name")
        ]

    def __str__(self) -> str:
        return f"answer {self.id}"


class ApiBucket(models.Model):
    """How many requests a key may make at once, as of a moment; it fills by itself."""

    key = models.OneToOneField(ApiKey, models.CASCADE, primary_key=True, related_name="+")
    tokens = models.FloatField()
    filled_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"bucket of {self.pk}"


class Webhooks(models.Manager["Webhook"]):
    """Webhooks without their sealed secrets, which the portal has no right to read."""

    def get_queryset(self) -> models.QuerySet["Webhook"]:
        return super().get_queryset().defer("sealed_secret", "former_secret")


class Webhook(models.Model):
    """An address of a partner's that is told of decisions. `sealed_secret` is bound to `ref`, and the worker's to open.

    `former_secret` signs beside it until `former_until`, so that a receiver changes over without losing a decision.
    """

    id = models.AutoField(primary_key=True)
    ref = models.UUIDField(unique=True)
    business = models.ForeignKey(Business, models.PROTECT, related_name="webhooks")
    url = models.CharField(max_length=500)
    sealed_secret = models.BinaryField()
    former_secret = models.BinaryField(null=True)
    former_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = Webhooks()

    def __str__(self) -> str:
        return f"webhook {self.id}"
