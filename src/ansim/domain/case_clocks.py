"""How long a case lives, and what of it: the second and third of the three clocks (ADR 34).

The first is the log's own (`ansim.domain.retention`). All of it is policy with its source; the Korean acts are quoted as of
2026-11, from the mirror legalize-kr unless said otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from ansim.domain.errors import AnsimError


class CaseNotOverError(AnsimError):
    """The case is open, or was closed too short a while ago: its keys stay."""

    code = "case-not-over"


YEAR: Final = 366
"""Days that a year of the law is at most."""


@dataclass(frozen=True, slots=True)
class CaseClocks:
    """Days, counted from the moment at which a case is closed where nothing else is said.

    `close_after`: from its opening; a case that nobody closes is closed then (ours: two retention periods of the log and a
    month). `warn`: before that, its pages say so.
    `work`: what it took from the log, handles, warrants and disclosures (감염병예방법 제76조의2 ⑥: destroyed when the work is
    done, reported; the fortnight is ours, for reopening what was closed by mistake).
    `register`: the register of patients (감염병예방법 시행규칙 제12조, 2018 text: three years).
    `contacts`: the list of contacts without stays, by the legal class of the disease where it is not the register's own
    (class 2 since 2019-05: five years or more, at the health centre; opengov.seoul.go.kr/sanction/17864551).
    `acts`: what staff asked of the portals (개인정보의 안전성 확보조치 기준 제8조: two years where there are 50,000 people or
    sensitive data).
    `most`: cases that end by themselves within 24 hours (ours); the next waits, or an operator names it.
    """

    close_after: int = 90
    warn: int = 14
    work: int = 14
    register: int = 3 * YEAR
    contacts: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({2: 5 * YEAR}))
    acts: int = 2 * YEAR
    most: int = 100

    def closes_at(self, opened: datetime) -> datetime:
        """When a case that nobody closes is closed."""
        return opened + timedelta(days=self.close_after)

    def closes_soon(self, opened: datetime, now: datetime) -> bool:
        """Whether its pages warn."""
        return now >= self.closes_at(opened) - timedelta(days=self.warn)

    def work_ends_at(self, closed: datetime) -> datetime:
        """When what a closed case took from the log is destroyed."""
        return closed + timedelta(days=self.work)


CASE_CLOCKS: Final = CaseClocks()
