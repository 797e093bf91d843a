"""Keepers of staff records with a passkey each, and what they propose and sign at the vault."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
from cryptography.hazmat.primitives import serialization

from ansim.domain.marks import new_mark
from ansim.domain.signatures import StaffSignature
from ansim.domain.signed_texts import KeyEnrolment, new_ref, read_text, write_text
from ansim.domain.staff_records import WITH_CODE, StaffText
from ansim.identity.client import Vault
from ansim.identity.keepers.calls import AgreeToRecord, ProposeRecord
from ansim.identity.keepers.sealed_codes import Half, seal_half
from ansim.identity.staff.key_desk import proof_of_word
from ansim.identity.staff.signed_calls import EnrolKey, NewKey
from ansim.identity.staff.staff_registry import key_of_halves, word_key
from ansim.settings.environment import signing_host
from support.callers import vault_of
from support.house import House
from support.signing import BrowserKey, assertion, passkey, put_passkey
from support.system import System

CODE = "0123456789ABCDEF"
"""The first keeper's half of a registration code."""
OTHER_HALF = "GHJKMNPQRSTVWXYZ"


@dataclass
class Person:
    """Somebody with an account; a keeper has the passkey that follows from the login."""

    login: str
    ref: str
    name: str

    def sign(self, text: bytes) -> StaffSignature:
        return assertion(passkey(self.login, self.ref), text, self.ref)


@dataclass
class Keepers:
    """Three keepers, and somebody who is enrolled."""

    system: System
    vault: Vault
    people: list[Person]

    def person(self, role: str = "officer", team: str = "", *, key: bool = False) -> Person:
        """Somebody of that role, as the operator would have enrolled them."""
        from ansim.accounts.enrolment import NewStaff, enrol
        from ansim.accounts.permissions import Role

        login = f"{role}-{secrets.token_hex(4)}"
        staff = enrol(NewStaff(login, "장하늘", Role(role), "제주" if team else "", team))
        if key:
            with self.system.owner("identity") as identity:
                put_passkey(identity, login, staff.ref)
        return Person(login, staff.ref, staff.name)

    def text(self, deed: str, who: Person, by: int = 0, **changes: Any) -> StaffText:
        """What a keeper would propose about somebody as they stand."""
        with self.system.owner("identity") as identity:
            statement = "SELECT version, role, agency, team FROM vault.staff WHERE ref = %s"
            known = identity.execute(statement, [who.ref]).fetchone()
        version, role, agency, team = known or (0, "officer", "제주", "동부")
        now, ref = int(time.time()), new_ref()
        code = self.sealed(who.ref, ref) if deed in WITH_CODE else ""
        fields: dict[str, Any] = {
            "ref": ref,
            "at": now,
            "until": now + 3600,
            "site": signing_host().partition("://")[2],
            "deed": deed,
            "keeper": self.people[by].ref,
            "staff": who.ref,
            "version": version,
            "login": who.login,
            "name": who.name,
            "role": role,
            "agency": agency,
            "team": team,
            "code": code,
        }
        return StaffText(**fields | changes)

    def sealed(self, staff: str, ref: str, code: str = CODE, half: Half = "first") -> str:
        """A half of a registration code as a signing page seals it."""
        public: Any = serialization.load_pem_public_key(
            self.system.keys.read("staff-codes/public.pem")
        )
        return seal_half(public, word_key(code), staff, ref, half)

    def completed(self, written: bytes, code: str = OTHER_HALF) -> bytes:
        """A proposed text as the second keeper's signing page completes it: with the other half, where there is a code."""
        said = read_text(written, StaffText)
        if said.deed not in WITH_CODE:
            return written
        second = self.sealed(said.staff, said.ref, code, "second")
        return write_text(msgspec.structs.replace(said, second=second))

    def propose(self, text: StaffText | bytes, by: int = 0) -> bytes:
        """Have a keeper propose; gives the bytes."""
        written = text if isinstance(text, bytes) else write_text(text)
        self.vault.propose(ProposeRecord(written, self.people[by].sign(written)))
        return written

    def agree(self, written: bytes, by: int = 1) -> None:
        """Have another keeper sign a proposed text."""
        text = self.completed(written)
        self.vault.agree(AgreeToRecord(text, self.people[by].sign(text)))

    def kept(self, text: StaffText) -> bytes:
        """Have two keepers sign."""
        written = self.propose(text)
        self.agree(written)
        return written

    def row(self, who: Person) -> Any:
        """Role, agency, team, whether barred, and the version, as the vault has them; None for nobody."""
        statement = "SELECT role, agency, team, barred_at IS NOT NULL, version FROM vault.staff WHERE ref = %s"
        with self.system.owner("identity") as identity:
            return identity.execute(statement, [who.ref]).fetchone()


def newcomer() -> Person:
    """Somebody who is not enrolled yet."""
    ref = new_mark("S", 8)
    return Person(f"new-{ref[2:].lower()}", ref, "표은결")


def enrolment(who: Person, role: str, *codes: str) -> EnrolKey:
    """A key of somebody's, as the signing page makes it from one code or two halves."""
    now, device = int(time.time()), BrowserKey()
    text = write_text(
        KeyEnrolment(
            ref=new_ref(),
            at=now,
            until=now + 600,
            site=signing_host().partition("://")[2],
            staff=who.ref,
            role=role,  # type: ignore[arg-type]
        )
    )
    key = NewKey(kind="device", proof=b"", public_key=device.point, signature=device.raw(text))
    keys = [word_key(code) for code in codes]
    word = keys[0] if len(keys) == 1 else key_of_halves(*keys)
    proof = proof_of_word(word, text, key)
    return EnrolKey(text, msgspec.structs.replace(key, proof=proof))


@contextmanager
def open_keepers(house: House, count: int = 3) -> Iterator[Keepers]:
    """Keepers who have keys; those are gone again at the end, so that the operator's own way is open to other tests."""
    house.need("vault")
    keepers = Keepers(house.system, vault_of(house.system), [])
    try:
        keepers.people += [keepers.person("keeper", key=True) for _n in range(count)]
        yield keepers
    finally:
        without_keepers(house.system)


def without_keepers(system: System) -> None:
    """No keeper has a key, or ever had."""
    with system.owner("identity") as identity:
        identity.execute("DELETE FROM vault.staff_proposal")
        identity.execute("DELETE FROM vault.deputy")
        identity.execute(
            "DELETE FROM vault.staff_key USING vault.staff WHERE ref = staff AND role = 'keeper'"
        )
    with system.owner("main") as main:
        main.execute("DELETE FROM accounts_deputy")
        main.execute("UPDATE accounts_staff SET is_active = false WHERE role = 'keeper'")
