"""Cases for tests: a second person's signature notifies each, an officer takes it up."""

import time
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import httpx
import msgspec

from ansim.domain.days import local_day
from ansim.domain.notification import Notification
from ansim.domain.pathogens import presets
from ansim.domain.signatures import StaffSignature
from ansim.domain.signed_texts import new_ref, write_text
from ansim.identity.phones import read_phone
from ansim.identity.staff.notified_calls import NotifyCase, TakeUpCase
from ansim.settings.environment import signing_host
from support.callers import vault_of
from support.house import Browser, House
from support.signing import assertion, passkey
from support.system import System


class Signer(Protocol):
    """A member of staff who signs."""

    ref: str

    def sign(self, text: bytes) -> StaffSignature: ...


@dataclass
class OfTheCast:
    """One of the cast with the passkey that follows from the login."""

    login: str
    ref: str

    def sign(self, text: bytes) -> StaffSignature:
        return assertion(passkey(self.login), text, self.ref)


def of_the_cast(house: House, login: str) -> OfTheCast:
    return OfTheCast(login, house.staff[login].ref)


def notification(
    system: System, signer: Signer, phone: str | None, /, **changes: Any
) -> Notification:
    """What a second person would sign about a number; about nobody for None."""

    now = int(time.time())
    with system.owner("identity") as identity:
        statement = "SELECT agency, team FROM vault.staff WHERE ref = %s"
        works = identity.execute(statement, [signer.ref]).fetchone()
    assert works, f"nobody is {signer.ref}"
    disease = presets().get(changes.get("disease", ""), presets()["covid19"])
    said = Notification(
        ref=new_ref(),
        at=now,
        until=now + 600,
        site=signing_host().partition("://")[2],
        subject=read_phone(phone) if phone else "none",
        unverified=False,
        disease=disease.key,
        anchor=local_day(now),
        anchor_kind=disease.anchors[0],
        agency=works[0],
        team=works[1],
    )
    return msgspec.structs.replace(said, **changes)


def notify(system: System, signer: Signer, phone: str | None, /, **changes: Any) -> str:
    """The mark of a case that waits; the signer's cap of the day is not used up by it."""
    text = write_text(notification(system, signer, phone, **changes))
    case = vault_of(system).notify(NotifyCase(text, signer.sign(text))).case
    with system.owner("identity") as identity:
        statement = "UPDATE vault.notification SET at = at - interval '3 days' WHERE staff = %s"
        identity.execute(statement, [signer.ref])
    return case


def taken(
    system: System, signer: Signer, officer: str, phone: str | None, /, **changes: Any
) -> str:
    """The mark of a case that an officer took up at the vault; no page of the console has it."""
    case = notify(system, signer, phone, **changes)
    vault_of(system).take_up(TakeUpCase(case, officer))
    return case


def open_case(
    house: House, officer: Browser, phone: str | None, day: date, disease: str = "covid19"
) -> httpx.Response:
    """The first page of a case that the approver of the cast notified and the officer took up."""
    house.need("vault")
    signer = of_the_cast(house, "approver")
    case = notify(house.system, signer, phone, disease=disease, anchor=day)
    return officer.post(f"/notifications/{case}/take", "/notifications/")
