"""Apply for a code: the form with its draft, the pin, where the application stands."""

import json
import secrets
from contextlib import suppress
from typing import Any, Final

from django.core import signing
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.accounts.access import public
from ansim.accounts.throttle import is_closed, note_failure
from ansim.business.admission.deciding import AlreadyDecidedError, keep_form, withdraw
from ansim.business.admission.words import STATES, explained
from ansim.business.applications.address_book import FoundAddresses, RoadAddress
from ansim.business.applications.forms import ApplicationForm, draft_of
from ansim.business.applications.handing_in import (
    choose_address,
    is_addressed,
    shown_by,
    submit,
    wake_those_who_waited,
    write_address,
)
from ansim.business.applications.place_codes import number_of
from ansim.business.applications.registers import address_book, tax_office
from ansim.business.applications.tax_office import Claim
from ansim.business.applications.words import Way
from ansim.business.models import ApplicationState, Owner, VenueApplication
from ansim.business.rights.owned import owned, reach
from ansim.business.rights.owner_requests import BusinessRequest, OwnerRequest
from ansim.domain.application_refs import read_ref
from ansim.domain.code_budgets import block_of
from ansim.domain.members import Right
from ansim.domain.registration import Shown, TaxState
from ansim.portal.callers import address_of
from ansim.settings.environment import call_number, is_demo

_SALT: Final = "ansim.applications.address"
_PAGE_SIGNS: Final = 16
_MOST_MISSES: Final = 20  # of a network in a quarter of an hour


def _has(owner: Owner, _right: Right, value: int) -> bool:
    return VenueApplication.objects.filter(pk=value, owner=owner).exists()


reach("application_id", _has)


@owned(Right.APPLY)
@require_GET
def applications(request: OwnerRequest) -> HttpResponse:
    """One's own applications, newest first."""
    rows = [
        {"one": one, "state": STATES[ApplicationState(one.state)]}
        for one in VenueApplication.objects.filter(owner=request.owner).order_by("-id")[:200]
    ]
    return render(request, "applications/list.html", {"rows": rows})


@owned(Right.APPLY)
@sensitive_post_parameters("representative", "opened")
@require_http_methods(["GET", "POST"])
def new(request: OwnerRequest) -> HttpResponse:
    """An empty form; the draft is made by the first press of a button."""
    way = _way(request.GET.get("way"))
    if request.method == "POST":
        return _acted(request, _made(request, way))
    return _page(request, None, ApplicationForm(way))


@owned(Right.APPLY)
@sensitive_post_parameters("representative", "opened")
@require_http_methods(["GET", "POST"])
def edit(request: OwnerRequest, application_id: int) -> HttpResponse:
    """A draft, or an application that came back."""
    application = get_object_or_404(VenueApplication, pk=application_id)
    if not application.is_open_to_its_owner:
        return HttpResponseRedirect(reverse("applications:one", args=[application.pk]))
    if request.method == "POST":
        return _acted(request, application)
    return _page(request, application, _form(application))


@owned(Right.APPLY)
@require_GET
def one(request: OwnerRequest, application_id: int) -> HttpResponse:
    """Where an application stands, and every step until there."""
    application = get_object_or_404(
        VenueApplication.objects.select_related("venue"), pk=application_id
    )
    steps = [
        {"step": step, "state": STATES[ApplicationState(step.state)]}
        for step in application.steps.all()
    ]
    context = {
        "application": application,
        "state": STATES[ApplicationState(application.state)],
        "why": explained(application.reason),
        "steps": steps,
        "number": number_of(application),
        "call": call_number(),
    }
    return render(request, "applications/one.html", context)


@owned(Right.APPLY)
@require_POST
def end(_request: OwnerRequest, application_id: int) -> HttpResponse:
    """Withdraw an application that is not decided."""
    application = get_object_or_404(VenueApplication, pk=application_id)
    with suppress(AlreadyDecidedError):  # its page says what was decided
        withdraw(application)
    return HttpResponseRedirect(reverse("applications:one", args=[application.pk]))


@public
@require_http_methods(["GET", "POST"])
def state_by_number(request: BusinessRequest) -> HttpResponse:
    """What became of an application, to whoever has its number: the state and the reason, no name and no place."""
    typed = request.POST.get("ref", "") if request.method == "POST" else ""
    ref, whose = read_ref(typed), block_of(address_of(request))
    if is_closed("application-state", whose, _MOST_MISSES):
        ref = None  # somebody tries numbers: for a while none is known to them
    found = VenueApplication.objects.filter(ref=ref).exclude(state=ApplicationState.DRAFT).first()
    context = {
        "typed": typed[:20],
        "asked": bool(typed),
        "application": found,
        "state": STATES[ApplicationState(found.state)] if found else None,
        "why": explained(found.reason) if found else None,
        "call": call_number(),
    }
    if typed and found is None:
        note_failure("application-state", whose)
    status = 404 if typed and found is None else 200
    return render(request, "applications/by_number.html", context, status=status)


def _made(request: OwnerRequest, way: Way) -> VenueApplication:
    """The draft of this page: saving while somebody types and pressing a button at that moment make one, not two."""
    page = request.POST.get("draft", "")[:_PAGE_SIGNS]
    with transaction.atomic():
        Owner.objects.select_for_update().get(pk=request.owner.pk)
        drafts = VenueApplication.objects.filter(owner=request.owner, state=ApplicationState.DRAFT)
        made = drafts.filter(form__draft=page).first() if page else None
        return made or VenueApplication.objects.create(
            owner=request.owner, form={"way": way.value, "draft": page}
        )


def _acted(request: OwnerRequest, application: VenueApplication) -> HttpResponse:
    """Do what the pressed button says, unless the application was handed in on another page meanwhile."""
    try:
        return _done(request, application)
    except AlreadyDecidedError:
        return HttpResponseRedirect(reverse("applications:one", args=[application.pk]))


def _done(request: OwnerRequest, application: VenueApplication) -> HttpResponse:
    """What the pressed button says; whatever it was, the draft is saved first."""
    application.form = draft_of(request.POST, application)
    act, _, value = request.POST.get("do", "save").partition(":")
    form = _form(application, request.POST)
    if act == "pick":
        _pick(application, value)
        form = _form(application, request.POST)
    keep_form(application)
    if act == "search":
        return _searched(request, application, form)
    if act == "by-hand":
        write_address(application.form, application.entered("address_words"))
        keep_form(application)
        return HttpResponseRedirect(reverse("applications:pin", args=[application.pk]))
    if act in {"hand-in", "to-clerk"}:
        return _handed_in(request, application, to_clerk=act == "to-clerk")
    if request.headers.get("X-Draft"):
        answer = json.dumps(
            {"saved": True, "at": reverse("applications:edit", args=[application.pk])}
        )
        return HttpResponse(answer, content_type="application/json")
    if act == "pin":
        return HttpResponseRedirect(reverse("applications:pin", args=[application.pk]))
    return _page(request, application, form, saved=act == "save", picked=act == "pick")


def _pick(application: VenueApplication, sealed: str) -> None:
    try:
        address = RoadAddress(**signing.loads(sealed, salt=_SALT, max_age=3600))
    except signing.BadSignature:
        return  # an old page: the search is made again
    choose_address(application.form, address, address_book())


def _searched(
    request: OwnerRequest, application: VenueApplication, form: ApplicationForm
) -> HttpResponse:
    found = address_book().search(application.entered("address_words"))
    if len(found.addresses) == 1 and found.total == 1:
        choose_address(application.form, found.addresses[0], address_book())
        keep_form(application)
        return _page(request, application, _form(application, request.POST), picked=True)
    return _page(request, application, form, found=found)


def _handed_in(
    request: OwnerRequest, application: VenueApplication, *, to_clerk: bool
) -> HttpResponse:
    way = _way(application.form.get("way"))
    form = ApplicationForm(way, request.POST)
    valid = form.is_valid()
    found = _settle_address(application, form)
    if not valid or form.errors:
        return _page(request, application, form, found=found, status=400)
    given = form.cleaned_data
    for name in ("number", "phone", "opens", "closes", "capacity", "floor_area"):
        if name in given:
            application.form[name] = given[name]
    shown, tries = Shown(TaxState.NOT_ASKED), 0
    if way is Way.NUMBER:
        claim = Claim(given["number"], given["opened"], given["representative"].strip())
        shown, tries = shown_by(tax_office(), claim)
        if trouble := _trouble(shown, to_clerk=to_clerk):
            form.add_error(*trouble)
            keep_form(application)
            unfit = shown.tax is not TaxState.CLOSED
            return _page(request, application, form, unfit=unfit, status=400)
    venue = submit(application, shown, tries)
    if shown.tax not in {TaxState.NOT_ASKED, TaxState.UNREACHABLE}:
        wake_those_who_waited(tax_office())
    if venue is not None:
        return HttpResponseRedirect(f"{reverse('posters:my-page', args=[venue.pk])}?done=approved")
    return HttpResponseRedirect(reverse("applications:one", args=[application.pk]))


def _settle_address(application: VenueApplication, form: ApplicationForm) -> FoundAddresses | None:
    """See to it that the draft has the address that stands in the field; what to choose from, where it is not plain."""
    if is_addressed(application.form):
        return None
    words = application.entered("address_words")
    if not words:
        form.add_error("address_words", gettext("Please write the address."))
        return None
    found = address_book().search(words)
    if len(found.addresses) == 1 and found.total == 1:
        choose_address(application.form, found.addresses[0], address_book())
    else:
        form.add_error("address_words", gettext("Please choose one of the addresses."))
    keep_form(application)
    return found


def _trouble(shown: Shown, *, to_clerk: bool) -> tuple[str, str] | None:
    """What the tax office says against it, at its field; a clerk may be asked all the same, except where it closed."""
    if shown.tax is TaxState.CLOSED:
        return "number", gettext("The tax office says that this business is closed.")
    if to_clerk:
        return None
    if shown.tax is TaxState.UNKNOWN:
        return "number", gettext(
            "The tax office does not know this number. Please compare with the certificate."
        )
    if shown.genuine is False and shown.tax is TaxState.ACTIVE:
        return "opened", gettext(
            "The tax office knows the number, but not with this opening date and representative."
        )
    return None


def _way(text: Any) -> Way:
    return Way(text) if text in set(Way) else Way.NUMBER


def _form(application: VenueApplication, posted: QueryDict | None = None) -> ApplicationForm:
    """The draft in its fields; what is not kept is shown back once, as it was typed."""
    initial = dict(application.form)
    for name in ("representative", "opened"):
        if posted is not None:
            initial[name] = posted.get(name, "")
    return ApplicationForm(_way(application.form.get("way")), initial=initial)


def _page(
    request: OwnerRequest,
    application: VenueApplication | None,
    form: ApplicationForm,
    found: FoundAddresses | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    _focus(form, application, found, picked=bool(more.get("picked")))
    choices = [
        {"address": address, "sealed": signing.dumps(address.as_dict(), salt=_SALT)}
        for address in (found.addresses if found else ())
    ]
    context = {
        "application": application,
        "form": form,
        "way": form.way,
        "found": found,
        "choices": choices,
        "addressed": application is not None and is_addressed(application.form),
        "demo_numbers": is_demo(),
        "page": secrets.token_hex(_PAGE_SIGNS // 2),
        **more,
    }
    return render(request, "applications/form.html", context, status=status)


def _focus(
    form: ApplicationForm,
    application: VenueApplication | None,
    found: FoundAddresses | None,
    *,
    picked: bool,
) -> None:
    """Where typing goes on: at what was refused, after the address, or at the first field of an empty form."""
    if form.wrong:
        field = form.wrong[0].name
    elif picked:
        field = "phone"
    elif application is None and found is None:
        field = next(iter(form.fields))
    else:
        return
    form.fields[field].widget.attrs["autofocus"] = True
