"""The outbox: a message is queued in the transaction of what it tells about, so that both happen or neither.

    queue(cursor, Notice(Template.APPLICATION_APPROVED, owner.id, owner.language, {"venue": …, "ref": …, "url": …}))

`cursor` is any DB-API cursor of psycopg in the caller's transaction, Django's too.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from ansim.database.named_statements import read_statements
from ansim.notices.webhook_events import WebhookEvent
from ansim.notices.words import Template, require_params

_SQL = read_statements("ansim.notices")


class Cursor(Protocol):
    """What executes a statement in the caller's transaction."""

    def execute(self, sql: str, params: Any = None) -> Any:
        """Run one statement."""


@dataclass(frozen=True, slots=True)
class SealedNumber:
    """A number that is no owner's any more, sealed to the vault, and what the seal is bound to."""

    sealed: bytes
    bound_to: bytes


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to be sent: what, to whom (an owner's id, or a sealed number), in which language, with which values.

    `reference` makes queuing safe to repeat: the same one is queued once. `due_at` is when it may go, by default at once.
    `good_for`: seconds after which it is of no use, and is sent no more; a code's own time.
    """

    template: Template
    to: int | SealedNumber
    language: str
    params: Mapping[str, str] = field(default_factory=dict)
    reference: UUID = field(default_factory=uuid4)
    due_at: datetime | None = None
    good_for: float | None = None


def queue(cursor: Cursor, notice: Notice) -> None:
    """Put a message into the outbox, in the caller's transaction. Raises ParamsError; the same reference counts once."""
    require_params(notice.template, notice.params)
    number = notice.to if isinstance(notice.to, SealedNumber) else None
    cursor.execute(
        _SQL["queue"],
        {
            "reference": notice.reference,
            "template": notice.template.value,
            "language": notice.language,
            "owner": notice.to if isinstance(notice.to, int) else None,
            "sealed": number.sealed if number else None,
            "bound_to": number.bound_to if number else None,
            "params": json.dumps(dict(notice.params), ensure_ascii=False),
            "due_at": notice.due_at,
            "good_for": notice.good_for,
        },
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that a partner's webhook (by its id) is told of; `said` holds numbers and words of ours, never a person."""

    event: WebhookEvent
    to: int
    said: Mapping[str, str] = field(default_factory=dict)
    reference: UUID = field(default_factory=uuid4)


def queue_decision(cursor: Cursor, decision: Decision) -> None:
    """Put a decision into the outbox for one webhook, in the caller's transaction; the same reference counts once."""
    cursor.execute(
        _SQL["queue_decision"],
        {
            "reference": decision.reference,
            "event": decision.event.value,
            "webhook": decision.to,
            "said": json.dumps(dict(decision.said)),
        },
    )
