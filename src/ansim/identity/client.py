"""How the console asks the vault."""

from ansim.identity.calls import (
    CaseHandles,
    ContactOfOwner,
    EndCaseKey,
    FinishCorrection,
    Identity,
    OpenCase,
    OwnerContact,
    WaitingCorrections,
    WaitingCorrectionsFor,
)
from ansim.identity.staff.signed_calls import (
    Accepted,
    ApproveWarrant,
    EnrolKey,
    KeysOf,
    KnownKey,
    OpenNames,
    RequestWarrant,
)
from ansim.rpc import Caller


class Vault:
    """The vault process as its callers see it. Every method raises CallError or UnreachableError."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def open_case(self, request: OpenCase) -> CaseHandles | None:
        """The handles of whoever is behind a number in their new case, or None where nobody signed up with it."""
        return self._caller.call(request, CaseHandles | None)  # type: ignore[arg-type]

    def enrol_key(self, request: EnrolKey) -> None:
        """Take in a key of a member of staff."""
        self._caller.call(request, bool)

    def keys_of(self, request: KeysOf) -> list[KnownKey]:
        """The keys of a member of staff that count."""
        return self._caller.call(request, list[KnownKey])

    def request_warrant(self, request: RequestWarrant) -> Accepted:
        """Ask for a warrant, signed by its officer."""
        return self._caller.call(request, Accepted)

    def approve_warrant(self, request: ApproveWarrant) -> Accepted:
        """Sign a warrant as the second person."""
        return self._caller.call(request, Accepted)

    def open(self, request: OpenNames) -> list[Identity]:
        """Identities of those people whose record exists; erased people are left out."""
        return self._caller.call(request, list[Identity])

    def waiting_corrections(self, request: WaitingCorrectionsFor) -> WaitingCorrections:
        """Visitors' requests for correction that wait."""
        return self._caller.call(request, WaitingCorrections)

    def finish_correction(self, request: FinishCorrection) -> bool:
        """Answer a request as done; False where it was done before, or is gone with its person."""
        return self._caller.call(request, bool)


def end_case_key(caller: Caller, request: EndCaseKey) -> str:
    """Have a key destroyed; says by which means. Raises CallError or UnreachableError."""
    return caller.call(request, str)


def contact_of_owner(caller: Caller, request: ContactOfOwner) -> OwnerContact:
    """One owner's contact. Raises CallError (no-number, contact-cap) or UnreachableError."""
    return caller.call(request, OwnerContact)
