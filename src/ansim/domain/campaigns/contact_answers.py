"""What somebody who was told may answer: closed words, and what proves that the message was theirs (ADR 55)."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from ansim.domain.campaigns.message_words import LANGUAGES
from ansim.domain.errors import AnsimError

LATEST_TEST: Final = 30
"""Days ahead that a test may be announced for."""
ANSWERS_WINDOW: Final = 3600  # seconds
ANSWERS_OF_A_NETWORK: Final = 60
"""Answers of one network (ansim.domain.code_budgets.block_of) in that time: customers of a carrier share one."""
_DIGITS: Final = re.compile(r"[0-9]{4}")


class Symptom(StrEnum):
    """What somebody feels."""

    FEVER = "fever"
    COUGH = "cough"
    BREATH = "breath"
    TASTE = "taste"


NO_SYMPTOM: Final = "none"
"""As forms say that somebody feels well."""


class AnswerFault(StrEnum):
    """Why an answer cannot be taken: by what was typed alone, never by what is known."""

    REFERENCE = "reference"
    DIGITS = "digits"
    EMPTY = "empty"
    DAY = "day"
    SYMPTOMS = "symptoms"
    NOT_ME = "not-me"


class AnswerError(AnsimError):
    """An answer cannot be taken as it was typed."""

    def __init__(self, fault: AnswerFault) -> None:
        super().__init__(f"the answer is not taken: {fault}")
        self.fault = fault


@dataclass(frozen=True, slots=True)
class ContactAnswer:
    """One answer. `symptoms` is None where nothing was said of them, and empty where there are none."""

    not_me: bool = False
    test_on: date | None = None
    symptoms: tuple[Symptom, ...] | None = None
    language: str = ""


def read_answer(
    *, not_me: bool, test_on: str, symptoms: Collection[str], language: str, today: date
) -> ContactAnswer:
    """An answer from a form's fields. Raises AnswerError."""
    felt = _symptoms(symptoms)
    day = _day(test_on.strip(), today) if test_on.strip() else None
    wish = language if language in LANGUAGES else ""
    if not_me and (felt is not None or day is not None):
        raise AnswerError(AnswerFault.NOT_ME)
    if not (not_me or day or felt is not None or wish):
        raise AnswerError(AnswerFault.EMPTY)
    return ContactAnswer(not_me, day, felt, wish)


def read_digits(text: str) -> str:
    """The last four digits of a number, as somebody typed them. Raises AnswerError."""
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
    if not _DIGITS.fullmatch(digits):
        raise AnswerError(AnswerFault.DIGITS)
    return digits


def answer_proof(key: bytes, reference: str, digits: str) -> bytes:
    """What is stored with a message in place of its number's last four digits: HMAC-SHA-256, 32 bytes."""
    said = f"ansim-answer-proof\0{reference}\0{digits}".encode()
    return hmac.digest(key, said, hashlib.sha256)


def _symptoms(said: Collection[str]) -> tuple[Symptom, ...] | None:
    if not said:
        return None
    if set(said) == {NO_SYMPTOM}:
        return ()
    if not set(said) <= set(Symptom):
        raise AnswerError(AnswerFault.SYMPTOMS)
    return tuple(one for one in Symptom if one in said)


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise AnswerError(AnswerFault.DAY) from None
    if not today <= day <= today + timedelta(days=LATEST_TEST):
        raise AnswerError(AnswerFault.DAY)
    return day
