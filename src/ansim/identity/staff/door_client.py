"""How a portal asks the vault about its own staff."""

from ansim.identity.staff.signed_calls import (
    BarKey,
    EnrolKey,
    JudgeSignIn,
    KeysOf,
    KnownKey,
    Recognised,
)
from ansim.rpc import Caller


class StaffDoor:
    """The vault as a portal's staff come by it. Every method raises CallError or UnreachableError."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def sign_in(self, request: JudgeSignIn) -> Recognised:
        """Who signed a text for a sign-in."""
        return self._caller.call(request, Recognised)

    def enrol_key(self, request: EnrolKey) -> None:
        """Take in a key of a member of staff."""
        self._caller.call(request, bool)

    def keys_of(self, request: KeysOf) -> list[KnownKey]:
        """The keys of a member of staff that count."""
        return self._caller.call(request, list[KnownKey])

    def bar_key(self, request: BarKey) -> bool:
        """Bar a key; False where there is no such key that counts."""
        return self._caller.call(request, bool)
