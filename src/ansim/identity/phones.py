"""Phone numbers in one written form, and the keyed index that stands for them in the database.

One reader for the gateway, the vault and the console: what a visitor signed up with is what an officer finds.
"""

import hashlib
import hmac
import re
import unicodedata
from enum import StrEnum
from typing import Final, Literal

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from ansim.domain.errors import AnsimError
from ansim.domain.reachable import COUNTRIES, PATTERNS

_HOME: Final = "KR"
_SHORTEST: Final = 7
_LONGEST_TEXT: Final = 64
# What people and phones put between digits: dashes of every kind, dots, brackets, and Japan's long-vowel mark.
_BETWEEN: Final = re.compile(r"[\s().\[\]{}·・ー\-]")
_PLAIN: Final = re.compile(r"\+?[0-9]+")
# Korea's own prefixes for calls abroad begin with 00 as well: where one of them fits too, 00 says nothing.
_CARRIERS: Final = ("001", "002", "005", "006", "00300", "00700", "00727", "00755", "00770")
Language = Literal["ko", "en", "zh", "ja"]
_LANGUAGES: Final[dict[str, Language]] = {
    "KR": "ko",
    "CN": "zh",
    "TW": "zh",
    "HK": "zh",
    "MO": "zh",
    "JP": "ja",
}
_MOBILE: Final = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


class PhoneFault(StrEnum):
    """What is wrong with a number."""

    NOT_A_NUMBER = "not-a-number"
    WRONG_LENGTH = "wrong-length"
    UNCLEAR_COUNTRY = "unclear-country"
    NO_MESSAGES = "no-messages"
    COUNTRY_NOT_SERVED = "country-not-served"


_WORDS: Final = {
    PhoneFault.NOT_A_NUMBER: "that is not a phone number: write it like 010-0000-0000",
    PhoneFault.WRONG_LENGTH: "that phone number has too few or too many digits",
    PhoneFault.UNCLEAR_COUNTRY: "the country of that number is not clear: write it with + and the country code",
    PhoneFault.NO_MESSAGES: "no message reaches that number: it is not a mobile number in use",
    PhoneFault.COUNTRY_NOT_SERVED: "no codes are sent to numbers of that country",
}


class PhoneError(AnsimError):
    """This is no phone number that could take a message; `fault` says why, and nothing repeats the number."""

    code = "phone-unreadable"

    def __init__(self, fault: PhoneFault = PhoneFault.NOT_A_NUMBER) -> None:
        super().__init__(_WORDS[fault])
        self.fault = fault


def read_phone(text: str) -> str:
    """The number in E.164, such as +821000000001, from any common way of writing it.

    Numbers without a country code are Korean; 00 and a country code count as +. Raises PhoneError.
    """
    plain = _plain(text)
    if plain.startswith("00"):
        return _read_abroad(plain)
    number = _parse(plain)
    # "Possible" goes by length alone, so that numbers kept for fiction and new ranges pass.
    if not phonenumbers.is_possible_number(number) or len(str(number.national_number)) < _SHORTEST:
        raise PhoneError(PhoneFault.WRONG_LENGTH)
    if number.country_code == 82 and not _is_korean(number):
        at_home = str(number.national_number).startswith("10")
        raise PhoneError(PhoneFault.WRONG_LENGTH if at_home else PhoneFault.UNCLEAR_COUNTRY)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def require_reachable(e164: str) -> None:
    """Refuse a number that no code is sent to. Raises PhoneError (no-messages, country-not-served)."""
    number = phonenumbers.parse(e164)
    known = PATTERNS.get(number.country_code or 0)
    if known is not None:
        if not known.fullmatch(str(number.national_number)):
            raise PhoneError(PhoneFault.NO_MESSAGES)
    elif _region(number) not in COUNTRIES:
        raise PhoneError(PhoneFault.COUNTRY_NOT_SERVED)
    elif phonenumbers.number_type(number) not in _MOBILE:
        raise PhoneError(PhoneFault.NO_MESSAGES)


def show_phone(e164: str) -> str:
    """The number as people in its country write it: 010-0000-0001."""
    number = phonenumbers.parse(e164)
    at_home = number.country_code == phonenumbers.country_code_for_region(_HOME)
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def country_of(e164: str) -> str:
    """Where the number belongs, as an ISO 3166 code of two letters; ZZ where it cannot be told."""
    return _region(phonenumbers.parse(e164)) or "ZZ"


def language_of(e164: str) -> Language:
    """A language of ours that people with such a number may read: that of the number's country, else English."""
    return _LANGUAGES.get(country_of(e164), "en")


def unverified_text(e164: str) -> str:
    """What `phone_index` takes for a number that staff or a telephone gave, so that it never equals a verified one."""
    return f"unverified:{e164}"


def phone_index(key: bytes, e164: str) -> bytes:
    """HMAC-SHA-256 of the number under the phone-index key: 32 bytes, useless without the key."""
    return hmac.digest(key, e164.encode(), hashlib.sha256)


def _plain(text: str) -> str:
    """Digits with or without a plus; full width, invisible marks and what stands between digits are taken away."""
    if len(text) > _LONGEST_TEXT:
        raise PhoneError
    marks = "".join("-" if unicodedata.category(mark) == "Pd" else mark for mark in text)
    seen = "".join(
        str(unicodedata.decimal(mark)) if mark.isdecimal() else mark
        for mark in unicodedata.normalize("NFKC", marks).replace("\u2212", "-")
        if unicodedata.category(mark) != "Cf"
    )
    seen = seen.strip().removeprefix("tel:")
    if seen.startswith("+"):
        seen = seen.replace("(0)", "")
    plain = _BETWEEN.sub("", seen)
    if not _PLAIN.fullmatch(plain):
        raise PhoneError
    return plain


def _read_abroad(plain: str) -> str:
    """A number that begins with 00. Never a guess: it is one valid number, or refused in words."""
    found = _valid(plain[2:])
    others = {
        _valid(plain.removeprefix(carrier)) for carrier in _CARRIERS if plain.startswith(carrier)
    }
    if found is None or others - {None, found}:
        raise PhoneError(PhoneFault.UNCLEAR_COUNTRY)
    return found


def _valid(digits: str) -> str | None:
    """The number of a country code and what follows it, in E.164; None where there is no such number."""
    try:
        number = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException:
        return None
    if len(str(number.national_number)) < _SHORTEST:
        return None
    known = PATTERNS.get(number.country_code or 0)
    fits = known is not None and known.fullmatch(str(number.national_number)) is not None
    if not fits and not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _parse(plain: str) -> PhoneNumber:
    try:
        return phonenumbers.parse(plain, _HOME)
    except phonenumbers.NumberParseException:
        raise PhoneError from None


def _is_korean(number: PhoneNumber) -> bool:
    """Whether such a number is given out in Korea; 010 has eight digits behind it, no fewer and no more."""
    national = str(number.national_number)
    if national.startswith("10"):
        return PATTERNS[82].fullmatch(national) is not None
    return (
        phonenumbers.is_valid_number(number)
        or re.fullmatch(r"1[16789]\d{7,8}", national) is not None
    )


def _region(number: PhoneNumber) -> str | None:
    """The country of a number; by its country code alone where no range says more (numbers kept for fiction)."""
    found = phonenumbers.region_code_for_number(number)
    country = number.country_code or 0
    if found is None and country in PATTERNS:
        found = phonenumbers.region_code_for_country_code(country)
    return None if found == "001" else found  # satellites and other countries of no land
