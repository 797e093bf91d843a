"""What an operator says and sees of the ends of cases, as the owner of the database."""

from collections.abc import Sequence

import psycopg

from ansim.domain.case_clocks import CASE_CLOCKS
from ansim.domain.errors import AnsimError
from ansim.settings.environment import dsn


class CaseNotDueError(AnsimError):
    """A case was named that is open, that is not past its period, or that is not known."""


_NAME = """
    INSERT INTO investigation_caseend AS known (case_ref, purpose, named_at)
    SELECT ref, 'work', now() FROM investigation_case
    WHERE ref = %s AND handle IS NOT NULL AND closed_at < now() - make_interval(days => %s)
    ON CONFLICT (case_ref, purpose) DO UPDATE SET named_at = coalesce(known.named_at, now())
    RETURNING 1
"""
_ENDS = """
    SELECT case_ref, purpose, contacts, dropped_at, key_ended_at, means, named_at FROM investigation_caseend
    ORDER BY coalesce(dropped_at, named_at), id
"""


def name_cases(refs: Sequence[str]) -> None:
    """Name cases for the worker's next run, all of them or none, beside those that end within a day anyway.

    Raises CaseNotDueError.
    """
    with psycopg.connect(dsn("owner", "main")) as main:
        for ref in refs:
            if main.execute(_NAME, [ref, CASE_CLOCKS.work]).fetchone() is None:
                raise CaseNotDueError(
                    f"case {ref} is not due: it is open, was closed less than {CASE_CLOCKS.work} days ago,"
                    " or is destroyed already"
                )


def table_of_ends() -> list[str]:
    """Lines of text, one an end of a case: the work on it, or its register."""
    with psycopg.connect(dsn("owner", "main")) as main:
        rows = main.execute(_ENDS).fetchall()
    lines = [
        "case          what      contacts  rows destroyed    key destroyed     means  named by an operator"
    ]
    for case, purpose, contacts, *moments, means, named in rows:
        dropped, key, word = (
            "-" if at is None else f"{at:%Y-%m-%d %H:%M}" for at in (*moments, named)
        )
        lines.append(
            f"{case:12}  {purpose:8}  {contacts:8}  {dropped:16}  {key:16}  {means or '-':5}  {word}"
        )
    return lines
