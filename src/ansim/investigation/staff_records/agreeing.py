"""A staff record comes back signed, or is signed or returned by the second keeper."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.signatures import SignatureRefusedError
from ansim.domain.signed_texts import SignedTextError, read_text
from ansim.domain.staff_records import ReturnReason, StaffText
from ansim.identity.keepers.calls import (
    AgreeToRecord,
    ProposalsFor,
    ProposeRecord,
    ReturnRecord,
)
from ansim.investigation.lookups import (
    desk_of,
    hand_over,
    not_accepted,
    read_answer,
    receive,
    require_own_signature,
    take_kept,
)
from ansim.investigation.staff_records.forms import ReturnForm
from ansim.rpc import CallError


@requires(Permission.STAFF_KEEP)
@require_POST
def sign(request: StaffRequest, proposal_ref: str) -> HttpResponse:
    """Send the second keeper to the signing page, with the bytes that the first one signed."""
    text, said = _waiting(request, proposal_ref)
    return hand_over(request, text, said)


@requires(Permission.STAFF_KEEP)
@require_POST
def give_back(request: StaffRequest, proposal_ref: str) -> HttpResponse:
    """Return a proposal for a reason; one's own is taken back."""
    _text, said = _waiting(request, proposal_ref)
    form = ReturnForm(request.POST)
    mine = said.keeper == request.staff.ref
    if not mine and not form.is_valid():
        return HttpResponseRedirect(reverse("staff_records:all"))
    reason: ReturnReason = "withdrawn" if mine else form.cleaned_data["reason"]
    try:
        desk_of(request).vault.give_back(ReturnRecord(request.staff.ref, said.ref, reason))
    except CallError as error:
        return not_accepted(request, error, again=reverse("staff_records:all"))
    return _done("returned")


@requires(Permission.STAFF_KEEP)
@sensitive_post_parameters("answer")
@require_http_methods(["GET", "POST"])
def signed(request: StaffRequest) -> HttpResponse:
    """A staff record comes back signed: the vault takes it in as a proposal, or does what both keepers signed."""
    if request.method == "GET":
        return receive(request)
    answer = read_answer(request)
    vault = desk_of(request).vault
    try:
        said = read_text(answer.text, StaffText)
        take_kept(request, said)
        require_own_signature(request, answer)
        first = said.keeper == request.staff.ref
        if first:
            vault.propose(ProposeRecord(answer.text, answer.signature))
        else:
            vault.agree(AgreeToRecord(answer.text, answer.signature))
    except (CallError, SignatureRefusedError, SignedTextError) as error:
        return not_accepted(request, error, again=reverse("staff_records:all"))
    return _done("proposed" if first else "kept")


def _waiting(request: StaffRequest, ref: str) -> tuple[bytes, StaffText]:
    for one in desk_of(request).vault.proposals(ProposalsFor(request.staff.ref)):
        said = read_text(one.text, StaffText)
        if said.ref == ref and one.state == "waiting":
            return one.text, said
    raise Http404


def _done(what: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('staff_records:all')}?done={what}")
