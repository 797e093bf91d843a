"""E-mail addresses in one written form: where a number gets no text, a code by e-mail is the weaker proof."""

import re
import unicodedata
from typing import Final

from ansim.domain.errors import AnsimError

_LONGEST: Final = 254  # RFC 5321 §4.5.3.1.3
# The dot-atom of RFC 5322 §3.2.3 in ASCII, and a host name with a dot: what mail of travellers looks like.
_SHAPE: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)


class EmailError(AnsimError):
    """This is no e-mail address; the address is not repeated."""

    code = "email-unreadable"


def read_email(text: str) -> str:
    """The address with small letters, from any width of letters. Raises EmailError.

    Small letters before the @ too: no provider of travellers' mail tells them apart, and one person stays one.
    """
    marks = (
        mark for mark in unicodedata.normalize("NFKC", text) if unicodedata.category(mark) != "Cf"
    )
    address = "".join(marks).strip().lower()
    # "=?…?=" is an encoded word (RFC 2047): a mail program would read another address out of it.
    if len(address) > _LONGEST or "=?" in address or not _SHAPE.fullmatch(address):
        raise EmailError("that is not an e-mail address: write it like name@example.org")
    return address


def index_text(address: str) -> str:
    """What `phone_index` takes for an address, so that no number ever equals it."""
    return f"mailto:{address}"
