"""Delivery of the outbox: each message at least once, again after a while where it failed, given up in the end.

A number is opened by the vault at the moment of sending, lives as long as the call of the channel, and is never logged.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg

from ansim.database.named_statements import read_statements
from ansim.notices.channels.messages import Channel, MessageNotSentError
from ansim.notices.words import Template, say
from ansim.rpc import CallError, UnreachableError

_SQL = read_statements("ansim.notices")
WAITS: Final = (60.0, 300.0, 1800.0, 7200.0, 21600.0, 86400.0)
"""Seconds before the second try and those after it; with the last one used up a message is given up, after 33 hours."""
MOST: Final = len(WAITS) + 1
BATCH: Final = 50


@dataclass
class Sent:
    """What one run did."""

    handed: int = 0
    failed: int = 0
    given_up: int = 0

    @property
    def total(self) -> int:
        """How many messages were tried."""
        return self.handed + self.failed + self.given_up


@dataclass
class Delivery:
    """Takes what is due and hands it over. `number_of` asks the vault; it raises CallError or UnreachableError."""

    connection: "psycopg.Connection[tuple[Any, ...]]"
    number_of: Callable[[int], str]
    channel: Channel
    waits: tuple[float, ...] = WAITS
    sent: Sent = field(default_factory=Sent)

    def run(self, most: int = 1000) -> Sent:
        """Deliver until nothing is due, or `most` were tried. The connection is in autocommit."""
        asyncio.run(self._run(most))
        return self.sent

    async def _run(self, most: int) -> None:
        try:
            while self.sent.total < most:
                values = {"limit": min(BATCH, most - self.sent.total), "waits": list(self.waits)}
                rows = self.connection.execute(_SQL["take"], values).fetchall()
                if not rows:
                    return
                for row in rows:
                    await self._deliver(*row)
        finally:
            await self.channel.close()

    async def _deliver(
        self,
        number: int,
        reference: object,
        template: str,
        language: str,
        params: dict[str, str],
        tries: int,
        over: bool,  # noqa: FBT001 a column of the row that was taken
    ) -> None:
        if over:  # a code that nobody can use
            self._fail(number, MOST, "over-time")
            return
        wait = self.waits[min(tries, len(self.waits)) - 1]
        held = self.connection.execute(_SQL["hold"], {"id": number, "tries": tries, "wait": wait})
        if not held.rowcount:
            return
        try:
            text = say(Template(template), language, params)
            await self.channel.send(self.number_of(number), text, str(reference))
        except MessageNotSentError:
            self._fail(number, tries, "channel-refused")
        except UnreachableError:
            self._fail(number, tries, "vault-away")
        except CallError as error:
            if (
                error.code == "no-number"
            ):  # erased, or a seal that does not open: no later try helps
                self._fail(number, MOST, "no-number")
            else:
                self._fail(number, tries, "vault-refused")
        except ValueError:  # a template of a later release
            self._fail(number, MOST, "unknown-template")
        else:
            self.connection.execute(_SQL["handed"], {"id": number})
            self.sent.handed += 1

    def _fail(self, number: int, tries: int, error: str) -> None:
        values = {"id": number, "last": tries > len(self.waits), "error": error}
        row = self.connection.execute(_SQL["failed"], values).fetchone()
        if row and row[0]:
            self.sent.given_up += 1
        else:
            self.sent.failed += 1


def forget(connection: "psycopg.Connection[tuple[Any, ...]]", days: int) -> int:
    """Delete messages older than that, whatever became of them; returns how many."""
    return connection.execute(_SQL["forget"], {"days": days}).rowcount
