"""An open case for the tests of the console's pages."""

import pytest

from support.house import Open
from support.scene import Scene
from support.walk import Walk


@pytest.fixture
def walk(browse: Open, scene: Scene) -> Walk:
    officer, approver = browse("investigation", "officer"), browse("investigation", "approver")
    page = officer.post(
        "/cases/new",
        phone=scene.case_phone,
        preset="covid19",
        anchor_date=scene.noon.date().isoformat(),
    )
    case = f"/cases/{page.url.path.split('/')[2]}"
    start, end = (f"{scene.noon.date()}T{hour}" for hour in ("00:00", "23:59"))
    terms = {"start": start, "end": end, "minutes": "10", "degrees": "1", "residual": "0"}
    return Walk(officer, approver, case, page, terms)
