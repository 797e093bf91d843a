"""Marks: short random names for cases, warrants and staff, which tell nothing of how many there are."""

import re
import secrets

from ansim.domain.codes import ALPHABET

_SHAPE = re.compile(r"[A-Z0-9]{1,5}-[A-Z0-9]{1,10}")


def new_mark(kind: str, signs: int) -> str:
    """`kind`, a hyphen and `signs` random signs of the codes' alphabet: `W-7Q2M7Q2M`."""
    return f"{kind}-{''.join(secrets.choice(ALPHABET) for _ in range(signs))}"


def read_mark(text: str) -> str:
    """The mark, as it came in an address; empty where the text is none."""
    return text if _SHAPE.fullmatch(text) else ""
