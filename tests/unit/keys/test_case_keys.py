"""Handles of a case: turned back by its key alone, joined across cases by nothing, and gone with the key."""

import errno
import os
import stat
from pathlib import Path

import pytest

from ansim.domain.identifiers import new_person_id
from ansim.domain.quantities import Handle, PersonId
from ansim.keys import CaseKeyMissingError, CaseKeys, KeyFolder, KeyPurpose
from ansim.keys.case_keys import CaseExistsError, NoHandleError

ONE, OTHER = "2611-AAAAA", "2611-BBBBB"


@pytest.fixture
def keys(tmp_path: Path) -> CaseKeys:
    made = CaseKeys(KeyFolder(tmp_path))
    made.create(ONE)
    made.create(OTHER)
    return made


def test_the_key_turns_people_into_handles_and_back(keys: CaseKeys) -> None:
    people = [PersonId(new_person_id()) for _ in range(50)]
    for purpose in KeyPurpose:
        cipher = keys.cipher(ONE, purpose)
        assert cipher.people(cipher.handles(people)) == people
    assert keys.cipher(ONE).handles([]) == []


def test_no_two_keys_give_one_person_the_same_handle(keys: CaseKeys) -> None:
    person = PersonId(new_person_id())
    handles = {
        keys.cipher(case, purpose).handle(person) for case in (ONE, OTHER) for purpose in KeyPurpose
    }
    assert len(handles) == 4
    assert person not in handles
    assert keys.cipher(OTHER).person(keys.cipher(ONE).handle(person)) != person


@pytest.mark.parametrize("wrong", [b"", b"h" * 15, b"h" * 17, b"h" * 32])
def test_what_is_no_handle_is_refused(keys: CaseKeys, wrong: bytes) -> None:
    with pytest.raises(NoHandleError):
        keys.cipher(ONE).people([Handle(b"h" * 16), Handle(wrong)])


def test_a_destroyed_key_is_gone_alone_and_never_made_again(keys: CaseKeys) -> None:
    keys.destroy(ONE, KeyPurpose.WORK)
    keys.destroy(ONE, KeyPurpose.WORK)
    with pytest.raises(CaseKeyMissingError):
        keys.cipher(ONE)
    assert keys.has(ONE, KeyPurpose.REGISTER)
    assert keys.has(OTHER)
    with pytest.raises(CaseExistsError):
        keys.create(ONE)
    keys.create_missing(ONE)
    assert not keys.has(ONE), "nor where a migration asks for what is missing"


@pytest.mark.parametrize("case", ["", "../day/2026-10-01", "a" * 5, "2611-AAAAA/..", "X" * 13])
def test_what_is_no_mark_of_a_case_reaches_no_file(keys: CaseKeys, case: str) -> None:
    with pytest.raises(CaseKeyMissingError):
        keys.create(case)
    with pytest.raises(CaseKeyMissingError):
        keys.destroy(case, KeyPurpose.WORK)


def test_a_cipher_says_nothing_of_its_key(keys: CaseKeys) -> None:
    cipher = keys.cipher(ONE)
    assert cipher.key.hex() not in repr(cipher)
    assert str(cipher.key) not in repr(cipher)


def test_a_key_s_name_is_on_the_disk_before_anybody_uses_it_and_off_before_its_end_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    sync = os.fsync

    def note(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            seen.append(sorted(file.name for file in (tmp_path / "case").iterdir()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    keys = CaseKeys(KeyFolder(tmp_path))
    work, register = f"{ONE}.work.key", f"{ONE}.register.key"
    keys.create(ONE)
    assert seen[-1] == [register, work]
    keys.destroy(ONE, KeyPurpose.WORK)
    assert seen[-1] == [register, f"{ONE}.work.destroyed"]


def test_a_disk_that_is_full_leaves_no_half_of_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    keys = CaseKeys(KeyFolder(tmp_path))
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="space"):
            keys.create(ONE)
    assert list((tmp_path / "case").iterdir()) == []
    keys.create(ONE)
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="space"):
            keys.destroy(ONE, KeyPurpose.WORK)
    keys.destroy(ONE, KeyPurpose.WORK)
    with pytest.raises(CaseKeyMissingError):
        keys.cipher(ONE)


def test_a_new_case_gets_a_mark_that_no_case_has_or_had(keys: CaseKeys) -> None:
    keys.destroy(OTHER, KeyPurpose.WORK)
    keys.destroy(OTHER, KeyPurpose.REGISTER)
    drawn = iter([ONE, OTHER, ONE, "2611-CCCCC", "2611-DDDDD"])
    assert keys.free_mark(lambda: next(drawn)) == "2611-CCCCC"
    keys.create("2611-CCCCC")
    keys.destroy("2611-DDDDD", KeyPurpose.REGISTER)
    last = iter(["2611-CCCCC", "2611-DDDDD", "2611-EEEEE"])
    assert keys.free_mark(lambda: next(last)) == "2611-EEEEE"
    with pytest.raises(CaseExistsError):
        keys.free_mark(lambda: ONE)
