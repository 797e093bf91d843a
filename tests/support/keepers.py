"""Keepers of staff records with a passkey each, and what they propose and sign at the vault."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import serialization

from ansim.domain.signatures import StaffSignature
from ansim.domain.signed_texts import new_ref, write_text
from ansim.domain.staff_records import StaffText
from ansim.identity.client import Vault
from ansim.identity.keepers.calls import AgreeToRecord, ProposeRecord
from ansim.identity.keepers.sealed_codes import seal_code
from ansim.identity.staff.staff_registry import word_key
from ansim.settings.environment import signing_host
from support.callers import vault_of
from support.house import House
from support.signing import assertion, passkey, put_passkey
from support.system import System

CODE = "0123456789ABCDEF"


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
        code = self.sealed(who.ref, ref) if deed in {"add", "code"} else ""
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

    def sealed(self, staff: str, ref: str, code: str = CODE) -> str:
        """A registration code as a signing page seals it."""
        public: Any = serialization.load_pem_public_key(
            self.system.keys.read("staff-codes/public.pem")
        )
        return seal_code(public, word_key(code), staff, ref)

    def propose(self, text: StaffText | bytes, by: int = 0) -> bytes:
        """Have a keeper propose; gives the bytes."""
        written = text if isinstance(text, bytes) else write_text(text)
        self.vault.propose(ProposeRecord(written, self.people[by].sign(written)))
        return written

    def agree(self, written: bytes, by: int = 1) -> None:
        """Have another keeper sign the same bytes."""
        self.vault.agree(AgreeToRecord(written, self.people[by].sign(written)))

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
