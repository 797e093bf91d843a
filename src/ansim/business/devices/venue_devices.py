"""A venue's devices and its telephone number for visitors, as the portal changes them."""

import secrets
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from ansim.business.models import CallNumber, Device, Venue
from ansim.domain.devices import PAIRING, DeviceKind, new_token, token_hash
from ansim.domain.errors import AnsimError
from ansim.settings.environment import public_host

SECRET_BYTES: Final = 20  # RFC 4226 §4 wants 128 bits and recommends 160
MOST_DEVICES: Final = 20


class TooManyDevicesError(AnsimError):
    """The venue has as many devices as it may have."""


class NumberTakenError(AnsimError):
    """The telephone number is another venue's."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """A device that waits for its pairing; `address` is what its QR says, once and for no log: the token is behind the #."""

    device: Device
    address: str


def devices_of(venue: Venue) -> QuerySet[Device]:
    """The devices that are paired, or may be yet; the newest first."""
    alive = Q(paired_at__isnull=False) | Q(pairing_until__gt=Now())
    return venue.devices.filter(alive, revoked_at=None).order_by("-made_at", "-id")


@transaction.atomic
def begin_pairing(venue: Venue, kind: DeviceKind, label: str) -> Pairing:
    """A one-time QR for a device. Raises TooManyDevicesError."""
    Venue.objects.select_for_update().get(pk=venue.pk)
    if devices_of(venue).count() >= MOST_DEVICES:
        raise TooManyDevicesError(f"a venue has at most {MOST_DEVICES} devices: revoke one first")
    if kind is DeviceKind.DISPLAY and venue.display_secret is None:
        _new_secret(venue)
    token = new_token()
    device = Device.objects.create(
        venue=venue,
        kind=int(kind),
        label=label,
        pairing_hash=token_hash(token),
        pairing_until=Now() + PAIRING,
    )
    return Pairing(device, f"{public_host()}/pair#{token}")


@transaction.atomic
def revoke(device: Device) -> None:
    """Refuse a device from its next request on. A display knew the venue's secret: the other displays get a new one."""
    changed = Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=Now())
    if changed and device.kind == DeviceKind.DISPLAY:
        _new_secret(device.venue)


@transaction.atomic
def set_call_number(venue: Venue, number: str) -> None:
    """The number (E.164) that visitors call, or none where it is empty. Raises NumberTakenError."""
    Venue.objects.select_for_update().get(pk=venue.pk)  # two hands at one venue wait for each other
    CallNumber.objects.filter(venue=venue).exclude(number=number).delete()
    if number:
        try:
            with transaction.atomic():
                CallNumber.objects.get_or_create(number=number, venue=venue)
        except IntegrityError:
            raise NumberTakenError("another venue has this number") from None


def _new_secret(venue: Venue) -> None:
    Venue.objects.filter(pk=venue.pk).update(display_secret=secrets.token_bytes(SECRET_BYTES))
