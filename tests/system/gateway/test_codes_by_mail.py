"""A code by e-mail, the weaker proof, over a real mail server."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ansim.identity.emails import index_text
from ansim.identity.phones import phone_index
from ansim.identity.sealing import load_private_key, unseal
from ansim.notices.channels.mail import MailChannel
from ansim.notices.channels.messages import ChannelSettingError, RelayChannel
from support.ports import free_port
from support.postbox import Postbox, mailing_system
from support.system import System, device_key
from support.visitor import CONSENT, Visitor


@pytest.fixture(scope="module")
def post(system: System) -> Iterator[tuple[System, Postbox]]:
    with mailing_system(system) as opened:
        yield opened


@pytest.fixture(scope="module")
def mailing(post: tuple[System, Postbox]) -> System:
    return post[0]


@pytest.fixture(scope="module")
def postbox(post: tuple[System, Postbox]) -> Postbox:
    return post[1]


def sign_up(system: System, box: Postbox, email: str, **more: Any) -> httpx.Response:
    begun = system.http.post("/v1/verifications", json={"email": email})
    assert begun.status_code == 201, begun.text
    body = {
        "verification_id": begun.json()["verification_id"],
        "code": box.newest_code(),
        "email": email,
        "consent": CONSENT,
        "device_key": device_key(),
    }
    return system.http.post("/v1/sessions", json=body | more)


def stored(system: System, email: str) -> Any:
    index = phone_index(system.keys.secret("phone-index"), index_text(email))
    with system.owner("identity") as connection:
        return connection.execute(
            "SELECT person_id, sealed, verified_by FROM identity.identity WHERE phone_index = %s",
            [index],
        ).fetchone()


def test_a_code_by_mail_signs_somebody_up_and_stays_marked(
    mailing: System, postbox: Postbox
) -> None:
    box = postbox
    answer = sign_up(mailing, box, "Traveller@Example.org", phone="+81 90 0000 0001", name="타나카")
    assert answer.status_code == 201, answer.text
    assert box.letters[-1]["To"] == "traveller@example.org"
    assert box.letters[-1]["From"] == "ansim@example.org"
    person, sealed, means = stored(mailing, "traveller@example.org")
    assert means == "email"
    opened = unseal(load_private_key(mailing.keys.read("identity/private.pem")), person, sealed)
    assert (opened.email, opened.phone) == ("traveller@example.org", "+819000000001")
    me = mailing.http.get("/v1/me", headers={"Authorization": f"Bearer {answer.json()['token']}"})
    assert me.status_code == 200


def test_the_number_beside_the_address_opens_nobody_elses_registration(
    system: System, mailing: System, postbox: Postbox
) -> None:
    victim = Visitor(system).sign_up()
    answer = sign_up(mailing, postbox, "thief@example.org", phone=victim.phone)
    assert answer.status_code == 201
    assert stored(mailing, "thief@example.org")[0] != victim.person
    assert victim.renew().status_code == 201, "the owner's credential stands"


def test_the_same_address_finds_the_same_person(mailing: System, postbox: Postbox) -> None:
    first = sign_up(mailing, postbox, "again@example.org")
    person = stored(mailing, "again@example.org")[0]
    assert first.status_code == sign_up(mailing, postbox, "AGAIN@example.org").status_code == 201
    assert stored(mailing, "again@example.org")[0] == person


@pytest.mark.parametrize("email", ["nobody", "a@b", "a@example.org\r\nBcc: b@example.org"])
def test_what_is_no_address_is_refused(mailing: System, email: str) -> None:
    answer = mailing.http.post("/v1/verifications", json={"email": email})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-email")


def test_a_mail_server_that_is_away_is_told_and_the_address_stays_out_of_the_log(
    system: System,
) -> None:
    mail = {
        "ANSIM_SMTP_URL": f"smtp://127.0.0.1:{free_port()}",
        "ANSIM_SMTP_FROM": "ansim@example.org",
    }
    other = System(system.folder, venues=system.venues, environment=mail)
    other.start_gateway()
    try:
        began = time.monotonic()
        answer = other.http.post("/v1/verifications", json={"email": "lost@example.org"})
        assert (answer.status_code, answer.json()["code"]) == (503, "message-not-sent")
        assert time.monotonic() - began < 20
    finally:
        other.stop_gateway()
    assert "lost@" not in other.gateway_log()


@pytest.mark.parametrize("url", ["http://127.0.0.1", "smtp://", "127.0.0.1:25"])
def test_a_mail_server_that_cannot_be_read_is_told_without_its_password(url: str) -> None:
    with pytest.raises(ChannelSettingError) as told:
        MailChannel(url.replace("//", "//user:secret@", 1), "ansim@example.org")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://relay.example.org/send",
        "http://10.0.0.7/send",
        "http://127.0.0.1.example.org/",
        "http://localhost.example.org/",
        "https://",
        "relay.example.org",
        "ftp://127.0.0.1/",
    ],
)
def test_no_relay_is_sent_codes_and_numbers_in_clear(url: str) -> None:
    with pytest.raises(ChannelSettingError, match="https") as told:
        RelayChannel(url.replace("//", "//user:secret@", 1), "token")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://relay.example.org/send",
        "http://127.0.0.1:9/",
        "http://[::1]:9/",
        "http://localhost/",
    ],
)
def test_a_relay_over_tls_or_on_this_machine_is_taken(url: str) -> None:
    assert RelayChannel(url, "token")
