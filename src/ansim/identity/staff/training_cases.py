"""Training cases at the vault: how many may stand, when they end, and the invented names of their people (ADR 44)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.invented_world import invented_person
from ansim.domain.quantities import PersonId
from ansim.domain.training import (
    MOST_TRAINING,
    TRAINING_DAYS,
    TRAINING_PREFIX,
    TrainingCapError,
)
from ansim.identity.calls import CaseHandles, Identity
from ansim.identity.staff.accepting import Connection
from ansim.identity.staff.training_calls import TrainingCasesOver

_SQL: Final = read_statements("ansim.identity.staff")


def require_room(connection: Connection, staff: str) -> None:
    """Refuse one training case too many of a notifier. Raises TrainingCapError."""
    values = {"staff": staff, "prefix": TRAINING_PREFIX}
    connection.execute(_SQL["lock_notifier"], values)
    row = connection.execute(_SQL["training_of"], values).fetchone()
    if row and row[0] >= MOST_TRAINING:
        raise TrainingCapError(
            f"at most {MOST_TRAINING} training cases of a person stand at a time"
        )


@dataclass(frozen=True, slots=True)
class TrainingDesk:
    """The vault's answer about training cases to the worker, who ends them. `pool` is of the identity database."""

    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"

    def over(self, _request: TrainingCasesOver) -> list[str]:
        """Those whose days are over, oldest first. Each is told until its keys are gone."""
        values = {"days": TRAINING_DAYS, "prefix": TRAINING_PREFIX}
        with self.pool.connection() as connection:
            rows = connection.execute(_SQL["training_over"], values).fetchall()
        return [case for (case,) in rows]


def invented_identities(people: Mapping[PersonId, CaseHandles]) -> list[Identity]:
    """Invented names and numbers of the people of a training case; whoever is not invented is left out, as if erased."""
    return [
        Identity(handles.handle, one.name, one.phone, register=handles.register)
        for person, handles in people.items()
        if (one := invented_person(person)) is not None
    ]
