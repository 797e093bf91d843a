"""A key of staff is enrolled by a text and a one-time word, which the console that carries both never sees."""

import secrets
import time
from dataclasses import replace
from typing import Any

import msgspec
import psycopg
import pytest

from ansim.domain.codes import new_code, readable
from ansim.domain.signatures import WeakKeyError, challenge_of
from ansim.domain.signed_texts import KeyEnrolment, new_ref, write_text
from ansim.identity.staff.accepting import Acceptance
from ansim.identity.staff.assertions import SigningSite
from ansim.identity.staff.key_desk import proof_of_word
from ansim.identity.staff.signed_calls import EnrolKey, KeysOf, NewKey
from ansim.identity.staff.staff_registry import issue_word, word_key
from ansim.settings.environment import signing_host
from support.authenticator import Device, b64
from support.rights import PHONES, Rights, refused
from support.signing import BrowserKey


def word_for(rights: Rights, login: str, seconds: int = 600) -> bytes:
    """The key of a fresh word for a member of staff."""
    with rights.system.owner("identity") as identity:
        word = issue_word(identity, rights.staff[login].ref, time.time(), seconds)
    return word_key(word.replace("-", ""))


def text_for(rights: Rights, login: str, **changes: Any) -> bytes:
    now = int(time.time())
    said = KeyEnrolment(
        ref=new_ref(),
        at=now,
        until=now + 600,
        site=signing_host().partition("://")[2],
        staff=rights.staff[login].ref,
        role="approver" if login in {"approver", "second"} else "officer",
    )
    return write_text(msgspec.structs.replace(said, **changes))


def passkey_answer(device: Device, text: bytes) -> NewKey:
    options = {"challenge": b64(challenge_of(text)), "user": {"id": b64(b"S-AAAAAAAA")}}
    return NewKey(kind="passkey", proof=b"", passkey=device.make(options))


def device_answer(key: BrowserKey, text: bytes) -> NewKey:
    return NewKey(kind="device", proof=b"", public_key=key.point, signature=key.raw(text))


def proven(word: bytes, text: bytes, key: NewKey) -> EnrolKey:
    return EnrolKey(text, msgspec.structs.replace(key, proof=proof_of_word(word, text, key)))


@pytest.mark.parametrize("kind", ["passkey", "device"])
def test_a_key_made_by_its_word_signs_from_then_on_and_the_ledger_has_it(
    rights: Rights, kind: str
) -> None:
    officer = rights.staff["officer"]
    text, word = text_for(rights, "officer"), word_for(rights, "officer")
    device, browser_key = Device(signing_host(), "localhost"), BrowserKey()
    answer = passkey_answer(device, text) if kind == "passkey" else device_answer(browser_key, text)
    rights.vault.enrol_key(proven(word, text, answer))
    assert rights.vault.keys_of(KeysOf(officer.ref))[-1].kind == kind
    with rights.system.owner("main") as main:
        (row,) = main.execute(
            "SELECT kind, detail->>'key', length(detail->>'fingerprint') FROM ledger.entry"
            " WHERE actor = %s ORDER BY seq DESC LIMIT 1",
            [officer.ref],
        ).fetchall()
    assert row == ("key-enrolled", kind, 64)
    before, rows = officer.device, rights.rows(PHONES[1])
    if kind == "passkey":
        officer.device = device
        assert rights.request(rights.warrant(rows), rows)
        officer.device = before
    else:
        warrant = rights.warrant(rows)
        asked = write_text(warrant)
        signed = browser_key.sign(asked, officer.ref)
        rights.vault.request_warrant(rights.asking(asked, signed, rows, warrant))
        with rights.system.owner("main") as main:
            (told,) = main.execute(
                "SELECT detail->>'key' FROM ledger.entry WHERE kind = 'warrant-requested'"
                " AND case_ref = %s ORDER BY seq DESC LIMIT 1",
                [rights.case],
            ).fetchall()
        assert told == ("device",), "the ledger says that it was the weaker kind"


def test_a_word_serves_once_and_a_fresh_one_voids_the_last(rights: Rights) -> None:
    first = word_for(rights, "colleague")
    second = word_for(rights, "colleague")
    for word, good in ((first, False), (second, True), (second, False)):
        text = text_for(rights, "colleague")
        asked = proven(word, text, device_answer(BrowserKey(), text))
        if good:
            rights.vault.enrol_key(asked)
        else:
            refused("enrolment-refused", lambda asked=asked: rights.vault.enrol_key(asked))


def test_a_console_without_the_word_puts_no_key_of_its_own_in_place(rights: Rights) -> None:
    text, word = text_for(rights, "officer"), word_for(rights, "officer")
    honest = proven(word, text, device_answer(BrowserKey(), text))
    own = device_answer(BrowserKey(), text)
    for forged in (
        EnrolKey(text, msgspec.structs.replace(own, proof=honest.key.proof)),
        EnrolKey(text, msgspec.structs.replace(own, proof=b"")),
        EnrolKey(text, msgspec.structs.replace(own, proof=secrets.token_bytes(32))),
        proven(word_key(new_code()), text, own),
        EnrolKey(text_for(rights, "officer"), honest.key),
        EnrolKey(text_for(rights, "colleague"), honest.key),
    ):
        refused("enrolment-refused", lambda forged=forged: rights.vault.enrol_key(forged))
    rights.vault.enrol_key(honest)


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://localhost:8082"},
        {"party": "evil.example"},
        {"flags": 1},
        {"says": {"crossOrigin": True}},
        {"says": {"challenge": "AAAA"}},
    ],
)
def test_a_passkey_made_elsewhere_is_not_taken_in_with_the_right_word_either(
    rights: Rights, wrong: dict[str, Any]
) -> None:
    text, word = text_for(rights, "second"), word_for(rights, "second")
    device = replace(Device(signing_host(), "localhost"), **wrong)
    asked = proven(word, text, passkey_answer(device, text))
    refused("enrolment-refused", lambda: rights.vault.enrol_key(asked))


def test_one_key_belongs_to_one_person(rights: Rights) -> None:
    key = BrowserKey()
    for login, good in (("officer", True), ("colleague", False)):
        text, word = text_for(rights, login), word_for(rights, login)
        asked = proven(word, text, device_answer(key, text))
        if good:
            rights.vault.enrol_key(asked)
        else:
            refused("enrolment-refused", lambda asked=asked: rights.vault.enrol_key(asked))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"role": "approver"}, "enrolment-refused"),
        ({"staff": "S-NOBODY00"}, "enrolment-refused"),
        ({"site": "localhost:8082"}, "text-of-other-site"),
        ({"at": 1, "until": 2}, "text-time"),
    ],
)
def test_the_text_says_who_with_which_role_here_and_now(
    rights: Rights, changes: dict[str, Any], code: str
) -> None:
    text, word = text_for(rights, "officer", **changes), word_for(rights, "officer")
    asked = proven(word, text, device_answer(BrowserKey(), text))
    refused(code, lambda: rights.vault.enrol_key(asked))


def test_a_word_ends_with_its_time_and_with_its_person(rights: Rights) -> None:
    text, late = text_for(rights, "officer"), word_for(rights, "officer", seconds=-1)
    asked = proven(late, text, device_answer(BrowserKey(), text))
    refused("enrolment-refused", lambda: rights.vault.enrol_key(asked))
    text, word = text_for(rights, "second"), word_for(rights, "second")
    with rights.system.owner("identity") as identity:
        bar = "UPDATE vault.staff SET barred_at = {} WHERE ref = %s"
        ref = [rights.staff["second"].ref]
        identity.execute(bar.format("now()"), ref)
        barred = proven(word, text, device_answer(BrowserKey(), text))
        refused("enrolment-refused", lambda: rights.vault.enrol_key(barred))
        identity.execute(bar.format("NULL"), ref)


def test_the_word_itself_stands_in_no_table(rights: Rights) -> None:
    with rights.system.owner("identity") as identity:
        word = issue_word(identity, rights.staff["officer"].ref, time.time())
        rows = identity.execute("SELECT word::text FROM vault.enrolment_word AS word").fetchall()
    plain = word.replace("-", "")
    assert readable(plain) == word
    assert rows
    assert [row for row in rows if plain in row[0] or plain.encode().hex() in row[0]] == []


def test_the_console_reads_no_word(rights: Rights) -> None:
    with (
        pytest.raises(psycopg.Error),
        rights.system.connect_as("investigation", "identity") as connection,
    ):
        connection.execute("SELECT 1 FROM vault.enrolment_word")


def test_where_device_keys_do_not_serve_one_that_is_there_signs_nothing(rights: Rights) -> None:
    text, word = text_for(rights, "officer"), word_for(rights, "officer")
    key = BrowserKey()
    rights.vault.enrol_key(proven(word, text, device_answer(key, text)))
    site = SigningSite.at(signing_host())
    officer = rights.staff["officer"].ref
    with rights.system.connect_as("vault", "identity") as connection:
        lenient, strict = (Acceptance(site, serve, time.time) for serve in (True, False))
        signed = lenient.signer(connection, b"text", key.sign(b"text", officer), "asking")
        assert (signed.member.ref, signed.kind) == (officer, "device")
        with pytest.raises(WeakKeyError):
            strict.signer(connection, b"text", key.sign(b"text", officer), "asking")
        passkey = rights.staff["officer"].sign(b"text")
        assert strict.signer(connection, b"text", passkey, "asking").kind == "passkey"
