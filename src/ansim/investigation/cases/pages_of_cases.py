"""A page of the list of cases: its rows, and what may be chosen to filter it. Every query has a limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import get_language

from ansim.accounts.models import Staff
from ansim.accounts.permissions import Role
from ansim.domain.case_progress import STEPS, Step
from ansim.domain.pathogens import from_stored, presets
from ansim.investigation.cases.case_filters import CaseFilter
from ansim.investigation.cases.words import STATES_OF_CASES
from ansim.investigation.models import AGE_BANDS, Case, CaseContact, CaseMerge, cases_of, covered_by
from ansim.investigation.words import STEPS_IN_WORDS, age_in_words

PAGE: Final = 50
MOST_COUNTED: Final = 1000
_MOST_CHOICES: Final = 200


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case as the list shows it."""

    case: Case
    disease: str
    nickname: str
    age: str
    contacts: int
    step: Promise
    done: int
    into: str

    @property
    def steps(self) -> int:
        """Of how many steps `done` are reached."""
        return len(STEPS)


@dataclass(frozen=True, slots=True)
class CasePage:
    """Cases of one page, newest first; `following` is the mark after which the next page begins."""

    cases: list[Case]
    following: str | None
    total: int
    is_more: bool


def page_of(staff: Staff, asked: CaseFilter, after: str) -> CasePage:
    """One page; a mark that none of one's cases has begins at the front."""
    own = cases_of(staff)
    wanted = own.filter(asked.condition(staff))
    cases = (
        _with_contacts(wanted).select_related("opened_by", "owner").order_by("-opened_at", "-id")
    )
    if last := own.filter(ref=after).first():
        older = Q(opened_at__lt=last.opened_at)
        cases = cases.filter(older | Q(opened_at=last.opened_at, id__lt=last.pk))
    found = list(cases[: PAGE + 1])
    total = wanted.order_by()[: MOST_COUNTED + 1].count()
    following = found[PAGE - 1].ref if len(found) > PAGE else None
    return CasePage(found[:PAGE], following, min(total, MOST_COUNTED), total > MOST_COUNTED)


def rows_of(cases: Sequence[Case], nicknames: dict[str, str]) -> list[CaseRow]:
    """The cases in words."""
    language = get_language() or "ko"
    merges = CaseMerge.objects.filter(case_ref__in=[one.ref for one in cases], undone_at=None)
    into = dict(merges.values_list("case_ref", "into_ref"))
    return [
        CaseRow(
            case=one,
            disease=from_stored(one.preset).name(language),
            nickname=nicknames.get(one.ref, ""),
            age="" if one.age_band is None else age_in_words(one.age_band),
            contacts=getattr(one, "people", 0),
            step=STEPS_IN_WORDS[one.step],
            done=STEPS.index(one.step) + 1,
            into=into.get(one.ref, ""),
        )
        for one in cases
    ]


def choices_of(staff: Staff) -> dict[str, list[tuple[str, Any]]]:
    """What each filter offers: colleagues and districts as they are, all else as it can be."""
    language = get_language() or "ko"
    districts = cases_of(staff).exclude(district="").order_by("district")
    return {
        "state": list(STATES_OF_CASES.items()),
        "owner": [(one.ref, one.name) for one in colleagues_of(staff)],
        "disease": [(one.key, one.name(language)) for one in presets().values()],
        "step": [(step.value, STEPS_IN_WORDS[step]) for step in Step if step is not Step.NOTIFIED],
        "age": [(str(one), age_in_words(one)) for one in AGE_BANDS],
        "district": [
            (one, one)
            for one in districts.values_list("district", flat=True).distinct()[:_MOST_CHOICES]
        ],
    }


def colleagues_of(staff: Staff) -> list[Staff]:
    """The officers whose cases somebody sees, also those who are barred or stood in for a while: their cases stand."""
    works = Q(pk__in=[])
    for hat in staff.hats:
        works |= covered_by(hat)
    open_cases = cases_of(staff).filter(closed_at=None)
    works_on = Q(pk__in=open_cases.values("opened_by")) | Q(pk__in=open_cases.values("owner"))
    officers = Staff.objects.filter(works & Q(role=Role.OFFICER.value) | works_on)
    return list(officers.order_by("name", "id")[:_MOST_CHOICES])


def _with_contacts(cases: "QuerySet[Case]") -> "QuerySet[Case]":
    """Each with the number of its contacts, counted for the rows of the page alone."""
    contacts = CaseContact.objects.filter(case=OuterRef("pk")).order_by().values("case")
    counted = Subquery(contacts.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return cases.annotate(people=Coalesce(counted, 0))
