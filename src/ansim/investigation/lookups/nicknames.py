"""What officers call their cases: sealed in the case's file at the vault, opened within a session alone."""

import time
from collections.abc import Iterable
from typing import Final

from ansim.identity.sessions.case_file_calls import FieldText
from ansim.investigation.lookups.closed_to_looking import CaseClosedError, SessionWantedError
from ansim.investigation.lookups.desk import Desk
from ansim.investigation.models import Case
from ansim.rpc import CallError, UnreachableError

_FIELD: Final = "nickname"


def opens_file(desk: Desk, case: Case) -> bool:
    """Whether the session reaches the case's file, as far as the console knows."""
    return (
        case.closed_at is None
        and desk.session is not None
        and desk.session.reaches(case.ref, time.time())
    )


def nicknames(desk: Desk, cases: Iterable[Case]) -> dict[str, str]:
    """The nickname of each case by its mark, of those that the session reaches.

    A list stands without them: where the vault is away, or the session ended there, nothing is told.
    """
    found = {}
    for case in cases:
        if case.nickname is None:
            continue
        try:
            (text,) = desk.unseal(case, [FieldText(_FIELD, bytes(case.nickname))])
        except (CallError, CaseClosedError, SessionWantedError):
            continue  # of this case alone: it may have been closed or moved by a colleague
        except UnreachableError:
            break
        found[case.ref] = text.decode()
    return found


def name_case(desk: Desk, case: Case, nickname: str) -> None:
    """Give the case a nickname, or none. Raises CaseClosedError, SessionWantedError, CallError."""
    texts = [FieldText(_FIELD, nickname.encode())] if nickname else []
    case.nickname = next(iter(desk.seal(case, texts)), None)
    case.save(update_fields=["nickname"])
