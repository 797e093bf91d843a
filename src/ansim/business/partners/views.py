"""Keys and webhooks of a business, for its owners and for clerks; the documents of the API, for everybody."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.accounts.access import public, requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.models import ApiKey, Business, PartnerAct, Webhook
from ansim.business.one_at_a_time import hold_number
from ansim.business.partners import api_key_desk, webhook_desk
from ansim.business.partners.api_key_desk import Doer, TooManyKeysError
from ansim.business.partners.forms import FindForm, KeyForm, MunicipalForm, WebhookForm
from ansim.business.partners.partner_document import document
from ansim.business.partners.reference_rows import events, operations_in_words
from ansim.business.partners.webhook_desk import (
    FreshWebhook,
    TooManyWebhooksError,
    WebhookEndedError,
)
from ansim.business.partners.words import ACTS, FAILURES, SCOPES
from ansim.business.rights.owned import owned, reach
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.domain.api_keys import ApiScope
from ansim.domain.business_numbers import written
from ansim.domain.members import Right
from ansim.notices.webhook_events import WebhookEvent
from ansim.settings.environment import business_host

_SHOWN_ACTS: Final = 50
reach(
    "api_key_id",
    lambda owner, right, value: ApiKey.objects.filter(
        pk=value, business__in=owner.businesses(right)
    ).exists(),
)
reach(
    "webhook_id",
    lambda owner, right, value: Webhook.objects.filter(
        pk=value, business__in=owner.businesses(right)
    ).exists(),
)


@dataclass(frozen=True, slots=True)
class _Side:
    """Whose pages these are: an owner's routes begin with `my-`."""

    by: Doer
    mine: str

    def address(self, route: str, *values: Any) -> str:
        return reverse(f"partners:{self.mine}{route}", args=values)


def _owner(request: OwnerRequest) -> _Side:
    return _Side(Doer(owner=request.owner), "my-")


def _staff(request: StaffRequest) -> _Side:
    return _Side(Doer(staff=request.staff), "")


@owned(Right.API_KEY_CHANGE)
@never_cache
@require_http_methods(["GET", "POST"])
def my_keys(request: OwnerRequest, business_id: int) -> HttpResponse:
    """The keys and webhooks of one's business, and one key more."""
    return _keys(request, _owner(request), get_object_or_404(Business, pk=business_id))


@requires(Permission.API_KEY_CHANGE)
@never_cache
@require_http_methods(["GET", "POST"])
def keys(request: StaffRequest, business_id: int) -> HttpResponse:
    """The same for any business."""
    return _keys(request, _staff(request), get_object_or_404(Business, pk=business_id))


@owned(Right.API_KEY_CHANGE)
@never_cache
@require_POST
def my_webhooks(request: OwnerRequest, business_id: int) -> HttpResponse:
    """Register where a business's system is told of decisions; shows the signing secret this once."""
    return _webhooks(request, _owner(request), get_object_or_404(Business, pk=business_id))


@requires(Permission.API_KEY_CHANGE)
@never_cache
@require_POST
def webhooks(request: StaffRequest, business_id: int) -> HttpResponse:
    """The same for any business."""
    return _webhooks(request, _staff(request), get_object_or_404(Business, pk=business_id))


@owned(Right.API_KEY_CHANGE)
@require_POST
def my_end(request: OwnerRequest, api_key_id: int) -> HttpResponse:
    """End a key of one's business."""
    return _end(_owner(request), api_key_id)


@requires(Permission.API_KEY_CHANGE)
@require_POST
def end(request: StaffRequest, api_key_id: int) -> HttpResponse:
    """The same for any key."""
    return _end(_staff(request), api_key_id)


@owned(Right.API_KEY_CHANGE)
@never_cache
@require_POST
def my_webhook(request: OwnerRequest, webhook_id: int) -> HttpResponse:
    """Try or remove a webhook of one's business, or change its secret, which is shown this once."""
    return _webhook(request, _owner(request), webhook_id)


@requires(Permission.API_KEY_CHANGE)
@never_cache
@require_POST
def webhook(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """The same for any webhook."""
    return _webhook(request, _staff(request), webhook_id)


@owned(Right.API_KEY_CHANGE)
@require_POST
def my_again(request: OwnerRequest, business_id: int) -> HttpResponse:
    """Send again what a system of one's business was not told."""
    return _again(request, _owner(request), get_object_or_404(Business, pk=business_id))


@requires(Permission.API_KEY_CHANGE)
@require_POST
def again(request: StaffRequest, business_id: int) -> HttpResponse:
    """The same for any business."""
    return _again(request, _staff(request), get_object_or_404(Business, pk=business_id))


@requires(Permission.API_KEY_CHANGE)
@require_http_methods(["GET", "POST"])
def all_keys(request: StaffRequest) -> HttpResponse:
    """Every good key, whose it is and when it was last used; the way to a business's keys by its number."""
    asked = FindForm(request.GET) if "number" in request.GET else FindForm()
    found: list[Business] = []
    if asked.is_bound and asked.is_valid():
        known = Business.objects.filter(number=asked.cleaned_data["number"], closed_at=None)
        found = list(known.order_by("pk"))
        if not found:
            words = _("No business has this number here. A municipality can be entered below.")
            asked.add_error("number", words)
    form = MunicipalForm(request.POST or None, prefix="new")
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(reverse("partners:keys", args=[_municipality(form).pk]))
    good = ApiKey.objects.filter(ended_at=None, expires_at__gt=Now(), business__closed_at=None)
    context = {
        "rows": _rows(
            _staff(request), good.select_related("business").order_by("business__name", "-id")[:500]
        ),
        "find": asked,
        "found": found,
        "form": form,
    }
    status = 400 if asked.errors or form.errors else 200
    return render(request, "partners/all.html", context, status=status)


@public
@require_GET
def openapi(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return HttpResponse(document(), content_type="application/vnd.oai.openapi+json;version=3.1")


@public
@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """What the API offers, for people."""
    context = {
        "operations": operations_in_words(),
        "scopes": [(scope.value, SCOPES[scope]) for scope in ApiScope],
        "events": events(),
        "host": business_host(),
    }
    return render(request, "partners/reference.html", context)


def _keys(request: HttpRequest, side: _Side, business: Business) -> HttpResponse:
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = api_key_desk.make_key(
                business, side.by, given["label"], form.wanted(), given["days"]
            )
        except TooManyKeysError:
            form.add_error(None, _("This business has 20 keys already. Please end one first."))
        else:
            context = {
                "business": business,
                "key": made.row,
                "text": made.text,
                "back": side.address("keys", business.pk),
            }
            return render(request, "partners/made.html", context)
    return _page(request, side, business, form, WebhookForm())


def _webhooks(request: HttpRequest, side: _Side, business: Business) -> HttpResponse:
    form = WebhookForm(request.POST)
    if form.is_valid():
        try:
            made = webhook_desk.make_webhook(business, side.by, form.cleaned_data["url"])
        except TooManyWebhooksError:
            form.add_error(
                None, _("This business has 5 webhooks already. Please remove one first.")
            )
        else:
            return _secret(request, side, made)
    return _page(request, side, business, KeyForm(), form)


def _secret(request: HttpRequest, side: _Side, made: FreshWebhook, **more: Any) -> HttpResponse:
    context = {
        "business": made.row.business,
        "host": webhook_desk.host_of(made.row.url),
        "text": made.secret,
        "back": side.address("keys", made.row.business_id),
        **more,
    }
    return render(request, "partners/made.html", context)


def _page(
    request: HttpRequest, side: _Side, business: Business, form: KeyForm, hook_form: WebhookForm
) -> HttpResponse:
    acts = business.partner_acts.select_related("staff", "owner").order_by("-pk")[:_SHOWN_ACTS]
    context = {
        "business": business,
        "number": written(business.number) if business.number else "",
        "rows": _rows(side, api_key_desk.good_keys(business)),
        "form": form,
        "hooks": [
            {
                "host": webhook_desk.host_of(hook.url),
                "hook": hook,
                "former": _still_signs(hook),
                "change": side.address("webhook", hook.pk),
            }
            for hook in webhook_desk.webhooks_of(business)
        ],
        "hook_form": hook_form,
        "given_up": [
            {
                "id": number,
                "what": WebhookEvent(template).type,
                "at": at,
                "why": FAILURES.get(why, why),
                "host": webhook_desk.host_of(url),
            }
            for number, template, at, why, url in webhook_desk.given_up(business)
        ],
        "acts": [{"act": act, "what": ACTS[PartnerAct.What(act.what)]} for act in acts],
        "here": side.address("keys", business.pk),
        "hook_address": side.address("webhooks", business.pk),
        "again": side.address("again", business.pk),
        "mine": bool(side.mine),
    }
    status = 400 if form.errors or hook_form.errors else 200
    return render(request, "partners/keys.html", context, status=status)


def _still_signs(hook: Webhook) -> datetime | None:
    """Until when a former secret signs beside the present one."""
    until = hook.former_until
    return until if until is not None and until > timezone.now() else None


def _rows(side: _Side, found: Any) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "scopes": [SCOPES[ApiScope(scope)] for scope in key.scopes],
            "end": side.address("end", key.pk),
        }
        for key in found
    ]


def _end(side: _Side, number: int) -> HttpResponse:
    key = get_object_or_404(ApiKey.objects.select_related("business"), pk=number)
    api_key_desk.end_key(key, side.by)
    return HttpResponseRedirect(side.address("keys", key.business_id))


def _webhook(request: HttpRequest, side: _Side, number: int) -> HttpResponse:
    hook = get_object_or_404(Webhook.objects.select_related("business"), pk=number, ended_at=None)
    if request.POST.get("do") == "try":
        webhook_desk.try_webhook(hook)
    elif request.POST.get("do") == "secret":
        with suppress(WebhookEndedError):  # the list says that it was removed
            return _secret(request, side, webhook_desk.change_secret(hook, side.by), changed=True)
    else:
        webhook_desk.end_webhook(hook, side.by)
    return HttpResponseRedirect(side.address("keys", hook.business_id))


def _again(request: HttpRequest, side: _Side, business: Business) -> HttpResponse:
    number = request.POST.get("message", "")
    if number.isascii() and number.isdecimal() and len(number) < 18:
        webhook_desk.send_again(business, int(number))
    return HttpResponseRedirect(side.address("keys", business.pk))


@transaction.atomic
def _municipality(form: MunicipalForm) -> Business:
    """The business of a municipality: made where its number is not here yet, so that a second press makes no second."""
    given = form.cleaned_data
    hold_number(given["number"])
    known = Business.objects.filter(number=given["number"], closed_at=None).order_by("pk").first()
    return known or Business.objects.create(
        number=given["number"], kind=Business.Kind.NON_PROFIT, name=given["name"]
    )
