"""Children under 14: the guardian's verified number consents, and the child carries a printed pass of its own.

A child is a person of its own, so that where it was is not where the guardian was. Without a guardian nothing is stored.
"""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid4

from ansim.domain.identifiers import new_person_id
from ansim.domain.policy import CONSENT
from ansim.domain.quantities import PersonId
from ansim.identity.outcomes import OfChild
from ansim.identity.phones import phone_index
from ansim.identity.sealing import Particulars, seal
from ansim.visitor.api import functions, problems
from ansim.visitor.api.endpoint import SESSION, Answer, Ask, Endpoint
from ansim.visitor.api.problems import Problem, ProblemKind
from ansim.visitor.api.words import N_
from ansim.visitor.passes import wire
from ansim.visitor.passes.pass_desks import PassIssueDesk
from ansim.visitor.passes.pass_text import PassKind
from ansim.visitor.session.addresses import ADDRESS_PROBLEMS, read_address
from ansim.visitor.session.problems import BAD_CONSENT

OTHER_NUMBER: Final = ProblemKind(
    "other-number",
    409,
    N_("This is not your verified number"),
    N_("A child is registered under the number or address that you verified yourself."),
)
TOO_MANY_CHILDREN: Final = ProblemKind(
    "too-many-children",
    409,
    N_("Ten children are registered already"),
    N_("Please remove one first."),
)
UNKNOWN_CHILD: Final = ProblemKind(
    "unknown-child",
    404,
    N_("This child is not registered"),
    N_("It was removed, or is registered under another number."),
)
_REFUSALS: Final = {
    OfChild.OTHER_NUMBER: OTHER_NUMBER,
    OfChild.TOO_MANY: TOO_MANY_CHILDREN,
    OfChild.ENDED: problems.STOPPED,
}


async def add(ask: Ask[PassIssueDesk]) -> Answer:
    """POST /v1/me/children: the child's first printed pass."""
    gateway, body = ask.gateway, ask.body
    if body.consent != CONSENT.version:
        raise Problem(BAD_CONSENT, version=CONSENT.version)
    guardian = read_address(body.phone, body.email)
    child, number = new_person_id(), uuid4()
    phone, email = (guardian.text, "") if guardian.means == "phone" else ("", guardian.text)
    found = await functions.ask(
        gateway.identity,
        "add_child",
        ask.session.person,
        guardian.index(gateway.phone_key),
        number,
        child,
        phone_index(gateway.phone_key, f"child:{number}"),
        seal(gateway.vault_key, child, Particulars(phone, (body.name or "").strip(), email)),
        body.consent,
    )
    outcome = OfChild(found[0]) if found else OfChild.ENDED
    if outcome is not OfChild.ADDED:
        raise Problem(_REFUSALS[outcome])
    return _pass(ask, number, child, 1)


async def renew(ask: Ask[PassIssueDesk]) -> Answer:
    """POST /v1/me/children/{id}/passes: a new printed pass."""
    number = _number(ask)
    found = await functions.ask(ask.gateway.identity, "new_child_pass", ask.session.person, number)
    if found is None:
        raise Problem(UNKNOWN_CHILD)
    return _pass(ask, number, PersonId(bytes(found[0])), int(found[1]))


async def remove(ask: Ask[PassIssueDesk]) -> Answer:
    """DELETE /v1/me/children/{id}: the identity is gone when this answers, and the pass with it."""
    found = await functions.ask(
        ask.gateway.identity, "remove_child", ask.session.person, _number(ask)
    )
    if not found or not found[0]:
        raise Problem(UNKNOWN_CHILD)
    return Answer(None, 204)


async def listing(ask: Ask[PassIssueDesk]) -> Answer:
    """GET /v1/me/children."""
    rows = await functions.call_all(ask.gateway.identity, "children_of", ask.session.person)
    return Answer(wire.Children([wire.Child(*row) for row in rows]))


def _pass(ask: Ask[PassIssueDesk], number: UUID, child: PersonId, generation: int) -> Answer:
    text, expires_at = ask.gateway.passes.issue(PassKind.PRINTED, child, ask.now, generation)
    return Answer(wire.ChildPass(number, text, datetime.fromtimestamp(expires_at, UTC)), 201)


def _number(ask: Ask[PassIssueDesk]) -> UUID:
    try:
        return UUID(ask.path["id"])
    except ValueError:
        raise Problem(UNKNOWN_CHILD) from None


_ID: Final = {"id": {"type": "string", "format": "uuid"}}

ENDPOINTS: Final = (
    Endpoint(
        "GET",
        "/v1/me/children",
        "The children under my number",
        {200: wire.Children},
        listing,
        auth=SESSION,
    ),
    Endpoint(
        "POST",
        "/v1/me/children",
        "Consent for a child under 14 and get its printed pass",
        {201: wire.ChildPass},
        add,
        wire.ChildRequest,
        (*ADDRESS_PROBLEMS, BAD_CONSENT, OTHER_NUMBER, TOO_MANY_CHILDREN),
        auth=SESSION,
    ),
    Endpoint(
        "POST",
        "/v1/me/children/{id}/passes",
        "A new printed pass for a child; ends the one before",
        {201: wire.ChildPass},
        renew,
        problems=(UNKNOWN_CHILD,),
        auth=SESSION,
        parameters=_ID,
    ),
    Endpoint(
        "DELETE",
        "/v1/me/children/{id}",
        "Erase a child's identity now",
        {204: None},
        remove,
        problems=(UNKNOWN_CHILD,),
        auth=SESSION,
        parameters=_ID,
    ),
)
