"""How dangerous a contact was, as a number to rank by: along chains forward, along `via` backward."""

from ansim.tracing.ranking import backward, risk
from ansim.tracing.ranking.risk import RankedContact, RankedContacts

__all__ = [
    "RankedContact",
    "RankedContacts",
    "backward",
    "risk",
]
