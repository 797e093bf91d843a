"""GET /cases/"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from support.house import House, Open

NOW = datetime.now(UTC)


@pytest.fixture
def many(house: House) -> Iterator[list[str]]:
    """Marks of 250 cases, newest first; some were opened at the very same moment."""
    from ansim.domain.pathogens import as_stored, presets
    from ansim.investigation.models import Case

    made = Case.objects.bulk_create(
        Case(
            ref=f"2611-L{number:04}",
            handle=b"l" * 16,
            preset=as_stored(presets()["covid19"]),
            anchor_date="2026-11-01",
            window_start=NOW - timedelta(hours=1),
            window_end=NOW,
            opened_by=house.staff["officer"],
            opened_at=NOW - timedelta(minutes=number // 3),
        )
        for number in range(250)
    )
    yield [case.ref for case in sorted(made, key=lambda one: (one.opened_at, one.pk), reverse=True)]
    Case.objects.filter(ref__startswith="2611-L").delete()


def on_pages(officer: Any, marks: str) -> list[str]:
    found: list[str] = []
    path = "/cases/"
    while path:
        page = officer.get(path).text
        found += re.findall(rf'href="/cases/({marks})/"', page)
        more = re.search(r'href="(\?after=[^"]+)"', page)
        path = f"/cases/{more[1]}" if more else ""
    return found


def test_no_case_falls_off_the_list(browse: Open, many: list[str]) -> None:
    assert on_pages(browse("investigation", "officer"), r"2611-L\d{4}") == many


@pytest.mark.parametrize("mark", ["2611-GONE0", "\x00", "' --"])
def test_a_mark_that_no_case_has_begins_at_the_front(
    browse: Open, many: list[str], mark: str
) -> None:
    officer = browse("investigation", "officer")
    front, after = (
        re.findall(r'href="/cases/([^/"]+)/"', officer.get("/cases/", **asked).text)
        for asked in ({}, {"after": mark})
    )
    assert set(many) & set(front) or len(front) > 20, (
        "cases of others may be newer than all of these"
    )
    assert after == front
