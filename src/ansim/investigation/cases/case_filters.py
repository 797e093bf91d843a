"""What an officer asks of the list of cases: read from the address, turned into a query, and told in words."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ansim.accounts.models import Staff
from ansim.domain.case_progress import Step
from ansim.domain.pathogens import presets
from ansim.investigation.cases.words import STATES_OF_CASES
from ansim.investigation.models import AGE_BANDS, owned_by, standing_at
from ansim.investigation.words import STEPS_IN_WORDS, age_in_words

_LONGEST: Final = 20
# A mark, or the part before or behind its hyphen: a telephone number typed here must not be kept, nor looked for.
_PART_OF_MARK: Final = re.compile(r"(?:TRAIN|[A-Z0-9]{4})-[A-Z0-9]{0,5}|-?[A-Z0-9]{1,5}")
_STAFF: Final = re.compile(r"me|S-[0-9A-Z]{4,8}")


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """One set of filters; an empty string leaves one out. What no choice of the page has counts as left out."""

    q: str = ""
    state: str = "open"
    owner: str = ""
    disease: str = ""
    step: str = ""
    age: str = ""
    district: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "CaseFilter":
        """The filters of an address."""
        given = {one.name: asked.get(one.name, "").strip()[:_LONGEST] for one in fields(cls)}
        allowed = {
            "state": {str(key) for key in STATES_OF_CASES},
            "disease": set(presets()),
            "step": {one.value for one in Step},
            "age": {str(one) for one in AGE_BANDS},
        }
        for name, known in allowed.items():
            if given[name] not in known:
                given[name] = "open" if name == "state" else ""
        mark = given["q"].upper()
        given["q"] = mark if _PART_OF_MARK.fullmatch(mark) else ""
        given["owner"] = given["owner"] if _STAFF.fullmatch(given["owner"]) else ""
        return cls(**given)

    def known_among(self, districts: Collection[str]) -> "CaseFilter":
        """These filters without a district that no case has: what is kept holds no free text."""
        return self if self.district in districts else replace(self, district="")

    @property
    def query(self) -> str:
        """The address of these filters, without those that are left out."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return urlencode({name: value for name, value in given.items() if value != _usual(name)})

    def condition(self, staff: Staff) -> Q:
        """The cases that are asked for, of those that somebody sees."""
        found = Q()
        if self.q:
            # A mark is looked for wherever it stands: whoever types one means no state.
            return Q(ref__contains=self.q)
        if self.state != "all":
            found &= Q(closed_at__isnull=self.state == "open")
        if self.owner == "me":
            found &= owned_by(staff)
        elif self.owner:
            found &= Q(owner__ref=self.owner) | Q(owner=None, opened_by__ref=self.owner)
        if self.disease:
            found &= Q(preset__key=self.disease)
        if self.step:
            found &= standing_at(Step(self.step))
        if self.age:
            found &= Q(age_band=int(self.age))
        return found & Q(district=self.district) if self.district else found

    def in_words(self, names: Mapping[str, str]) -> str:
        """The filters as a person reads them; `names` are those of staff by their mark."""
        language = get_language() or "ko"
        said = [str(STATES_OF_CASES[self.state])]
        if self.q:
            return self.q
        if self.owner:
            said.append(_("my cases") if self.owner == "me" else names.get(self.owner, self.owner))
        if self.disease:
            said.append(presets()[self.disease].name(language))
        if self.step:
            said.append(str(STEPS_IN_WORDS[Step(self.step)]))
        if self.age:
            said.append(age_in_words(int(self.age)))
        return " · ".join([*said, self.district] if self.district else said)


def _usual(name: str) -> str:
    return "open" if name == "state" else ""
