"""The keys of cases, borrowed from the vault for one search at a time."""

from collections.abc import Callable

from ansim.keys import CaseCipher
from ansim.keys.calls import KeyOfCase
from ansim.rpc import Caller


def borrowed(vault: Caller) -> Callable[[str], CaseCipher]:
    """What gives a case's cipher. It raises CallError (case-ended) once the key is destroyed, or UnreachableError."""
    return lambda case: CaseCipher(vault.call(KeyOfCase(case), bytes))
