"""Attacks C2 and H6 again: a console in foreign hands, with its call keys and its database role, and whom it makes sign.

On the commit before, the same calls told the movements of every contact and presence at any place, without an entry, and the
console's role entered look-ups in the name of whom it liked.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import psycopg
import pytest

from ansim.domain.case_clocks import CASE_CLOCKS
from ansim.domain.identifiers import new_person_id
from ansim.domain.marks import new_mark
from ansim.domain.shift_grants import ShiftGrant
from ansim.domain.signed_texts import write_text
from ansim.identity.calls import EndCaseKey
from ansim.identity.sessions.calls import BeginSession, EndSession
from ansim.identity.staff.staff_registry import bar_member
from ansim.keys import KeyPurpose
from ansim.ledger import Actor, Book
from ansim.ledger.acts import ItineraryRead
from ansim.rpc import Caller, CallError
from ansim.settings.environment import dsn, socket_path
from ansim.tracing.process import calls
from ansim.tracing.process.client import Tracer
from support.days_of_cases import close_long_ago
from support.grants import know_case, text_fields
from support.house import House
from support.questions import KINDS
from support.rights import Rights, enrol, open_rights

QUICKLY = 2.5  # s: a session is asked after each second
NOW = int(time.time())
WINDOW = calls.Window(NOW - 86400, NOW)
SAMPLES: dict[str, Any] = {
    "window": WINDOW,
    "back": None,
    "minimum_overlap": 60,
    "degrees": 1,
    "latent": 0,
    "residual": 0,
    "limit": 10,
    "close": None,
    "places": "0" * 32,
    "stay": 0,
    "stays": [],
    "moment": NOW,
    "count": 5,
    "cases": [],
    "within": 60,
    "false_discovery_rate": 0.05,
    "people": [b"h" * 16],
    "into": "2611-AAAAA",
    "anew": False,
}


@dataclass
class Console:
    """What the attacker holds: the call keys. Staff of these tests' own sign."""

    rights: Rights
    tracer: Tracer
    caller: Caller

    def case(self, person: bytes | None = None, team: str = "jeju") -> str:
        ref = new_mark("2611", 5)
        know_case(self.rights.system, ref, person or new_person_id(), team)
        return ref

    def session(self, *cases: str, login: str = "officer", **changes: Any) -> bytes:
        text = write_text(ShiftGrant(**text_fields(cases=tuple(sorted(cases)), **changes)))
        signed = BeginSession(text, self.rights.staff[login].sign(text))
        return self.rights.vault.begin_session(signed).session

    def itinerary(self, session: bytes, case: str, **changes: Any) -> calls.ItineraryFound:
        asked = {"session": session, "case": case, "window": WINDOW} | changes
        return self.tracer.itinerary(calls.ItineraryOf(**asked))

    def entries(self, case: str) -> list[tuple[str, str]]:
        with self.rights.system.owner("main") as main:
            return main.execute(
                "SELECT kind, actor FROM ledger.entry WHERE case_ref = %s ORDER BY seq", [case]
            ).fetchall()


@pytest.fixture(scope="module")
def console(house: House) -> Any:
    house.need("vault", "tracer")
    caller = Caller(socket_path("tracer"), house.system.keys.read("tracer-calls.key"))
    with open_rights(house) as rights:
        yield Console(rights, Tracer(caller), caller)


def code_of(ask: Callable[[], object]) -> str:
    try:
        ask()
    except CallError as error:
        return error.code
    return "answered"


def request_of(kind: Any, session: bytes, case: str, **changes: Any) -> Any:
    """A request of any kind; a field that is new here wants a sample above."""
    fields = {
        name: SAMPLES[name] for name in kind.__struct_fields__ if name not in {"session", "case"}
    }
    return kind(session=session, case=case, **(fields | changes))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_without_a_session_no_call_is_answered_and_nothing_is_entered(
    console: Console, kind: Any
) -> None:
    case = console.case()
    for session in (b"", b"s" * 15, b"\0" * 16, b"s" * 16, b"s" * 17):
        asked = request_of(kind, session, case)
        assert (
            code_of(lambda asked=asked: console.caller.call(asked, msgspec.Raw)) == "session-needed"
        )
    assert console.entries(case) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_session_answers_about_its_own_cases_alone(console: Console, kind: Any) -> None:
    own, other = console.case(), console.case()
    session = console.session(own)
    for case in (other, "2611-NOSUC", "", "../case"):
        asked = request_of(kind, session, case)
        assert (
            code_of(lambda asked=asked: console.caller.call(asked, msgspec.Raw))
            == "case-not-in-session"
        )
    assert console.entries(other) == []


def test_no_request_says_whom_it_is_about() -> None:
    """Only what turns or draws people who were found names any, and neither tells where they were."""
    naming = {kind.__name__ for kind in KINDS if {"person", "people"} & set(kind.__struct_fields__)}
    assert naming == {"CoPresenceOf", "Translate"}


def test_the_entry_names_who_signed_and_stands_once_for_what_is_looked_at_again(
    console: Console,
) -> None:
    case = console.case()
    session = console.session(case, login="colleague")
    first = console.itinerary(session, case)
    entry = ("itinerary-read", console.rights.staff["colleague"].ref)
    assert console.entries(case) == [entry]
    assert console.itinerary(session, case) == first
    assert console.entries(case) == [entry], "looking again is no look-up"
    console.itinerary(session, case, anew=True)
    assert console.entries(case) == [entry] * 2
    console.itinerary(session, case, window=calls.Window(NOW - 7200, NOW))
    assert console.entries(case) == [entry] * 3, "other terms are another look-up"
    console.itinerary(console.session(case), case)
    officer = console.rights.staff["officer"].ref
    assert console.entries(case)[3:] == [("itinerary-read", officer)], (
        "another's session is another's look-up"
    )


def test_the_console_enters_no_look_up(console: Console) -> None:
    case = console.case()
    book = Book(lambda: dsn("investigation", "main"))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        book.append(
            Actor("officer", console.rights.staff["elsewhere"].ref), case, ItineraryRead(0, 1)
        )
    book.close()
    assert console.entries(case) == []


def test_nothing_is_answered_whose_entry_cannot_be_written(console: Console) -> None:
    case = console.case()
    session = console.session(case)
    with console.rights.system.owner("main") as main:
        main.execute("REVOKE INSERT ON ledger.entry FROM ansim_tracer")
        try:
            assert code_of(lambda: console.itinerary(session, case)) == "internal"
        finally:
            main.execute("GRANT INSERT ON ledger.entry TO ansim_tracer")
    assert console.entries(case) == []
    assert console.itinerary(session, case).stays == []


def refused_soon(code: str, ask: Callable[[], object]) -> None:
    """Refused within QUICKLY, and from then on."""
    end = time.monotonic() + QUICKLY
    while code_of(ask) == "answered":
        assert time.monotonic() < end, "still answered"
        time.sleep(0.05)
    for _ in range(3):
        assert code_of(ask) == code


@pytest.mark.parametrize("barred", ["person", "key", "moved"])
def test_a_session_of_who_is_barred_or_moves_ends_at_once(console: Console, barred: str) -> None:
    system = console.rights.system
    member = console.rights.staff[barred] = enrol(system, "officer", "jeju")
    case = console.case()
    session = console.session(case, login=barred)
    assert code_of(lambda: console.itinerary(session, case)) == "answered"
    with system.owner("identity") as identity:
        if barred == "person":
            bar_member(identity, member.ref)
        elif barred == "key":
            identity.execute(
                "UPDATE vault.staff_key SET barred_at = now() WHERE staff = %s", [member.ref]
            )
        else:
            identity.execute(
                "UPDATE vault.staff SET team = 'seogwipo' WHERE ref = %s", [member.ref]
            )
    refused_soon("session-needed", lambda: console.itinerary(session, case))
    refused_soon("session-needed", lambda: console.itinerary(session, case, anew=True))


def test_a_session_that_its_officer_ended_answers_nothing(console: Console) -> None:
    case = console.case()
    session = console.session(case)
    assert console.itinerary(session, case).stays == []
    console.rights.vault.end_session(EndSession(session))
    refused_soon("session-needed", lambda: console.itinerary(session, case))


def test_a_case_that_ends_leaves_the_session_and_the_others_stay(console: Console) -> None:
    ended, other = console.case(), console.case()
    session = console.session(ended, other)
    assert code_of(lambda: console.itinerary(session, ended)) == "answered"
    worker = Caller(socket_path("outbox"), console.rights.system.keys.read("outbox-calls.key"))
    close_long_ago(console.rights.system, ended, CASE_CLOCKS.work)
    worker.call(EndCaseKey(ended, KeyPurpose.WORK), str)
    refused_soon("case-not-in-session", lambda: console.itinerary(session, ended))
    assert code_of(lambda: console.itinerary(session, other)) == "answered"


def test_a_session_ends_with_its_time(console: Console) -> None:
    case = console.case()
    session = console.session(case, until=int(time.time()) + 2)
    assert code_of(lambda: console.itinerary(session, case)) == "answered"
    time.sleep(2.1)
    assert code_of(lambda: console.itinerary(session, case)) == "session-needed"


def test_a_case_without_a_person_has_no_movements(console: Console) -> None:
    ref = new_mark("2611", 5)
    know_case(console.rights.system, ref, None, "jeju")
    session = console.session(ref)
    assert code_of(lambda: console.itinerary(session, ref)) == "no-index-person"
    asked = calls.ContactsOf(session=session, case=ref, window=WINDOW)
    assert code_of(lambda: console.tracer.contacts(asked)) == "no-index-person"
    assert console.entries(ref) == []


def test_people_are_turned_into_another_case_of_the_same_session_alone(console: Console) -> None:
    one, two, foreign = console.case(), console.case(), console.case()
    session = console.session(one, two)
    person = new_person_id()
    handles = {
        ref: know_case(console.rights.system, ref, None).handle(person)  # type: ignore[arg-type]
        for ref in (one, two)
    }
    asked = calls.Translate(session=session, case=one, into=two, people=[handles[one]])
    assert console.tracer.translate(asked) == [handles[two]]
    for case in (one, two):
        entered = [("people-translated", console.rights.staff["officer"].ref)]
        assert console.entries(case) == entered
    away = msgspec.structs.replace(asked, into=foreign)
    assert code_of(lambda: console.tracer.translate(away)) == "case-not-in-session"
    many = msgspec.structs.replace(asked, people=[b"h" * 16] * 20_001)
    assert code_of(lambda: console.tracer.translate(many)) == "out-of-bounds"
