"""Requests that come again: the answer is stored in the transaction of what was done, so nothing is done twice.

The header is that of the IETF's draft (draft-ietf-httpapi-idempotency-key-header): a quoted string, bare words are understood.
"""

import re
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models.functions import Now

from ansim.business.models import ApiAnswer, ApiKey
from ansim.business.partners.problems import IN_FLIGHT, NO_NAME, OTHER_BODY, RefusedError
from ansim.database.named_statements import read_statements
from ansim.settings.environment import seconds

_SQL = read_statements("ansim.business.partners")
_NAME: Final = re.compile(r'"?([!#-\[\]-~]{1,100})"?')
_DAY: Final = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it was sent."""

    status: int
    headers: dict[str, str]
    body: bytes


def read_name(header: str) -> str:
    """What an `Idempotency-Key` names. Raises RefusedError where it names nothing."""
    found = _NAME.fullmatch(header.strip())
    if found is None:
        raise RefusedError(NO_NAME)
    return found[1]


def answered(key: ApiKey, name: str, asked: bytes) -> StoredAnswer | None:
    """The answer that this request had, or None; from here on this transaction alone works on that name.

    Raises RefusedError for another request under the same name, and for one that is being worked on.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL["hold_name"], {"key": key.pk, "name": name})
        if not cursor.fetchone()[0]:
            raise RefusedError(IN_FLIGHT, headers={"Retry-After": "1"})
        cursor.execute(_SQL["forget_answers"], {"seconds": kept_seconds()})
    known = ApiAnswer.objects.filter(key=key, name=name).first()
    if known is None:
        return None
    if bytes(known.asked) != asked:
        raise RefusedError(OTHER_BODY)
    return StoredAnswer(known.status, known.headers, bytes(known.body))


def keep(key: ApiKey, name: str, asked: bytes, answer: StoredAnswer) -> None:
    """Store the answer, in the transaction of what it tells."""
    ApiAnswer.objects.create(
        key=key,
        name=name,
        asked=asked,
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        made_at=Now(),
    )


def kept_seconds() -> float:
    """How long answers are kept: `ANSIM_PARTNER_ANSWERS_SECONDS`, by default a day."""
    return seconds("partner_answers", _DAY)
