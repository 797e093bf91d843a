"""Answers as forms bring them, and what shows that a message was one's own."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ansim.domain.campaigns.contact_answers import (
    AnswerError,
    AnswerFault,
    ContactAnswer,
    Symptom,
    answer_proof,
    read_answer,
    read_digits,
)

TODAY = date(2026, 12, 30)
KEY = bytes(range(32))


def read(**fields: Any) -> ContactAnswer:
    nothing = {"not_me": False, "test_on": "", "symptoms": (), "language": "", "today": TODAY}
    return read_answer(**nothing | fields)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"not_me": True}, ContactAnswer(not_me=True)),
        ({"not_me": True, "language": "zh"}, ContactAnswer(not_me=True, language="zh")),
        ({"test_on": "2026-12-30"}, ContactAnswer(test_on=TODAY)),
        ({"test_on": " 2027-01-29 "}, ContactAnswer(test_on=date(2027, 1, 29))),
        ({"symptoms": ["none"]}, ContactAnswer(symptoms=())),
        (
            {"symptoms": ["taste", "fever", "taste"]},
            ContactAnswer(symptoms=(Symptom.FEVER, Symptom.TASTE)),
        ),
        ({"symptoms": ["none"], "language": "xx"}, ContactAnswer(symptoms=())),
    ],
)
def test_closed_words_are_read(fields: dict[str, Any], said: ContactAnswer) -> None:
    assert read(**fields) == said


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({}, AnswerFault.EMPTY),
        ({"language": "xx"}, AnswerFault.EMPTY),
        ({"test_on": "2026-12-29"}, AnswerFault.DAY),
        ({"test_on": "2027-01-30"}, AnswerFault.DAY),
        ({"test_on": "tomorrow"}, AnswerFault.DAY),
        ({"symptoms": ["none", "cough"]}, AnswerFault.SYMPTOMS),
        ({"symptoms": ["I was at the wedding"]}, AnswerFault.SYMPTOMS),
        ({"not_me": True, "symptoms": ["none"]}, AnswerFault.NOT_ME),
        ({"not_me": True, "test_on": "2026-12-31"}, AnswerFault.NOT_ME),
    ],
)
def test_what_cannot_be_is_refused_without_repeating_it(
    fields: dict[str, Any], fault: AnswerFault
) -> None:
    with pytest.raises(AnswerError) as refused:
        read(**fields)
    assert refused.value.fault is fault
    assert "wedding" not in str(refused.value)


@pytest.mark.parametrize("typed", ["8123", " 81 23 ", "81-23", "８１２３"])
def test_digits_are_read_as_people_type_them(typed: str) -> None:
    assert read_digits(typed) == "8123"


@pytest.mark.parametrize("typed", ["", "812", "81234", "8a23", "٨١٢٣"])
def test_anything_else_is_no_digits(typed: str) -> None:
    with pytest.raises(AnswerError) as refused:
        read_digits(typed)
    assert refused.value.fault is AnswerFault.DIGITS


@given(some.tuples(*[some.text("0123456789AB", min_size=4, max_size=8)] * 4))
def test_a_proof_is_of_one_pair_alone(pairs: tuple[str, str, str, str]) -> None:
    one, other = pairs[:2], pairs[2:]
    same = answer_proof(KEY, *one) == answer_proof(KEY, *other)
    assert same == (one == other)
    assert answer_proof(bytes(32), *one) != answer_proof(KEY, *one)
