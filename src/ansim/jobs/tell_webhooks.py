"""The webhooks' turn: decisions that are due are told to partners' systems."""

from functools import cache

import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from ansim.keys import WrongKeyError, folder
from ansim.notices.delivery import Sent
from ansim.notices.webhook_delivery import WebhookDelivery
from ansim.settings.environment import dsn


def tell_webhooks() -> Sent:
    """One turn."""
    with psycopg.connect(dsn("worker", "main"), autocommit=True) as connection:
        return WebhookDelivery(connection, _private()).run()


@cache
def _private() -> X25519PrivateKey:
    key = load_pem_private_key(folder().read("webhooks/private.pem"), None)
    if not isinstance(key, X25519PrivateKey):
        raise WrongKeyError("webhooks/private.pem is not an X25519 key")
    return key
