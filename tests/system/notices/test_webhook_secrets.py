"""A webhook's signing secret changes over: both sign for a day, and the portal reads neither."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from support.partner import Receiver, new_key, open_receiver
from support.system import System
from system.notices.test_webhooks import deliver, register, reissue


@pytest.fixture(autouse=True)
def _empty(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSIM_WEBHOOKS_LOCAL", "1")
    with system.owner("main") as connection:
        connection.execute("DELETE FROM notices.message")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with open_receiver() as opened:
        yield opened


@pytest.fixture
def business(house: Any) -> Any:
    assert house.staff
    return new_key()[0]


def signatures(told: tuple[dict[str, str], bytes]) -> list[str]:
    return told[0]["webhook-signature"].split(" ")


def signed_by(secret: bytes, told: tuple[dict[str, str], bytes]) -> str:
    headers, body = told
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()


def changed(hook: Any) -> bytes:
    """The fresh secret of a webhook, as the partner has it."""
    from ansim.accounts.models import Staff
    from ansim.business.partners.api_key_desk import Doer
    from ansim.business.partners.webhook_desk import change_secret

    made = change_secret(hook, Doer(staff=Staff.objects.get(login="registrar")))
    return base64.b64decode(made.secret.partition("_")[2])


def test_both_secrets_sign_for_a_day_and_then_the_fresh_one_alone(
    system: System, business: Any, receiver: Receiver
) -> None:
    hook, first = register(business, f"{receiver.address}/hook")
    second = changed(hook)
    assert first != second
    reissue(business)
    assert deliver(system).handed == 1
    assert signatures(receiver.told[0]) == [
        signed_by(second, receiver.told[0]),
        signed_by(first, receiver.told[0]),
    ]
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE business_webhook SET former_until = now() WHERE id = %s", [hook.pk]
        )
    reissue(business)
    assert deliver(system).handed == 1
    assert signatures(receiver.told[1]) == [signed_by(second, receiver.told[1])]


def test_a_secret_before_the_last_signs_no_more(
    system: System, business: Any, receiver: Receiver
) -> None:
    hook, first = register(business, f"{receiver.address}/hook")
    second, third = changed(hook), changed(hook)
    reissue(business)
    assert deliver(system).handed == 1
    told = receiver.told[0]
    assert signatures(told) == [signed_by(third, told), signed_by(second, told)]
    assert signed_by(first, told) not in signatures(told)


def test_a_removed_webhook_gets_no_fresh_secret(business: Any, receiver: Receiver) -> None:
    from ansim.accounts.models import Staff
    from ansim.business.partners.api_key_desk import Doer
    from ansim.business.partners.webhook_desk import WebhookEndedError, end_webhook

    hook, _secret = register(business, f"{receiver.address}/hook")
    end_webhook(hook, Doer(staff=Staff.objects.get(login="registrar")))
    with pytest.raises(WebhookEndedError):
        changed(hook)
    assert business.partner_acts.filter(what="secret-changed").count() == 0


def test_the_portal_reads_neither_secret(system: System, business: Any, receiver: Receiver) -> None:
    hook, _first = register(business, f"{receiver.address}/hook")
    changed(hook)
    with system.connect_as("business", "main") as portal:
        for column in ("sealed_secret", "former_secret"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                portal.execute(f"SELECT {column} FROM business_webhook")
            portal.rollback()
