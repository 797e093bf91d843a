"""The vault process asked over its socket, as a console in foreign hands would ask it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ansim.domain.marks import new_mark
from ansim.domain.quantities import PersonId
from ansim.domain.scope import proof_of
from ansim.domain.signatures import Signer
from ansim.domain.warrant import LegalBasis, Purpose, Warrant, canonical
from ansim.identity.calls import FoundPerson, OpenCase, OpenIdentities, Signature
from ansim.identity.client import Vault
from ansim.identity.signers import distrust, trust
from ansim.keys import CaseKeys, KeyPurpose
from ansim.rpc import Caller, CallError
from ansim.settings.environment import socket_path
from support.by_person import cipher_of
from support.house import House
from support.system import System

CASE, OTHER_CASE = "C-AAAA0001", "C-AAAA0002"
NOW = int(time.time())
HOUR = 3600


@dataclass
class Cast:
    vault: Vault
    system: System
    keys: dict[str, Ed25519PrivateKey]
    people: dict[str, bytes]

    def found(
        self, phone: str, case: str = CASE, first: int = NOW - HOUR, last: int = NOW
    ) -> FoundPerson:
        person = cipher_of(self.system, case).handle(PersonId(self.people[phone]))
        proof = proof_of(self.system.keys.read("scope.key"), case, person, first, last)
        return FoundPerson(person, first, last, proof)

    def ask(
        self,
        warrant: Warrant,
        signers: list[str],
        people: list[FoundPerson],
        text: bytes | None = None,
    ) -> Any:
        written = canonical(warrant)
        signatures = [Signature(one, self.keys[one].sign(written)) for one in signers]
        return self.vault.open(OpenIdentities(text or written, signatures, people))


def warrant(**changes: Any) -> Warrant:
    terms: dict[str, Any] = {
        "ref": "W-AAAA0001", "case": CASE, "legal_basis": LegalBasis.IDCPA_76_2_1, "purpose": Purpose.TEST_CONTACTS,
        "start": NOW - 14 * 86400, "end": NOW + HOUR, "row_cap": 2, "issued_at": NOW - 60, "expires_at": NOW + HOUR,
        "requester": "S-AAAAAAAA",
    }  # fmt: skip
    return Warrant(**(terms | changes))


ERASED = "010-0000-9104"
PHONES = ("010-0000-9101", "010-0000-9102", "010-0000-9103", ERASED)


@pytest.fixture(scope="module")
def cast(house: House) -> Iterator[Cast]:
    from ansim.domain.identifiers import new_person_id
    from ansim.identity.phones import phone_index, read_phone
    from ansim.identity.sealing import Particulars, load_public_key, seal

    house.need("vault")
    system = house.system
    keys = {ref: Ed25519PrivateKey.generate() for ref in ("S-AAAAAAAA", "S-BBBBBBBB", "S-CCCCCCCC")}
    roles = {"S-AAAAAAAA": "officer", "S-BBBBBBBB": "approver", "S-CCCCCCCC": "officer"}
    for ref, key in keys.items():
        trust(system.keys, Signer(ref, roles[ref], key.public_key().public_bytes_raw()))
    people = {}
    public = load_public_key(system.keys.read("identity/public.pem"))
    with system.owner("identity") as identity:
        for number, phone in enumerate(PHONES):
            people[phone] = person = new_person_id()
            e164 = read_phone(phone)
            sealed = seal(public, person, Particulars(e164, f"시험{number}"))
            identity.execute(
                "INSERT INTO identity.identity (person_id, sealed, phone_index, verified_at, last_seen_week, consent)"
                " VALUES (%s, %s, %s, now(), current_date, 'test')",
                [person, sealed, phone_index(system.keys.read("phone-index.key"), e164)],
            )
    yield Cast(
        Vault(Caller(socket_path("vault"), system.keys.read("vault-calls.key"))),
        system,
        keys,
        people,
    )
    for ref in keys:
        distrust(system.keys, ref)


BOTH = ["S-AAAAAAAA", "S-BBBBBBBB"]


def refused(cast: Cast, code: str, *asked: Any, **more: Any) -> None:
    with pytest.raises(CallError) as caught:
        cast.ask(*asked, **more)
    assert caught.value.code == code, str(caught.value)
    assert "시험" not in str(caught.value)


def test_two_signatures_open_a_proven_contact(cast: Cast) -> None:
    (identity,) = cast.ask(warrant(ref="W-AAAA0010"), BOTH, [cast.found(PHONES[0])])
    assert (identity.name, identity.phone) == ("시험0", "010-0000-9101")


def test_one_officer_alone_opens_nobody(cast: Cast) -> None:
    refused(cast, "not-two-signers", warrant(), ["S-AAAAAAAA"], [cast.found(PHONES[0])])
    refused(
        cast, "not-two-signers", warrant(), ["S-AAAAAAAA", "S-AAAAAAAA"], [cast.found(PHONES[0])]
    )


def test_two_officers_without_an_approver_open_nobody(cast: Cast) -> None:
    refused(
        cast, "not-two-signers", warrant(), ["S-AAAAAAAA", "S-CCCCCCCC"], [cast.found(PHONES[0])]
    )


def test_a_person_whom_no_search_of_the_case_found_stays_closed(cast: Cast) -> None:
    refused(cast, "out-of-scope", warrant(), BOTH, [cast.found(PHONES[0], case=OTHER_CASE)])
    honest = cast.found(PHONES[0])
    forged = FoundPerson(
        cast.found(PHONES[1]).person, honest.first_exposed, honest.last_exposed, honest.proof
    )
    refused(cast, "out-of-scope", warrant(), BOTH, [honest, forged])


def test_an_exposure_outside_the_window_stays_closed(cast: Cast) -> None:
    old = cast.found(PHONES[0], first=NOW - 20 * 86400, last=NOW - 19 * 86400)
    refused(cast, "out-of-scope", warrant(), BOTH, [old])


def test_an_expired_warrant_opens_nobody(cast: Cast) -> None:
    past = warrant(issued_at=NOW - 2 * HOUR, expires_at=NOW - HOUR)
    refused(cast, "warrant-time", past, BOTH, [cast.found(PHONES[0])])


def test_a_changed_warrant_opens_nobody(cast: Cast) -> None:
    wider = canonical(warrant(row_cap=5000))
    refused(cast, "signature-forged", warrant(), BOTH, [cast.found(PHONES[0])], text=wider)


def test_the_row_cap_counts_people_over_all_calls_and_each_once(cast: Cast) -> None:
    capped = warrant(ref="W-AAAA0020")
    assert len(cast.ask(capped, BOTH, [cast.found(PHONES[0])])) == 1
    assert len(cast.ask(capped, BOTH, [cast.found(PHONES[0]), cast.found(PHONES[1])])) == 2
    refused(cast, "row-cap-reached", capped, BOTH, [cast.found(PHONES[2])])
    assert len(cast.ask(capped, BOTH, [cast.found(PHONES[1])])) == 1


def test_a_barred_signer_counts_no_longer(cast: Cast) -> None:
    key = Ed25519PrivateKey.generate()
    cast.keys["S-DDDDDDDD"] = key
    trust(cast.system.keys, Signer("S-DDDDDDDD", "approver", key.public_key().public_bytes_raw()))
    asked = (warrant(ref="W-AAAA0030"), ["S-AAAAAAAA", "S-DDDDDDDD"], [cast.found(PHONES[0])])
    assert len(cast.ask(*asked)) == 1
    distrust(cast.system.keys, "S-DDDDDDDD")
    refused(cast, "signer-unknown", *asked)


def test_each_disclosure_is_in_the_ledger_without_a_name(cast: Cast) -> None:
    cast.ask(warrant(ref="W-AAAA0040"), BOTH, [cast.found(PHONES[0])])
    with cast.system.owner("main") as main:
        row = main.execute(
            "SELECT actor, case_ref, detail, leaf FROM ledger.entry WHERE kind = 'identities-opened' ORDER BY seq DESC LIMIT 1"
        ).fetchone()
    assert row is not None
    assert row[:2] == ("S-AAAAAAAA", CASE)
    assert row[2] == {"warrant": "W-AAAA0040", "people": 1, "fresh": 1}
    assert "시험" not in row[3]
    assert "9101" not in row[3]


def test_a_phone_is_looked_up_only_into_the_ledger(cast: Cast) -> None:
    def entries() -> int:
        with cast.system.owner("main") as main:
            row = main.execute(
                "SELECT count(*) FROM ledger.entry WHERE kind = 'phone-looked-up'"
            ).fetchone()
        assert row
        return int(row[0])

    before, case = entries(), new_mark("2611", 5)
    known = cast.vault.open_case(OpenCase(case, "S-AAAAAAAA", PHONES[2]))
    assert known
    keys = CaseKeys(cast.system.keys)
    for handle, purpose in (
        (known.handle, KeyPurpose.WORK),
        (known.register, KeyPurpose.REGISTER),
    ):
        assert keys.cipher(case, purpose).person(handle) == cast.people[PHONES[2]]
    nobodys = new_mark("2611", 5)
    assert cast.vault.open_case(OpenCase(nobodys, "S-AAAAAAAA", "010-0000-9199")) is None
    assert not keys.has(nobodys)
    assert entries() == before + 2
    with pytest.raises(CallError) as caught:
        cast.vault.open_case(OpenCase(nobodys, "S-AAAAAAAA", "not-a-number"))
    assert caught.value.code == "phone-unreadable"
    assert "not-a-number" not in str(caught.value)


@pytest.mark.parametrize("expression", ["''", "substr(sealed, 1, 20)", "sealed || '\\x00'::bytea"])
def test_a_damaged_seal_hides_nobody_else(cast: Cast, expression: str) -> None:
    person = cast.people[PHONES[0]]
    statement = (
        "UPDATE identity.identity SET sealed = {} WHERE person_id = %(person)s RETURNING sealed"
    )
    with cast.system.owner("identity") as identity:
        whole = identity.execute(statement.format("sealed"), {"person": person}).fetchone()
        assert whole
        identity.execute(statement.format(expression), {"person": person})
        asked = warrant(ref=f"W-AAAA006{len(expression) % 10}")
        opened = cast.ask(asked, BOTH, [cast.found(PHONES[0]), cast.found(PHONES[1])])
        identity.execute(statement.format("%(sealed)s"), {"person": person, "sealed": whole[0]})
    read = {one.person: (one.name, one.phone, one.damaged) for one in opened}
    assert read[cast.found(PHONES[0]).person] == ("", "", True)
    assert read[cast.found(PHONES[1]).person] == ("시험1", "010-0000-9102", False)


def test_an_erased_person_is_left_out(cast: Cast) -> None:
    with cast.system.owner("identity") as identity:
        identity.execute(
            "DELETE FROM identity.identity WHERE person_id = %s", [cast.people[ERASED]]
        )
    opened = cast.ask(warrant(ref="W-AAAA0050"), BOTH, [cast.found(PHONES[1]), cast.found(ERASED)])
    assert [one.phone for one in opened] == ["010-0000-9102"]


def test_whom_staff_entered_is_found_by_number_and_named_as_unverified(cast: Cast) -> None:
    from support.counter import Counter

    alone, shared = "010-0000-9151", PHONES[1]
    counter = Counter(cast.system, cast.system.venues["market"])
    for phone in (alone, shared):
        assert counter.enter(phone=phone, name="고순덕").status_code == 201

    def look_up(phone: str, *, unverified: bool) -> bytes | None:
        case = new_mark("2611", 5)
        known = cast.vault.open_case(OpenCase(case, "S-AAAAAAAA", phone, unverified))
        return known and cipher_of(cast.system, case).person(known.handle)

    assert look_up(shared, unverified=False) == cast.people[shared], "the verified holder first"
    assert look_up(shared, unverified=True) not in (None, cast.people[shared])
    found = look_up(alone, unverified=False)
    assert found
    assert found == look_up(alone, unverified=True)
    assert look_up(PHONES[2], unverified=True) is None
    cast.people[alone] = found
    (identity,) = cast.ask(warrant(ref="W-AAAA0151"), BOTH, [cast.found(alone)])
    assert (identity.name, identity.phone) == ("고순덕", alone)
    assert identity.verified_by == "nobody"


def test_a_case_is_about_one_person_for_good(cast: Cast) -> None:
    case = new_mark("2611", 5)
    assert cast.vault.open_case(OpenCase(case, "S-AAAAAAAA", PHONES[1]))
    for phone in (PHONES[2], PHONES[1]):
        with pytest.raises(CallError) as caught:
            cast.vault.open_case(OpenCase(case, "S-AAAAAAAA", phone))
        assert caught.value.code == "case-exists"


@pytest.mark.parametrize("case", ["../day/2026-10-01", "", "a", "2611-AAAAA/../x", "X" * 13])
def test_what_is_no_mark_of_a_case_gets_no_key(cast: Cast, case: str) -> None:
    with pytest.raises(CallError):
        cast.vault.open_case(OpenCase(case, "S-AAAAAAAA", PHONES[1]))
    assert not [one for one in (cast.system.keys.path / "case").glob(f"*{case[-5:]}*") if case]


def test_the_console_may_not_ask_for_the_key_of_a_case(cast: Cast) -> None:
    from ansim.keys.calls import KeyOfCase

    caller = Caller(socket_path("vault"), cast.system.keys.read("vault-calls.key"))
    with pytest.raises(CallError) as caught:
        caller.call(KeyOfCase(CASE), bytes)
    assert caught.value.code == "unreadable"
