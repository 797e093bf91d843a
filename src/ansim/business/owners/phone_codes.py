"""Codes to phones: begun within budgets, tried a few times, good once. They follow the rules of visitors' codes (ADR 21).

Moments are the database's. No answer tells whether a number has an account.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from ansim.business.models import CodeUse, Owner, SignInCode
from ansim.business.owners.owner_desk import OwnerDesk
from ansim.database.named_statements import read_statements
from ansim.domain.code_budgets import GUESSES_A_DAY, GUESSES_OF_A_NETWORK, block_of
from ansim.identity.outcomes import OfBeginning, OfCode
from ansim.identity.owner_sealing import seal_number

_SQL = read_statements("ansim.business.owners")
_LIFE: Final = timedelta(minutes=5)
_TRIES: Final = 5
_AT_A_TIME: Final = 3  # codes to one number in ten minutes


class _BudgetSpentError(Exception):
    """Takes back what was counted before a spent budget was found."""

    def __init__(self, place: int, wait: int) -> None:
        super().__init__(place)
        self.place, self.wait = place, wait


@dataclass(frozen=True, slots=True)
class Begun:
    """What became of a wish for a code. `code` is to be sent; `wait`: seconds until the next try, `place`: the budget."""

    outcome: OfBeginning
    number: UUID
    code: str = ""
    wait: int = 0
    place: int = 0


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a code: with RIGHT, the owner, found or made at this moment."""

    outcome: OfCode
    owner: Owner | None = None
    tries_left: int = 0


@transaction.atomic
def begin(desk: OwnerDesk, e164: str, host: str, now: float) -> Begun:
    """Make a code for a number, where every budget allows; `host` is the address that asks."""
    index = desk.index(e164)
    number, code = uuid4(), f"{secrets.randbelow(1_000_000):06d}"
    _one("lock_number", index=index)
    sent, wait = _one("sent_lately", index=index)
    if sent >= _AT_A_TIME:
        return Begun(OfBeginning.NUMBER_WAITS, number, wait=max(1, wait))
    try:
        uses = _count(desk, e164, host)
    except _BudgetSpentError as spent:
        desk.budgets.spent(spent.place, now)
        return Begun(OfBeginning.BUDGET_SPENT, number, wait=spent.wait, place=spent.place)
    desk.budgets.watch(uses, now)
    SignInCode.objects.create(
        id=number,
        phone_index=index,
        sealed=seal_number(desk.public, index, e164),
        phone_end=e164[-2:],
        code_hash=desk.code_hash(number, code),
        expires_at=Now() + _LIFE,
    )
    return Begun(OfBeginning.SENT, number, code)


@transaction.atomic
def _count(desk: OwnerDesk, e164: str, host: str) -> list[int]:
    """The uses of each budget, this one counted. Raises _BudgetSpentError, and counts nothing then."""
    budgets = desk.budgets
    uses: list[int] = []
    for place, bucket in enumerate(budgets.buckets(e164, host)):
        used, ends = _one("count_use", bucket=bucket, seconds=budgets.windows[place])
        uses.append(used)
        if used > budgets.most[place]:
            raise _BudgetSpentError(place + 1, ends)
    return uses


@transaction.atomic
def confirm(desk: OwnerDesk, number: UUID, code: str, language: str, host: str) -> Tried:
    """Try a code; a right one is spent, and finds or makes the account of its number.

    Wrong ones are counted by code, by number and by the network that asks: who tries one guess on each of many numbers is
    stopped by the last.
    """
    good = SignInCode.objects.select_for_update().filter(
        pk=number, used=False, expires_at__gt=Now()
    )
    begun = good.first()
    if begun is None:
        return Tried(OfCode.UNKNOWN)
    if begun.tries >= _TRIES:
        return Tried(OfCode.TOO_MANY_TRIES)
    guesses = {
        desk.budgets.guesses(bytes(begun.phone_index).hex()): GUESSES_A_DAY,
        desk.budgets.guesses(f"block {block_of(host)}"): GUESSES_OF_A_NETWORK,
    }
    for bucket, most in guesses.items():
        if CodeUse.objects.filter(bucket=bucket, used__gte=most, ends_at__gt=Now()).exists():
            return Tried(OfCode.TOO_MANY_GUESSES)
    left = _TRIES - 1 - begun.tries
    SignInCode.objects.filter(pk=number).update(tries=F("tries") + 1)
    if not hmac.compare_digest(bytes(begun.code_hash), desk.code_hash(number, code)):
        for bucket in guesses:
            _one("count_use", bucket=bucket, seconds=86400)
        return Tried(OfCode.WRONG_CODE if left else OfCode.TOO_MANY_TRIES, tries_left=left)
    SignInCode.objects.filter(pk=number).update(used=True)
    return Tried(OfCode.RIGHT, _owner(begun, language))


def _owner(begun: SignInCode, language: str) -> Owner:
    owner, _made = Owner.objects.get_or_create(
        phone_index=begun.phone_index,
        defaults={
            "sealed": begun.sealed,
            "phone_end": begun.phone_end,
            "language": language,
        },
    )
    return owner


def _one(statement: str, **values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(_SQL[statement], values)
        return cursor.fetchone()
