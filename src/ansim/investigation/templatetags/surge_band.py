"""The band of surge modes that hold, on every page of whoever works under them."""

from datetime import UTC, datetime
from typing import Any

from django import template

from ansim.investigation.models import surges_of

register = template.Library()


@register.inclusion_tag("investigation/surge_band.html", takes_context=True)
def surge_band(context: template.Context) -> dict[str, Any]:
    """The modes that hold for the reader's agency, a line each."""
    staff = context.get("staff")
    return {"holding": surges_of(staff, datetime.now(UTC)) if staff else []}
