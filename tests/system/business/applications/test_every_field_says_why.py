"""What an application asks for, and why."""

import pytest

from support.system import System


@pytest.mark.parametrize("way", ["number", "without", "event"])
def test_every_field_of_an_application_says_why_it_is_asked(system: System, way: str) -> None:
    from ansim.business.applications.forms import ApplicationForm

    asked = [one for one in ApplicationForm(way) if not one.is_hidden]
    assert {"name", "kind", "phone"} <= {one.name for one in asked}
    hints = {one.name: str(one.help_text) for one in asked}
    assert all(hints.values())
    days = [name for name in hints if name.startswith("on_")]
    assert len({hints[name] for name in days}) == len(days) == 8, "each day has its own"
