"""The reference of a message: eight characters, the last a check of the others, one of its own for each message.

It is what a person who was told says on the phone or types on the office's page. Only its shape is here; it is good for
nothing by itself.
"""

import re
import secrets
from collections.abc import Callable
from typing import Final

from ansim.domain.codes import ALPHABET

LENGTH: Final = 8
_WEIGHTS: Final = (1, 3, 5, 7, 9, 11, 13)  # odd: every change of one sign changes the check
_SHAPE: Final = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_LOOKALIKES: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})


def draw_reference(draw: Callable[[int], int] = secrets.randbelow) -> str:
    """A fresh reference of 35 random bits. `draw` gives a number below its argument."""
    body = "".join(ALPHABET[draw(len(ALPHABET))] for _ in _WEIGHTS)
    return body + _check(body)


def read_reference(text: str) -> str | None:
    """The reference that somebody typed, in its one written form, or None where it is none or its check is wrong."""
    ref = re.sub(r"[\s-]", "", text).upper().translate(_LOOKALIKES)
    return ref if _SHAPE.fullmatch(ref) and _check(ref[:-1]) == ref[-1] else None


def readable_reference(reference: str) -> str:
    """As messages write it, in two groups of four."""
    return f"{reference[:4]}-{reference[4:]}"


def _check(body: str) -> str:
    total = sum(weight * ALPHABET.index(sign) for weight, sign in zip(_WEIGHTS, body, strict=True))
    return ALPHABET[total % len(ALPHABET)]
