"""Numbers turned into people, asked of the vault over its socket."""

import pytest

from ansim.domain.marks import new_mark
from ansim.domain.quantities import PersonId
from ansim.identity.calls import OpenCase
from ansim.keys import CaseKeys, KeyPurpose
from ansim.keys.calls import KeyOfCase
from ansim.rpc import Caller, CallError
from ansim.settings.environment import socket_path
from support.by_person import cipher_of
from support.counter import Counter
from support.rights import PHONES, Rights


def test_a_phone_is_looked_up_only_into_the_ledger(rights: Rights) -> None:
    case, nobodys, officer = new_mark("2611", 5), new_mark("2611", 5), rights.staff["officer"].ref

    def entries() -> int:
        with rights.system.owner("main") as main:
            row = main.execute(
                "SELECT count(*) FROM ledger.entry WHERE kind = 'phone-looked-up' AND case_ref = ANY (%s)",
                [[case, nobodys]],
            ).fetchone()
        assert row
        return int(row[0])

    before = entries()
    known = rights.vault.open_case(OpenCase(case, officer, PHONES[2]))
    assert known
    keys = CaseKeys(rights.system.keys)
    for handle, purpose in ((known.handle, KeyPurpose.WORK), (known.register, KeyPurpose.REGISTER)):
        assert keys.cipher(case, purpose).person(handle) == rights.persons[PHONES[2]]
    assert rights.vault.open_case(OpenCase(nobodys, officer, "010-0000-9199")) is None
    assert not keys.has(nobodys)
    assert entries() == before + 2
    with pytest.raises(CallError) as caught:
        rights.vault.open_case(OpenCase(nobodys, officer, "not-a-number"))
    assert caught.value.code == "phone-unreadable"
    assert "not-a-number" not in str(caught.value)


def test_whom_staff_entered_is_found_by_number_and_named_as_unverified(rights: Rights) -> None:
    alone, shared = "010-0000-9151", PHONES[1]
    officer = rights.staff["officer"].ref
    counter = Counter(rights.system, rights.system.venues["market"])
    for phone in (alone, shared):
        assert counter.enter(phone=phone, name="고순덕").status_code == 201

    def look_up(phone: str, *, unverified: bool) -> bytes | None:
        case = new_mark("2611", 5)
        known = rights.vault.open_case(OpenCase(case, officer, phone, unverified))
        return known and cipher_of(rights.system, case).person(known.handle)

    assert look_up(shared, unverified=False) == rights.persons[shared], "the verified holder first"
    assert look_up(shared, unverified=True) not in (None, rights.persons[shared])
    found = look_up(alone, unverified=False)
    assert found
    assert found == look_up(alone, unverified=True)
    assert look_up(PHONES[2], unverified=True) is None
    rights.people[alone] = cipher_of(rights.system, rights.case).handle(PersonId(found))
    rows = rights.rows(alone)
    (identity,) = rights.open(rights.granted(rows), rows, alone)
    assert (identity.name, identity.phone) == ("고순덕", alone)
    assert identity.verified_by == "nobody"


def test_a_case_is_about_one_person_for_good(rights: Rights) -> None:
    case, officer = new_mark("2611", 5), rights.staff["officer"].ref
    assert rights.vault.open_case(OpenCase(case, officer, PHONES[1]))
    for phone in (PHONES[2], PHONES[1]):
        with pytest.raises(CallError) as caught:
            rights.vault.open_case(OpenCase(case, officer, phone))
        assert caught.value.code == "case-exists"


@pytest.mark.parametrize("case", ["../day/2026-10-01", "", "a", "2611-AAAAA/../x", "X" * 13])
def test_what_is_no_mark_of_a_case_gets_no_key(rights: Rights, case: str) -> None:
    with pytest.raises(CallError):
        rights.vault.open_case(OpenCase(case, rights.staff["officer"].ref, PHONES[1]))
    assert not [one for one in (rights.system.keys.path / "case").glob(f"*{case[-5:]}*") if case]


def test_the_console_may_not_ask_for_the_key_of_a_case(rights: Rights) -> None:
    caller = Caller(socket_path("vault"), rights.system.keys.read("vault-calls.key"))
    with pytest.raises(CallError) as caught:
        caller.call(KeyOfCase(rights.case), bytes)
    assert caught.value.code == "unreadable"
