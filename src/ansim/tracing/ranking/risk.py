"""How dangerous was it? A number to rank contacts by, never a diagnosis.

Per link 1 − exp(−β · minutes · f(venue)); along the riskiest chain the product (Wells–Riley in its plainest form; the factors
are editable start values of grade C, `docs/tracing.md`).
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ansim.domain.categories import Category
from ansim.tracing.contacts.search import Met
from ansim.tracing.index.log import Int32s
from ansim.tracing.process.places import Places
from ansim.tracing.reach.chains import Chains
from ansim.tracing.reach.reach import Reached

BETA = 0.004
"""Per minute at factor 1: a quarter of an hour at close quarters infects about 6 in 100."""
_FACTOR = {
    Category.KARAOKE: 3.0, Category.BAR: 2.5, Category.BATH: 2.0, Category.GYM: 2.0, Category.RESTAURANT: 1.5,
    Category.CAFE: 1.2, Category.RELIGIOUS: 1.5, Category.EVENT: 1.5, Category.FUNERAL: 1.5, Category.RETAIL: 0.5,
    Category.PUBLIC: 0.5, Category.PHARMACY: 0.5, Category.SIGHT: 0.2,
}  # fmt: skip

Floats = NDArray[np.float64]
_BY_CATEGORY: Floats = np.array(
    [
        _FACTOR.get(Category(number), 1.0) if number in set(Category) else 1.0
        for number in range(max(Category) + 1)
    ]
)


@dataclass(frozen=True, slots=True)
class Rows:
    """Contacts of any degree, one an entry. Times in seconds since BASE."""

    person: Int32s
    degree: Int32s
    first: Int32s
    last: Int32s
    overlap: Int32s
    encounters: Int32s
    risk: Floats
    via: Int32s
    venue: Int32s

    def __len__(self) -> int:
        return len(self.person)

    def best(self, limit: int) -> "Rows":
        """The `limit` most dangerous: by risk, then earlier exposure, then number."""
        if len(self) > limit:
            # A partial sort by risk first, as deep searches reach hundreds of thousands.
            chosen = np.argpartition(-self.risk, limit - 1)[:limit]
            return self._take(chosen).best(limit)
        return self._take(np.lexsort((self.person, self.first, -self.risk)))

    def _take(self, chosen: NDArray[np.intp]) -> "Rows":
        columns: list[Any] = [getattr(self, name)[chosen] for name in self.__slots__]
        return Rows(*columns)


def hazard(places: Places, venues: int) -> Floats:
    """β · f(venue) a second, for so many venues; one not known yet counts 1."""
    known = hazard_of(places.category[:venues])
    return np.append(known, np.full(max(0, venues - len(known)), BETA / 60.0))


def hazard_of(category: NDArray[np.int16]) -> Floats:
    """β · f a second, for each of these categories."""
    by_category: Floats = BETA / 60.0 * _BY_CATEGORY[category]
    return by_category


def of_dose(dose: Floats) -> Floats:
    """1 − exp(−dose), the dose being hazard times seconds, summed over all that was shared."""
    chance: Floats = -np.expm1(-dose)
    return chance


def of_contacts(met: Met, case: int) -> Rows:
    """Direct contacts: all their time with the case counts as one link, each minute by the venue where it was shared."""
    count = len(met)
    return Rows(
        met.person, np.ones(count, np.int32), met.first, met.last, met.overlap, met.encounters,
        of_dose(met.dose), np.full(count, case, np.int32), met.venue,
    )  # fmt: skip


def along_chains(direct: Rows, chains: Chains, reached: Reached) -> Rows:
    """Direct contacts and those to whom the riskiest chains lead. `degree` counts the fewest links (`reached`).

    A direct contact keeps their own row, and the risk of a chain where that is greater. Times, `via` and `venue` of the
    others are those of the riskiest chain, so that following `via` tells it.
    """
    place = np.searchsorted(
        direct.person, chains.person, sorter=(order := np.argsort(direct.person))
    )
    place = (
        order[np.minimum(place, len(order) - 1)] if len(order) else np.zeros(len(chains), np.intp)
    )
    known = direct.person[place] == chains.person if len(order) else np.zeros(len(chains), bool)
    risk = direct.risk.copy()
    risk[place[known]] = np.maximum(risk[place[known]], chains.risk[known])
    deep = ~known
    person, exposed, together = chains.person[deep], chains.exposed[deep], chains.together[deep]
    degree = reached.degree[np.searchsorted(reached.person, person)].astype(np.int32)
    rows = Rows(
        person, degree, exposed, exposed + together, together, np.ones(len(person), np.int32), chains.risk[deep],
        chains.via[deep], chains.venue[deep],
    )  # fmt: skip
    columns: list[Any] = [
        np.concatenate((getattr(replace(direct, risk=risk), name), getattr(rows, name)))
        for name in Rows.__slots__
    ]
    return Rows(*columns)


def totals(reached: Reached, direct: Rows, degrees: int) -> list[int]:
    """How many contacts of each degree there are: direct contacts by their totals, the others by their fewest links."""
    deeper = ~np.isin(reached.person, direct.person)
    counts = np.bincount(np.maximum(reached.degree[deeper], 1), minlength=degrees + 1)[
        1 : degrees + 1
    ]
    counts[0] += len(direct)
    return [int(count) for count in counts]


__all__ = ["BETA", "Rows", "along_chains", "hazard", "of_contacts", "of_dose", "totals"]
