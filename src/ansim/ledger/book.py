"""Writing and reading `ledger.entry`. An act is committed here before anybody gets its answer (DESIGN §3.4)."""

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from ansim.domain.errors import AnsimError
from ansim.domain.training import is_training
from ansim.ledger.acts import Act, Actor, content, kind_of, require_actor, require_mark

Result = TypeVar("Result")

# The database sets number, time and hashes: see migrations/0001_ledger.sql.
_APPEND: Final = """
    INSERT INTO ledger.entry (kind, actor_role, actor, case_ref, detail) VALUES (%s, %s, %s, %s, %s)
"""
_LATEST: Final = """
    SELECT seq, at, kind, actor_role, actor, case_ref, detail, prev, leaf, leaf_hash
    FROM ledger.entry WHERE seq < %s AND (%s::text = '' OR case_ref = %s::text)
    ORDER BY seq DESC LIMIT %s
"""
_FOLLOWING: Final = """
    SELECT seq, at, kind, actor_role, actor, case_ref, detail, prev, leaf, leaf_hash
    FROM ledger.entry WHERE seq >= %s ORDER BY seq LIMIT %s
"""
_END_OF_TIME: Final = 2**62
_PAGE: Final = 5000
LONGEST_WAIT: Final = 5
"""Seconds that an entry waits for its turn: whoever holds it longer may be in foreign hands, and nobody else hangs for it."""


class LedgerUnreachableError(AnsimError):
    """The entry could not be committed, so the act must not go on."""

    code = "ledger-away"


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it stands. `leaf_hash` = SHA-256(0x00 ‖ leaf), `prev` the hash before it."""

    seq: int
    at: datetime
    kind: str
    actor_role: str
    actor: str
    case_ref: str
    detail: dict[str, Any]
    prev: bytes
    leaf: str
    leaf_hash: bytes

    @property
    def training(self) -> bool:
        """Whether it was practice, which no count of look-ups takes in."""
        return "training" in self.detail


class Book:
    """The ledger as one process writes it: a connection of its own, outside any request's transaction."""

    def __init__(self, dsn: Callable[[], str]) -> None:
        self._dsn = dsn
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None
        self._lock = threading.Lock()

    def append(self, actor: Actor, case: str, act: Act, *, training: bool = False) -> None:
        """Commit an entry. Raises UnfitForLedgerError, or LedgerUnreachableError where it is not committed.

        What is done in a training case carries that, so that no count of look-ups takes it in; `training` says it of what is
        done in no single case.
        """
        require_actor(actor)
        if case:
            require_mark("case", case)
        detail = content(act) | ({"training": 1} if training or is_training(case) else {})
        values = (kind_of(act), actor.role, actor.ref, case, Jsonb(detail))
        self._with_connection(lambda connection: connection.execute(_APPEND, values))

    def latest(self, limit: int = 50, before: int | None = None, case: str = "") -> list[Written]:
        """The newest entries below a number, newest first; of one case where it is named."""
        return self._read(_LATEST, (_END_OF_TIME if before is None else before, case, case, limit))

    def _read(self, statement: str, values: tuple[Any, ...]) -> list[Written]:
        def read(connection: psycopg.Connection[tuple[Any, ...]]) -> list[Written]:
            with connection.cursor(row_factory=class_row(Written)) as cursor:
                return cursor.execute(statement, values).fetchall()

        return self._with_connection(read)

    def entries(self) -> Iterator[Written]:
        """Every entry, oldest first, read page by page."""
        following = 0
        while page := self._read(_FOLLOWING, (following, _PAGE)):
            yield from page
            following = page[-1].seq + 1

    def close(self) -> None:
        """Close the kept connection; the next call opens another."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _with_connection(
        self, use: "Callable[[psycopg.Connection[tuple[Any, ...]]], Result]"
    ) -> Result:
        # A kept connection may have died with the server: one more try on a fresh one. Should the first try
        # have been committed unseen, the act stands twice in the ledger, which is the harmless way round.
        with self._lock:
            try:
                return use(self._open())
            except psycopg.OperationalError:
                self._connection = None
            try:
                return use(self._open())
            except psycopg.OperationalError as error:
                self._connection = None
                raise LedgerUnreachableError(
                    "the ledger cannot be written, so nothing is looked up: is the main database running?"
                ) from error

    def _open(self) -> "psycopg.Connection[tuple[Any, ...]]":
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._dsn(), autocommit=True)
            self._connection.execute(f"SET lock_timeout = {LONGEST_WAIT * 1000:.0f}")
        return self._connection


def verify_chain(entries: Iterable[Written]) -> int | None:
    """The number of the first entry, oldest first, whose hash or link does not hold; None where all do."""
    before: Written | None = None
    for entry in entries:
        leaf_hash = hashlib.sha256(b"\0" + entry.leaf.encode()).digest()
        linked = before is None or (entry.prev == before.leaf_hash and entry.seq == before.seq + 1)
        if (
            leaf_hash != entry.leaf_hash
            or not linked
            or not entry.leaf.endswith(f"\n{entry.prev.hex()}\n")
        ):
            return entry.seq
        before = entry
    return None
