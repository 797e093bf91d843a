"""What may be asked of the vault about laboratories. The console carries a notification and can change nothing in it."""

import msgspec


class NotifyByLaboratory(msgspec.Struct, tag=True, frozen=True):
    """Take in a laboratory's notification, a compact JWS. The ledger records it, and the look-up of a number, first."""

    token: bytes


class KnownLaboratories(msgspec.Struct, tag=True, frozen=True):
    """What are the laboratories with these marks called?"""

    refs: list[str]


class LaboratoryName(msgspec.Struct, frozen=True):
    """A laboratory's mark and public name, and whether it was barred."""

    ref: str
    name: str
    barred: bool
