"""A digest is a mark, whatever digits it happens to hold; what looks like a number in any other text is none."""

import pytest

from ansim.ledger.acts import UnfitForLedgerError, require_mark


def test_a_digest_with_ten_digits_in_a_row_is_a_mark() -> None:
    require_mark("digest", "ab0100001234" + "c" * 52)


@pytest.mark.parametrize("text", ["01000001234", "x-010-0000-1234", "AB0100001234" + "C" * 52])
def test_a_number_in_any_other_text_is_none(text: str) -> None:
    with pytest.raises(UnfitForLedgerError):
        require_mark("digest", text)
