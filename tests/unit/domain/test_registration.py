"""What is approved without a clerk."""

from typing import Any

import pytest

from ansim.domain.registration import (
    MOST_TRIES,
    Finding,
    Shown,
    TaxState,
    Verdict,
    findings_of,
    judge,
)

ACTIVE = Shown(TaxState.ACTIVE, genuine=True)


def outcome(shown: Shown, *found: Finding, tries: int = 1) -> Verdict:
    return judge(shown, [*findings_of(shown, tries), *found])


def test_a_genuine_active_business_is_approved_at_once() -> None:
    assert outcome(ACTIVE) is Verdict.APPROVED


@pytest.mark.parametrize("found", list(Finding))
def test_any_finding_wants_a_clerk(found: Finding) -> None:
    assert outcome(ACTIVE, found) is Verdict.CLERK


@pytest.mark.parametrize("genuine", [None, False])
@pytest.mark.parametrize("state", [state for state in TaxState if state is not TaxState.CLOSED])
def test_without_control_nothing_is_approved(state: TaxState, genuine: Any) -> None:
    assert outcome(Shown(state, genuine)) is Verdict.CLERK


def test_a_closed_business_is_refused_whatever_was_shown() -> None:
    assert outcome(Shown(TaxState.CLOSED, genuine=True, register_code=True)) is Verdict.REFUSED


def test_a_code_to_the_number_of_the_register_shows_control() -> None:
    assert outcome(Shown(TaxState.ACTIVE, register_code=True)) is Verdict.APPROVED


def test_a_tax_office_that_does_not_answer_refuses_nobody() -> None:
    assert outcome(Shown(TaxState.UNREACHABLE)) is Verdict.CLERK


def test_guessing_opening_dates_leads_to_a_clerk() -> None:
    assert outcome(ACTIVE, tries=MOST_TRIES) is Verdict.APPROVED
    assert outcome(ACTIVE, tries=MOST_TRIES + 1) is Verdict.CLERK
