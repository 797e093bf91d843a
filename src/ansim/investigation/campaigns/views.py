"""Campaigns of a case, those that wait for a signature, and one as it is sent: paused, let go on, stopped."""

import time
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.campaigns.references import read_reference
from ansim.domain.campaigns.signed_campaign import Campaign
from ansim.domain.days import local_day
from ansim.domain.signed_texts import read_text
from ansim.identity.campaigns.calls import CampaignsToAgree, StopCampaign
from ansim.investigation.campaigns.answers_told import MOST_ANSWERS, answers_of, enter_answer
from ansim.investigation.campaigns.campaign_text import previews
from ansim.investigation.campaigns.forms import PhoneAnswerForm
from ansim.investigation.campaigns.sending_progress import (
    MOST_TROUBLES,
    SendingProgress,
    contact_of_reference,
    pause,
    progress_of,
    stop,
    troubles_of,
)
from ansim.investigation.campaigns.words import TEMPLATES
from ansim.investigation.lookups import case_frame, case_of, desk_of
from ansim.investigation.models import CampaignRecord, cases_of
from ansim.investigation.time_fields import moment

_MOST = 200


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign in words."""

    record: CampaignRecord
    said: Campaign
    template: Promise
    progress: SendingProgress

    @property
    def waits(self) -> bool:
        """Whether a second person has yet to sign."""
        return self.record.needs_two and self.record.agreed_at is None


@requires(Permission.CASE_READ)
@require_GET
def of_case(request: StaffRequest, case_ref: str) -> HttpResponse:
    """All campaigns of a case, newest first."""
    case = case_of(request, case_ref)
    records = list(
        CampaignRecord.objects.filter(case=case)
        .select_related("requested_by", "case")
        .order_by("-id")[:_MOST]
    )
    context = case_frame(case, "campaigns") | {"rows": _rows_of(records)}
    return render(request, "campaigns/of_case.html", context)


@requires(Permission.CAMPAIGN_APPROVE)
@require_GET
def waiting(request: StaffRequest) -> HttpResponse:
    """Campaigns that wait for one's signature, as the vault knows them."""
    told = desk_of(request).vault.campaigns_to_agree(CampaignsToAgree(request.staff.ref))
    refs = [read_text(one.text, Campaign).ref for one in told]
    own = cases_of(request.staff, "letting")
    known = CampaignRecord.objects.filter(ref__in=refs, case__in=own).select_related(
        "requested_by", "case"
    )
    context = {"rows": _rows_of(list(known.order_by("id")))}
    return render(request, "campaigns/waiting.html", context)


@requires(Permission.CASE_READ)
@require_GET
def campaign(request: StaffRequest, mark: str) -> HttpResponse:
    """One campaign: its words, its signatures, how far it is, and of whom somebody has to take care otherwise."""
    return _page(request, record_of(request, mark))


@requires(Permission.CAMPAIGN_SEND)
@require_POST
def find(request: StaffRequest, mark: str) -> HttpResponse:
    """Whose message carries the reference that somebody reads out on the phone."""
    return _page(request, record_of(request, mark), request.POST.get("reference", ""))


@requires(Permission.CAMPAIGN_SEND)
@require_POST
def answer_by_phone(request: StaffRequest, mark: str) -> HttpResponse:
    """Write down what somebody who was told says on the phone."""
    record = record_of(request, mark)
    form = PhoneAnswerForm(local_day(time.time()), request.POST)
    if form.is_valid():
        reference = form.cleaned_data["reference"]
        if enter_answer(record, reference, form.said, request.staff):
            return HttpResponseRedirect(f"{reverse('campaigns:one', args=[record.mark])}#answers")
        form.add_error("reference", _("No message of this campaign has that reference."))
    return _page(request, record, form=form)


def _page(
    request: StaffRequest,
    record: CampaignRecord,
    typed: str = "",
    form: PhoneAnswerForm | None = None,
) -> HttpResponse:
    answers = answers_of(record)  # first, as it settles those that wait
    (row,) = _rows_of([record])
    reference = read_reference(typed)
    troubles = troubles_of(record)
    context = case_frame(record.case, "campaigns") | {
        "row": row,
        "previews": previews({str(one): text for one, text in row.said.words.items()}),
        "until": moment(row.said.until),
        "troubles": troubles,
        "more_troubles": len(troubles) == MOST_TROUBLES,
        "answers": answers,
        "more_answers": len(answers) == MOST_ANSWERS,
        "deniers": len({one.contact for one in answers if one.not_me}),
        "answer_form": form
        or PhoneAnswerForm(local_day(time.time()), initial={"reference": typed}),
        "typed": typed,
        "found": contact_of_reference(record, reference) if reference else None,
        "signable": row.waits
        and request.staff.may(Permission.CAMPAIGN_APPROVE)
        and request.staff.pk != record.requested_by_id
        and cases_of(request.staff, "letting").filter(pk=record.case_id).exists(),
        "steers": request.staff.may(Permission.CAMPAIGN_SEND)
        and cases_of(request.staff, "asking").filter(pk=record.case_id).exists(),
    }
    status = 400 if form is not None else 200
    return render(request, "campaigns/one.html", context, status=status)


@requires(Permission.CAMPAIGN_SEND)
@require_POST
def pause_or_resume(request: StaffRequest, mark: str) -> HttpResponse:
    """Hold a campaign, or let it go on: `paused` says which."""
    record = record_of(request, mark)
    pause(record, paused=request.POST.get("paused") == "1")
    return _back_to(record)


@requires(Permission.CAMPAIGN_SEND)
@require_POST
def stop_sending(request: StaffRequest, mark: str) -> HttpResponse:
    """Stop a campaign for good: the vault opens no number for it, and what waits goes no more."""
    record = record_of(request, mark)
    desk_of(request).vault.stop_campaign(StopCampaign(request.staff.ref, bytes.fromhex(record.ref)))
    stop(record)
    return _back_to(record)


def record_of(request: StaffRequest, mark: str) -> CampaignRecord:
    """The campaign of that mark, or 404 where its case is none that whoever asks may do this in."""
    own = cases_of(request.staff, permission=request.permission)
    seen = CampaignRecord.objects.filter(case__in=own)
    return get_object_or_404(
        seen.select_related("case", "requested_by", "agreed_by", "corrects"), mark=mark
    )


def _rows_of(records: list[CampaignRecord]) -> list[CampaignRow]:
    far = progress_of(records)
    found = []
    for one in records:
        said = read_text(bytes(one.text), Campaign)
        found.append(CampaignRow(one, said, TEMPLATES[said.template], far[one.ref]))
    return found


def _back_to(record: CampaignRecord) -> HttpResponse:
    return HttpResponseRedirect(reverse("campaigns:one", args=[record.mark]))
