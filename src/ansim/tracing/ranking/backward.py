"""Who may have infected the case: the rows of a backward search, with their risk (`reference.reach_back`).

Direct contacts have their totals within the backward window, the others the link of their latest encounter that still
leads to the case. Following `via` tells the chain, and the risk is the product along it. Air that lingers
is not counted backward.
"""

import numpy as np

from ansim.tracing.ranking.risk import Floats, Rows
from ansim.tracing.reach.reach import Reached


def rows(direct: Rows, reached: Reached, hazard: Floats) -> Rows:
    """Direct contacts and those further back. `hazard` is β · f a second for every venue number."""
    known = np.isin(reached.person, direct.person)
    chance = _chances(direct, reached, hazard)
    deep = ~known
    person, exposed, together = reached.person[deep], reached.exposed[deep], reached.together[deep]
    further = Rows(
        person, reached.degree[deep].astype(np.int32), exposed - together, exposed, together,
        np.ones(len(person), np.int32), chance[deep], reached.via[deep], reached.venue[deep],
    )  # fmt: skip
    return Rows(
        *(
            np.concatenate((getattr(direct, name), getattr(further, name)))
            for name in Rows.__slots__
        )
    )


def _chances(direct: Rows, reached: Reached, hazard: Floats) -> Floats:
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
