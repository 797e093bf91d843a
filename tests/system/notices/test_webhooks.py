"""Decisions to partners' webhooks: with the decision or not at all, signed, at least once, and only where they may go."""

import base64
import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import NameOID

from ansim.notices.channels.webhooks import WebhookChannel
from ansim.notices.delivery import MOST, WAITS
from ansim.notices.webhook_delivery import EACH, TOGETHER, WebhookDelivery
from support.partner import Receiver, new_key, open_receiver
from support.patience import until
from support.system import System


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


def register(business: Any, url: str) -> tuple[Any, bytes]:
    """A webhook of the business, and its secret as the partner has it."""
    from ansim.accounts.models import Staff
    from ansim.business.partners.api_key_desk import Doer
    from ansim.business.partners.webhook_desk import make_webhook

    made = make_webhook(business, Doer(staff=Staff.objects.get(login="registrar")), url)
    mark, _, text = made.secret.partition("_")
    assert mark == "whsec"
    return made.row, base64.b64decode(text)


def deliver(system: System, seconds: float = 5.0) -> Any:
    private: Any = load_pem_private_key(system.keys.read("webhooks/private.pem"), None)
    with system.connect_as("worker", "main") as connection:
        return WebhookDelivery(connection, private, WebhookChannel(seconds)).run()


def rows(system: System) -> list[Any]:
    with system.owner("main") as connection:
        return connection.execute(
            "SELECT state, tries, error FROM notices.message WHERE webhook_id IS NOT NULL ORDER BY id"
        ).fetchall()


def due_again(system: System) -> None:
    with system.owner("main") as connection:
        connection.execute("UPDATE notices.message SET due_at = now()")


def reissue(business: Any) -> Any:
    from ansim.business.codes.issuing import reissue as fresh

    venue = business.venues.first()
    fresh(venue)
    return venue


def test_a_decision_is_told_in_the_standard_form(
    system: System, business: Any, receiver: Receiver
) -> None:
    _row, secret = register(business, f"{receiver.address}/hook?shop=7")
    venue = reissue(business)
    assert deliver(system).handed == 1
    assert deliver(system).total == 0
    [(headers, body)] = receiver.told
    assert receiver.paths == ["/hook?shop=7"]
    told = json.loads(body)
    assert told["type"] == "code.reissued"
    assert told["data"] == {"venue": venue.pk}
    assert told["timestamp"].endswith("Z")
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"
    assert abs(int(headers["webhook-timestamp"]) - datetime.now(UTC).timestamp()) < 60
    assert headers["content-type"] == "application/json"
    assert rows(system) == [("handed", 1, "")]


def test_it_stands_and_falls_with_the_decision(
    system: System, business: Any, receiver: Receiver
) -> None:
    from django.db import transaction

    register(business, receiver.address)
    with transaction.atomic():
        reissue(business)
        transaction.set_rollback(True)
    assert rows(system) == []


def test_each_decision_is_told_to_the_business_that_it_is_about(
    system: System, business: Any, receiver: Receiver
) -> None:
    from ansim.accounts.models import Staff
    from ansim.business.admission.deciding import approve, hand_in, turn_down
    from ansim.business.admission.words import Reason
    from ansim.business.lifecycle.closing import close_venue
    from ansim.business.models import ApiKey, VenueApplication
    from ansim.domain.venue_life import Closing
    from support.owner import fresh_phone

    register(business, receiver.address)
    other, _key = new_key()
    clerk = Staff.objects.get(login="registrar")
    key = ApiKey.objects.filter(business=business).first()
    person = _owner(fresh_phone())
    form = {"way": "without", "name": "새벽빵집", "kind": "cafe", "phone": "064-000-0001"}

    def application() -> Any:
        one = VenueApplication.objects.create(
            owner=person, business=business, api_key=key, form=dict(form)
        )
        hand_in(one, {})
        return one

    made = approve(application(), clerk)
    turn_down(application(), clerk, Reason.WRONG_PLACE, "담당자의 말")
    turn_down(application(), clerk, Reason.AUTHORITY)
    close_venue(made, None, Closing.CLERK)
    reissue(other)
    while deliver(system).total:
        pass
    told = [json.loads(body) for _headers, body in receiver.told]
    assert sorted(one["type"] for one in told) == [
        "application.approved",
        "application.refused",
        "application.returned",
        "venue.closed",
    ]
    by_type = {one["type"]: one["data"] for one in told}
    assert by_type["application.approved"]["venue"] == made.pk
    assert by_type["application.returned"]["reason"] == "wrong-place"
    whole = b"".join(body for _headers, body in receiver.told).decode()
    for secret in ("새벽빵집", "064-000-0001", "담당자의 말", business.name):
        assert secret not in whole


def _owner(phone: str) -> Any:
    from ansim.business.models import Owner
    from ansim.business.owners.owner_desk import owner_desk
    from support.owner import e164

    return Owner.objects.create(
        phone_index=owner_desk().index(e164(phone)), sealed=b"x", phone_end=phone[-2:]
    )


@pytest.mark.parametrize(
    ("status", "error"),
    [(302, "redirected"), (400, "refused-there"), (404, "refused-there"), (500, "failed-there")],
)
def test_what_is_not_taken_over_is_told_again_under_the_same_id(
    system: System, business: Any, receiver: Receiver, status: int, error: str
) -> None:
    with open_receiver() as elsewhere:
        register(business, receiver.address)
        reissue(business)
        receiver.status, receiver.headers = status, {"Location": elsewhere.address}
        assert deliver(system).failed == 1
        assert rows(system) == [("queued", 1, error)]
        assert elsewhere.told == []
    receiver.status, receiver.headers = 200, {}
    due_again(system)
    assert deliver(system).handed == 1
    first, second = (headers["webhook-id"] for headers, _body in receiver.told)
    assert first == second


def test_it_is_given_up_in_the_end_and_sent_again_by_hand(
    system: System, business: Any, receiver: Receiver
) -> None:
    from ansim.business.partners.webhook_desk import given_up, send_again

    register(business, receiver.address)
    reissue(business)
    receiver.status = 503
    for _try in range(MOST):
        due_again(system)
        assert deliver(system).total == 1
    assert rows(system) == [("given-up", len(WAITS) + 1, "failed-there")]
    [(number, template, *_rest)] = given_up(business)
    assert template == "code-reissued"
    other, _key = new_key()
    send_again(other, number)
    assert rows(system)[0][0] == "given-up"
    receiver.status = 200
    send_again(business, number)
    assert deliver(system).handed == 1


def test_gone_is_given_up_at_once(system: System, business: Any, receiver: Receiver) -> None:
    register(business, receiver.address)
    reissue(business)
    receiver.status = 410
    assert deliver(system).given_up == 1
    assert rows(system) == [("given-up", 1, "gone")]


def test_a_webhook_that_ended_is_told_nothing_more(
    system: System, business: Any, receiver: Receiver
) -> None:
    from ansim.accounts.models import Staff
    from ansim.business.partners.api_key_desk import Doer
    from ansim.business.partners.webhook_desk import end_webhook

    row, _secret = register(business, receiver.address)
    reissue(business)
    end_webhook(row, Doer(staff=Staff.objects.get(login="registrar")))
    reissue(business)
    assert deliver(system).given_up == 1
    assert (receiver.told, len(rows(system))) == ([], 1)


@pytest.mark.parametrize("hooks", [1, 5])
def test_those_that_hang_hold_up_no_other_and_only_so_long(
    system: System, business: Any, receiver: Receiver, hooks: int
) -> None:
    other, _key = new_key()
    release = threading.Event()
    with open_receiver() as hanging:
        hanging.before = lambda: release.wait(20)  # type: ignore[assignment]
        for _hook in range(hooks):
            register(other, hanging.address)
        register(business, receiver.address)
        for _decision in range(EACH + 2):
            reissue(other)
        reissue(business)
        sent = deliver(system, seconds=6.0)  # ample for the one that answers
        release.set()
    assert (sent.handed, sent.failed) == (1, min(EACH * hooks, TOGETHER - 1))
    assert len(receiver.told) == 1
    assert {row[2] for row in rows(system)} == {"", "too-slow"}


def test_a_worker_that_dies_after_telling_tells_again_under_the_same_id(
    system: System, business: Any, receiver: Receiver
) -> None:
    register(business, receiver.address)
    reissue(business)
    private: Any = load_pem_private_key(system.keys.read("webhooks/private.pem"), None)
    dying = system.connect_as("worker", "main")
    receiver.before = dying.close
    with pytest.raises(psycopg.OperationalError):
        WebhookDelivery(dying, private).run()
    receiver.before = lambda: None
    assert rows(system)[0][0] == "queued"
    assert deliver(system).total == 0  # another worker waits for its next try
    due_again(system)
    assert deliver(system).handed == 1
    assert len({headers["webhook-id"] for headers, _body in receiver.told}) == 1


def test_without_the_setting_nothing_of_this_machine_is_reached(
    system: System, business: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that was registered honestly may lead home later: it is judged at each try."""
    register(business, receiver.address)
    with system.owner("main") as connection:
        port = receiver.address.rpartition(":")[2]
        connection.execute("UPDATE business_webhook SET url = %s", [f"https://localhost:{port}/"])
    reissue(business)
    monkeypatch.delenv("ANSIM_WEBHOOKS_LOCAL")
    deliver(system)
    assert rows(system) == [("queued", 1, "address-refused")]
    assert receiver.told == []


def certificate(folder: Path, name: str) -> Path:
    """A certificate of its own making for a name, with its key, as one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / f"{name}.pem"
    file.write_bytes(private + made.public_bytes(pem))
    return file


@pytest.mark.parametrize(("name", "reached"), [("localhost", True), ("other.example", False)])
def test_the_certificate_must_be_the_hosts_though_the_connection_goes_to_its_address(
    system: System,
    business: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    reached: bool,  # noqa: FBT001 a parameter of the test
) -> None:
    file = certificate(tmp_path, name)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9/")  # which nobody asks
    with open_receiver(tls) as receiver:
        port = receiver.address.rpartition(":")[2]
        register(business, f"https://localhost:{port}/hook")
        reissue(business)
        deliver(system)
        assert len(receiver.told) == reached
        if reached:
            assert receiver.told[0][0]["host"] == f"localhost:{port}"
    assert rows(system)[0][2] == ("" if reached else "not-reached")


def test_a_secret_moved_to_another_webhook_does_not_open(
    system: System, business: Any, receiver: Receiver
) -> None:
    register(business, f"{receiver.address}/a")
    register(business, f"{receiver.address}/b")
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE business_webhook SET sealed_secret = (SELECT sealed_secret FROM business_webhook ORDER BY id DESC LIMIT 1)"
        )
    reissue(business)
    sent = deliver(system)
    assert (sent.handed, sent.given_up) == (1, 1)
    assert receiver.paths == ["/b"]


def test_the_portal_reads_no_sealed_secret(system: System) -> None:
    with (
        system.connect_as("business", "main") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT sealed_secret FROM business_webhook")


def test_the_worker_tells_what_is_due_by_itself(
    system: System, business: Any, receiver: Receiver
) -> None:
    import os

    from ansim.processes import Household

    register(business, receiver.address)
    reissue(business)
    assert os.environ["ANSIM_WEBHOOKS_LOCAL"] == "1"
    worker = Household(["worker"])
    worker.start()

    def told() -> bool:
        # A worker of other tests, which may not reach this machine, perhaps took it first and put it off.
        with system.owner("main") as owner:
            owner.execute(
                "UPDATE notices.message SET due_at = now() WHERE state = 'queued' AND tries > 0"
            )
        return bool(receiver.told)

    try:
        until(told, "the worker tells it", every=1)
    finally:
        worker.stop()
    assert len({headers["webhook-id"] for headers, _body in receiver.told}) == 1
