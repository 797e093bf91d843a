"""Venues of imports leave the system with everything that refers to them, so that later tests meet nothing of them."""

from typing import Any

import psycopg
from psycopg import sql

REFERENCES = """
    SELECT r.conrelid::regclass::text, a.attname
    FROM pg_constraint r JOIN pg_attribute a ON a.attrelid = r.conrelid AND a.attnum = r.conkey[1]
    WHERE r.contype = 'f' AND r.confrelid = %s::regclass AND r.confdeltype = 'a'
"""


def forget_imported(main: "psycopg.Connection[Any]", like: str = "%") -> None:
    """Delete the venues whose number of a register is like this, and what refers to them, whatever table it is in."""
    venues = main.execute("SELECT id FROM business_venue WHERE external_id LIKE %s", [like])
    _delete(main, "business_venue", "id", [row[0] for row in venues])


def _delete(main: "psycopg.Connection[Any]", table: str, column: str, keys: list[Any]) -> None:
    """Delete rows by a column of theirs, after the rows that refer to them."""
    if not keys:
        return
    which = sql.SQL("WHERE {} = ANY (%s)").format(sql.Identifier(column))
    referring = main.execute(REFERENCES, [table]).fetchall()
    if referring:
        rows = main.execute(sql.SQL("SELECT id FROM {} {}").format(sql.SQL(table), which), [keys])
        ids = [row[0] for row in rows]
        for other, its in referring:
            if other != table:
                _delete(main, other, its, ids)
    main.execute(sql.SQL("DELETE FROM {} {}").format(sql.SQL(table), which), [keys])
