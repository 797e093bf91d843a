"""The people of a business: who belongs to it, links that let somebody in, the end of somebody's part."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.accounts.access import public
from ansim.business.models import Business, Invitation, Membership, Owner
from ansim.business.owners import belonging
from ansim.business.owners.forms import ROLES, InviteForm, JoinForm, SureForm
from ansim.business.owners.owner_desk import owner_desk
from ansim.business.rights.opened_links import INVITATION
from ansim.business.rights.owned import owned, reach
from ansim.business.rights.owner_requests import BusinessRequest, OwnerRequest
from ansim.business.telling import portal_url
from ansim.domain.members import MemberRole, Right


def _has_member(owner: Owner, right: Right, number: int) -> bool:
    within = owner.businesses(right).values("pk")
    return Membership.objects.filter(pk=number, until=None, business__in=within).exists()


reach("member_id", _has_member)


@owned(Right.BUSINESS_READ)
@require_GET
def people_list(request: OwnerRequest, business_id: int) -> HttpResponse:
    """Who belongs to the business. Numbers are known by their last two digits alone."""
    business = get_object_or_404(request.owner.businesses(), pk=business_id)
    return _list(request, business, InviteForm())


@owned(Right.PEOPLE_CHANGE)
@require_POST
def invite(request: OwnerRequest, business_id: int) -> HttpResponse:
    """Make a link, and show it this once."""
    business = get_object_or_404(request.owner.businesses(Right.PEOPLE_CHANGE), pk=business_id)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _list(request, business, form, 400)
    return _link(request, business, MemberRole(form.cleaned_data["role"]))


@owned(Right.PEOPLE_CHANGE)
@require_http_methods(["GET", "POST"])
def replace(request: OwnerRequest, member_id: int) -> HttpResponse:
    """Hand one's own part over, or let a colleague who has another number back in: a link that ends the old part."""
    member = get_object_or_404(Membership.objects.select_related("business"), pk=member_id)
    form = SureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _link(request, member.business, MemberRole(member.role), member)
    context = {"member": member, "own": member.owner_id == request.owner.pk, "form": form}
    return render(request, "owners/replace.html", context, status=400 if form.is_bound else 200)


@owned(Right.PEOPLE_CHANGE)
@require_http_methods(["GET", "POST"])
def end(request: OwnerRequest, member_id: int) -> HttpResponse:
    """End somebody's part, after asking."""
    member = get_object_or_404(Membership.objects.select_related("business"), pk=member_id)
    return _end(request, member)


@owned(Right.BUSINESS_READ)
@require_http_methods(["GET", "POST"])
def leave(request: OwnerRequest, business_id: int) -> HttpResponse:
    """End one's own part, after asking."""
    parts = request.owner.memberships().select_related("business")
    return _end(request, get_object_or_404(parts, business=business_id))


@public
@sensitive_post_parameters("token")
@require_http_methods(["GET", "POST"])
def join(request: BusinessRequest) -> HttpResponse:
    """Take the key of an invitation, which a script reads from behind the # of the link: it is in no address."""
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invitation = belonging.find(owner_desk(), form.cleaned_data["token"].strip())
        if invitation is not None:
            request.session[INVITATION] = invitation.pk
            return HttpResponseRedirect(reverse("owners:join-confirm"))
        form.add_error("token", _("This link is no longer good. Ask for a new one."))
    return render(request, "owners/join.html", {"form": form}, status=400 if form.is_bound else 200)


@owned(Right.ACCOUNT)
@require_http_methods(["GET", "POST"])
def join_confirm(request: OwnerRequest) -> HttpResponse:
    """Ask before joining, then join."""
    found = Invitation.objects.select_related("business").filter(
        pk=request.session.get(INVITATION, 0)
    )
    invitation = belonging.good(found.first())
    if invitation is None:
        request.session.pop(INVITATION, None)
        return render(request, "owners/join_void.html", status=410)
    if request.method == "GET":
        context = {"business": invitation.business, "role": ROLES[MemberRole(invitation.role)]}
        return render(request, "owners/join_confirm.html", context)
    request.session.pop(INVITATION, None)
    try:
        belonging.accept(invitation.pk, request.owner)
    except belonging.AlreadyInError:
        pass
    except (belonging.InvitationVoidError, belonging.LastOwnerError):
        return render(request, "owners/join_void.html", status=410)
    return HttpResponseRedirect(reverse("owners:home"))


def _list(
    request: OwnerRequest, business: Business, form: InviteForm, status: int = 200
) -> HttpResponse:
    parts = business.memberships.filter(until=None).select_related("owner").order_by("since", "id")
    rows = [
        {
            "member": part,
            "role": ROLES[MemberRole(part.role)],
            "own": part.owner_id == request.owner.pk,
        }
        for part in parts
    ]
    deciding = request.owner.businesses(Right.PEOPLE_CHANGE).filter(pk=business.pk).exists()
    context = {"business": business, "rows": rows, "deciding": deciding, "form": form}
    return render(request, "owners/people.html", context, status=status)


def _link(
    request: OwnerRequest,
    business: Business,
    role: MemberRole,
    replaces: Membership | None = None,
) -> HttpResponse:
    try:
        token = belonging.invite(owner_desk(), business, request.owner, role, replaces)
    except belonging.TooManyInvitationsError:
        form = InviteForm({"role": role.value})
        form.is_valid()
        form.add_error(
            None, _("Too many links are open. Wait until some are used or past their time.")
        )
        return _list(request, business, form, 409)
    context = {
        "business": business,
        "role": ROLES[role],
        "link": f"{portal_url(reverse('owners:join'))}#{token}",
    }
    return render(request, "owners/link.html", context)


def _end(request: OwnerRequest, member: Membership) -> HttpResponse:
    form = SureForm(request.POST or None)
    own = member.owner_id == request.owner.pk
    if request.method == "POST" and form.is_valid():
        try:
            belonging.end(member)
        except belonging.LastOwnerError:
            form.add_error(None, _("Somebody must decide for this business: hand it over first."))
        else:
            page = "owners:home" if own else "owners:people"
            return HttpResponseRedirect(reverse(page, args=[] if own else [member.business_id]))
    context = {"member": member, "own": own, "form": form}
    return render(request, "owners/end.html", context, status=400 if form.is_bound else 200)
