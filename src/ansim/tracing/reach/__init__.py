"""n-th degree contacts: whom a case reaches along links that respect time, and the riskiest chains that lead there."""

from ansim.tracing.reach.chains import Chains, riskiest
from ansim.tracing.reach.reach import ENGINES, collect_stays, reach
from ansim.tracing.reach.reached import Reached, ReachWorkspace

__all__ = [
    "ENGINES",
    "Chains",
    "ReachWorkspace",
    "Reached",
    "collect_stays",
    "reach",
    "riskiest",
]
