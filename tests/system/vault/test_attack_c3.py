"""Attack C3 again: a console in foreign hands, with its call keys and its database role, and the tracer as it runs.

On the commit before, the same calls opened 정시우 and 최은서 under the warrant of a case that they were no contacts of, and
박도윤 and 정시우 for a case that does not exist.
"""

import time

import psycopg
import pytest
from msgspec.structs import replace

from ansim.domain.quantities import EpochSeconds, Handle, PersonId
from ansim.domain.search_results import people_digest
from ansim.domain.signed_texts import OpeningOfNames, new_ref, write_text
from ansim.domain.warrant import (
    LegalBasis,
    Purpose,
    Warrant,
    highest_cap,
    warrant_digest,
)
from ansim.identity.staff.signed_calls import ApproveWarrant, OpenNames, RequestWarrant
from ansim.rpc import CallError
from ansim.settings.environment import signing_host
from ansim.tracing.process.calls import (
    ContactsFound,
    ContactsOf,
    Window,
    result_terms,
    rows_of,
)
from support.by_person import cipher_of
from support.callers import tracer_of, vault_of
from support.cases import of_the_cast, taken
from support.grants import session_for
from support.house import House
from support.patience import PATIENCE
from support.scene import Scene
from support.signing import assertion, passkey


class Console:
    """What the attacker holds: both call keys. Officer and approver sign what they are shown."""

    def __init__(self, house: House, scene: Scene) -> None:
        self.tracer, self.vault = tracer_of(house.system), vault_of(house.system)
        self.staff = {login: one.ref for login, one in house.staff.items()}
        self.scene, self.now, self.system = scene, int(time.time()), house.system
        self.approver = of_the_cast(house, "approver")
        phone = scene.phones["박도윤"]
        self.case = taken(self.system, self.approver, self.staff["officer"], phone)

    def handle(self, whose: str) -> Handle:
        """Anybody as the case would know them: of contacts the console reads it in their rows."""
        return cipher_of(self.system, self.case).handle(PersonId(self.scene.people[whose]))

    def case_about(self, whose: str) -> str:
        """The case, or another one of the same officer's about somebody else."""
        if whose == "박도윤":
            return self.case
        return taken(self.system, self.approver, self.staff["officer"], self.scene.phones[whose])

    def search(self, whose: str, least: int) -> tuple[ContactsOf, ContactsFound]:
        """Anybody's contacts, in a case about them of the same officer's; the tracer takes the scene in within seconds."""
        noon = int(self.scene.noon.timestamp())
        window = Window(EpochSeconds(noon - 86400), EpochSeconds(noon + 43200))
        case = self.case_about(whose)
        session = session_for(self.system, case)
        asked = ContactsOf(session=session, case=case, anew=True, window=window)
        end = time.monotonic() + PATIENCE
        while True:
            try:
                found = self.tracer.contacts(asked)
            except CallError:
                found = ContactsFound([], [], 0.0)
            if len(found.contacts) >= least:
                return asked, found
            assert time.monotonic() < end, "the tracer did not take the scene in"
            time.sleep(0.05)

    def warrant(self, asked: ContactsOf, found: ContactsFound) -> bytes:
        assert asked.window
        assert found.vouched
        assert found.counted
        return write_text(
            Warrant(
                ref=new_ref(),
                at=self.now,
                until=self.now + 86400,
                site=signing_host().partition("://")[2],
                case=asked.case,
                terms=result_terms(asked, asked.window, back=False),
                people=len(found.contacts),
                result=found.vouched.digest.hex(),
                cap=highest_cap(len(found.contacts)),
                article=LegalBasis.IDCPA_76_2_1,
                purpose=Purpose.TEST_CONTACTS,
                requester=self.staff["officer"],
                found=found.counted.summary,
            )
        )

    def grant(self, text: bytes, subject: bytes, found: ContactsFound) -> None:
        assert found.vouched
        assert found.counted
        signed = assertion(passkey("officer"), text, self.staff["officer"])
        self.vault.request_warrant(
            RequestWarrant(text, signed, subject, found.vouched.mac, found.counted.mac)
        )
        agreed = assertion(passkey("approver"), text, self.staff["approver"])
        self.vault.approve_warrant(ApproveWarrant(text, agreed))

    def open(
        self, text: bytes, asked: ContactsOf, found: ContactsFound, subject: bytes
    ) -> list[str]:
        assert found.vouched
        people = [bytes(one.person) for one in found.contacts]
        said = OpeningOfNames(
            ref=new_ref(),
            at=self.now,
            until=self.now + 600,
            site=signing_host().partition("://")[2],
            case=asked.case,
            warrant=warrant_digest(text).hex(),
            people=people_digest(people).hex(),
            count=len(people),
        )
        written = write_text(said)
        signed = assertion(passkey("officer"), written, self.staff["officer"])
        rows, mac = rows_of(found.contacts), found.vouched.mac
        opened = self.vault.open(OpenNames(written, signed, subject, rows, mac, people))
        return sorted(one.name for one in opened)


@pytest.fixture
def console(house: House, scene: Scene) -> Console:
    house.need("tracer")
    house.need("vault")
    return Console(house, scene)


def test_a_one_warrant_opens_its_own_contacts_and_nobody_elses(console: Console) -> None:
    subject = console.handle("박도윤")
    asked, found = console.search("박도윤", 2)
    text = console.warrant(asked, found)
    console.grant(text, subject, found)
    assert console.open(text, asked, found, subject) == ["정시우", "최은서"]
    # The contacts of other cases of the same officer's: the tracer answers, and this warrant opens nobody of them.
    for whose in ("최은서", "정시우"):
        other, foreign = console.search(whose, 2)
        for who in (subject, console.handle(whose)):
            with pytest.raises(CallError) as caught:
                console.open(text, other, foreign, who)
            assert caught.value.code in {"out-of-scope", "case-unknown"}


@pytest.mark.parametrize("case", ["NOCASE", "2611-NOSUC"])
def test_b_a_case_that_does_not_exist_gets_no_answer_and_no_warrant_although_both_sign(
    console: Console, case: str
) -> None:
    asked, found = console.search("박도윤", 2)
    nowhere = replace(asked, case=case)
    with pytest.raises(CallError) as caught:
        console.tracer.contacts(nowhere)
    assert caught.value.code == "case-not-in-session"
    text, subject = console.warrant(nowhere, found), console.handle("박도윤")
    with pytest.raises(CallError) as caught:
        console.grant(text, subject, found)
    assert caught.value.code == "case-unknown"
    with pytest.raises(CallError) as caught:
        console.open(text, nowhere, found, subject)
    assert caught.value.code == "warrant-unknown"


def test_b_the_console_holds_nothing_that_signs(house: House) -> None:
    with house.system.connect_as("investigation", "main") as main:
        tables = main.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND (column_name ~ 'sealed|private|signature' OR table_name ~ 'key|signing')"
        ).fetchall()
    # What officers write is sealed at the vault; the console has no key of it.
    written = {("investigation_stayversion", "sealed"), ("investigation_contactlist", "sealed")}
    own = [row for row in tables if row[0].startswith(("accounts", "investigation"))]
    assert set(own) - written == set()
    with pytest.raises(psycopg.Error), house.system.connect_as("investigation", "identity") as one:
        one.execute("SELECT 1")
