"""The number of an application: R and seven Crockford characters, the last a check of the others.

Read aloud and typed from a slip of paper, so look-alikes are understood and one wrong character is noticed.
"""

import re
import secrets
from typing import Final

from ansim.domain.codes import ALPHABET

_SHAPE: Final = re.compile(f"R[{ALPHABET}]{{7}}")
_LOOKALIKES: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BASE: Final = len(ALPHABET)
_WEIGHTS: Final = (1, 3, 5, 7, 9, 11)  # odd, so that every change of one character changes the sum


def new_ref() -> str:
    """A fresh number: 30 random bits, so that nobody finds another's by counting."""
    body = "".join(secrets.choice(ALPHABET) for _ in _WEIGHTS)
    return f"R{body}{_check(body)}"


def read_ref(text: str) -> str | None:
    """The number that somebody typed, in its one written form, or None where it is none."""
    ref = re.sub(r"[\s-]", "", text).upper().translate(_LOOKALIKES)
    return ref if _SHAPE.fullmatch(ref) and _check(ref[1:-1]) == ref[-1] else None


def _check(body: str) -> str:
    total = sum(weight * ALPHABET.index(sign) for weight, sign in zip(_WEIGHTS, body, strict=True))
    return ALPHABET[total % _BASE]
