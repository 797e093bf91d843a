"""Who is enrolled, and what keepers proposed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.identity.keepers.calls import ProposalsFor, StaffRecordsFor
from ansim.investigation.lookups import desk_of
from ansim.investigation.staff_records.forms import ReturnForm
from ansim.investigation.staff_records.rows import proposal_rows, staff_row


@requires(Permission.STAFF_KEEP)
@require_GET
@never_cache
def everybody(request: StaffRequest) -> HttpResponse:
    """Staff by agency and team, and the proposals that wait or were decided of late."""
    vault = desk_of(request).vault
    found = vault.staff_records(StaffRecordsFor(request.staff.ref))
    proposals = proposal_rows(vault.proposals(ProposalsFor(request.staff.ref)), request.staff)
    context = {
        "rows": [staff_row(one) for one in found if not one.barred],
        "barred": [staff_row(one) for one in found if one.barred],
        "waiting": [one for one in proposals if one.state == "waiting"],
        "decided": [one for one in proposals if one.state != "waiting"][:50],
        "returning": ReturnForm(auto_id=False),
        "done": {
            name for name in ("proposed", "kept", "returned") if request.GET.get("done") == name
        },
    }
    return render(request, "staff_records/all.html", context)
