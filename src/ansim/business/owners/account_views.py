"""One's own data: what is stored, why and until when, who saw it; a name, an old account back, erasure."""

from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.business.models import Owner
from ansim.business.owners import moving
from ansim.business.owners.erasure import StillInChargeError, alone_in_charge, erase
from ansim.business.owners.forms import ROLES, NameForm, SureForm
from ansim.business.owners.owner_desk import owner_desk
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.business.rights.owner_session import sign_out
from ansim.domain.contact import ContactReason
from ansim.domain.members import MemberRole, Right
from ansim.domain.retention import POLICY
from ansim.identity.owner_sealing import seal_name
from ansim.settings.environment import call_number

REASONS: Final = {
    ContactReason.APPLICATION: gettext_lazy("A question about an application"),
    ContactReason.COMPLAINT: gettext_lazy("A complaint or question about a venue"),
    ContactReason.RECOVERY: gettext_lazy("An account is to be given back after a lost phone"),
    ContactReason.WRONG_CODE: gettext_lazy("A QR code at the venue was reported as wrong"),
}


@owned(Right.ACCOUNT)
@require_GET
def account(request: OwnerRequest) -> HttpResponse:
    """What is stored of the owner, for what, until when, and who saw it."""
    return _account(request, NameForm())


@owned(Right.ACCOUNT)
@sensitive_post_parameters("name")
@require_POST
def name(request: OwnerRequest) -> HttpResponse:
    """Seal a name to the vault, or remove it."""
    form = NameForm(request.POST)
    if not form.is_valid():
        return _account(request, form, 400)
    text = form.cleaned_data["name"].strip()
    sealed = seal_name(owner_desk().public, request.owner.pk, text) if text else None
    Owner.objects.filter(pk=request.owner.pk, erased_at=None).update(sealed_name=sealed)
    return HttpResponseRedirect(f"{reverse('owners:account')}?done=name")


@owned(Right.ACCOUNT)
@require_http_methods(["GET", "POST"])
def recovery(request: OwnerRequest) -> HttpResponse:
    """Ask for one's old account: returns the mark that a clerk needs to hear."""
    asked = moving.ask(request.owner) if request.method == "POST" else None
    context = {"asked": asked, "call": call_number()}
    return render(request, "owners/recovery.html", context)


@owned(Right.ACCOUNT)
@require_http_methods(["GET", "POST"])
def erasure(request: OwnerRequest) -> HttpResponse:
    """Erase the account, after asking; refused while nobody else decides for an open business."""
    form = SureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erase(request.owner)
        except StillInChargeError:
            form.add_error(None, _("You alone decide for an open business."))
        else:
            sign_out(request)
            return render(request, "owners/erased.html")
    context = {"form": form, "alone": alone_in_charge(request.owner).order_by("name")}
    return render(request, "owners/erasure.html", context, status=400 if form.is_bound else 200)


def _account(request: OwnerRequest, form: NameForm, status: int = 200) -> HttpResponse:
    owner = request.owner
    parts = owner.all_memberships.select_related("business").order_by("-since")
    context = {
        "form": form,
        "passkeys": owner.passkeys.count(),
        "named": owner.sealed_name is not None,
        "parts": [{"part": part, "role": ROLES[MemberRole(part.role)]} for part in parts],
        "reads": [
            {"at": read.at, "reason": REASONS[ContactReason(read.reason)]}
            for read in owner.contact_reads.order_by("-at")[:50]
        ],
        "days": POLICY.owner_days,
        "call": call_number(),
        "done": request.GET.get("done"),
    }
    return render(request, "owners/account.html", context, status=status)
