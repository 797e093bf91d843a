"""`ansim laboratory`: enrol, list and bar laboratories. Run by the operator, who reaches the databases as their owner."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
import psycopg

from ansim.database.named_statements import read_statements
from ansim.domain.errors import AnsimError
from ansim.domain.laboratory_notifications import MOST_A_DAY
from ansim.domain.marks import new_mark
from ansim.domain.signed_texts import Workplace
from ansim.identity.laboratories.laboratory_keys import PublicKeyFile, read_public_key
from ansim.identity.staff.assertions import SigningSite
from ansim.ledger import Actor, Book
from ansim.ledger.acts import (
    Act,
    LaboratoryAdded,
    LaboratoryBarred,
    LaboratoryKeyBarred,
    LaboratoryLimited,
)
from ansim.settings.environment import dsn, signing_host

_SQL: Final = read_statements("ansim.identity.laboratories")
_OPERATOR: Final = Actor("operator", "")
Connection = psycopg.Connection[tuple[Any, ...]]


class LaboratoryEnrolmentError(AnsimError):
    """A laboratory or its key could not be enrolled, limited or barred."""


@dataclass(frozen=True, slots=True)
class EnrolledKey:
    """What a laboratory writes into its notifications: `iss`, `kid`, by what it signs, and `aud`."""

    iss: str
    kid: str
    algorithm: str
    aud: str

    def lines(self) -> list[str]:
        """As the operator passes it on."""
        return [f"iss {self.iss}", f"aud {self.aud}", f"kid {self.kid}", f"alg {self.algorithm}"]


def add(name: str, file: Path, a_day: int) -> EnrolledKey:
    """Enrol a laboratory under its public name, with its first key. Raises LaboratoryEnrolmentError, KeyFileError."""
    key = _read(file)
    values = {"ref": new_mark("L", 8), "name": _name(name), "a_day": _number(a_day)}
    with _connection() as identity:
        if identity.execute(_SQL["add_laboratory"], values).fetchone() is None:
            raise LaboratoryEnrolmentError(
                f"{name!r} is enrolled: `ansim laboratory key` gives it another key"
            )
        return _add_key(identity, str(values["ref"]), key)


def add_key(ref: str, file: Path) -> EnrolledKey:
    """Enrol another key of a laboratory, beside those that it has. Raises LaboratoryEnrolmentError, KeyFileError."""
    key = _read(file)
    with _connection() as identity:
        _require(identity.execute(_SQL["standing_laboratory"], {"ref": ref}), ref)
        return _add_key(identity, ref, key)


def limit(ref: str, a_day: int) -> None:
    """Let a laboratory notify so many cases a day. Raises LaboratoryEnrolmentError."""
    values = {"ref": ref, "a_day": _number(a_day)}
    with _connection() as identity:
        _require(identity.execute(_SQL["limit_laboratory"], values), ref)
        _enter(LaboratoryLimited(ref, a_day))


def bar(ref: str, kid: str = "") -> int:
    """Bar a laboratory for good, or one key of it; says how many of its cases nobody took up yet: they stand.

    Raises LaboratoryEnrolmentError. What is barred already is so again: a try that broke off may have left no entry.
    """
    with _connection() as identity:
        values = {"ref": ref, "kid": kid}
        if kid:
            (fingerprint,) = _require(identity.execute(_SQL["bar_laboratory_key"], values), ref)
        else:
            _require(identity.execute(_SQL["bar_laboratory"], values), ref)
        waiting = identity.execute(_SQL["waiting_of_laboratory"], values).fetchone()
    # Barred first: whoever holds a stolen key waits for no ledger.
    _enter(LaboratoryKeyBarred(ref, fingerprint) if kid else LaboratoryBarred(ref))
    return waiting[0] if waiting else 0


def table() -> list[str]:
    """A line for each laboratory, and one for each of its keys."""
    lines: list[str] = []
    with _connection() as identity:
        rows = identity.execute(_SQL["all_laboratories"]).fetchall()
    seen = ""
    for ref, name, a_day, barred_at, kid, algorithm, key_barred_at in rows:
        if ref != seen:
            lines.append(f"{ref}  {name}  at most {a_day:,} a day{_barred(barred_at)}")
            seen = ref
        if kid:
            lines.append(f"  kid {kid}  {algorithm}{_barred(key_barred_at)}")
    return lines or ["no laboratory is enrolled"]


def _barred(at: Any) -> str:
    return f"  barred {at:%Y-%m-%d}" if at else ""


def _add_key(identity: Connection, ref: str, key: PublicKeyFile) -> EnrolledKey:
    values = {
        "kid": key.kid,
        "laboratory": ref,
        "algorithm": key.algorithm,
        "public_key": key.public_key,
    }
    if identity.execute(_SQL["add_laboratory_key"], values).fetchone() is None:
        raise LaboratoryEnrolmentError(
            "that key is enrolled already, here or elsewhere: each serves one laboratory once"
        )
    _enter(LaboratoryAdded(ref, key.fingerprint))  # before the commit: an entry alone does no harm
    return EnrolledKey(ref, key.kid, key.algorithm, SigningSite.at(signing_host()).name)


def _enter(act: Act) -> None:
    book = Book(lambda: dsn("owner", "main"))
    try:
        book.append(_OPERATOR, "", act)
    finally:
        book.close()


def _require(found: psycopg.Cursor[tuple[Any, ...]], ref: str) -> tuple[Any, ...]:
    row = found.fetchone()
    if row is None:
        raise LaboratoryEnrolmentError(f"no such laboratory or key counts here: {ref!r}")
    return row


def _read(file: Path) -> PublicKeyFile:
    return read_public_key(file.read_bytes())


def _name(name: str) -> str:
    """A public name that fits on one line of a page. Raises LaboratoryEnrolmentError."""
    try:
        known = msgspec.convert(name.strip(), Workplace)
    except msgspec.ValidationError:
        known = ""
    if not known or not re.search(r"\w", known):
        raise LaboratoryEnrolmentError("a laboratory has a public name of 1 to 60 signs")
    return str(known)


def _number(a_day: int) -> int:
    if not 1 <= a_day <= MOST_A_DAY:
        raise LaboratoryEnrolmentError(f"a laboratory notifies 1 to {MOST_A_DAY:,} cases a day")
    return a_day


def _connection() -> Connection:
    return psycopg.connect(dsn("owner", "identity"))
