"""Halves of registration codes reach the vault sealed, each within its own text."""

import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from ansim.domain.staff_records import StaffTermsError
from ansim.identity.keepers.sealed_codes import Half, open_half, seal_half

VAULT = ec.generate_private_key(ec.SECP256R1())
STAFF, REF = "S-AAAAAAAA", "0" * 32


@pytest.mark.parametrize("half", ["first", "second"])
def test_what_a_page_seals_the_vault_opens(half: Half) -> None:
    key = secrets.token_bytes(32)
    code = seal_half(VAULT.public_key(), key, STAFF, REF, half)
    assert len(code) == 151
    assert open_half(VAULT, code, STAFF, REF, half) == key


@pytest.mark.parametrize(("sealed", "opened"), [("first", "second"), ("second", "first")])
def test_one_half_never_passes_for_the_other(sealed: Half, opened: Half) -> None:
    code = seal_half(VAULT.public_key(), bytes(32), STAFF, REF, sealed)
    with pytest.raises(StaffTermsError):
        open_half(VAULT, code, STAFF, REF, opened)


def test_a_half_serves_in_no_other_text_and_for_nobody_else() -> None:
    code = seal_half(VAULT.public_key(), bytes(32), STAFF, REF, "first")
    other = ec.generate_private_key(ec.SECP256R1())
    flipped = code[:120] + ("B" if code[120] != "B" else "C") + code[121:]
    for private, text, staff, ref in (
        (other, code, STAFF, REF),
        (VAULT, code, "S-BBBBBBBB", REF),
        (VAULT, code, STAFF, "1" * 32),
        (VAULT, flipped, STAFF, REF),
        (VAULT, "A" * 151, STAFF, REF),
    ):
        with pytest.raises(StaffTermsError):
            open_half(private, text, staff, ref, "first")
