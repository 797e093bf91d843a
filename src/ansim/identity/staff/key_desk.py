"""Keys of staff, as the vault takes them in: by a text, a proof under the one-time word, and the key itself."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.signatures import (
    PORTALS,
    EnrolmentRefusedError,
    PortalName,
    SignatureRefusedError,
    WeakKeyError,
    roles_of,
)
from ansim.domain.signed_texts import KeyEnrolment
from ansim.domain.staff_records import KEEPER
from ansim.identity.staff.accepting import Acceptance, use_once
from ansim.identity.staff.assertions import StoredKey, device_key_made, passkey_made
from ansim.identity.staff.signed_calls import EnrolKey, KeysOf, KnownKey, NewKey
from ansim.ledger import Book
from ansim.ledger.acts import Actor, KeeperKeyEnrolled, KeyEnrolled

_SQL: Final = read_statements("ansim.identity.staff")


@dataclass(frozen=True, slots=True)
class KeyDesk:
    """The vault's answers about keys of staff. Each enrolment is in the ledger before its answer leaves."""

    acceptance: Acceptance
    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"
    book: Book
    portal: PortalName
    """Whose socket this is: a portal carries keys of its own staff alone."""

    def enrol(self, request: EnrolKey) -> bool:
        """Take in a key. Raises EnrolmentRefusedError, WeakKeyError, SignedTextError."""
        text = self.acceptance.read(request.text, KeyEnrolment)
        new = request.key
        if PORTALS[text.role] != self.portal:
            raise EnrolmentRefusedError("that role makes its keys at another portal")
        if new.kind == "device" and not self.acceptance.device_keys:
            raise WeakKeyError("a device key is not enough here: make a passkey")
        with self.pool.connection() as connection:
            row = connection.execute(_SQL["take_word"], {"staff": text.staff}).fetchone()
            if row is None or row[1] != text.role or not _is_proven(bytes(row[0]), request):
                raise EnrolmentRefusedError("the one-time word is wrong, used or over its time")
            key = self._made(request.text, new)
            use_once(connection, text, self.acceptance.clock())
            values = {
                "credential": key.credential,
                "staff": text.staff,
                "kind": key.kind,
                "public_key": key.public_key,
                "sign_count": key.sign_count,
                "aaguid": key.aaguid,
                "backup_eligible": key.backup_eligible,
            }
            if connection.execute(_SQL["put_key"], values).fetchone() is None:
                raise EnrolmentRefusedError("that key is enrolled already")
            fingerprint = hashlib.sha256(key.public_key).hexdigest()
            # Committed by its own connection before ours: an entry without a key does no harm.
            entry = KeeperKeyEnrolled if text.role == KEEPER else KeyEnrolled
            self.book.append(Actor(text.role, text.staff), "", entry(key.kind, fingerprint))
        return True

    def known(self, request: KeysOf) -> list[KnownKey]:
        """The keys of a member of staff that count, oldest first."""
        values = {"staff": request.staff, "roles": roles_of(self.portal)}
        with self.pool.connection() as connection:
            rows = connection.execute(_SQL["keys_of"], values).fetchall()
        return [KnownKey(kind, made_at, bytes(credential)) for kind, made_at, credential in rows]

    def _made(self, text: bytes, new: NewKey) -> StoredKey:
        try:
            if new.kind == "passkey":
                return passkey_made(self.acceptance.site, text, new.passkey)
            return device_key_made(text, new.public_key, new.signature)
        except SignatureRefusedError as error:
            raise EnrolmentRefusedError("the key proves nothing of itself") from error


def proof_of_word(key: bytes, text: bytes, new: NewKey) -> bytes:
    """What the signing page computes: HMAC-SHA-256 over the lengths and bytes of text and key."""
    made = new.passkey.encode() if new.kind == "passkey" else new.public_key + new.signature
    message = len(text).to_bytes(4) + text + new.kind.encode() + b"\0" + made
    return hmac.digest(key, message, hashlib.sha256)


def _is_proven(key: bytes, request: EnrolKey) -> bool:
    return hmac.compare_digest(request.key.proof, proof_of_word(key, request.text, request.key))
