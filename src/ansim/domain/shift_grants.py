"""What an officer signs to work with the log: once a shift for their own cases (RIGHTS §3, ADR 38)."""

from collections.abc import Collection, Iterable
from typing import Annotated, ClassVar, Final

import msgspec

from ansim.domain.errors import AnsimError
from ansim.domain.signed_texts import CaseMark, SignedText
from ansim.domain.training import is_training, require_one_kind

MOST_CASES: Final = 50
SHIFT: Final = 8 * 3600  # s
SESSION_BYTES: Final = 16


class GrantError(AnsimError):
    """A grant is not given, or does not reach what was asked."""


class GrantCasesError(GrantError):
    """A grant names one to fifty cases, each once."""

    code = "grant-cases"


class CaseNotYoursError(GrantError):
    """A case was never opened at the vault, has ended, or is another team's."""

    code = "case-not-yours"


class SessionNeededError(GrantError):
    """There is no such session, or it has ended: whoever asks signs a new grant."""

    code = "session-needed"


class CaseNotInSessionError(GrantError):
    """The session does not reach this case: whoever asks signs a grant that names it."""

    code = "case-not-in-session"


class NoIndexPersonError(GrantError):
    """Nobody of the log is this case's own person: it has no number, or that number nobody signed up with."""

    code = "no-index-person"


class ShiftGrant(SignedText, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Look things up in these cases until the text's end. The officer's side is the asking one in each from then on."""

    KIND: ClassVar[str] = "grant"
    VALIDITY: ClassVar[int] = SHIFT

    cases: Annotated[tuple[CaseMark, ...], msgspec.Meta(min_length=1, max_length=MOST_CASES)]


def require_cases(grant: ShiftGrant) -> None:
    """Refuse a case that is named twice, and training cases beside real ones. Raises GrantCasesError, TrainingMixError."""
    if list(grant.cases) != sorted(set(grant.cases)):
        raise GrantCasesError("a grant names each case once, in ascending order")
    require_one_kind(grant.cases)


def proposed_cases(
    allowed: Collection[str], wanted: str, signed_before: Iterable[str], own: Iterable[str]
) -> frozenset[str]:
    """Which of the allowed cases a grant is proposed for: the one wanted, those signed for last, one's own; fifty at most.

    A grant takes the place of the one before, so without its cases they would be wanted again in turn. Training cases are
    proposed to whoever is going to one, real ones to everybody else.
    """
    ordered = dict.fromkeys(one for one in (wanted, *signed_before, *own) if one in allowed)
    of_kind = [one for one in ordered if is_training(one) == is_training(wanted)]
    return frozenset(of_kind[:MOST_CASES])
