"""In which letters a text message goes: Korean ones by their two bytes, everything else in UCS-2, nothing as question marks.

Korean networks count bytes of CP949, the code that has all 11,172 syllables; Python's `euc_kr` writes eight bytes for 8,822
of them and says nothing. Whatever that code lacks (Chinese, accents, emoji) goes in UCS-2, as does all that leaves Korea.
"""

import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import Final

from ansim.domain.errors import AnsimError

SMS_BYTES: Final = 90
LMS_BYTES: Final = 2000
UCS2_ALONE: Final = 70  # UTF-16 units of a message of one part
UCS2_PART: Final = 67  # and of each part of a longer one
MOST_PARTS: Final = 10


class MessageTooLongError(AnsimError):
    """No form of a text message takes a text of this length."""

    code = "message-too-long"


class Form(Enum):
    """What the network sends, each at a price of its own."""

    SMS = "sms"
    LMS = "lms"
    UCS2 = "ucs2"


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as it travels: its form, its bytes, and how many messages the receiver's network counts."""

    form: Form
    data: bytes
    parts: int = 1


def encode_message(text: str, to: str) -> Encoded:
    """The form in which a text reaches a number `to` in E.164. Raises MessageTooLongError."""
    whole = unicodedata.normalize("NFC", text)
    if to.startswith("+82") and (korean := _cp949(whole)) is not None:
        if len(korean) <= SMS_BYTES:
            return Encoded(Form.SMS, korean)
        if len(korean) <= LMS_BYTES:
            return Encoded(Form.LMS, korean)
        raise MessageTooLongError(f"a long message has {LMS_BYTES} bytes, this one {len(korean)}")
    data = whole.encode("utf-16-be")
    units = len(data) // 2
    parts = 1 if units <= UCS2_ALONE else -(-units // UCS2_PART)
    if parts > MOST_PARTS:
        raise MessageTooLongError(
            f"a message has {MOST_PARTS} parts of {UCS2_PART} letters, this one {parts}"
        )
    return Encoded(Form.UCS2, data, parts)


def _cp949(text: str) -> bytes | None:
    try:
        return text.encode("cp949")
    except UnicodeEncodeError:
        return None
