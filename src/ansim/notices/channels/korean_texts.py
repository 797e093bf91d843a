"""Texts by providers that send letters of CP949 to numbers of Korea, and nothing else.

What does not fit is refused before it is sent, with the reason, so that another channel takes it: question marks reach nobody.
"""

import hashlib
import hmac
import unicodedata
from typing import Final

from ansim.notices.channels.bulk_channel import Outgoing, is_written
from ansim.notices.encoding import Form, MessageTooLongError, encode_message
from ansim.notices.handing_answers import Obstacle

SUBJECT_BYTES: Final = 40
ALIMTALK_LETTERS: Final = 1000


def form_of(message: Outgoing) -> Form | Obstacle:
    """SMS or LMS, or why such a provider cannot send the text."""
    if not message.to.startswith("+82"):
        return Obstacle.ABROAD
    if not is_written(message.text):
        return Obstacle.LETTERS
    try:
        form = encode_message(message.text, message.to).form
    except MessageTooLongError:
        return Obstacle.TOO_LONG
    return Obstacle.LETTERS if form is Form.UCS2 else form


def fits_the_messenger(message: Outgoing) -> Obstacle | None:
    """Why no Alimtalk of a template can be made of a message; None where one can."""
    if not message.to.startswith("+82"):
        return Obstacle.ABROAD
    if not is_written(message.text):
        return Obstacle.LETTERS
    return Obstacle.TOO_LONG if len(as_counted(message.text)) > ALIMTALK_LETTERS else None


def as_counted(text: str) -> str:
    """A text in the letters whose bytes are counted: a syllable that was written in parts is one again."""
    return unicodedata.normalize("NFC", text)


def domestic(number: str) -> str:
    """A Korean number of E.164 as it is dialled in Korea: +8210… is 010…"""
    return "0" + number.removeprefix("+82")


def digits_of(number: str) -> str:
    """A number as a provider repeats it, as it is dialled in Korea: 82-10-… is 010…"""
    digits = "".join(filter(str.isdecimal, number))
    return f"0{digits[2:]}" if digits.startswith("82") else digits


def subject(text: str) -> str:
    """What stands above a long message: cut to the 40 bytes that networks take, between letters, without foreign ones."""
    line = as_counted(text).encode("cp949", "ignore")[:SUBJECT_BYTES]
    return line.decode("cp949", "ignore").strip()


def tag_of(secret: str, number: str) -> str:
    """What stands for a number in a ticket: whoever lacks the provider's secret cannot try numbers against it."""
    return hmac.digest(secret.encode(), b"ansim-ticket\0" + number.encode(), hashlib.sha256).hex()[
        :24
    ]
