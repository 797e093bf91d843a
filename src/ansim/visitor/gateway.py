"""What the gateway holds while it runs: keys, connections, the venues in memory, the clock."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from psycopg_pool import AsyncConnectionPool

from ansim.domain.code_budgets import budgets_with
from ansim.domain.errors import AnsimError
from ansim.domain.quantities import PersonId
from ansim.identity.budgets import CodeBudgets
from ansim.identity.sealing import load_public_key
from ansim.keys import DayKeys, KeyFolder, folder
from ansim.notices.channels.configured import channel_of_environment
from ansim.notices.channels.mail import mail_of_environment
from ansim.notices.channels.messages import Channel
from ansim.settings.environment import code_budgets, dsn, is_demo, public_host, seconds
from ansim.visitor.api import functions
from ansim.visitor.api.functions import Pool
from ansim.visitor.api.problems import (
    BAD_SESSION,
    NO_SESSION,
    STOPPED,
    Problem,
)
from ansim.visitor.api.refreshing import keep_fresh
from ansim.visitor.api.sealed_texts import Sealer
from ansim.visitor.api.signed_files import signing_key
from ansim.visitor.checkin.inbox import Inbox
from ansim.visitor.checkin.late_desk import LateDesk
from ansim.visitor.checkin.recent import RecentCheckIns
from ansim.visitor.checkin.tagging import OpenDays
from ansim.visitor.checkin.writer import VisitWriter
from ansim.visitor.devices import Reader, Readers
from ansim.visitor.exposures.feed import ExposureFeed
from ansim.visitor.passes.pass_text import Passes
from ansim.visitor.session.credential import Issuer
from ansim.visitor.session.issuer_key import issuer
from ansim.visitor.session.nonces import Nonces
from ansim.visitor.session.session_tokens import Sessions, VisitorSession
from ansim.visitor.venues.directory_key import directory_signer
from ansim.visitor.venues.served import Directories
from ansim.visitor.venues.venue_book import VenueBook

WRITERS: Final = (
    1  # a second commit in flight made groups smaller and check-ins 10 % dearer (benchmarks.ingest)
)
REFRESH_SECONDS: Final = 1.0


class GatewayStartError(AnsimError):
    """The gateway cannot start; the message says what is missing."""


@dataclass
class Gateway:
    """The state of one gateway process. Routes get it as their first argument; nothing is global."""

    keys: KeyFolder
    sessions: Sessions
    phone_key: bytes
    code_key: bytes
    vault_key: X25519PublicKey
    days: OpenDays
    check_ins: Inbox
    check_outs: Inbox
    late: LateDesk
    visits: Pool
    identity: Pool
    main: Pool
    reports: Pool  # of main; apart from venues, as anybody may report
    messages: Channel | None
    mail: Channel | None
    budgets: CodeBudgets
    host: str
    demo: bool
    credentials: Issuer
    nonces: Nonces
    passes: Passes
    readers: Readers
    undos: Sealer
    call_key: bytes
    answer_key: bytes
    directories: Directories
    exposures: ExposureFeed
    venues: VenueBook
    fresh_every: float = REFRESH_SECONDS
    clock: Callable[[], float] = time.time
    recent: RecentCheckIns = field(default_factory=RecentCheckIns)
    passes_seen: RecentCheckIns = field(default_factory=RecentCheckIns)  # ids by pass and venue
    stopped: frozenset[bytes] = frozenset()
    _writers: list[VisitWriter] = field(default_factory=list)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def authenticate(self, authorization: bytes, now: float) -> VisitorSession:
        """Whose request it is, by its `Authorization` header. Raises Problem."""
        if authorization[:7] == b"Bearer ":  # as every client of ours writes it
            token = authorization[7:]
        elif not authorization:
            raise Problem(NO_SESSION)
        else:
            scheme, _, token = authorization.partition(b" ")
            if scheme.lower() != b"bearer":
                raise Problem(BAD_SESSION)
        session = self.sessions.check(token, now)
        if session.person in self.stopped:
            raise Problem(STOPPED)
        return session

    @property
    def exposure_key(self) -> dict[str, str]:
        """The public key (JWK) that checks the exposure feed."""
        return self.exposures.key

    def reader(self, authorization: bytes, now: float) -> Reader:
        """Which venue's phone it is, by its `Authorization` header. Raises Problem."""
        return self.readers.of_header(authorization, now)

    def stop(self, person: PersonId) -> None:
        """Refuse a person's tokens from this moment; the other gateways read it from the database."""
        self.stopped |= {person}

    async def open(self) -> None:
        """Connect and read the venues. Raises GatewayStartError."""
        try:
            for writer in self._writers:
                await writer.open()
            for pool in self._pools():
                await pool.open(wait=True, timeout=10)
            await self._refresh_stopped()
            await self._refresh_venues()
            await self._refresh_exposures()
        except psycopg.Error as error:
            raise GatewayStartError(
                f"a database is not ready ({error}): is it running, and migrated?"
            ) from None
        self.check_ins.start()
        self.check_outs.start()
        # Each by itself: venues that cannot be read keep nobody's token alive.
        for what, refresh in (
            ("stopped people", self._refresh_stopped),
            ("venues", self._refresh_venues),
            ("exposures", self._refresh_exposures),
            ("waiting entries", self._settle_entries),
        ):
            self._tasks.append(asyncio.create_task(keep_fresh(what, refresh, self.fresh_every)))

    async def close(self) -> None:
        """Commit what waits, then hang up."""
        for task in self._tasks:
            task.cancel()
        for inbox in (self.check_ins, self.check_outs):
            await inbox.close()
        for writer in self._writers:
            await writer.close()
        for pool in self._pools():
            await pool.close()
        for channel in (self.messages, self.mail):
            if channel is not None:
                await channel.close()

    def _pools(self) -> tuple[Pool, ...]:
        return (self.visits, self.identity, self.main, self.reports)

    async def _refresh_stopped(self) -> None:
        rows = await functions.call_all(self.identity, "stopped_people")
        self.stopped = frozenset(bytes(row[0]) for row in rows)

    async def _settle_entries(self) -> None:
        await functions.ask(self.visits, "settle_entries")

    async def _refresh_venues(self) -> None:
        async with self.main.connection() as connection:
            await self.venues.refresh(connection)

    async def _refresh_exposures(self) -> None:
        await self.exposures.refresh(self.main)


def gateway_of_environment() -> Gateway:
    """The gateway as the environment describes it. Raises KeyMissingError, GatewayStartError."""
    keys = folder()
    session_key = keys.secret("session")
    visits = dsn("gateway", "visits")
    check_ins = [VisitWriter(visits, "record_check_ins", "visits.check_in") for _ in range(WRITERS)]
    check_outs = [VisitWriter(visits, "record_leavings", "visits.leaving")]
    code_key = hmac.digest(session_key, b"ansim verification codes v1", hashlib.sha256)
    messages = channel_of_environment(demo=is_demo())
    log = _pool(visits, 2)
    demo, host, venues = is_demo(), public_host(), VenueBook()
    return Gateway(
        keys=keys,
        sessions=Sessions(session_key),
        phone_key=keys.secret("phone-index"),
        code_key=code_key,
        vault_key=load_public_key(keys.read("identity/public.pem")),
        days=OpenDays(DayKeys(keys)),
        check_ins=Inbox(check_ins),
        check_outs=Inbox(check_outs),
        late=LateDesk(log, seconds("late_spread", 2.0)),
        visits=log,
        identity=_pool(dsn("gateway", "identity"), 4),
        main=_pool(dsn("gateway", "main"), 2),
        reports=_pool(dsn("gateway", "main"), 1),
        messages=messages,
        mail=mail_of_environment() or (messages if demo else None),
        budgets=CodeBudgets(code_key, budgets_with(code_budgets())),
        fresh_every=seconds("gateway_refresh", REFRESH_SECONDS),
        host=host,
        demo=demo,
        credentials=issuer(keys, host, session_key),
        nonces=Nonces(session_key),
        passes=Passes(session_key),
        readers=Readers(session_key),
        undos=Sealer(session_key, "undo"),
        call_key=keys.secret("call-records"),
        answer_key=keys.secret("answer-proofs"),
        directories=Directories(venues, directory_signer(keys)),
        exposures=ExposureFeed(venues, signing_key(keys, "exposures")),
        venues=venues,
        _writers=[*check_ins, *check_outs],
    )


def _pool(conninfo: str, size: int) -> Pool:
    return AsyncConnectionPool(
        conninfo,
        min_size=1,
        max_size=size,
        open=False,
        timeout=5,
        # The pool waits twice as long after each failed try: 1, 2, 4, 8 seconds, so that a server which is back after 7 is
        # asked after 15. Given up this soon, the next request begins with a try at once.
        reconnect_timeout=2,
        kwargs={"autocommit": True, "options": "-c statement_timeout=10s -c synchronous_commit=on"},
        check=AsyncConnectionPool.check_connection,
    )
