"""Work lists: one signature for a shift, under which names are opened one at a time (RIGHTS §3, ADR 45)."""

import hashlib
from collections.abc import Sequence
from typing import ClassVar, Final

from ansim.domain.errors import AnsimError
from ansim.domain.shift_grants import SHIFT
from ansim.domain.signed_texts import CaseMark, Digest, SignedText

LONGEST_LIST: Final = 300
"""People on one list (policy): what one shift of calls gets through, and the most that a list in wrong hands can open."""


class WorkListError(AnsimError):
    """A work list is not taken in, or shows nobody."""


class WorkListMalformedError(WorkListError):
    """The people are not those that the text is for, or too many, or somebody stands twice."""

    code = "work-list-malformed"


class WorkListEndedError(WorkListError):
    """There is no such list of this officer in this session, or its shift is over."""

    code = "work-list-ended"


class WorkList(SignedText, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Name these people one at a time under a warrant, until the text's end.

    `warrant` is its digest, `people` that of the handles in the order of their numbers. The signature alone names nobody.
    """

    KIND: ClassVar[str] = "work-list"
    VALIDITY: ClassVar[int] = SHIFT

    case: CaseMark
    warrant: Digest
    people: Digest
    count: int


def list_digest(people: Sequence[bytes]) -> bytes:
    """The digest of people in the order of their numbers, the first of which is 1."""
    return hashlib.sha256(b"ansim-work-list-v2\0" + b"".join(people)).digest()


def require_list(said: WorkList, people: Sequence[bytes]) -> None:
    """Refuse other people than those that were signed for. Raises WorkListMalformedError."""
    if list_digest(people).hex() != said.people or len(people) != said.count:
        raise WorkListMalformedError("the people are not those that the signature is for")
    if not 0 < len(people) <= LONGEST_LIST or len(set(people)) != len(people):
        raise WorkListMalformedError(f"a list has 1 to {LONGEST_LIST} people, each of them once")
