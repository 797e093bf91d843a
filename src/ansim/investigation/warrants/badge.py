"""How many warrants wait for whoever reads the page, for the badge in the menu."""

import time
from typing import Any, Final

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ansim.accounts.permissions import Permission
from ansim.investigation.models import cases_of, waiting_warrants

MOST: Final = 99


def waiting_for_me(request: HttpRequest) -> dict[str, Any]:
    """The count, asked for where the page shows it; 99 stands for more."""
    staff = getattr(request, "staff", None)
    if staff is None or not staff.may(Permission.WARRANT_APPROVE):
        return {}

    def count() -> int:
        records = waiting_warrants(time.time()).filter(case__in=cases_of(staff, "letting"))
        return len(records.order_by().values_list("pk", flat=True)[:MOST])

    return {"waiting_for_me": SimpleLazyObject(count)}
