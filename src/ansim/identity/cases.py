"""The keys of cases, as the vault destroys them (ADR 34). The tracer gets them with a session (ADR 38)."""

from dataclasses import dataclass

from ansim.identity.calls import EndCaseKey
from ansim.keys import CaseKeys
from ansim.ledger import Book
from ansim.ledger.acts import Actor, CaseKeyDestroyed


@dataclass(frozen=True, slots=True)
class Cases:
    """The vault's answers about the keys of cases."""

    keys: CaseKeys
    book: Book

    def end(self, request: EndCaseKey) -> str:
        """Destroy a key for good, and enter it; says by which means."""
        if self.keys.has(request.case, request.purpose):
            act = CaseKeyDestroyed(request.purpose.value, self.keys.means)
            self.book.append(Actor("worker", ""), request.case, act)
        self.keys.destroy(request.case, request.purpose)
        return self.keys.means
