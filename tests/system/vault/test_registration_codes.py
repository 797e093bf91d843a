"""Registration codes at the vault: of two halves, none of which enrols a key without the other (ADR 51)."""

from collections.abc import Iterator

import msgspec
import pytest

from ansim.domain.signed_texts import new_ref, read_text, write_text
from ansim.domain.staff_records import StaffText
from ansim.identity.keepers.calls import AgreeToRecord, ProposalsFor, StaffRecordsFor
from ansim.identity.staff.signed_calls import KeysOf
from ansim.identity.staff.staff_registry import word_key
from support.house import House
from support.keepers import CODE, OTHER_HALF, Keepers, enrolment, newcomer, open_keepers
from support.rights import refused


@pytest.fixture
def keepers(house: House) -> Iterator[Keepers]:
    with open_keepers(house) as opened:
        yield opened


@pytest.mark.parametrize("deed", ["add", "code"])
@pytest.mark.parametrize("by", [0, 1])
def test_a_keeper_with_one_half_holds_no_key_of_another_keeper(
    keepers: Keepers, deed: str, by: int
) -> None:
    """Who proposes a keeper, or signs second, cannot enrol in their place and sign as two from then on."""
    who = newcomer() if deed == "add" else keepers.people[2]
    written = keepers.propose(keepers.text(deed, who, by=by, role="keeper"), by=by)
    keepers.agree(written, by=1 - by)
    before = keepers.vault.keys_of(KeysOf(who.ref))
    for known in (CODE, OTHER_HALF):
        for codes in ([known], [known, known], [known, "0" * 16]):
            asked = enrolment(who, "keeper", *codes)
            refused("enrolment-refused", lambda asked=asked: keepers.vault.enrol_key(asked))
    assert keepers.vault.keys_of(KeysOf(who.ref)) == before
    keepers.vault.enrol_key(enrolment(who, "keeper", OTHER_HALF, CODE))
    assert len(keepers.vault.keys_of(KeysOf(who.ref))) == len(before) + 1


def test_no_key_is_made_before_the_second_half_is_there(keepers: Keepers) -> None:
    who = keepers.people[2]
    written = keepers.propose(keepers.text("code", who))
    for codes in ([CODE], [CODE, CODE], [CODE, OTHER_HALF]):
        asked = enrolment(who, "keeper", *codes)
        refused("enrolment-refused", lambda asked=asked: keepers.vault.enrol_key(asked))
    refused("staff-terms", lambda: keepers.vault.agree(_as_signed(keepers, written)))
    refused("staff-terms", lambda: keepers.propose(keepers.completed(written)))
    keepers.agree(written)
    keepers.vault.enrol_key(enrolment(who, "keeper", CODE, OTHER_HALF))


def _as_signed(keepers: Keepers, text: bytes, by: int = 1) -> AgreeToRecord:
    return AgreeToRecord(text, keepers.people[by].sign(text))


def test_a_half_is_the_second_keepers_own_and_of_this_text(keepers: Keepers) -> None:
    who = keepers.person()
    written = keepers.propose(keepers.text("code", who))
    said = read_text(written, StaffText)
    other = keepers.person()
    halves = {
        "the first half again": said.code,
        "sealed as a first half": keepers.sealed(who.ref, said.ref, OTHER_HALF),
        "the same signs": keepers.sealed(who.ref, said.ref, CODE, "second"),
        "of another text": keepers.sealed(who.ref, new_ref(), OTHER_HALF, "second"),
        "of another person": keepers.sealed(other.ref, said.ref, OTHER_HALF, "second"),
        "nothing": "A" * 151,
    }
    for name, second in halves.items():
        text = write_text(msgspec.structs.replace(said, second=second))
        refused("staff-terms", lambda text=text: keepers.vault.agree(_as_signed(keepers, text)))
        assert keepers.row(who)[4] == 0, name


def test_a_console_in_foreign_hands_puts_no_half_of_its_own_in_place(keepers: Keepers) -> None:
    """It has a keeper's signature over one half and swaps that, or the first one, or whose text it is."""
    who = keepers.person()
    written = keepers.propose(keepers.text("code", who))
    text = keepers.completed(written)
    honest = keepers.people[1].sign(text)
    said = read_text(text, StaffText)
    swapped = {
        "second": keepers.sealed(who.ref, said.ref, "Z" * 16, "second"),
        "code": keepers.sealed(who.ref, said.ref, "Z" * 16),
    }
    for field, value in swapped.items():
        other = write_text(msgspec.structs.replace(said, **{field: value}))
        refused(
            "signature-refused",
            lambda other=other: keepers.vault.agree(AgreeToRecord(other, honest)),
        )
    # The other half of another proposal about the same person fits neither.
    again = keepers.text("code", who, by=2)
    keepers.propose(again, by=2)
    mixed = write_text(msgspec.structs.replace(said, code=again.code))
    refused("staff-terms", lambda: keepers.vault.agree(_as_signed(keepers, mixed)))
    assert keepers.row(who)[4] == 0
    keepers.vault.agree(AgreeToRecord(text, honest))
    refused("proposal-unknown", lambda: keepers.vault.agree(AgreeToRecord(text, honest)))


def test_the_vault_keeps_what_each_keeper_signed(keepers: Keepers) -> None:
    coded, plain = keepers.person(), keepers.person()
    for who, deed in ((coded, "code"), (plain, "bar")):
        written = keepers.propose(keepers.text(deed, who))
        text = keepers.completed(written)
        keepers.vault.agree(_as_signed(keepers, text))
        with keepers.system.owner("identity") as identity:
            (row,) = identity.execute(
                "SELECT text, agreed_text FROM vault.staff_proposal WHERE staff = %s", [who.ref]
            ).fetchall()
        assert row == (written, text if deed == "code" else None)


def test_the_vault_keeps_no_code_and_its_lists_tell_none(keepers: Keepers) -> None:
    who = newcomer()
    keepers.kept(keepers.text("add", who))
    with keepers.system.owner("identity") as identity:
        for table in ("staff_proposal", "enrolment_word", "staff"):
            rows = identity.execute(f"SELECT t::text FROM vault.{table} AS t").fetchall()  # type: ignore[arg-type]
            assert not [row for (row,) in rows if CODE in row or OTHER_HALF in row]
    first = keepers.people[0].ref
    told = msgspec.json.encode(keepers.vault.proposals(ProposalsFor(first)))
    told += msgspec.json.encode(keepers.vault.staff_records(StaffRecordsFor(first)))
    for half in (CODE, OTHER_HALF):
        assert half.encode() not in told
        assert word_key(half).hex().encode() not in told


def test_a_code_that_was_sealed_for_another_text_serves_in_none(keepers: Keepers) -> None:
    who = newcomer()
    other = keepers.sealed(who.ref, new_ref())
    refused("staff-terms", lambda: keepers.propose(keepers.text("add", who, code=other)))
