"""Marks: short random names for cases, warrants and staff, which tell nothing of how many there are."""

import secrets

from ansim.domain.codes import ALPHABET


def new_mark(kind: str, signs: int) -> str:
    """`kind`, a hyphen and so many random signs of the codes' alphabet: `W-7Q2M7Q2M`."""
    return f"{kind}-{''.join(secrets.choice(ALPHABET) for _ in range(signs))}"
