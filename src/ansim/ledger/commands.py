"""`ansim ledger`: what an auditor checks without trusting the processes that write."""

from collections.abc import Iterator

from ansim.domain.errors import AnsimError
from ansim.ledger.book import Book, Written, verify_chain
from ansim.settings.environment import dsn


class BrokenChainError(AnsimError):
    """An entry of the ledger does not fit the one before it, or its own hash."""


def verify() -> str:
    """Recompute every hash and link, oldest first; says how many hold.

    Raises BrokenChainError with the first that does not.
    """
    book = Book(lambda: dsn("investigation", "main"))
    count = 0
    newest: Written | None = None

    def counted() -> Iterator[Written]:
        nonlocal count, newest
        for newest in book.entries():
            count += 1
            yield newest

    try:
        broken = verify_chain(counted())
    finally:
        book.close()
    if broken is not None:
        raise BrokenChainError(
            f"entry {broken} does not fit: it, or the one before it, was changed after it was written"
        )
    last = f", the newest of {newest.at:%Y-%m-%d %H:%M:%S %Z}" if newest else ""
    return f"ledger: {count:,} entries hold{last}"
