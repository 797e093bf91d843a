"""What a team can do in a day, against what there is to do."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class WorkRate:
    """Policy: what one officer does in a day.

    The start values are those of OpenABM-Covid19 (commit ee2f2c0, 2020: 6 interviews and 12 notices a worker and day).
    """

    interviews: int = 6
    notices: int = 12


WORK_RATE: Final = WorkRate()


@dataclass(frozen=True, slots=True)
class Load:
    """What came up within a day, and what `officers` can do in one."""

    officers: int
    cases: int
    contacts: int
    rate: WorkRate = WORK_RATE

    @property
    def interviews(self) -> int:
        """How many interviews all officers do in a day."""
        return self.officers * self.rate.interviews

    @property
    def notices(self) -> int:
        """How many contacts all officers inform in a day."""
        return self.officers * self.rate.notices

    @property
    def too_many_cases(self) -> bool:
        """Whether more cases came than are interviewed in a day."""
        return self.cases > self.interviews

    @property
    def too_many_contacts(self) -> bool:
        """Whether more contacts were found than are informed in a day."""
        return self.contacts > self.notices

    @property
    def is_over(self) -> bool:
        """Whether the work is more than the team can do."""
        return self.too_many_cases or self.too_many_contacts
