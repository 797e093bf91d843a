"""Venue codes: 16 characters of Crockford base32, 80 random bits.

Source: DESIGN §5; alphabet and look-alike rules after Crockford's Base32.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SHAPE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_code() -> str:
    """A fresh venue code from the system's random source."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(text: str) -> str | None:
    """The code a person typed or scanned, in its one written form, or None where it is no code.

    Small letters, spaces, hyphens and the look-alikes O, I and L are understood.
    """
    code = re.sub(r"[\s-]", "", text).upper().translate(_LOOKALIKES)
    return code if _SHAPE.fullmatch(code) else None


def readable(code: str) -> str:
    """The code in groups of four, as people read it aloud and type it."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
