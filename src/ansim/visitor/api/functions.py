"""How the gateway calls the functions of a database: one statement, one row."""

from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from ansim.visitor.api.queries import SQL

Connection = AsyncConnection[tuple[Any, ...]]
Pool = AsyncConnectionPool[Connection]
Row = tuple[Any, ...]


async def call(connection: Connection, statement: str, *arguments: object) -> Row | None:
    """The row that a named statement gives, or None. Raises psycopg.Error."""
    cursor = await connection.execute(SQL[statement], list(arguments))
    return await cursor.fetchone()


async def call_all(pool: Pool, statement: str, *arguments: object) -> list[Row]:
    """Every row that a named statement gives. Raises psycopg.Error."""
    async with pool.connection() as connection:
        cursor = await connection.execute(SQL[statement], list(arguments))
        return await cursor.fetchall()


async def ask(pool: Pool, statement: str, *arguments: object) -> Row | None:
    """The same on a connection of the pool, in a transaction of its own."""
    async with pool.connection() as connection:
        return await call(connection, statement, *arguments)
