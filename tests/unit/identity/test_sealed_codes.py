"""Registration codes reach the vault sealed, each within its own text."""

import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from ansim.domain.staff_records import StaffTermsError
from ansim.identity.keepers.sealed_codes import open_code, seal_code

VAULT = ec.generate_private_key(ec.SECP256R1())
STAFF, REF = "S-AAAAAAAA", "0" * 32


def test_what_a_page_seals_the_vault_opens() -> None:
    key = secrets.token_bytes(32)
    code = seal_code(VAULT.public_key(), key, STAFF, REF)
    assert len(code) == 151
    assert open_code(VAULT, code, STAFF, REF) == key


def test_a_code_serves_in_no_other_text_and_for_nobody_else() -> None:
    code = seal_code(VAULT.public_key(), bytes(32), STAFF, REF)
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
            open_code(private, text, staff, ref)
