"""Who signs in: judged once by the vault, for the portal on whose socket it is asked (ADR 39)."""

import hashlib
import hmac
import logging
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg_pool import ConnectionPool

from ansim import rpc
from ansim.database.named_statements import read_statements
from ansim.domain.signatures import (
    KEYS_BARRED_A_DAY,
    PORTALS,
    KeyBarCapError,
    PortalName,
    UnknownSignerError,
    key_mark,
    roles_of,
)
from ansim.domain.signed_texts import OtherBrowserError, SigningIn, TextOfOtherSiteError
from ansim.domain.staff_records import KEEPER, KEEPERS
from ansim.identity.staff.accepting import Acceptance, Connection, use_once
from ansim.identity.staff.key_desk import KeyDesk
from ansim.identity.staff.signed_calls import BarKey, EnrolKey, JudgeSignIn, KeysOf, Recognised
from ansim.ledger import Book
from ansim.ledger.acts import Actor, KeyBarred

log = logging.getLogger(__name__)
_SQL: Final = read_statements("ansim.identity.staff") | read_statements("ansim.identity.keepers")
Pool = ConnectionPool[psycopg.Connection[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class SignInDesk:
    """The vault's answers about who signs in at one portal, which browsers reach at `origin`."""

    acceptance: Acceptance
    pool: Pool
    book: Book
    portal: PortalName
    origin: str

    def judge(self, request: JudgeSignIn) -> Recognised:
        """Who signed, once. Raises SignatureError, SignedTextError: whatever is wrong, nobody is told whose key it was."""
        text = self.acceptance.read(request.text, SigningIn)
        if (text.portal, text.origin) != (self.portal, self.origin):
            raise TextOfOtherSiteError("the text is for signing in elsewhere")
        if not hmac.compare_digest(text.browser, hashlib.sha256(request.secret).hexdigest()):
            raise OtherBrowserError("another browser asked for this text")
        with self.pool.connection() as connection:
            signed = self.acceptance.signatory(connection, request.text, request.signature)
            if PORTALS.get(signed.member.role) != self.portal:
                raise UnknownSignerError("that member of staff signs in at another portal")
            use_once(connection, text, self.acceptance.clock())
        return Recognised(signed.member.ref, key_mark(signed.credential), signed.kind)

    def bar_key(self, request: BarKey) -> bool:
        """Bar a key of that person, and enter it in the ledger; False where there is no such key that counts.

        Nobody signs for it, as whoever lost a key cannot: the operator hears of each. Raises KeyBarCapError.
        """
        values = {
            "staff": request.staff,
            "key": request.key,
            "roles": roles_of(self.portal),
            "portal": self.portal,
        }
        with self.pool.connection() as connection:
            connection.execute(_SQL["lock_barring"], values)
            so_far = connection.execute(_SQL["barred_today"], values).fetchone()
            row = connection.execute(_SQL["bar_key"], values).fetchone()
            if row is None:
                return False
            role, kind, fingerprint = row
            if so_far and so_far[0] >= KEYS_BARRED_A_DAY:
                log.error(
                    "%d keys of staff were barred from the %s portal within a day, and another of %s is to be: is that portal"
                    " in foreign hands? Nothing more is barred from there today; two keepers shut somebody out, or, until"
                    " there are two, `ansim staff bar`",
                    KEYS_BARRED_A_DAY,
                    self.portal,
                    request.staff,
                )
                raise KeyBarCapError(f"at most {KEYS_BARRED_A_DAY} keys a portal and day")
            few = role == KEEPER and self._keepers_left(connection) < KEEPERS
            self.book.append(Actor(role, request.staff), "", KeyBarred(kind, fingerprint))
        log.error(
            "a key of %s was barred from the %s portal: they may need another, by two keepers or, until there are two,"
            " `ansim staff word`",
            request.staff,
            self.portal,
        )
        if few:
            # Refusing would keep a thief in.
            log.error(
                "fewer than two keepers have a key left, so nobody changes staff records: ask whether that key was lost,"
                " before `ansim keys keepers` makes others"
            )
        return True

    def _keepers_left(self, connection: Connection) -> int:
        values = {"without": "", "device_keys": self.acceptance.device_keys}
        row = connection.execute(_SQL["usable_keepers"], values).fetchone()
        return int(row[0]) if row else 0


def door(
    acceptance: Acceptance, pool: Pool, book: Book, portal: PortalName, origin: str
) -> rpc.Handlers:
    """What the vault answers a portal about its own staff: their keys, and who signs in."""
    keys = KeyDesk(acceptance, pool, book, portal)
    desk = SignInDesk(acceptance, pool, book, portal, origin)
    return {
        EnrolKey: keys.enrol,
        KeysOf: keys.known,
        JudgeSignIn: desk.judge,
        BarKey: desk.bar_key,
    }
