"""What check-ins and check-outs share: a bare ASGI route for one entry or an array of up to 200.

This is the hot path: no framework stands in it, ciphers and decoders are kept, and an entry is touched once.
"""

import logging
from abc import ABC, abstractmethod
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

import msgspec
from starlette.types import Receive, Scope, Send

from ansim.domain.errors import AnsimError
from ansim.domain.quantities import Tag
from ansim.visitor.api.decoding import decode, id_of, malformed
from ansim.visitor.api.http import RequestHeaders, read_json, reply_json, reply_problem
from ansim.visitor.api.problems import (
    BAD_JSON,
    CLOCK_SKEW,
    INTERNAL,
    MALFORMED,
    TOO_MANY,
    TOO_OLD,
    Problem,
    ProblemKind,
)
from ansim.visitor.checkin.checkin_desk import CheckInDesk
from ansim.visitor.checkin.inbox import Inbox
from ansim.visitor.checkin.late_desk import CLOSED, LateDesk, LateEntry
from ansim.visitor.checkin.tagging import OpenDay
from ansim.visitor.checkin.wire import Refused, Stored

if TYPE_CHECKING:
    from collections.abc import Sequence


log = logging.getLogger(__name__)

MOST_ENTRIES: Final = 200
Entry = TypeVar("Entry")
Who = TypeVar("Who")  # whose request it is: a visitor's session, a venue's phone
Desk = TypeVar("Desk", bound=CheckInDesk)  # the gateway, as far as the entry needs it
_WHITE: Final = b" \t\r\n"


class Ready(msgspec.Struct, frozen=True, gc=False):
    """A packed row, or one of another day; the key by which it can be found again; what its answer says once it is stored."""

    row: bytes | LateEntry
    answer: Stored
    day: OpenDay
    tag: Tag
    sealed: LateEntry | None = None  # the same as a row of another day, which may be what it ends


class EntryRoute(ABC, Generic[Entry, Who, Desk]):
    """One kind of entry: `prepare` judges and packs it, `conclude` turns its stored status into an answer."""

    created: int = 200  # the status of a single entry that is new

    def __init__(self, gateway: Desk, inbox: Inbox, kind: type[Entry]) -> None:
        self.gateway, self._inbox = gateway, inbox
        self._one: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(kind)
        self._many: msgspec.json.Decoder[list[Entry]] = msgspec.json.Decoder(list[kind])  # type: ignore[valid-type]
        self._encoder = msgspec.json.Encoder()

    @abstractmethod
    def identify(self, authorization: bytes, now: float) -> Who:
        """Whose request it is, by its `Authorization` header. Raises Problem."""

    @abstractmethod
    def prepare(self, entry: Entry, who: Who, now: float) -> Ready | Problem:
        """The row of an entry, or why it is refused."""

    @abstractmethod
    async def conclude(self, ready: Ready, status: int) -> Stored | Problem:
        """The answer where the status is not 0 (stored)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request: ASGI."""
        headers = RequestHeaders(scope["headers"])
        now = self.gateway.clock()
        try:
            who = self.identify(headers.authorization, now)
            body = await read_json(headers, receive)
            if body[:1] != b"{" and body.lstrip(_WHITE)[:1] == b"[":
                status, answer = 200, await self._batch(body, who, now, headers.language)
            else:
                status, answer = await self._single(body, who, now)
        except Problem as problem:
            await reply_problem(send, problem, headers.language)
        except (
            AnsimError
        ) as error:  # a missing day key: the operator's to mend, and nothing is stored
            log.error("%s: %s", type(error).__name__, error)  # noqa: TRY400 the message says it all
            await reply_problem(send, Problem(INTERNAL), headers.language)
        except Exception:  # whatever it is: the visitor reads a problem, never a trace
            log.exception("%s failed", scope["path"])
            await reply_problem(send, Problem(INTERNAL), headers.language)
        else:
            await reply_json(send, status, answer)

    async def _single(self, body: bytes, who: Who, now: float) -> tuple[int, bytes]:
        ready = self.prepare(decode(self._one, body), who, now)
        if isinstance(ready, Problem):
            raise ready
        row = ready.row
        if isinstance(row, bytes):
            statuses = await self._inbox.store((row,))
        else:
            statuses = await self.gateway.late.store((row,))
        if statuses is None or statuses[0] == 0:
            return self.created, self._encoder.encode(ready.answer)
        answer = await self._concluded(ready, statuses[0])
        if isinstance(answer, Problem):
            raise answer
        return 200, self._encoder.encode(answer)

    async def _batch(self, body: bytes, who: Who, now: float, language: str) -> bytes:
        entries = self._read_array(body)
        prepared = [self._prepare_or_refuse(entry, who, now) for entry in entries]
        rows = [ready.row for ready in prepared if isinstance(ready, Ready)]
        statuses = await store_all(self._inbox, self.gateway.late, rows)
        answers: list[Stored | Refused] = []
        stored = iter(statuses)
        for entry, ready in zip(entries, prepared, strict=True):
            outcome: Stored | Problem
            if isinstance(ready, Ready):
                status = next(stored)
                outcome = await self._concluded(ready, status) if status else ready.answer
            else:
                outcome = ready
            answers.append(
                _refused(entry, outcome, language) if isinstance(outcome, Problem) else outcome
            )
        return self._encoder.encode(answers)

    async def _concluded(self, ready: Ready, status: int) -> Stored | Problem:
        return Problem(TOO_OLD) if status == CLOSED else await self.conclude(ready, status)

    def _read_array(self, body: bytes) -> "Sequence[Entry | _Unreadable]":
        """The entries of an array; one that cannot be read does not spoil the others."""
        try:
            entries: Sequence[Entry | _Unreadable] = self._many.decode(body)
        except msgspec.ValidationError:
            raws = decode(_RAWS, body)
            entries = [self._read(bytes(raw)) for raw in raws[: MOST_ENTRIES + 1]]
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise Problem(BAD_JSON) from None
        if len(entries) > MOST_ENTRIES:
            raise Problem(TOO_MANY)
        if not entries:
            raise Problem(MALFORMED)
        return entries

    def _read(self, raw: bytes) -> "Entry | _Unreadable":
        try:
            return self._one.decode(raw)
        except msgspec.ValidationError as error:
            return _Unreadable(id_of(raw), malformed(error))

    def _prepare_or_refuse(
        self, entry: "Entry | _Unreadable", who: Who, now: float
    ) -> Ready | Problem:
        if isinstance(entry, _Unreadable):
            return entry.problem
        return self.prepare(entry, who, now)


async def store_all(inbox: Inbox, late: LateDesk, rows: "Sequence[bytes | LateEntry]") -> bytes:
    """Store rows of today and of other days; the status of each, in order. Raises Problem."""
    fresh = [row for row in rows if isinstance(row, bytes)]
    others = [row for row in rows if not isinstance(row, bytes)]
    of_today = (await inbox.store(fresh) if fresh else None) or bytes(len(fresh))
    if not others:
        return of_today
    statuses, of_others = iter(of_today), iter(await late.store(others))
    return bytes(next(statuses if isinstance(row, bytes) else of_others) for row in rows)


class _Unreadable(NamedTuple):
    id: str | None
    problem: Problem


_RAWS: "msgspec.json.Decoder[list[msgspec.Raw]]" = msgspec.json.Decoder(list[msgspec.Raw])


def _refused(entry: Any, problem: Problem, language: str) -> Refused:
    words = problem.kind.document(language, **problem.values)
    name = None if entry.id is None else str(entry.id)
    return Refused(
        name,
        "refused",
        words.code,
        words.title,
        words.detail,
        words.status,
        words.server_time,
        words.stands,
    )


def refused(kind: ProblemKind, now: float) -> Problem:
    """The problem of a rule; a wrong clock reads the right time (epoch seconds) in it."""
    if kind is CLOCK_SKEW:
        return Problem(kind, server_time=datetime.fromtimestamp(now, UTC))
    return Problem(kind)
