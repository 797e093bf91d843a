"""The ledger in words."""

import pytest

from support.system import System
from support.walk import Walk


def test_the_ledger_tells_it_in_words(walk: Walk) -> None:
    walk.contacts()
    for path in ("/ledger/", f"{walk.case}/ledger"):
        page = walk.approver.get(path).text
        assert "1차까지 접촉자 검색 (최소 10분" in page
        assert "김하준" in page


@pytest.mark.parametrize(
    "detail",
    [
        "{}",
        '{"preset": 5, "start": "soon", "end": []}',
        '{"start": 1e300, "end": 0, "preset": "covid19"}',
        '{"minimum_overlap": "x"}',
    ],
)
def test_an_entry_of_another_form_hides_no_other(walk: Walk, system: System, detail: str) -> None:
    with system.connect_as("investigation", "main") as console:
        console.execute(
            "INSERT INTO ledger.entry (kind, actor_role, actor, case_ref, detail)"
            " VALUES ('case-opened', 'officer', 'S-1', 'C-ODD', %s)",
            [detail],
        )
    page = walk.officer.get("/ledger/")
    assert page.status_code == 200
    assert "case-opened" in page.text
