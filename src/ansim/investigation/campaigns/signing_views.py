"""Write a campaign for chosen contacts, have it signed, and send its correction. Signing is done on the signing page."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models.functions import Now
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.campaigns.message_words import CampaignTemplate
from ansim.domain.campaigns.sending_policy import SENDING, needs_two
from ansim.domain.campaigns.signed_campaign import Campaign, campaign_mark
from ansim.domain.days import local_day
from ansim.domain.quantities import Handle
from ansim.domain.signatures import SignatureRefusedError
from ansim.domain.signed_texts import SignedTextError, read_text, write_text
from ansim.domain.training import is_training
from ansim.identity.campaigns.calls import AgreeCampaign, AskCampaign, ToldAlone
from ansim.investigation.campaigns.answers_told import deniers_of
from ansim.investigation.campaigns.campaign_text import (
    Wish,
    most_cost,
    previews,
    words_for,
    write_campaign,
)
from ansim.investigation.campaigns.forms import CampaignForm, first_values
from ansim.investigation.campaigns.sending_progress import contacts_told
from ansim.investigation.campaigns.views import record_of
from ansim.investigation.contacts.forms import SearchForm
from ansim.investigation.contacts.freezing import NothingToKeepError, freeze, thaw
from ansim.investigation.contacts.listing import chosen_numbers, contact_list, terms_of
from ansim.investigation.lookups import (
    SignedAnswer,
    case_frame,
    case_of,
    desk_of,
    hand_over,
    not_accepted,
    patient,
    read_answer,
    receive,
    require_own_signature,
    take_kept,
)
from ansim.investigation.models import (
    CampaignRecord,
    Case,
    ContactList,
    handles_of,
    keep_campaign,
)
from ansim.investigation.refusals import refusal
from ansim.rpc import CallError
from ansim.tracing.process.calls import rows_of

_DAY_BACK: Final = 86400


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Whom a campaign is for: contacts by their numbers, of a result; `corrects` the campaign that was a mistake."""

    case: Case
    handles: dict[int, Handle]
    corrects: CampaignRecord | None = None
    deniers: bool = False
    """Whether it corrects the message only to those who answered that it was not them."""

    @property
    def numbers(self) -> list[int]:
        return sorted(self.handles)

    @property
    def people(self) -> list[Handle]:
        return [self.handles[one] for one in self.numbers]


@requires(Permission.CAMPAIGN_SEND)
@require_POST
def new_campaign(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Choose the message for chosen contacts, see it as it will be shown, then sign it on the signing page."""
    case = case_of(request, case_ref)
    search = SearchForm(request.POST)
    if not search.is_valid():
        raise BadRequest
    if is_training(case.ref):
        told = _("Nothing is sent from a training case.")
        return contact_list(request, case, search, told)
    try:
        chosen = _Chosen(case, handles_of(case, chosen_numbers(request, case, search)))
        if not chosen.handles:
            return contact_list(request, case, search, _("Please choose at least one contact."))
        if len(chosen.handles) > SENDING.most:
            told = _("One campaign tells %(most)d people at most.") % {"most": SENDING.most}
            return contact_list(request, case, search, told)
        return _written(request, chosen, search)
    except (CallError, NothingToKeepError) as error:
        return contact_list(request, case, search, refusal(error))


@requires(Permission.CAMPAIGN_SEND)
@require_POST
def correct(request: StaffRequest, mark: str) -> HttpResponse:
    """A new message to whom an earlier one may have reached: that it was a mistake. Nothing is overwritten.

    With `only=not-me` to those of them who answered that it was not them.
    """
    record = record_of(request, mark)
    told, deniers = set(contacts_told(record)), request.POST.get("only") == "not-me"
    handles = handles_of(record.case, told & deniers_of(record) if deniers else told)
    if not handles:
        return HttpResponseRedirect(reverse("campaigns:one", args=[record.mark]))
    return _written(request, _Chosen(record.case, handles, record, deniers), None)


def _written(request: StaffRequest, chosen: _Chosen, search: SearchForm | None) -> HttpResponse:
    """The form with what it makes of it; the signing page, once it is whole and the officer said so."""
    now, do = time.time(), request.POST.get("do", "")
    today, correction = local_day(now), chosen.corrects is not None
    form = (
        CampaignForm(today, request.POST, correction=correction)
        if do
        else CampaignForm(today, initial=first_values(today), correction=correction)
    )
    wish = _wish(form, today) if not form.is_bound or form.is_valid() else None
    if do == "sign" and wish is not None:
        result = _result(request, chosen, search)
        said = write_campaign(chosen.case, request.staff, wish, chosen.people, result, now)
        kept: dict[str, Any] = {"numbers": chosen.numbers}
        if chosen.corrects is not None:
            kept["corrects"] = chosen.corrects.mark
        return hand_over(request, write_text(said), said, kept)
    shown = previews(words_for(wish, today)) if wish else []
    alone = desk_of(request).vault.told_alone(ToldAlone(request.staff.ref))
    context = case_frame(chosen.case, "campaigns") | {
        "chosen": chosen,
        "form": form,
        "previews": shown,
        "cost": most_cost(shown, len(chosen.people)) if shown else None,
        "second": needs_two(len(chosen.people), alone),
        "alone": SENDING.alone,
        "again": _told_lately(chosen, wish, now) if wish else 0,
        "carried": SearchForm(search.data, auto_id=False) if search else None,
        "query": terms_of(search) if search else "",
    }
    status = 400 if form.is_bound and wish is None else 200
    return render(request, "campaigns/write.html", context, status=status)


def _wish(form: CampaignForm, today: date) -> Wish:
    if form.is_bound:
        data = form.cleaned_data
        return Wish(form.kind, tuple(data["languages"]), data.get("day"), data["night"])
    first = first_values(today)
    correction = "day" not in form.fields
    kind = CampaignTemplate.CORRECTION if correction else CampaignTemplate.TEST
    return Wish(kind, tuple(first["languages"]), None if correction else first["day"], night=False)


def _result(request: StaffRequest, chosen: _Chosen, search: SearchForm | None) -> str:
    """The result in which all of them stand, kept with the case. Raises CallError, NothingToKeepError."""
    if chosen.corrects is not None:
        return read_text(bytes(chosen.corrects.text), Campaign).result
    if search is None:
        raise BadRequest
    desk = desk_of(request)
    return str(
        freeze(desk, chosen.case, desk.contacts(chosen.case, search.terms(chosen.case))).result
    )


def _told_lately(chosen: _Chosen, wish: Wish, now: float) -> int:
    """How many of them were told the same within a day."""
    since = datetime.fromtimestamp(now - _DAY_BACK, UTC)
    lately = CampaignRecord.objects.filter(case=chosen.case, requested_at__gte=since)
    same = [one.pk for one in lately if read_text(bytes(one.text), Campaign).template is wish.kind]
    told = CampaignRecord.objects.filter(pk__in=same, entries__contact__number__in=chosen.numbers)
    return told.values_list("entries__contact__number", flat=True).distinct().count()


@requires(Permission.CASE_READ)
@require_http_methods(["GET", "POST"])
def signed(request: StaffRequest) -> HttpResponse:
    """A campaign's text comes back signed: the vault takes it in, as its request or as its second signature."""
    if request.method == "GET":
        return receive(request)
    answer = read_answer(request)
    try:
        said = read_text(answer.text, Campaign)
        require_own_signature(request, answer)
        kept = take_kept(request, said)
        mark = (
            _asked(request, answer, said, kept) if "numbers" in kept else _agreed(request, answer)
        )
    except (CallError, SignatureRefusedError, SignedTextError) as error:
        return not_accepted(request, error)
    return HttpResponseRedirect(reverse("campaigns:one", args=[mark]))


@requires(Permission.CAMPAIGN_APPROVE)
@require_POST
def approve(request: StaffRequest, mark: str) -> HttpResponse:
    """Send the approver to the signing page with the text that the officer signed."""
    record = record_of(request, mark)
    text = bytes(record.text)
    return hand_over(request, text, read_text(text, Campaign))


def _asked(
    request: StaffRequest, answer: SignedAnswer, said: Campaign, kept: dict[str, Any]
) -> str:
    case = case_of(request, said.case)
    desk = desk_of(request)
    numbers = [int(one) for one in kept["numbers"]]
    listed = ContactList.objects.filter(case=case, result=said.result).order_by("-id").first()
    if listed is None:
        raise BadRequest
    found, handles = thaw(desk, case, listed).found, handles_of(case, set(numbers))
    if found.terms is None or found.vouched is None:
        raise BadRequest
    asked = AskCampaign(
        answer.text,
        answer.signature,
        patient(case),
        found.terms,
        rows_of(found.contacts),
        found.vouched.mac,
        [bytes(handles[one]) for one in numbers if one in handles],
    )
    record = CampaignRecord(
        ref=said.ref,
        mark=campaign_mark(answer.text),
        case=case,
        text=answer.text,
        needs_two=False,
        until=datetime.fromtimestamp(said.until, UTC),
        requested_by=request.staff,
        corrects=CampaignRecord.objects.filter(mark=kept.get("corrects", ""), case=case).first(),
    )
    # Ours first and the vault's within it: what the vault takes in is sent, and has to stand on a page.
    with transaction.atomic():
        keep_campaign(record, case, numbers)
        if desk.vault.ask_campaign(asked).waits:
            CampaignRecord.objects.filter(pk=record.pk).update(needs_two=True)
    return str(record.mark)


def _agreed(request: StaffRequest, answer: SignedAnswer) -> str:
    record = record_of(request, campaign_mark(answer.text))
    desk_of(request).vault.agree_campaign(AgreeCampaign(answer.text, answer.signature))
    CampaignRecord.objects.filter(pk=record.pk, agreed_at=None).update(
        agreed_by=request.staff, agreed_at=Now()
    )
    return str(record.mark)
