"""The vault with staff of its own, asked over its socket as a console in foreign hands would ask it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from ansim.domain.classification import Classification
from ansim.domain.days import local_day
from ansim.domain.found_summary import FoundSummary, summary_mac
from ansim.domain.marks import new_mark
from ansim.domain.quantities import PersonId
from ansim.domain.search_results import ResultTerms, packed_rows, people_digest, vouch
from ansim.domain.signatures import StaffSignature
from ansim.domain.signed_texts import OpeningOfNames, new_ref, write_text
from ansim.domain.warrant import LegalBasis, Purpose, Warrant, highest_cap, warrant_digest
from ansim.identity.calls import Identity
from ansim.identity.client import Vault
from ansim.identity.staff.signed_calls import ApproveWarrant, OpenNames, RequestWarrant
from ansim.rpc import CallError
from ansim.settings.environment import signing_host
from support.authenticator import Device
from support.by_person import cipher_of
from support.callers import vault_of
from support.cases import taken
from support.house import House
from support.signing import assertion
from support.system import System

HOUR = 3600
PHONES = tuple(f"010-0000-91{number:02}" for number in range(1, 6))
TEAMS = {
    "officer": ("officer", "jeju"),
    "colleague": ("officer", "jeju"),
    "elsewhere": ("officer", "seogwipo"),
    "approver": ("approver", "jeju"),
    "second": ("approver", "jeju"),
}


@dataclass
class Member:
    """A member of staff with a passkey."""

    ref: str
    device: Device

    def sign(self, text: bytes) -> StaffSignature:
        return assertion(self.device, text, self.ref)


@dataclass
class Rights:
    """Staff, people and a case, and the calls that name people."""

    system: System
    vault: Vault
    staff: dict[str, Member]
    persons: dict[str, bytes]
    case: str
    people: dict[str, bytes]
    """The same people as handles of the case, as the console knows them."""
    now: int = field(default_factory=lambda: int(time.time()))

    @property
    def subject(self) -> bytes:
        """Whose contacts the case is about."""
        return self.people[PHONES[0]]

    @property
    def scope(self) -> bytes:
        return self.system.keys.read("scope.key")

    def terms(self, **changes: Any) -> ResultTerms:
        terms = ResultTerms(
            direction="forward",
            start=self.now - 14 * 86400,
            end=self.now,
            minimum_overlap=600,
            degrees=1,
            latent=0,
            residual=0,
            limit=2000,
            close=None,
        )
        return msgspec.structs.replace(terms, **changes)

    def rows(self, *phones: str) -> bytes:
        """What a search found: these people, an hour ago."""
        return packed_rows((self.people[one], self.now - HOUR, self.now) for one in phones)

    def warrant(self, rows: bytes, **changes: Any) -> Warrant:
        found = vouch(self.scope, self.case, self.subject, self.terms(), rows)
        warrant = Warrant(
            ref=new_ref(),
            at=self.now,
            until=self.now + 7 * 86400,
            site=signing_host().partition("://")[2],
            case=self.case,
            terms=self.terms(),
            people=len(rows) // 32,
            result=found.digest.hex(),
            cap=highest_cap(len(rows) // 32),
            article=LegalBasis.IDCPA_76_2_1,
            purpose=Purpose.TEST_CONTACTS,
            requester=self.staff["officer"].ref,
            found=FoundSummary.of(
                (Classification.CLOSE.value, 1) for _one in range(len(rows) // 32)
            ),
        )
        return msgspec.structs.replace(warrant, **changes)

    def mac(self, rows: bytes, warrant: Warrant, subject: bytes | None = None) -> bytes:
        """The tracer's word on rows under the terms of a warrant."""
        who = self.subject if subject is None else subject
        return vouch(self.scope, warrant.case, who, warrant.terms, rows).mac

    def asking(
        self, text: bytes, signed: StaffSignature, rows: bytes, warrant: Warrant
    ) -> RequestWarrant:
        """A request as the console sends it, with the tracer's words on these rows and on the warrant's counts."""
        asked, subject = (self.scope, warrant.case, self.subject, warrant.terms), self.subject
        found = vouch(*asked, rows)
        counted = summary_mac(*asked, found.digest, warrant.found) if warrant.found else b""
        return RequestWarrant(text, signed, subject, found.mac, counted)

    def request(self, warrant: Warrant, rows: bytes, login: str = "officer") -> bytes:
        """Ask for a warrant; gives its text."""
        text = write_text(warrant)
        signed = self.staff[login].sign(text)
        self.vault.request_warrant(self.asking(text, signed, rows, warrant))
        return text

    def approve(self, text: bytes, login: str = "approver") -> None:
        self.vault.approve_warrant(ApproveWarrant(text, self.staff[login].sign(text)))

    def granted(self, rows: bytes, **changes: Any) -> tuple[Warrant, bytes]:
        """A warrant with both signatures, and its text."""
        warrant = self.warrant(rows, **changes)
        text = self.request(warrant, rows)
        self.approve(text)
        return warrant, text

    def opening(self, text: bytes, people: list[bytes], /, **changes: Any) -> OpeningOfNames:
        said = OpeningOfNames(
            ref=new_ref(),
            at=self.now,
            until=self.now + 600,
            site=signing_host().partition("://")[2],
            case=self.case,
            warrant=warrant_digest(text).hex(),
            people=people_digest(people).hex(),
            count=len(people),
        )
        return msgspec.structs.replace(said, **changes)

    def open(
        self,
        granted: tuple[Warrant, bytes],
        rows: bytes,
        /,
        *phones: str,
        login: str = "officer",
        **changes: Any,
    ) -> list[Identity]:
        """Open the names of these people, signed by somebody."""
        warrant, text = granted
        people = [self.people[one] for one in phones]
        written = write_text(self.opening(text, people))
        asked = OpenNames(
            written,
            self.staff[login].sign(written),
            self.subject,
            rows,
            self.mac(rows, warrant),
            people,
        )
        return self.vault.open(msgspec.structs.replace(asked, **changes))


def refused(code: str, ask: Callable[[], Any]) -> None:
    """The vault refuses a call for that reason, and tells nobody's name."""
    with pytest.raises(CallError) as caught:
        ask()
    assert caught.value.code == code, str(caught.value)
    assert "시험" not in str(caught.value)


@contextmanager
def open_rights(house: House) -> Iterator[Rights]:
    """The vault with staff and people of these tests' own; all are gone again at the end."""
    house.need("vault")
    system = house.system
    vault = vault_of(system)
    staff = {login: enrol(system, *of) for login, of in TEAMS.items()}
    people = {phone: sign_up(system, phone, f"시험{n}") for n, phone in enumerate(PHONES)}
    began = local_day(time.time()) - timedelta(days=12)  # two days before it: the terms' fortnight
    days = {"disease": "new-disease", "anchor": began}
    case = taken(system, staff["approver"], staff["officer"].ref, PHONES[0], **days)
    cipher = cipher_of(system, case)
    handles = {phone: bytes(cipher.handle(PersonId(one))) for phone, one in people.items()}
    yield Rights(system, vault, staff, people, case, handles)
    with system.owner("identity") as identity:
        identity.execute(
            "DELETE FROM identity.identity WHERE person_id = ANY (%s)", [list(people.values())]
        )


def enrol(system: System, role: str, team: str) -> Member:
    """Another member of staff with a passkey, as the vault would have stored them."""
    member = Member(new_mark("S", 8), Device(signing_host(), "localhost"))
    member.device.counts = False
    with system.owner("identity") as identity:
        identity.execute(
            "INSERT INTO vault.staff (ref, role, team) VALUES (%s, %s, %s)",
            [member.ref, role, team],
        )
        identity.execute(
            "INSERT INTO vault.staff_key (credential, staff, kind, public_key)"
            " VALUES (%s, %s, 'passkey', %s)",
            [member.device.id, member.ref, member.device.public],
        )
    return member


def sign_up(system: System, phone: str, name: str) -> bytes:
    """Somebody with a verified number, as the gateway would have stored them; gives their id."""
    from ansim.domain.identifiers import new_person_id
    from ansim.identity.phones import phone_index, read_phone
    from ansim.identity.sealing import Particulars, load_public_key, seal

    person, e164 = new_person_id(), read_phone(phone)
    public = load_public_key(system.keys.read("identity/public.pem"))
    with system.owner("identity") as identity:
        identity.execute(
            "INSERT INTO identity.identity (person_id, sealed, phone_index, verified_at, last_seen_week, consent)"
            " VALUES (%s, %s, %s, now(), current_date, 'test')",
            [
                person,
                seal(public, person, Particulars(e164, name)),
                phone_index(system.keys.read("phone-index.key"), e164),
            ],
        )
    return bytes(person)
