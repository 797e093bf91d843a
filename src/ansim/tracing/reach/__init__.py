"""n-th degree contacts: whom a case reaches along links that respect time, and the riskiest chains that lead there."""

from ansim.tracing.reach.chains import Chains, riskiest
from ansim.tracing.reach.collecting import Sources
from ansim.tracing.reach.links import LinkTerms
from ansim.tracing.reach.reach import ENGINES, collect_stays, reach
from ansim.tracing.reach.reached import Reached, ReachWorkspace
from ansim.tracing.reach_question import ReachQuestion

__all__ = [
    "ENGINES",
    "Chains",
    "LinkTerms",
    "ReachQuestion",
    "ReachWorkspace",
    "Reached",
    "Sources",
    "collect_stays",
    "reach",
    "riskiest",
]
