"""Why nothing is looked up in a case: it is closed, about nobody, or nobody signed for it yet."""

from typing import Final

from ansim.domain.errors import AnsimError
from ansim.domain.shift_grants import CaseNotInSessionError, SessionNeededError
from ansim.rpc import CallError

_SIGN_FIRST: Final = {SessionNeededError.code, CaseNotInSessionError.code}


class CaseClosedError(AnsimError):
    """The case is closed: nothing more is looked up in it. `case` is its mark."""

    code = "case-closed"

    def __init__(self, case: str) -> None:
        super().__init__("the case is closed: nothing more is looked up in it")
        self.case = case


class NobodysCaseError(AnsimError):
    """The case is about nobody who signed up, and no stay of it is signed for: nothing can be looked up.

    `case` is its mark.
    """

    code = "case-of-nobody"

    def __init__(self, case: str) -> None:
        super().__init__("nobody signed up whom the case is about")
        self.case = case


class SessionWantedError(AnsimError):
    """The officer has no session that reaches the case, or it has ended. `case` is its mark."""

    code = "session-wanted"

    def __init__(self, case: str) -> None:
        super().__init__("the officer has yet to sign for looking things up in this case")
        self.case = case


def wants_session(error: Exception) -> bool:
    """Whether the officer has to sign first: no session reaches the case here, or it ended elsewhere."""
    if isinstance(error, CallError):
        return error.code in _SIGN_FIRST
    return isinstance(error, SessionWantedError)
