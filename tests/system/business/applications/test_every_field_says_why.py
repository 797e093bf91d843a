"""What an application asks for, and why."""

import pytest

from support.system import System


@pytest.mark.parametrize("way", ["number", "without", "event"])
def test_every_field_of_an_application_says_why_it_is_asked(system: System, way: str) -> None:
    from ansim.business.applications.forms import ApplicationForm
    from ansim.business.hours_form import HoursForm

    asked = [one for one in ApplicationForm(way) if not one.is_hidden]
    assert {"name", "kind", "phone"} <= {one.name for one in asked}
    silent = {one.name for one in asked if not one.help_text}
    assert silent <= set(HoursForm.base_fields), "hours of single days share one hint"
