"""Phone numbers in one written form, and the keyed index that stands for them in the database."""

import hashlib
import hmac

import phonenumbers

from ansim.domain.errors import AnsimError

_HOME = "KR"
_SHORTEST = 7


class PhoneError(AnsimError):
    """This is no phone number that could take a message."""

    code = "phone-unreadable"


def read_phone(text: str) -> str:
    """The number in E.164, such as +821000000001, from any common way of writing it.

    Numbers without a country code are Korean. Raises PhoneError, without repeating the number.
    """
    try:
        number = phonenumbers.parse(text, _HOME)
    except phonenumbers.NumberParseException:
        raise PhoneError("that is not a phone number: write it like 010-0000-0000") from None
    # "Possible" goes by length alone, so that numbers kept for fiction and new ranges pass.
    if not phonenumbers.is_possible_number(number) or len(str(number.national_number)) < _SHORTEST:
        raise PhoneError("that phone number has too few or too many digits")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(e164: str) -> str:
    """The number as people in its country write it: 010-0000-0001."""
    number = phonenumbers.parse(e164)
    form = phonenumbers.PhoneNumberFormat
    at_home = number.country_code == phonenumbers.country_code_for_region(_HOME)
    return phonenumbers.format_number(number, form.NATIONAL if at_home else form.INTERNATIONAL)


def country_of(e164: str) -> str:
    """Where the number belongs, as an ISO 3166 code of two letters; ZZ where it cannot be told."""
    number = phonenumbers.parse(e164)
    return phonenumbers.region_code_for_country_code(number.country_code or 0) or "ZZ"


def phone_index(key: bytes, e164: str) -> bytes:
    """HMAC-SHA-256 of the number under the phone-index key: 32 bytes, useless without the key."""
    return hmac.digest(key, e164.encode(), hashlib.sha256)
