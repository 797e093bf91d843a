"""Attack C1 again: one officer, with the ordinary screens, reads where the holder of any number was.

On the commit before, the same forms, sent by an officer alone, showed the itinerary of each of the four numbers.
"""

import re
from typing import Any

import pytest

from support.house import House, Open
from support.routes import named_routes
from support.scene import Scene

NOBODY = "2611-ZZZZZ"


def addresses() -> list[str]:
    """Every page of the console, with a mark that nothing has where one is wanted."""
    found = []
    for _name, pattern in named_routes("investigation"):
        path = re.sub(r"<uuid:\w+>", "0" * 8 + "-0000" * 3 + "-" + "0" * 12, str(pattern.pattern))
        found.append("/" + re.sub(r"<\w+:\w+>", NOBODY, path))
    return sorted({*found, "/cases/new"})


def everything(scene: Scene, phone: str) -> dict[str, Any]:
    """Whatever a form of the console may want to know, about one number."""
    digits = phone.replace("-", "")
    return {
        "phone": phone,
        "subject": f"+82{digits[1:]}",
        "preset": "covid19",
        "disease": "covid19",
        "anchor_kind": "symptom-onset",
        "anchor_date": scene.noon.date().isoformat(),
        "start": f"{scene.noon.date()}T00:00",
        "end": f"{scene.noon.date()}T23:59",
        "minutes": "1",
        "degrees": "1",
        "residual": "0",
        "purpose": "test-contacts",
        "legal_basis": "IDCPA-76-2-1",
        "valid_days": "7",
        "contact": "1",
        "answer": "e30",
    }


def test_one_officer_alone_reads_nobodys_itinerary_by_number(
    browse: Open, scene: Scene, house: House
) -> None:
    house.need("tracer", "vault")
    officer = browse("investigation", "officer")
    read: dict[str, list[str]] = {phone: [] for phone in scene.phones.values()}
    for phone, where in read.items():
        for address in addresses():
            if "sign-out" in address:
                continue
            page = officer.post(address, "/keys/", **everything(scene, phone))
            if any(name in page.text for name in scene.venues):
                where.append(f"{address} -> {page.url.path}")
    print(f"itineraries that one officer read by number: {sum(map(bool, read.values()))} of 4")
    for where in read.values():
        print(f"  {where}")
    assert not any(read.values())


@pytest.mark.parametrize("path", ["/notifications/new", "/signed/notification"])
def test_an_officer_may_not_even_write_a_notification(browse: Open, path: str) -> None:
    officer = browse("investigation", "officer")
    assert officer.get(path).status_code == 403
    assert officer.post(path, "/keys/", phone="010-0000-0101", answer="e30").status_code == 403
