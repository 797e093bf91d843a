"""What those whom a campaign told answered, and an answer that somebody of the office takes down on the phone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.utils.functional import Promise

from ansim.accounts.models import Staff
from ansim.database.named_statements import read_statements
from ansim.domain.campaigns.contact_answers import ContactAnswer, Symptom
from ansim.investigation.campaigns.words import LANGUAGES, NO_SYMPTOMS, SYMPTOMS
from ansim.investigation.models import CampaignRecord

_SQL: Final = read_statements("ansim.investigation.campaigns")
MOST_ANSWERS: Final = 500
_SETTLED_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer in words: whose, when, who took it down where it came by phone."""

    contact: int
    at: datetime
    taken_by: str
    not_me: bool
    test_on: date | None
    symptoms: tuple[Promise, ...]
    feels_ill: bool
    language: Promise | None


def answers_of(record: CampaignRecord) -> list[AnswerRow]:
    """The answers, newest first, `MOST_ANSWERS` at the most; those that wait are settled before."""
    for _one in range(_SETTLED_AT_ONCE):
        if not _rows("settle_answer", {})[0][0]:
            break
    rows = _rows("answers", {"ref": bytes.fromhex(record.ref), "most": MOST_ANSWERS})
    contacts = dict(record.entries.values_list("number", "contact__number"))
    takers = {staff for _number, _at, staff, *_said in rows if staff}
    names = dict(Staff.objects.filter(ref__in=takers).values_list("ref", "name"))
    return [
        AnswerRow(
            contacts[number],
            at,
            names.get(staff, staff) if staff else "",
            not_me,
            test_on,
            _felt(symptoms),
            bool(symptoms),
            LANGUAGES.get(language),
        )
        for number, at, staff, not_me, test_on, symptoms, language in rows
        if number in contacts
    ]


def deniers_of(record: CampaignRecord) -> set[int]:
    """The numbers in the case of those who said that it was not them."""
    said = {number for (number,) in _rows("deniers", {"ref": bytes.fromhex(record.ref)})}
    entries = record.entries.filter(number__in=said)
    return set(entries.values_list("contact__number", flat=True))


def enter_answer(record: CampaignRecord, reference: str, said: ContactAnswer, staff: Staff) -> bool:
    """Write down what somebody said on the phone; False where the campaign has no such reference."""
    values = {
        "ref": bytes.fromhex(record.ref),
        "reference": reference,
        "staff": staff.ref,
        "not_me": said.not_me,
        "test_on": said.test_on,
        "symptoms": None if said.symptoms is None else [one.value for one in said.symptoms],
        "language": said.language,
    }
    return bool(_rows("enter_answer", values)[0][0])


def _felt(symptoms: list[str] | None) -> tuple[Promise, ...]:
    if symptoms is None:
        return ()
    return tuple(SYMPTOMS[Symptom(one)] for one in symptoms) or (NO_SYMPTOMS,)


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_SQL[statement], values)
        return list(cursor.fetchall())
