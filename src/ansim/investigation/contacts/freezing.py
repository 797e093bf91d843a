"""Lists of contacts that are kept with the case: sealed under its key, under a hash of all that they rest on (ADR 48).

What a list holds is what the tracer found with its word on that, the numbers that the contacts have, the rule, and the classes
by hand. Under a warrant names are opened of the list that was kept when it was asked for, as no search finds just that again.
"""

import zlib
from typing import Final

import msgspec
from django.db import IntegrityError, transaction

from ansim.domain.contact_list import ListInputs, by_hand_digest, list_hash, list_mark
from ansim.domain.contact_rules import ContactRule
from ansim.domain.errors import AnsimError
from ansim.domain.pathogens import from_stored
from ansim.domain.signed_texts import read_text
from ansim.domain.warrant import ResultMovedError, Warrant
from ansim.identity.sessions.case_file_calls import FieldText
from ansim.investigation.contacts.numbering import number_contacts
from ansim.investigation.contacts.rows import Sorting
from ansim.investigation.contacts.sorting_rule import ByHand, by_hand, folded, rule_of
from ansim.investigation.lookups import Desk
from ansim.investigation.models import Case, ContactClassStep, ContactList, WarrantRecord
from ansim.tracing.process.calls import ContactsFound

PIECE: Final = 200 * 1024  # bytes of one sealed text; the vault takes a little more


class NothingToKeepError(AnsimError):
    """The search found nobody, or nothing vouches for it."""

    code = "nothing-to-keep"


class HandSet(msgspec.Struct, frozen=True, array_like=True):
    """A class by hand as a list keeps it."""

    number: int
    classification: str
    reason: str


class Frozen(msgspec.Struct, frozen=True):
    """What a list holds. `numbers` are the contacts' and of those they hang on, by handle."""

    found: ContactsFound
    numbers: dict[bytes, int]
    rule: ContactRule
    by_hand: list[HandSet]

    def sorting(self) -> Sorting:
        """The rule and the classes by hand as they stood."""
        steps = [
            ContactClassStep(
                contacts=[one.number], classification=one.classification, reason=one.reason
            )
            for one in self.by_hand
        ]
        return Sorting(self.rule, folded(steps))


def inputs_of(case: Case, found: ContactsFound, by: Sorting) -> ListInputs:
    """What a list of these contacts rests on. Raises NothingToKeepError."""
    vouched, read, terms = found.vouched, found.read, found.terms
    if vouched is None or read is None or terms is None or not found.contacts:
        raise NothingToKeepError("the search found nobody: there is no list to keep")
    preset = from_stored(case.preset)
    return ListInputs(
        case=case.ref,
        terms=terms,
        stays=read.digest.hex(),
        result=vouched.digest.hex(),
        curves=read.curves_made_on,
        curves_source=read.curves_source,
        preset=preset.key,
        preset_version=preset.version,
        rule=by.rule,
        by_hand=by_hand_digest({number: str(one) for number, one in by.by_hand.classes.items()}),
        program=read.program,
    )


def freeze(desk: Desk, case: Case, found: ContactsFound) -> ContactList:
    """Keep the contacts as they stand; the list that is there where the same was kept before.

    Raises NothingToKeepError, CaseClosedError, SessionWantedError, CallError.
    """
    by = Sorting(rule_of(case).rule, by_hand(case))
    inputs = inputs_of(case, found, by)
    digest = list_hash(inputs)
    same = ContactList.objects.filter(case=case, digest=digest.hex())
    if known := same.first():
        return known
    numbers = number_contacts(desk, case, found.contacts)
    frozen = Frozen(found, numbers, by.rule, _by_hand(by.by_hand))
    packed = zlib.compress(msgspec.msgpack.encode(frozen), 6)
    mark = list_mark(digest)
    pieces = [packed[at : at + PIECE] for at in range(0, len(packed), PIECE)]
    sealed = desk.seal(case, [FieldText(_field(mark, at), one) for at, one in enumerate(pieces)])
    try:
        with transaction.atomic():
            return ContactList.objects.create(
                case=case,
                mark=mark,
                digest=digest.hex(),
                result=inputs.result,
                inputs=msgspec.to_builtins(inputs),
                people=len(found.contacts),
                sealed=msgspec.msgpack.encode(sealed),
                made_by=desk.staff,
            )
    except IntegrityError:  # two kept the same at once
        return same.get()


def thaw(desk: Desk, case: Case, kept: ContactList) -> Frozen:
    """What a list holds. Raises CaseClosedError, SessionWantedError, CallError."""
    sealed = msgspec.msgpack.decode(bytes(kept.sealed), type=list[bytes])
    texts = [FieldText(_field(kept.mark, at), one) for at, one in enumerate(sealed)]
    packed = b"".join(desk.unseal(case, texts))
    return msgspec.msgpack.decode(zlib.decompress(packed), type=Frozen)


def signed_result(desk: Desk, case: Case, warrant: WarrantRecord) -> ContactsFound:
    """What the search of a warrant had found when it was signed.

    Raises ResultMovedError where no list of the case holds it, CaseClosedError, SessionWantedError, CallError.
    """
    result = read_text(bytes(warrant.text), Warrant).result
    kept = ContactList.objects.filter(case=case, result=result).order_by("-id").first()
    if kept is None:
        raise ResultMovedError("no list of the case holds what the warrant was signed for")
    return thaw(desk, case, kept).found


def _field(mark: str, place: int) -> str:
    return f"contact-list/{mark.lower()}/{place}"


def _by_hand(by: ByHand) -> list[HandSet]:
    return [
        HandSet(number, str(kind), by.steps[number].reason)
        for number, kind in sorted(by.classes.items())
    ]
