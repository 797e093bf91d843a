"""Decisions to partners' webhooks: each at least once, again after a while where it failed, given up in the end."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from ansim.database.named_statements import read_statements
from ansim.notices.channels.webhooks import GONE, Told, WebhookChannel, WebhookFailedError
from ansim.notices.delivery import MOST, WAITS, Sent
from ansim.notices.webhook_events import WebhookEvent
from ansim.notices.webhook_secrets import SecretSealedError, open_secret

_SQL = read_statements("ansim.notices")
TOGETHER: Final = 20
EACH: Final = 4  # of one webhook in a turn
_NO_LATER_TRY_HELPS: Final = frozenset({GONE, "webhook-ended", "secret-sealed"})


@dataclass
class WebhookDelivery:
    """One turn: takes what is due and tells it, many webhooks at the same time. The connection is in autocommit.

    A turn takes as long as the slowest of them may (ten seconds); what is left is the next turn's.
    """

    connection: "psycopg.Connection[tuple[Any, ...]]"
    private: X25519PrivateKey
    channel: WebhookChannel = field(default_factory=WebhookChannel)
    waits: tuple[float, ...] = WAITS
    clock: Callable[[], float] = time.time
    sent: Sent = field(default_factory=Sent)

    def run(self) -> Sent:
        """Tell what is due."""
        values = {"limit": TOGETHER, "each": EACH, "waits": list(self.waits)}
        rows = self.connection.execute(_SQL["take_decisions"], values).fetchall()
        if rows:
            asyncio.run(self._all(rows))
        return self.sent

    async def _all(self, rows: list[tuple[Any, ...]]) -> None:
        # Where the database goes away, its own error comes out, as the worker expects of a job.
        await asyncio.gather(*(self._tell(*row) for row in rows))

    async def _tell(
        self,
        number: int,
        reference: UUID,
        event: str,
        said: dict[str, str],
        at: datetime,
        tries: int,
        *hook: Any,
    ) -> None:
        try:
            await self._send(Told(reference, WebhookEvent(event), at, said), *hook)
        except WebhookFailedError as failure:
            self._fail(number, tries, failure.reason)
        except ValueError:  # an event of a later release
            self._fail(number, MOST, "unknown-template")
        else:
            self.connection.execute(_SQL["handed"], {"id": number})
            self.sent.handed += 1

    async def _send(
        self, told: Told, ref: UUID, url: str | None, sealed: bytes, former: bytes | None
    ) -> None:
        if url is None:
            raise WebhookFailedError("webhook-ended")
        try:
            secrets = [
                open_secret(self.private, ref, bytes(one)) for one in (sealed, former) if one
            ]
        except SecretSealedError:
            raise WebhookFailedError("secret-sealed") from None
        await self.channel.send(url, secrets, told, self.clock())

    def _fail(self, number: int, tries: int, reason: str) -> None:
        last = tries > len(self.waits) or reason in _NO_LATER_TRY_HELPS
        self.connection.execute(_SQL["failed"], {"id": number, "last": last, "error": reason})
        if last:
            self.sent.given_up += 1
        else:
            self.sent.failed += 1
