"""What officers write about a case opens in its field of its case alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.keys import CaseFile, CaseFileError

KEY, OTHER = bytes(range(16)), bytes(range(16, 32))


@given(st.binary(max_size=400))
def test_it_opens_as_it_was_sealed_and_never_looks_the_same_twice(text: bytes) -> None:
    file = CaseFile("2611-ABCDE", KEY)
    first, second = file.seal("note/1", text), file.seal("note/1", text)
    assert file.unseal("note/1", first) == file.unseal("note/1", second) == text
    assert first != second


@pytest.mark.parametrize(
    ("case", "key", "field"),
    [
        ("2611-ABCDF", KEY, "note/1"),
        ("2611-ABCDE", OTHER, "note/1"),
        ("2611-ABCDE", KEY, "note/2"),
        ("2611-ABCDE", KEY, "nickname"),
        ("2611-ABCD", KEY, "E\0note/1"),
    ],
)
def test_another_case_key_or_field_opens_nothing(case: str, key: bytes, field: str) -> None:
    sealed = CaseFile("2611-ABCDE", KEY).seal("note/1", "메모".encode())
    with pytest.raises(CaseFileError):
        CaseFile(case, key).unseal(field, sealed)


@pytest.mark.parametrize("keep", [0, 1, 11, 12, 13, 27, 28])
def test_a_cut_or_changed_text_opens_nothing(keep: int) -> None:
    sealed = CaseFile("2611-ABCDE", KEY).seal("note/1", b"0123456789")
    with pytest.raises(CaseFileError):
        CaseFile("2611-ABCDE", KEY).unseal("note/1", sealed[:keep])
    changed = bytearray(sealed)
    changed[keep] ^= 1
    with pytest.raises(CaseFileError):
        CaseFile("2611-ABCDE", KEY).unseal("note/1", bytes(changed))
