"""Who may have infected the case: the rows of a backward search, with their risk (`reference.reach_back`).

A direct contact's row has the totals within the backward window. Everybody further back has the link of their latest
encounter that still leads to the case: if B met A at ten and at noon, and A met the case at eleven, B's row is the
encounter at ten. Following `via` tells the chain, and the risk is the product along it. Air that lingers is not counted
backward.
"""

import numpy as np

from ansim.tracing.arrays import Floats
from ansim.tracing.ranking.risk import RankedContacts
from ansim.tracing.reach import Reached


def rows(direct: RankedContacts, reached: Reached, hazard: Floats) -> RankedContacts:
    """Direct contacts and those further back. `hazard` is β · f a second for every venue number."""
    chance = _chances(direct, reached, hazard)
    deep = ~np.isin(reached.person, direct.person)
    person, exposed, together = reached.person[deep], reached.exposed[deep], reached.together[deep]
    return direct.and_also(
        RankedContacts(
            person=person,
            degree=reached.degree[deep].astype(np.int32),
            first=exposed - together,
            last=exposed,
            overlap=together,
            encounters=np.ones(len(person), np.int32),
            risk=chance[deep],
            via=reached.via[deep],
            venue=reached.venue[deep],
        )
    )


def _chances(direct: RankedContacts, reached: Reached, hazard: Floats) -> Floats:
    """The product of the risks along each one's `via`; a direct contact's totals count as one link."""
    order = np.argsort(direct.person)
    place = np.minimum(
        np.searchsorted(direct.person, reached.person, sorter=order), max(len(order) - 1, 0)
    )
    link: Floats = -np.expm1(-hazard[reached.venue] * reached.together)
    if len(order):
        place = order[place]
        known = direct.person[place] == reached.person
        link = np.where(known, direct.risk[place], link)
        nearest = known | (reached.via == reached.case)
    else:
        nearest = reached.via == reached.case
    via = np.searchsorted(reached.person, np.where(nearest, reached.person, reached.via))
    chance = link
    # Whoever passes it on has the later label, so that no chain comes back to itself.
    while True:
        longer = np.where(nearest, link, link * chance[via])
        if np.array_equal(longer, chance):
            return chance
        chance = longer
