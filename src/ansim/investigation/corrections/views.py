"""The list of requests for correction, as the vault opens them, and the end of one."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.investigation.corrections.rows import correction_rows
from ansim.investigation.lookups import asked_here, desk_of


@requires(Permission.CORRECTION_ANSWER)
@require_GET
@asked_here
def correction_list(request: StaffRequest) -> HttpResponse:
    """Requests that wait, oldest first; the next ones move up as these are done."""
    waiting = desk_of(request).corrections()
    context = {"rows": correction_rows(waiting), "total": waiting.total}
    return render(request, "corrections/list.html", context)


@requires(Permission.CORRECTION_ANSWER)
@require_POST
def done(request: StaffRequest, correction: UUID) -> HttpResponse:
    """Tell the visitor that the request is done; its words are destroyed."""
    desk_of(request).finish_correction(correction.bytes)
    return HttpResponseRedirect(reverse("corrections:list"))
