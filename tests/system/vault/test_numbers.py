"""Numbers turned into people, asked of the vault over its socket."""

import pytest

from ansim.identity.calls import PersonOfPhone
from ansim.rpc import CallError
from support.counter import Counter
from support.rights import PHONES, Rights


def test_a_phone_is_looked_up_only_into_the_ledger(rights: Rights) -> None:
    case, officer = "C-AAAA0001", rights.staff["officer"].ref

    def entries() -> int:
        with rights.system.owner("main") as main:
            row = main.execute(
                "SELECT count(*) FROM ledger.entry WHERE kind = 'phone-looked-up' AND case_ref = %s",
                [case],
            ).fetchone()
        assert row
        return int(row[0])

    before = entries()
    found = rights.vault.person_of_phone(PersonOfPhone(case, officer, PHONES[2]))
    assert found == rights.people[PHONES[2]]
    assert rights.vault.person_of_phone(PersonOfPhone(case, officer, "010-0000-9199")) is None
    assert entries() == before + 2
    with pytest.raises(CallError) as caught:
        rights.vault.person_of_phone(PersonOfPhone(case, officer, "not-a-number"))
    assert caught.value.code == "phone-unreadable"
    assert "not-a-number" not in str(caught.value)


def test_whom_staff_entered_is_found_by_number_and_named_as_unverified(rights: Rights) -> None:
    alone, shared = "010-0000-9151", PHONES[1]
    officer = rights.staff["officer"].ref
    counter = Counter(rights.system, rights.system.venues["market"])
    for phone in (alone, shared):
        assert counter.enter(phone=phone, name="고순덕").status_code == 201

    def look_up(phone: str, *, unverified: bool) -> bytes | None:
        asked = PersonOfPhone("C-AAAA0002", officer, phone, unverified)
        return rights.vault.person_of_phone(asked)

    assert look_up(shared, unverified=False) == rights.people[shared], "the verified holder first"
    assert look_up(shared, unverified=True) not in (None, rights.people[shared])
    found = look_up(alone, unverified=False)
    assert found
    assert found == look_up(alone, unverified=True)
    assert look_up(PHONES[2], unverified=True) is None
    rights.people[alone] = found
    rows = rights.rows(alone)
    (identity,) = rights.open(rights.granted(rows), rows, alone)
    assert (identity.name, identity.phone) == ("고순덕", alone)
    assert identity.verified_by == "nobody"
