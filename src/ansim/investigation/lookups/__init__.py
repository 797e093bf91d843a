"""The one way from the console to the tracer, the vault and the ledger."""

from ansim.investigation.lookups.connections import book
from ansim.investigation.lookups.desk import Desk, SearchTerms
from ansim.investigation.lookups.pages import case_frame, case_of, desk_of

__all__ = ["Desk", "SearchTerms", "book", "case_frame", "case_of", "desk_of"]
