"""How dangerous was it? A number to rank contacts by, never a diagnosis.

Per link 1 − exp(−β · minutes · f(venue)); along the riskiest chain the product (Wells–Riley in its plainest form; the factors
are editable start values of grade C, `docs/tracing.md`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np

from ansim.domain.categories import Category
from ansim.tracing.arrays import Floats, Int16s, Int32s, Places
from ansim.tracing.contacts import MetPeople
from ansim.tracing.index import KnownVenues
from ansim.tracing.reach import Chains, Reached

BETA = 0.004
"""Per minute at factor 1: a quarter of an hour at close quarters infects about 6 in 100."""
_FACTOR = {
    Category.KARAOKE: 3.0,
    Category.BAR: 2.5,
    Category.BATH: 2.0,
    Category.GYM: 2.0,
    Category.RESTAURANT: 1.5,
    Category.CAFE: 1.2,
    Category.RELIGIOUS: 1.5,
    Category.EVENT: 1.5,
    Category.FUNERAL: 1.5,
    Category.RETAIL: 0.5,
    Category.PUBLIC: 0.5,
    Category.PHARMACY: 0.5,
    Category.SIGHT: 0.2,
}
_BY_CATEGORY: Floats = np.array(
    [
        _FACTOR.get(Category(number), 1.0) if number in set(Category) else 1.0
        for number in range(max(Category) + 1)
    ]
)


class RankedContact(NamedTuple):
    """One row of `RankedContacts`."""

    person: int
    degree: int
    first: int
    last: int
    overlap: int
    encounters: int
    risk: float
    via: int
    venue: int


@dataclass(frozen=True, slots=True)
class RankedContacts:
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

    def __iter__(self) -> Iterator[RankedContact]:
        columns = (getattr(self, name).tolist() for name in RankedContact._fields)
        return map(RankedContact._make, zip(*columns, strict=True))

    def best(self, limit: int) -> "RankedContacts":
        """The `limit` most dangerous: by risk, then earlier exposure, then number."""
        if len(self) > limit:
            # A partial sort by risk first, as deep searches reach hundreds of thousands.
            chosen = np.argpartition(-self.risk, limit - 1)[:limit]
            return self._take(chosen).best(limit)
        return self._take(np.lexsort((self.person, self.first, -self.risk)))

    def and_also(self, others: "RankedContacts") -> "RankedContacts":
        """These rows, and behind them the others."""
        names = [one.name for one in fields(self)]
        return RankedContacts(
            **{name: np.concatenate((getattr(self, name), getattr(others, name))) for name in names}
        )

    def _take(self, chosen: Places) -> "RankedContacts":
        names = [one.name for one in fields(self)]
        return RankedContacts(**{name: getattr(self, name)[chosen] for name in names})


def hazard(known: KnownVenues, venues: int) -> Floats:
    """β · f(venue) a second for venues 0 to `venues` - 1; f is 1 where a venue is not known yet."""
    rates = hazard_of(known.category[:venues])
    return np.append(rates, np.full(max(0, venues - len(rates)), BETA / 60.0))


def hazard_of(category: Int16s) -> Floats:
    """β · f a second, for each of these categories."""
    by_category: Floats = BETA / 60.0 * _BY_CATEGORY[category]
    return by_category


def of_dose(dose: Floats) -> Floats:
    """1 − exp(−dose), the dose being hazard times seconds, summed over all that was shared."""
    chance: Floats = -np.expm1(-dose)
    return chance


def of_contacts(met: MetPeople, case: int) -> RankedContacts:
    """Direct contacts: all their time with the case counts as one link, each minute by the venue where it was shared."""
    count = len(met)
    return RankedContacts(
        person=met.person,
        degree=np.ones(count, np.int32),
        first=met.first,
        last=met.last,
        overlap=met.overlap,
        encounters=met.encounters,
        risk=of_dose(met.dose),
        via=np.full(count, case, np.int32),
        venue=met.venue,
    )


def along_chains(direct: RankedContacts, chains: Chains, reached: Reached) -> RankedContacts:
    """Direct contacts and those to whom the riskiest chains lead. `degree` counts the fewest links (`reached`).

    A direct contact keeps their own row, and the risk of a chain where that is greater. Times, `via` and `venue` of the
    others are those of the riskiest chain, so that following `via` tells it.
    """
    if len(direct):
        order = np.argsort(direct.person)
        place = np.searchsorted(direct.person, chains.person, sorter=order)
        place = order[np.minimum(place, len(order) - 1)]
        known = direct.person[place] == chains.person
    else:
        place, known = np.zeros(len(chains), np.intp), np.zeros(len(chains), bool)
    risk = direct.risk.copy()
    risk[place[known]] = np.maximum(risk[place[known]], chains.risk[known])
    deep = ~known
    person, exposed, together = chains.person[deep], chains.exposed[deep], chains.together[deep]
    return replace(direct, risk=risk).and_also(
        RankedContacts(
            person=person,
            degree=reached.degree[np.searchsorted(reached.person, person)].astype(np.int32),
            first=exposed,
            last=exposed + together,
            overlap=together,
            encounters=np.ones(len(person), np.int32),
            risk=chains.risk[deep],
            via=chains.via[deep],
            venue=chains.venue[deep],
        )
    )


def totals(reached: Reached, direct: RankedContacts, degrees: int) -> list[int]:
    """How many contacts of each degree there are: direct contacts by their totals, the others by their fewest links."""
    deeper = np.maximum(reached.degree[~np.isin(reached.person, direct.person)], 1)
    counts = np.bincount(deeper, minlength=degrees + 1)[1 : degrees + 1]
    counts[0] += len(direct)
    return [int(count) for count in counts]
