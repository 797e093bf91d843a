"""Applications that came while the tax office did not answer, once it does.

Opening date and representative were never kept, so that nothing shows control of those places: the office says how each number
stands, and owners of whom nothing else is to be asked enter the two once more. Nobody is approved unseen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from ansim.accounts.models import Staff
from ansim.business.admission.deciding import turn_down
from ansim.business.admission.findings import findings_of_all
from ansim.business.admission.words import Reason
from ansim.business.models import ApplicationState, VenueApplication
from ansim.domain.registration import Finding, TaxState, found_later


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of those applications: given back to be confirmed, left to a clerk, not answered about."""

    given_back: int
    left: int
    silent: int

    @property
    def answered(self) -> int:
        """About how many the office said something."""
        return self.given_back + self.left


def unasked() -> QuerySet[VenueApplication]:
    """Applications that wait, whose number the tax office did not say anything about, oldest first."""
    return VenueApplication.objects.filter(
        state=ApplicationState.SUBMITTED,
        checks__findings__contains=[Finding.TAX_UNREACHABLE.value],
    ).order_by("submitted_at", "id")


@transaction.atomic
def settle(
    applications: Iterable[VenueApplication],
    states: Mapping[str, TaxState],
    staff: Staff | None = None,
) -> Settled:
    """Write what the office says now of each number, and give back those that lack nothing but the comparison.

    Without a clerk nobody waits for those that somebody else is at.
    """
    wanted = [one.pk for one in applications]
    rows = unasked().select_for_update(of=("self",), skip_locked=staff is None)
    locked = list(rows.filter(pk__in=wanted))
    answered = [one for one in locked if _state(one, states) is not TaxState.UNREACHABLE]
    for one in answered:
        one.checks = _checked(one, _state(one, states))
        one.save(update_fields=["checks"])
    found = findings_of_all(answered)
    plain = [one for one in answered if _is_plain(one, [line.kind for line in found[one.pk]])]
    for one in plain:
        turn_down(one, staff, Reason.OFFICE_BACK)
    return Settled(len(plain), len(answered) - len(plain), len(locked) - len(answered))


def _state(application: VenueApplication, states: Mapping[str, TaxState]) -> TaxState:
    return states.get(application.entered("number"), TaxState.UNREACHABLE)


def _checked(application: VenueApplication, state: TaxState) -> dict[str, object]:
    kinds = [
        found_later(state).value if kind == Finding.TAX_UNREACHABLE else kind
        for kind in application.checks.get("findings", [])
    ]
    return {**application.checks, "tax": state.value, "findings": kinds}


def _is_plain(application: VenueApplication, kinds: list[Finding]) -> bool:
    """Whether nothing but the comparison of date and name is missing, and a new try is open."""
    return application.checks["tax"] == TaxState.ACTIVE and kinds == [Finding.CONTROL_NOT_SHOWN]
