"""Only who may change a business's venues brings one into it: to anybody else its number is somebody else's."""

from typing import Any

import pytest

from support.applications import clear, form_of, new_owner, waiting
from support.house import House


@pytest.mark.parametrize(
    ("role", "theirs"), [("owner", True), ("head_office", True), ("staff", False)]
)
@pytest.mark.parametrize("place", [3, 88])
def test_staff_bring_no_venue_into_the_business(
    house: House, role: str, place: int, *, theirs: bool
) -> None:
    from ansim.business.admission.deciding import approve
    from ansim.business.admission.findings import findings_of_all
    from ansim.business.models import Business, Membership, Venue
    from ansim.domain.registration import Finding

    assert house.system.venues
    form: dict[str, Any] = form_of(place)
    clear()
    firm = Business.objects.create(number=form["number"], kind="registered", name="돌담 상사")
    there = Venue.objects.create(
        business=firm, name="돌담 본점", category=2, phone=form["phone"], address="안심로 1"
    )
    owner = new_owner()
    Membership.objects.create(business=firm, owner=owner, role=role)
    try:
        made = waiting(form, owner=owner)
        met = {found.kind for found in findings_of_all([made])[made.pk]}
        assert met == (set() if theirs else {Finding.SAME_NUMBER, Finding.SAME_PHONE})
        assert (approve(made).business == firm) == theirs
    finally:
        clear()
        there.delete()
