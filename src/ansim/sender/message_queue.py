"""The sender's queue in the main database: each message's state, moved by the rule of `domain/campaigns` alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import psycopg

from ansim.database.named_statements import read_statements
from ansim.domain.campaigns.message_states import (
    ENDED,
    Event,
    State,
    sources_of,
    target_of,
)
from ansim.domain.campaigns.references import draw_reference
from ansim.sender.channels import DeliveryReport, digest_of_name

_SQL: Final = read_statements("ansim.sender")
MARKS: Final = 65_536
KEPT_DAYS: Final = 28
_OPEN: Final = (State.HANDING.value, State.UNCERTAIN.value)


@dataclass(frozen=True, slots=True)
class Due:
    """A message that may go."""

    id: int
    campaign: bytes
    number: int
    reference: str
    tries: int

    @property
    def mark(self) -> int:
        """Two bytes that receipts may carry."""
        return self.id % MARKS


@dataclass(frozen=True, slots=True)
class Travels:
    """What is noted of a message as it goes: the language it was said in, its form and parts."""

    language: str
    form: str
    parts: int


@dataclass(frozen=True, slots=True)
class MessageQueue:
    """`connection` is in autocommit; whatever belongs together stands in one statement or one transaction."""

    connection: "psycopg.Connection[tuple[Any, ...]]"

    def hold(self) -> None:
        """Be the one sender until this connection ends; waits for another one to end."""
        self.connection.execute(_SQL["lock_sender"])

    def unknown(self, refs: Sequence[bytes]) -> list[bytes]:
        """Those of these campaigns that are not in the queue yet."""
        rows = self.connection.execute(_SQL["known_campaigns"], {"refs": list(refs)}).fetchall()
        known = {bytes(row[0]) for row in rows}
        return [one for one in refs if one not in known]

    def take_over(self, ref: bytes, case: str, people: int, until: int, channel: str) -> None:
        """Queue one message for each person of a campaign; nothing happens where that was done."""
        values = {"ref": ref, "case": case, "people": people, "until": until, "channel": channel}
        with self.connection.transaction():
            if self.connection.execute(_SQL["take_over"], values).fetchone() is None:
                return
            references = [draw_reference() for _person in range(people)]
            self.connection.execute(_SQL["put_messages"], values | {"references": references})

    def withdraw_all_but(self, standing: Sequence[bytes]) -> None:
        """What waits of other campaigns than these goes no more."""
        self.connection.execute(_SQL["withdraw"], {"standing": list(standing)} | _move(Event.STOP))

    def lose_sight(self) -> int:
        """Of what was being handed over nobody knows any more; gives how many."""
        return self.connection.execute(_SQL["move_open"], _move(Event.LOST)).rowcount

    def resend(self, after: float) -> int:
        """Queue once more what has been uncertain for so many seconds; gives how many."""
        values = {"after": after} | _move(Event.RESENT)
        return self.connection.execute(_SQL["resend"], values).rowcount

    def due(self, going: Sequence[bytes], limit: int) -> list[Due]:
        """Messages of these campaigns that may go, the oldest first."""
        values = {"going": list(going), "limit": limit}
        rows = self.connection.execute(_SQL["due"], values).fetchall()
        return [Due(one, bytes(ref), number, told, tries) for one, ref, number, told, tries in rows]

    def count_try(self, messages: Collection[Due]) -> None:
        """Note that their numbers are opened once more."""
        self.connection.execute(_SQL["count_try"], {"ids": [one.id for one in messages]})

    def begin(
        self, campaign: bytes, messages: Collection[Due], proofs: Mapping[int, bytes] | None = None
    ) -> set[int]:
        """Say that these are being handed over, with the proof of each one's number; gives those that may be."""
        known = proofs or {}
        values = {
            "campaign": campaign,
            "ids": [one.id for one in messages],
            "proofs": [known.get(one.id) for one in messages],
        }
        rows = self.connection.execute(_SQL["begin"], values | _move(Event.BEGUN)).fetchall()
        return {row[0] for row in rows}

    def move(
        self,
        message: int,
        event: Event,
        why: str = "",
        *,
        wait: float = 0.0,
        name: str = "",
        travels: Travels | None = None,
    ) -> None:
        """Move a message, and have what its receipt said earlier follow at once."""
        target = target_of(event)
        values = _move(event) | {
            "id": message,
            "why": why,
            "wait": wait,
            "handed": event is Event.TAKEN,
            "settled": target in ENDED,
            "channel_ref": digest_of_name(name) if name else None,
            "language": travels.language if travels else None,
            "form": travels.form if travels else None,
            "parts": travels.parts if travels else None,
        }
        with self.connection.transaction():
            moved = self.connection.execute(_SQL["move"], values).fetchone()
            if not name:
                return
            if moved is None:
                self.connection.execute(_SQL["name_of_channel"], values)
            early = self.connection.execute(_SQL["take_early"], values).fetchone()
            if early is not None:
                self._receive(values["channel_ref"], Event(early[0]), mark=message % MARKS)

    def receive(self, receipt: DeliveryReport) -> None:
        """Take a receipt in: of a message by the channel's name or by our mark, or kept until its message is known."""
        digest = digest_of_name(receipt.name)
        with self.connection.transaction():
            values: dict[str, Any] = {
                "channel_ref": digest,
                "event": receipt.event.value,
                "mark": receipt.mark,
            }
            if receipt.name and self.connection.execute(_SQL["is_known"], values).fetchone():
                self._receive(digest, receipt.event, receipt.why, receipt.mark)
                return
            if receipt.mark is not None:
                asked = {"mark": receipt.mark, "open": list(_OPEN)}
                rows = self.connection.execute(_SQL["uncertain_by_mark"], asked).fetchall()
                if len(rows) == 1:
                    named = values | {"id": rows[0][0]}
                    self.connection.execute(_SQL["name_of_channel"], named)
                    self._receive(digest, receipt.event, receipt.why, receipt.mark)
                    return
            if receipt.name:
                self.connection.execute(_SQL["keep_early"], values)

    def settle_answers(self, most: int = 1000) -> int:
        """Give answers that wait to their messages, or drop them; gives how many, `most` at a time."""
        for settled in range(most):
            row = self.connection.execute(_SQL["settle_answer"]).fetchone()
            if row is None or not row[0]:
                return settled
        return most

    def forget(self) -> None:
        """Let go of campaigns long over, and of receipts whose message never became known."""
        self.connection.execute(_SQL["forget_campaigns"], {"days": KEPT_DAYS})
        self.connection.execute(_SQL["forget_early"])

    def _receive(self, digest: bytes, event: Event, why: str = "", mark: int | None = None) -> None:
        values = {"channel_ref": digest, "why": why, "mark": mark} | _move(event)
        self.connection.execute(_SQL["receipt"], values)


def _move(event: Event) -> dict[str, Any]:
    return {
        "sources": [one.value for one in sources_of(event)],
        "target": target_of(event).value,
    }
