"""`make dev` restarts what a change concerns, and nothing else."""

from pathlib import Path

import pytest

from ansim.processes import ORDER
from ansim.simulation.reload import PACKAGE, concerned


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        (["visitor/checkin/inbox.py"], ["gateway"]),
        (["visitor/api/queries.sql"], ["gateway"]),
        (["web/static/app/sw.js"], ["gateway"]),
        (["tracing/contacts/kernels.py"], ["tracer"]),
        (["investigation/cases/views.py"], ["investigation"]),
        (["business/models/venue.py"], ["business", "investigation"]),
        (["domain/warrant.py"], list(ORDER)),
        (["locale/ko/LC_MESSAGES/django.mo"], list(ORDER)),
        (["tracing/index/log.py", "visitor/gateway.py"], ["tracer", "gateway"]),
        (["investigation/cases/templates/cases/list.html"], []),
        (["simulation/town.py"], []),
        (["visitor/__pycache__/gateway.cpython-311.pyc"], []),
    ],
)
def test_the_processes_of_a_change(changed: list[str], names: list[str]) -> None:
    assert concerned([PACKAGE / name for name in changed]) == names


def test_a_file_outside_the_package_concerns_none() -> None:
    assert concerned([Path("/elsewhere/inbox.py")]) == []
