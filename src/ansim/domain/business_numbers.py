"""Business numbers (사업자등록번호) and the numbers of non-profit bodies (고유번호): ten digits with one check digit.

The check is 국세청's: weights 1 3 7 1 3 7 1 3 5 over the first nine digits, plus the tens of five times the ninth.
It catches every slip of one digit; whether the number exists, the tax office alone knows.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final

from ansim.domain.errors import AnsimError

DIGITS: Final = 10
_WEIGHTS: Final = (1, 3, 7, 1, 3, 7, 1, 3, 5)
_BETWEEN: Final = re.compile(r"[\s.\-‐-―−~·]+")
# The middle two digits say what kind of body it is: associations and bodies that pay no tax on business.
_NON_PROFIT: Final = frozenset({"80", "82", "83", "89"})


class BusinessNumberFault(StrEnum):
    """Why a text is no business number."""

    LETTERS = "letters"
    LENGTH = "length"
    CHECK = "check"
    EMPTY_NUMBER = "empty-number"


class BusinessNumberError(AnsimError):
    """A text is no business number; `fault` says why, for the words of a screen."""

    code = "business-number"

    def __init__(self, fault: BusinessNumberFault) -> None:
        super().__init__(
            f"no business number ({fault.value}): wanted ten digits as on the certificate"
        )
        self.fault = fault


def read_business_number(text: str) -> str:
    """The ten digits of a number as people write it. Raises BusinessNumberError.

    Blanks, hyphens, points and full-width digits are understood. 000-00-00000, whose check fits, is refused.
    """
    digits = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[0-9]*", digits):
        raise BusinessNumberError(BusinessNumberFault.LETTERS)
    if len(digits) != DIGITS:
        raise BusinessNumberError(BusinessNumberFault.LENGTH)
    if int(digits) == 0:
        raise BusinessNumberError(BusinessNumberFault.EMPTY_NUMBER)
    if digits[-1] != check_digit(digits[:-1]):
        raise BusinessNumberError(BusinessNumberFault.CHECK)
    return digits


def check_digit(first_nine: str) -> str:
    """The tenth digit of a number, from its first nine."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_nine, strict=True))
    return str(-(total + int(first_nine[-1]) * 5 // 10) % 10)


def written(digits: str) -> str:
    """The number as certificates write it: 000-00-00000."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


def is_non_profit(digits: str) -> bool:
    """Whether it is a number for a body without business of its own (고유번호증): a church, a club, a village."""
    return digits[3:5] in _NON_PROFIT
