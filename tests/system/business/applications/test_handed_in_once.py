"""What the checks saw is what stands: nobody changes an application after it was handed in, however late a save comes."""

from collections.abc import Iterator
from typing import Any

import pytest

from support.applications import new_owner
from support.house import House


@pytest.fixture
def handed_in(house: House) -> Iterator[Any]:
    """An application before the clerks, and the same row as a slow request read it before."""
    from ansim.business.admission.deciding import hand_in
    from ansim.business.models import VenueApplication

    made = VenueApplication.objects.create(
        owner=new_owner(), form={"name": "늦은 저장 식당", "number": "6160023453"}
    )
    stale = VenueApplication.objects.get(pk=made.pk)
    hand_in(made, {"genuine": True})
    yield stale
    VenueApplication.objects.filter(pk=made.pk).update(state="withdrawn")


def test_a_save_that_comes_late_changes_nothing(handed_in: Any) -> None:
    from ansim.business.admission.deciding import AlreadyDecidedError, keep_form

    handed_in.form = {"name": "다른 식당", "number": "1234567891"}
    with pytest.raises(AlreadyDecidedError):
        keep_form(handed_in)
    handed_in.refresh_from_db()
    assert handed_in.form["number"] == "6160023453"


def test_it_is_handed_in_once(handed_in: Any) -> None:
    from ansim.business.admission.deciding import AlreadyDecidedError, hand_in

    with pytest.raises(AlreadyDecidedError):
        hand_in(handed_in, {"genuine": False})
    handed_in.refresh_from_db()
    assert handed_in.checks == {"genuine": True}
