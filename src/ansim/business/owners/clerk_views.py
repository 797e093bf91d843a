"""What clerks do for owners: give a lost account back, see one contact for a reason, look after messages that failed."""

from typing import Final

from django import forms
from django.db import connection
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.models import Business, Membership, Owner
from ansim.business.owners import moving
from ansim.business.owners.account_views import REASONS
from ansim.business.owners.forms import ROLES
from ansim.business.owners.owner_desk import owner_desk
from ansim.database.named_statements import read_statements
from ansim.domain.contact import ContactReason, IdentityCheck
from ansim.domain.marks import read_mark
from ansim.domain.members import MemberRole
from ansim.identity.calls import ContactOfOwner
from ansim.identity.client import contact_of_owner
from ansim.rpc import CallError, UnreachableError

_SQL = read_statements("ansim.business.owners")
_MOST: Final = 20
CHECKS: Final = {
    IdentityCheck.DOCUMENTS_AT_COUNTER: gettext_lazy(
        "At the counter: identity card and business registration seen"
    ),
    IdentityCheck.CALLED_REGISTERED_NUMBER: gettext_lazy(
        "Called the number that the register holds for the place"
    ),
    IdentityCheck.VISITED_VENUE: gettext_lazy("Visited the venue"),
}
ERRORS: Final = {
    "channel-refused": gettext_lazy("The message channel did not take it."),
    "no-number": gettext_lazy("There is no number any more: the account is erased."),
    "over-time": gettext_lazy("Its code was over its time before it could be sent."),
    "unknown-template": gettext_lazy("This message is of another release."),
    "vault-away": gettext_lazy("The vault did not answer."),
    "vault-refused": gettext_lazy("The vault could not open the number."),
}


class CheckForm(forms.Form):
    """How the clerk made sure."""

    check = forms.ChoiceField(
        label=gettext_lazy("How did you make sure who asks?"),
        choices=[(check.value, words) for check, words in CHECKS.items()],
        widget=forms.RadioSelect,
    )


class ReasonForm(forms.Form):
    """Why the contact is needed."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What do you need it for?"),
        choices=[(reason.value, words) for reason, words in REASONS.items()],
        widget=forms.RadioSelect,
    )


@requires(Permission.OWNER_CONTACT_READ)
@require_GET
def recoveries(request: StaffRequest) -> HttpResponse:
    """Find the request by its mark, and the old account by its business."""
    ref = read_mark(request.GET.get("ref", "").strip().upper())
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    context = {
        "ref": ref,
        "words": words,
        "asked": moving.waiting(ref) if ref else None,
        "rows": _members(words) if words else [],
    }
    return render(request, "owners/recoveries.html", context)


@requires(Permission.OWNER_CONTACT_READ)
@require_http_methods(["GET", "POST"])
def move(request: StaffRequest, ref: str, owner_id: int) -> HttpResponse:
    """Move the old account to the new number, after naming the check that was made."""
    asked = moving.waiting(read_mark(ref))
    kept = get_object_or_404(Owner, pk=owner_id, erased_at=None)
    if asked is None or asked.asked_by_id == kept.pk:
        raise Http404
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            moving.move(asked.ref, kept, request.staff, IdentityCheck(form.cleaned_data["check"]))
        except moving.MoveRefusedError:
            form.add_error(None, _("This request is done or past its time."))
        else:
            return render(request, "owners/moved.html", {"ref": asked.ref})
    parts = kept.memberships().select_related("business")
    context = {"asked": asked, "kept": kept, "parts": parts, "form": form}
    return render(request, "owners/move.html", context, status=400 if form.is_bound else 200)


@requires(Permission.OWNER_CONTACT_READ)
@require_http_methods(["GET", "POST"])
def contact(request: StaffRequest, owner_id: int) -> HttpResponse:
    """Name and number of one owner, opened by the vault for a reason; it stands in the ledger, and the owner sees it."""
    owner = get_object_or_404(Owner, pk=owner_id, erased_at=None)
    form = ReasonForm(request.POST or None)
    opened = None
    if request.method == "POST" and form.is_valid():
        asked = ContactOfOwner(
            owner.pk, request.staff.ref, ContactReason(form.cleaned_data["reason"])
        )
        try:
            opened = contact_of_owner(owner_desk().vault, asked)
        except CallError as error:
            capped = error.code == "contact-cap"
            form.add_error(
                None,
                _("So many contacts were opened today that no more are shown.")
                if capped
                else _("The contact could not be opened."),
            )
        except UnreachableError:
            form.add_error(None, _("The vault does not answer. Please try again later."))
    context = {"kept": owner, "form": form, "opened": opened}
    return render(request, "owners/contact.html", context, status=400 if form.errors else 200)


@requires(Permission.OWNER_CONTACT_READ)
@require_GET
def given_up(request: StaffRequest) -> HttpResponse:
    """Messages that reached nobody after every try."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL["given_up"], {"limit": 100})
        rows = [
            {"id": row[0], "template": row[1], "owner": row[2], "at": row[3], "why": ERRORS[row[4]]}
            for row in cursor.fetchall()
        ]
    return render(request, "owners/given_up.html", {"rows": rows})


@requires(Permission.OWNER_CONTACT_READ)
@require_POST
def send_again(_request: StaffRequest, message_id: int) -> HttpResponse:
    """Try a message anew that was given up."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL["send_again"], {"id": message_id})
    return HttpResponseRedirect(reverse("owners:given-up"))


def _members(words: str) -> list[dict[str, object]]:
    """The people of businesses whose number or name, or whose venue's name, was asked for."""
    digits = "".join(sign for sign in words if sign.isdecimal())
    named = Q(name__icontains=words) | Q(venues__name__icontains=words)
    if len(digits) == 10:
        named |= Q(number=digits)
    found = Business.objects.filter(named).distinct().order_by("name", "id")[:_MOST]
    parts = (
        Membership.objects.filter(business__in=list(found), until=None)
        .select_related("business", "owner")
        .order_by("business__name", "since")
    )
    return [{"part": part, "role": ROLES[MemberRole(part.role)]} for part in parts]
