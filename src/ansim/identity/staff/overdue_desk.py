"""What the vault forgets by the day, whether or not anybody asks it anything (ADR 37)."""

from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.patient_codes import PATIENT_CODE_LIMITS
from ansim.identity.staff.closing_calls import ForgetOverdue
from ansim.identity.staff.notification_desk import NotificationDesk

_SQL: Final = {
    name: statement
    for room in ("staff", "sessions", "laboratories", "keepers")
    for name, statement in read_statements(f"ansim.identity.{room}").items()
}


@dataclass(frozen=True, slots=True)
class OverdueDesk:
    """The vault's answer to the worker's round. `pool` is of the identity database."""

    notifications: NotificationDesk
    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"

    def forget(self, _request: ForgetOverdue) -> int:
        """Forget what is past its time; says how many cases ended because nobody took them up."""
        now = {"now": self.notifications.acceptance.clock()}
        with self.pool.connection() as connection:
            connection.execute(_SQL["forget_patients"])
            connection.execute(_SQL["forget_patient_codes"], {"days": PATIENT_CODE_LIMITS.days})
            connection.execute(_SQL["forget_notifications"])
            connection.execute(_SQL["forget_openings"])
            connection.execute(_SQL["forget_texts"], now)
            connection.execute(_SQL["forget_sessions"], now)
            connection.execute(_SQL["forget_laboratory_notifications"], now)
            connection.execute(_SQL["forget_proposals"])
            connection.execute(_SQL["forget_deputies"])
            connection.execute(_SQL["forget_waiting_places"], now)
            connection.execute(_SQL["forget_work_lists"], now)
        return self.notifications.lapse()
