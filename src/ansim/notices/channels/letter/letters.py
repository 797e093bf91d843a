"""Letters as one PDF, each on pages of its own, the address where a window envelope shows it.

They hold names and addresses, so they are made where numbers are opened, handed to whoever prints them, and kept by nobody.
Neither the file's title nor its properties name a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from ansim.domain.errors import AnsimError
from ansim.notices.channels.printed_pages import printed_pages

LANGUAGES: Final = ("ko", "en", "zh", "ja")
MOST_LINES: Final = 6
"""Of an address: what the window shows."""
_REFERENCE: Final = MappingProxyType(
    {"ko": "참조번호", "en": "Reference", "zh": "参考编号", "ja": "参照番号"}
)
_REGIONS: Final = MappingProxyType({"zh": "cn"})


class LetterError(AnsimError):
    """A letter cannot be printed as it is; the message says which part, and repeats none of it."""


@dataclass(frozen=True, slots=True)
class LetterHead:
    """Who writes: the office, where it is, and the registered number to call back."""

    office: str
    address: str
    call: str


@dataclass(frozen=True, slots=True)
class PostalLetter:
    """One letter. `address` begins with the name and ends with the postcode; `paragraphs` are the text as it stands."""

    reference: str
    language: str
    address: Sequence[str] = field(repr=False)
    subject: str = field(repr=False)
    paragraphs: Sequence[str] = field(repr=False)
    written: date = field(default_factory=date.today)


def letters_pdf(letters: Sequence[PostalLetter], head: LetterHead) -> bytes:
    """All letters, in their order; the same letters give the same bytes. Raises LetterError, UnprintableError."""
    if not letters:
        raise LetterError("there is no letter to print")
    given = {
        "head": {"office": head.office, "address": head.address, "call": head.call},
        "letters": [_given(one) for one in letters],
    }
    return printed_pages(__package__, "letter.typ", given)


def _given(letter: PostalLetter) -> dict[str, object]:
    if letter.language not in LANGUAGES:
        raise LetterError(f"letters are written in {', '.join(LANGUAGES)}")
    if not 2 <= len(letter.address) <= MOST_LINES or not all(map(str.strip, letter.address)):
        raise LetterError(f"an address has 2 to {MOST_LINES} lines, none of them empty")
    if not letter.subject.strip() or not letter.paragraphs:
        raise LetterError("a letter has a subject and a text")
    return {
        "lang": letter.language,
        "region": _REGIONS.get(letter.language),
        "address": list(letter.address),
        "subject": letter.subject,
        "paragraphs": list(letter.paragraphs),
        "written": f"{letter.written:%Y. %-m. %-d.}",
        "reference": f"{_REFERENCE[letter.language]} {letter.reference}",
    }
