"""What the public must never read cannot be written into the ledger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.contact import ContactReason
from ansim.domain.marks import new_mark
from ansim.ledger import Actor, Book, UnfitForLedgerError
from ansim.ledger.acts import (
    CaseOpened,
    ContactsSearched,
    CorrectionsRead,
    OwnerContactRead,
    WarrantApproved,
    content,
    kind_of,
    require_actor,
)

mobile = st.builds(
    lambda head, middle, tail, dash: f"{head}{dash}0000{dash}{middle:02d}{tail:02d}",
    st.sampled_from(["010", "+8210", "8210", "011", "82-10"]),
    st.integers(0, 99),
    st.integers(0, 99),
    st.sampled_from(["", "-", "."]),
)


@given(mobile)
def test_phone_numbers_are_refused(number: str) -> None:
    with pytest.raises(UnfitForLedgerError):
        content(WarrantApproved(number, "0" * 64))


@given(st.binary(min_size=16, max_size=16))
def test_person_ids_are_refused(person: bytes) -> None:
    with pytest.raises(UnfitForLedgerError):
        content(WarrantApproved(person.hex(), "0" * 64))


@pytest.mark.parametrize("text", ["김민지", "Kim Minji", "", "a\nb", "x" * 65])
def test_free_text_is_refused_and_stays_out_of_the_message(text: str) -> None:
    with pytest.raises(UnfitForLedgerError) as refusal:
        content(WarrantApproved(text, "0" * 64))
    assert not text or text not in str(refusal.value)


def test_what_is_no_count_and_no_mark_is_refused() -> None:
    with pytest.raises(UnfitForLedgerError):
        content(ContactsSearched(1, 2, 60, [b"x"]))  # type: ignore[arg-type]


def test_counts_times_and_marks_pass() -> None:
    act = CaseOpened("covid19", 1, 1_700_000_000, 1_700_086_400)
    assert kind_of(act) == "case-opened"
    assert content(act) == {
        "preset": "covid19",
        "preset_version": 1,
        "start": 1_700_000_000,
        "end": 1_700_086_400,
    }


def unasked() -> str:
    raise AssertionError("the entry was on its way to the database")


def enter(ref: str) -> None:
    book = Book(unasked)
    for role, act in (
        ("registrar", OwnerContactRead(next(iter(ContactReason)).value)),
        ("officer", CorrectionsRead(1)),
    ):
        with pytest.raises(UnfitForLedgerError) as refusal:
            book.append(Actor(role, ref), "", act)
        assert ref not in str(refusal.value)


@given(mobile)
def test_nobody_acts_under_a_phone_number(number: str) -> None:
    enter(number)


@given(st.binary(min_size=16, max_size=16))
def test_nobody_acts_under_a_person_id(person: bytes) -> None:
    enter(person.hex())


@pytest.mark.parametrize(
    "ref",
    [
        "HongGildong",
        "S-01000000001",
        "S-7kq2m4xw",
        "S-",
        "S-7KQ2M4XW\n",
        "W-7KQ2M4XW",
        "김민지",
        "S 7KQ2M4XW",
    ],
)
def test_nobody_acts_under_a_name_or_another_mark(ref: str) -> None:
    enter(ref)


def test_staff_act_under_their_mark_and_the_patient_under_none() -> None:
    for ref in ("", *(new_mark("S", 8) for _ in range(200))):
        require_actor(Actor("officer", ref))
