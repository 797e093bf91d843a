"""Texts and signatures at the vault: every field, part, origin, frame and flag, and each text once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from ansim.domain.search_results import vouch
from ansim.domain.signatures import StaffSignature
from ansim.domain.signed_texts import TextUsedError, write_text
from ansim.domain.warrant import LegalBasis
from ansim.identity.staff.accepting import use_once
from ansim.identity.staff.signed_calls import ApproveWarrant, OpenNames
from ansim.rpc import CallError
from ansim.settings.environment import signing_host
from support.rights import HOUR, PHONES, Rights, refused
from support.signing import BrowserKey, assertion

ONE = PHONES[1]


def tampered(signature: StaffSignature, part: str) -> StaffSignature:
    value = bytearray(getattr(signature, part))
    value[-1] ^= 1
    return msgspec.structs.replace(signature, **{part: bytes(value)})


WRONG_ASSERTIONS: dict[str, Callable[[Any], Any]] = {
    "another port": lambda device: replace(device, origin="http://localhost:8082"),
    "no port": lambda device: replace(device, origin="http://localhost"),
    "a longer port": lambda device: replace(device, origin=f"{signing_host()}0"),
    "a path": lambda device: replace(device, origin=f"{signing_host()}/"),
    "another scheme": lambda device: replace(
        device, origin=signing_host().replace("http:", "https:")
    ),
    "a number for a name": lambda device: replace(
        device, origin=signing_host().replace("localhost", "127.0.0.1")
    ),
    "another site's id": lambda device: replace(device, party="localhost.evil.example"),
    "made, not used": lambda device: replace(device, says={"type": "webauthn.create"}),
    "another challenge": lambda device: replace(device, says={"challenge": "AAAA"}),
    "in a frame": lambda device: replace(device, says={"crossOrigin": True}),
    "in a frame of": lambda device: replace(device, says={"topOrigin": "http://localhost:8082"}),
    "nobody there": lambda device: replace(device, flags=4),
    "nobody verified": lambda device: replace(device, flags=1),
    "nothing said": lambda device: replace(device, flags=0),
}


@pytest.mark.parametrize("wrong", list(WRONG_ASSERTIONS))
def test_an_assertion_that_is_not_of_the_signing_page_and_its_person_is_refused(
    rights: Rights, wrong: str
) -> None:
    rows = rights.rows(ONE)
    warrant = rights.warrant(rows)
    text, officer = write_text(warrant), rights.staff["officer"]
    device = WRONG_ASSERTIONS[wrong](officer.device)
    signed = assertion(device, text, officer.ref)
    asked = rights.asking(text, signed, rows, warrant)
    refused("signature-refused", lambda: rights.vault.request_warrant(asked))
    assert rights.request(warrant, rows) == text, "the same text, rightly signed, is taken"


@pytest.mark.parametrize("part", ["signature", "authenticator_data", "client_data"])
def test_every_part_of_a_signature_is_covered(rights: Rights, part: str) -> None:
    rows = rights.rows(ONE)
    warrant = rights.warrant(rows)
    text = write_text(warrant)
    signed = tampered(rights.staff["officer"].sign(text), part)
    asked = rights.asking(text, signed, rows, warrant)
    refused("signature-refused", lambda: rights.vault.request_warrant(asked))


@pytest.mark.parametrize("said", ["another's mark", "another's key", "a stranger's key"])
def test_a_key_signs_for_its_own_person_alone(rights: Rights, said: str) -> None:
    rows = rights.rows(ONE)
    warrant = rights.warrant(rows)
    text = write_text(warrant)
    officer, colleague = rights.staff["officer"], rights.staff["colleague"]
    signed = {
        "another's mark": assertion(officer.device, text, colleague.ref),
        "another's key": assertion(colleague.device, text, officer.ref),
        "a stranger's key": BrowserKey().sign(text, officer.ref),
    }[said]
    asked = rights.asking(text, signed, rows, warrant)
    refused("signer-unknown", lambda: rights.vault.request_warrant(asked))


def test_a_passkey_whose_counter_goes_back_was_copied(rights: Rights) -> None:
    rows = rights.rows(ONE)
    officer = rights.staff["officer"]
    officer.device.counts = True
    try:
        rights.request(rights.warrant(rows), rows)
        officer.device.count = 0
        refused("signature-refused", lambda: rights.request(rights.warrant(rows), rows))
    finally:
        officer.device.counts, officer.device.count = False, 0
        with rights.system.owner("identity") as identity:
            identity.execute("UPDATE vault.staff_key SET sign_count = 0")


# ---- the text: every field


CHANGES: dict[str, dict[str, Any]] = {
    "case": {"case": "2611-OTHER"},
    "people": {"people": 3},
    "result": {"result": "00" * 32},
    "cap": {"cap": 5},
    "purpose": {"purpose": "find-source"},
    "article": {"article": "IDCPA-76-2-2"},
    "until": {"until": 4_000_000_000},
    "ref": {"ref": "0" * 32},
}


@pytest.mark.parametrize("field", list(CHANGES))
def test_a_text_changed_after_the_signature_is_refused(rights: Rights, field: str) -> None:
    rows = rights.rows(ONE)
    warrant = rights.warrant(rows)
    signed = rights.staff["officer"].sign(write_text(warrant))
    heading, body = write_text(warrant).split(b"\n", 1)
    told = msgspec.json.decode(body) | CHANGES[field]
    text = heading + b"\n" + msgspec.json.encode(told, order="sorted")
    asked = rights.asking(text, signed, rows, warrant)
    with pytest.raises(CallError):
        rights.vault.request_warrant(asked)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"people": 2}, "out-of-scope"),
        ({"cap": 2}, "warrant-terms"),
        ({"cap": 0}, "warrant-terms"),
        ({"people": 0}, "warrant-terms"),
        ({"result": "00" * 32}, "out-of-scope"),
        ({"site": "localhost:8082"}, "text-of-other-site"),
        ({"until": -1}, "text-time"),
        ({"found": None}, "warrant-terms"),
        ({"found": None, "cap": 1, "article": LegalBasis.IDCPA_76_2_2}, "warrant-terms"),
    ],
)
def test_a_text_that_both_would_sign_is_still_held_to_what_the_tracer_found(
    rights: Rights, changes: dict[str, Any], code: str
) -> None:
    rows = rights.rows(ONE)
    warrant = rights.warrant(rows, **changes)
    text = write_text(warrant)
    asked = rights.asking(text, rights.staff["officer"].sign(text), rows, warrant)
    refused(code, lambda: rights.vault.request_warrant(asked))


@pytest.mark.parametrize(
    "changes",
    [
        {"direction": "backward"},
        {"start": 0},
        {"minimum_overlap": 60},
        {"degrees": 3},
        {"latent": 60},
        {"residual": 3600},
        {"limit": 20_000},
        {"close": 900},
    ],
)
def test_other_terms_are_another_warrant(rights: Rights, changes: dict[str, Any]) -> None:
    rows = rights.rows(ONE)
    if "start" in changes:
        changes = {"start": rights.now - 10 * 86400}
    granted = rights.granted(rows)
    wider = vouch(rights.scope, rights.case, rights.subject, rights.terms(**changes), rows)
    refused("out-of-scope", lambda: rights.open(granted, rows, ONE, mac=wider.mac))
    swapped = rights.warrant(rows, terms=rights.terms(**changes))
    text = write_text(swapped)
    signed = rights.staff["officer"].sign(text)
    asked = rights.asking(text, signed, rows, granted[0])
    refused("out-of-scope", lambda: rights.vault.request_warrant(asked))


@pytest.mark.parametrize(
    "spelling",
    [
        lambda text: text + b" ",
        lambda text: text.replace(b'"cap":', b'"cap": '),
        lambda text: text.replace(b'"cap":1,', b'"cap":1,"cap":1,'),
        lambda text: text.replace(b'{"article"', b'{"aaa":1,"article"'),
        lambda text: text.replace(b"ansim-warrant-v2", b"ansim-warrant-v1"),
        lambda text: text.replace(b"ansim-warrant-v2", b"ansim-opening-v2"),
        lambda text: text + b"x" * 9000,
        lambda text: text[:0],
        lambda text: b"\xff" + text,
    ],
)
def test_a_text_has_one_written_form(rights: Rights, spelling: Callable[[bytes], bytes]) -> None:
    rows = rights.rows(ONE)
    warrant = rights.warrant(rows)
    text = spelling(write_text(warrant))
    signed = rights.staff["officer"].sign(text)
    asked = rights.asking(text, signed, rows, warrant)
    refused("text-malformed", lambda: rights.vault.request_warrant(asked))


def test_a_text_serves_once(rights: Rights) -> None:
    rows = rights.rows(ONE)
    warrant = rights.warrant(rows)
    text = rights.request(warrant, rows)
    refused("text-used", lambda: rights.request(warrant, rows))
    rights.approve(text)
    people = [rights.people[ONE]]
    written = write_text(rights.opening(text, people))
    signed = rights.staff["officer"].sign(written)
    asked = OpenNames(written, signed, rights.subject, rows, rights.mac(rows, warrant), people)
    assert len(rights.vault.open(asked)) == 1
    refused("text-used", lambda: rights.vault.open(asked))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"at": -2 * HOUR, "until": -HOUR}, "text-time"),
        ({"at": HOUR, "until": HOUR + 600}, "text-time"),
        ({"at": 0, "until": 2 * HOUR}, "text-time"),
        ({"site": "sign.evil.example"}, "text-of-other-site"),
        ({"case": "2611-OTHER"}, "out-of-scope"),
        ({"count": 2}, "out-of-scope"),
        ({"people": "00" * 32}, "out-of-scope"),
        ({"warrant": "00" * 32}, "warrant-unknown"),
    ],
)
def test_an_opening_says_whom_of_which_warrant_here_and_now(
    rights: Rights, changes: dict[str, Any], code: str
) -> None:
    rows = rights.rows(ONE)
    granted = rights.granted(rows)
    moved = {
        name: rights.now + value if name in {"at", "until"} else value
        for name, value in changes.items()
    }
    people = [rights.people[ONE]]
    written = write_text(rights.opening(granted[1], people, **moved))
    signed = rights.staff["officer"].sign(written)
    mac = rights.mac(rows, granted[0])
    asked = OpenNames(written, signed, rights.subject, rows, mac, people)
    refused(code, lambda: rights.vault.open(asked))


def test_a_warrants_signature_is_no_openings(rights: Rights) -> None:
    rows = rights.rows(ONE)
    warrant, text = rights.granted(rows)
    people = [rights.people[ONE]]
    written = write_text(rights.opening(text, people))
    signed = rights.staff["officer"].sign(text)
    asked = OpenNames(written, signed, rights.subject, rows, rights.mac(rows, warrant), people)
    refused("signature-refused", lambda: rights.vault.open(asked))
    refused(
        "text-malformed",
        lambda: rights.vault.approve_warrant(
            ApproveWarrant(written, rights.staff["approver"].sign(written))
        ),
    )


def test_a_text_serves_once_also_where_the_databases_clock_is_hours_ahead(rights: Rights) -> None:
    said = rights.opening(b"", [rights.people[ONE]], until=rights.now - 3 * HOUR)
    with rights.system.connect_as("vault", "identity") as connection:
        use_once(connection, said, said.until - 60)
        with pytest.raises(TextUsedError):
            use_once(connection, said, said.until - 30)
