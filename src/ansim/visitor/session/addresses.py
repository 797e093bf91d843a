"""Where a code is sent: a mobile number, or, where no text reaches that, an e-mail address."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from ansim.identity.emails import EmailError, index_text, read_email
from ansim.identity.phones import (
    PhoneError,
    PhoneFault,
    country_of,
    phone_index,
    read_phone,
    require_reachable,
)
from ansim.visitor.api import problems
from ansim.visitor.api.problems import Problem, ProblemKind
from ansim.visitor.session import problems as session_problems

NUMBER_PROBLEMS_BY_FAULT: Final[dict[PhoneFault, ProblemKind]] = {
    PhoneFault.NOT_A_NUMBER: session_problems.BAD_PHONE,
    PhoneFault.WRONG_LENGTH: session_problems.PHONE_LENGTH,
    PhoneFault.UNCLEAR_COUNTRY: session_problems.PHONE_PREFIX,
    PhoneFault.NO_MESSAGES: session_problems.PHONE_UNREACHABLE,
    PhoneFault.COUNTRY_NOT_SERVED: session_problems.PHONE_COUNTRY,
}
NUMBER_PROBLEMS: Final = tuple(NUMBER_PROBLEMS_BY_FAULT.values())
ADDRESS_PROBLEMS: Final = (*NUMBER_PROBLEMS, session_problems.BAD_EMAIL)


@dataclass(frozen=True, slots=True)
class Address:
    """A number in E.164 or an e-mail address, and how it is proven."""

    text: str
    means: Literal["phone", "email"]

    @property
    def country(self) -> str:
        """Where a number belongs (ISO 3166); ZZ for e-mail, which belongs nowhere."""
        return country_of(self.text) if self.means == "phone" else "ZZ"

    def index(self, key: bytes) -> bytes:
        """What stands for it in the database."""
        return phone_index(key, self.text if self.means == "phone" else index_text(self.text))


def read_number(text: str) -> str:
    """A number in E.164 that a code can reach. Raises Problem, before anything is sent and without repeating it."""
    try:
        number = read_phone(text)
        require_reachable(number)
    except PhoneError as error:
        raise Problem(NUMBER_PROBLEMS_BY_FAULT[error.fault]) from None
    return number


def read_address(phone: str | None, email: str | None) -> Address:
    """The address that a request names: its e-mail address where there is one, else its number. Raises Problem."""
    if email is not None:
        try:
            return Address(read_email(email), "email")
        except EmailError:
            raise Problem(session_problems.BAD_EMAIL) from None
    if phone is None:
        raise Problem(problems.MALFORMED_WHERE, where="phone")
    return Address(read_number(phone), "phone")


def code_hash(key: bytes, verification: UUID, code: str) -> bytes:
    """What the database keeps of a code: HMAC-SHA-256 over the verification's id and the code."""
    return hmac.digest(key, verification.bytes + code.encode(), hashlib.sha256)
