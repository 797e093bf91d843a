"""The append-only log of officials' acts: what may stand in it, and the writer that every act waits for."""

from ansim.ledger.acts import Actor, UnfitForLedgerError
from ansim.ledger.book import Book, LedgerUnreachableError, Written, verify_chain

__all__ = [
    "Actor",
    "Book",
    "LedgerUnreachableError",
    "UnfitForLedgerError",
    "Written",
    "verify_chain",
]
