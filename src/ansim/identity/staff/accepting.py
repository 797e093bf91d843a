"""Which signed texts the vault accepts: the right words, here and now, by a key of somebody who may, and each once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import psycopg

from ansim.database.named_statements import read_statements
from ansim.domain.shift_grants import CaseNotYoursError
from ansim.domain.signatures import (
    SIDES,
    BothSidesError,
    KeyKind,
    NotTwoSignersError,
    Side,
    StaffSignature,
    UnknownSignerError,
    WeakKeyError,
)
from ansim.domain.signed_texts import (
    SignedText,
    Text,
    TextUsedError,
    read_text,
    require_here_and_now,
)
from ansim.domain.teams import AgencyTeam
from ansim.identity.staff.assertions import SigningSite, StoredKey, require_signature
from ansim.identity.staff.staff_registry import StaffMember, any_works_on, hats_of

_SQL: Final = read_statements("ansim.identity.staff")
Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed, and with which key."""

    member: StaffMember
    credential: bytes
    kind: KeyKind
    hats: tuple[StaffMember, ...]
    """In which roles and for which teams they act here, `member` before those of a deputy."""

    @property
    def side(self) -> Side | None:
        """On which side the person stands by their role; None for who has nothing to do with cases."""
        return SIDES.get(self.member.role)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The rules of this installation: where is signed, whether a device key is enough. `clock` gives epoch seconds."""

    site: SigningSite
    device_keys: bool
    clock: Callable[[], float]

    def read(self, written: bytes, kind: type[Text]) -> Text:
        """The text, once it is of that kind, of this site and within its time. Raises SignedTextError."""
        text = read_text(written, kind)
        require_here_and_now(text, self.site.name, self.clock())
        return text

    def signer(
        self,
        connection: Connection,
        written: bytes,
        signature: StaffSignature,
        side: Side,
        *,
        kept: bool = False,
    ) -> Signatory:
        """Who signed these bytes, of the side that has to. Raises SignatureError."""
        signed = self.signatory(connection, written, signature, kept=kept)
        hats = tuple(one for one in signed.hats if SIDES.get(one.role) == side)
        if not hats:
            raise NotTwoSignersError(f"the text wants a signature of the {side} side")
        return replace(signed, member=hats[0], hats=hats)

    def signatory(
        self,
        connection: Connection,
        written: bytes,
        signature: StaffSignature,
        *,
        kept: bool = False,
    ) -> Signatory:
        """Who signed these bytes, whoever it is; a signature that the vault `kept` may be older than the key's last.

        Raises SignatureError.
        """
        row = connection.execute(_SQL["signer_of"], {"credential": signature.credential}).fetchone()
        if row is None or row[0] != signature.staff:
            raise UnknownSignerError("no key of that id belongs to that member of staff")
        ref, credential, kind, public_key, count = row
        if kind == "device" and not self.device_keys:
            raise WeakKeyError("a device key is not enough here: enrol a passkey")
        # The counter of a kept one was looked at as it came, and the key may have signed since.
        key = StoredKey(bytes(credential), kind, bytes(public_key), 0 if kept else count)
        fresh = require_signature(self.site, written, signature, key)
        if not kept:
            values = {"credential": key.credential, "sign_count": fresh}
            connection.execute(_SQL["note_count"], values)
        hats = hats_of(connection, ref, self.clock())
        return Signatory(hats[0], key.credential, kind, tuple(hats))


def use_once(connection: Connection, text: SignedText, now: float) -> None:
    """Mark the text as used. Raises TextUsedError where it was used before.

    `now` is the clock that judges texts: by another, a mark could go while its text is still good.
    """
    until = datetime.fromtimestamp(text.until, UTC)
    values = {"ref": bytes.fromhex(text.ref), "until": until}
    if connection.execute(_SQL["use_text"], values).fetchone() is None:
        raise TextUsedError("the text was used before: ask for a new one")
    connection.execute(_SQL["forget_texts"], {"now": now})


def require_works_on(connection: Connection, case: str, signed: Signatory) -> None:
    """Refuse a case that is closed, or is none of the signer's team; to who lets, of their agency. Raises CaseNotYoursError.

    The case's own team counts, not that of whoever signed before: they may work elsewhere by now.
    """
    row = connection.execute(_SQL["whose_case"], {"case": case}).fetchone()
    if row is None or not any_works_on(signed.hats, AgencyTeam(*row[:2])):
        raise CaseNotYoursError("the case is another team's, or was never opened here")
    if row[2]:
        raise CaseNotYoursError("the case is closed")


def take_side(connection: Connection, case: str, signed: Signatory) -> None:
    """Put whoever signed on the side of their role in a case, for good. Raises BothSidesError."""
    put_on_side(connection, case, signed.member.ref, signed.side)


def put_on_side(connection: Connection, case: str, staff: str, side: Side | None) -> None:
    """Put a member of staff on a side of a case, for good. Raises BothSidesError: they stand on the other."""
    values = {"case": case, "staff": staff, "side": side}
    connection.execute(_SQL["take_side"], values)
    row = connection.execute(_SQL["side_of"], values).fetchone()
    if row is None or row[0] != side:
        raise BothSidesError("whoever asked in a case does not let in it, nor the other way")
