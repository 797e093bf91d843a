"""Asking a relation of stays: naming it, running a statement, refusing stays without an end."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from ansim.tracing.index import LogError
from ansim.tracing.reference import Met
from ansim.tracing.sql.statements import ENDED, ENDLESS, NEAREST, NEAREST_AT

Connection = psycopg.Connection[tuple[Any, ...]]
Key = Any
TIMES = (-(2**62), 2**62)
BIGINT = (-(2**63), 2**63 - 1)


class StayEndError(LogError):
    """Stays of a relation have no end, or one before their entry."""


def met_of(overlap: Any, encounters: int, first: int, last: int) -> Met:
    """What a contact and the case shared, from a row of totals."""
    return Met(int(overlap), encounters, first, last)  # a sum of bigint comes as a Decimal


def rows_of(
    connection: Connection, statement: LiteralString, stays: str, values: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """The rows of a statement over the relation. Raises StayEndError."""
    with refusing(connection, stays):
        return connection.execute(on(statement, stays), values).fetchall()


@contextmanager
def refusing(connection: Connection, stays: str) -> Iterator[None]:
    """Raises StayEndError where a search read a stay with no end that it can use; the caller's transaction lives on."""
    alone = connection.autocommit and connection.info.transaction_status == TransactionStatus.IDLE
    try:
        with nullcontext() if alone else connection.transaction():
            yield
    except psycopg.errors.DivisionByZero as error:
        (broken,) = connection.execute(
            sql.SQL(ENDLESS).format(stays=_identifier(stays))
        ).fetchone() or (0,)
        if not broken:  # a view's own
            raise
        raise StayEndError(
            f"{stays} holds {broken} stays without an end, or that end before they start: impute their ends first"
        ) from error


def on(statement: LiteralString, stays: str) -> sql.Composed:
    """The statement over the relation named `stays`, or `schema.stays`."""
    return sql.SQL(statement).format(stays=sql.SQL(ENDED).format(stays=_identifier(stays)))


def nearest_at(codes: Sequence[int], stays: str) -> sql.Composed:
    """The statement of the scans nearest to a moment at any of these codes; each is named, so that its shard is known."""
    relation = sql.SQL(ENDED).format(stays=_identifier(stays))
    each = [sql.SQL(NEAREST_AT).format(stays=relation, code=sql.Literal(code)) for code in codes]
    return sql.SQL(NEAREST).format(near=sql.SQL(" UNION ALL ").join(each))


def _identifier(stays: str) -> sql.Identifier:
    return sql.Identifier(*stays.split("."))
