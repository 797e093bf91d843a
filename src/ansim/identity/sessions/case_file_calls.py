"""The file of a case, as the console asks the vault for it."""

from typing import Annotated, Final

import msgspec

LONGEST_TEXT: Final = 256 * 1024  # bytes of one text
MOST_TEXTS: Final = 1000  # of one call
FieldName = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9][a-z0-9./-]{0,79}\Z")]
"""What a text is, such as `nickname` or `note/3f0c…`: never anything of a person."""
FieldBytes = Annotated[bytes, msgspec.Meta(max_length=LONGEST_TEXT + 28)]


class FieldText(msgspec.Struct, frozen=True):
    """One field of a case's file: its text in clear, or as it is sealed."""

    field: FieldName
    text: FieldBytes


FieldTexts = Annotated[list[FieldText], msgspec.Meta(max_length=MOST_TEXTS)]


class SealForCase(msgspec.Struct, tag=True, frozen=True):
    """Seal these texts for the file of a case that the session reaches."""

    session: bytes
    case: str
    texts: FieldTexts


class UnsealForCase(msgspec.Struct, tag=True, frozen=True):
    """Open these sealed texts of the file of a case that the session reaches."""

    session: bytes
    case: str
    texts: FieldTexts
