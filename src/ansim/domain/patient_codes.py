"""The patient's own code: read out to an officer, it notifies the case that it was sent for (RIGHTS §1.3; ADR 37)."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from ansim.domain.notification import NotificationError

BY_CODE: Final = "patient"
"""What stands in place of a staff mark as who notified a case that a code began: no second person did."""


class PatientCodeWrongError(NotificationError):
    """That is not the code; a few wrong ones end it."""

    code = "patient-code-wrong"


class PatientCodeOverError(NotificationError):
    """The code was used, guessed at too often, over its time, or never sent for this officer."""

    code = "patient-code-over"


class PatientCodesStoppedError(NotificationError):
    """Codes to that number were not read out: it gets no more for a while."""

    code = "patient-codes-stopped"


class PatientCasesError(NotificationError):
    """The codes to that number made, or may still make, as many cases as one person's may within a few days."""

    code = "patient-cases"


class PatientCodeCapError(NotificationError):
    """The officer has sent as many codes today as one may."""

    code = "patient-code-cap"


@dataclass(frozen=True, slots=True)
class PatientCodeLimits:
    """Policy. `seconds` a code is good for, `tries` at it; `unread` ones to a number within `days` stop more.

    So do `cases` that its codes made: with a phone of their own an officer would else make cases alone, without end.
    """

    seconds: int = 600
    tries: int = 3
    unread: int = 3
    cases: int = 3
    days: int = 7
    a_day: int = 20  # codes that one officer sends


PATIENT_CODE_LIMITS: Final = PatientCodeLimits()


def new_patient_code() -> str:
    """Six digits."""
    return f"{secrets.randbelow(10**6):06}"


def patient_code_mark(key: bytes, asked: bytes, code: str) -> bytes:
    """What is kept of a code: a keyed hash, bound to the asking."""
    message = b"ansim-patient-code-v1\0" + asked + code.encode()
    return hmac.digest(key, message, hashlib.sha256)
