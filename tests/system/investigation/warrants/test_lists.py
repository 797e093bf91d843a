"""A waiting warrant stays on the approver's page, however many others there are; lists cost one query."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from support.house import House, Open

NOW = time.time()
HOUR = 3600


class Shelf:
    """A case of its own with warrants in any state."""

    def __init__(self, house: House) -> None:
        from datetime import UTC, datetime

        from ansim.domain.pathogens import as_stored, presets
        from ansim.investigation.models import Case

        self.staff = house.staff
        self.moment = lambda seconds: datetime.fromtimestamp(seconds, UTC)
        self.case = Case.objects.create(
            ref="2611-SHELF",
            handle=b"s" * 16,
            preset=as_stored(presets()["covid19"]),
            anchor_date="2026-11-01",
            window_start=self.moment(NOW - HOUR),
            window_end=self.moment(NOW),
            opened_by=house.staff["officer"],
        )

    def put(self, *refs: str, signed: int = 1, expires: float = NOW + HOUR) -> None:
        from ansim.domain.search_results import ResultTerms
        from ansim.domain.signed_texts import new_ref, write_text
        from ansim.domain.warrant import LegalBasis, Purpose, Warrant
        from ansim.investigation.models import WarrantRecord, WarrantSignature

        def text() -> bytes:
            terms = ResultTerms(
                direction="forward",
                start=int(NOW) - HOUR,
                end=int(NOW),
                minimum_overlap=600,
                degrees=1,
                latent=0,
                residual=0,
                limit=2000,
                close=None,
            )
            warrant = Warrant(
                ref=new_ref(),
                at=int(NOW),
                until=int(expires),
                site="localhost:8083",
                case=self.case.ref,
                terms=terms,
                people=3,
                result="0" * 64,
                cap=10,
                article=LegalBasis.IDCPA_76_2_1,
                purpose=Purpose.TEST_CONTACTS,
                requester=self.staff["officer"].ref,
            )
            return write_text(warrant)

        records = WarrantRecord.objects.bulk_create(
            WarrantRecord(
                ref=ref,
                case=self.case,
                text=text(),
                expires_at=self.moment(expires),
                requested_by=self.staff["officer"],
            )
            for ref in refs
        )
        WarrantSignature.objects.bulk_create(
            WarrantSignature(warrant=record, signer=self.staff[signer])
            for record in records
            for signer in ("officer", "approver")[:signed]
        )


@pytest.fixture
def shelf(house: House) -> Iterator[Shelf]:
    built = Shelf(house)
    yield built
    built.case.delete()


def marks(prefix: str, number: int) -> list[str]:
    return [f"W-{prefix}{step:05}" for step in range(number)]


def on_pages(approver: Any) -> list[str]:
    """The marks on all pages of "To sign", in their order."""
    found: list[str] = []
    path = "/warrants/"
    while path:
        page = approver.get(path).text
        found += re.findall(r'href="/warrants/(W-[0-9A-Z]+)"', page)
        more = re.search(r'href="(\?after=[^"]+)"', page)
        path = f"/warrants/{more[1]}" if more else ""
    return found


@pytest.mark.parametrize("newer", [{"signed": 2}, {"expires": NOW - HOUR}])
def test_a_waiting_warrant_stays_under_250_newer_ones(
    browse: Open, shelf: Shelf, newer: dict[str, Any]
) -> None:
    shelf.put("W-WAITING1")
    shelf.put(*marks("NEW", 250), **newer)
    page = browse("investigation", "approver").get("/warrants/").text
    assert "W-WAITING1" in page
    assert "W-NEW" not in page


def test_250_waiting_ones_are_all_found_once_first_to_expire_first(
    browse: Open, shelf: Shelf
) -> None:
    shelf.put(*marks("LATE", 120), expires=NOW + 3 * HOUR)
    shelf.put(*marks("SOON", 130), expires=NOW + 2 * HOUR)
    found = [
        ref for ref in on_pages(browse("investigation", "approver")) if ref[2:6] in "LATE SOON"
    ]
    assert found == marks("SOON", 130) + marks("LATE", 120)


def test_a_mark_that_no_warrant_has_begins_at_the_front(browse: Open, shelf: Shelf) -> None:
    shelf.put("W-WAITING1")
    approver = browse("investigation", "approver")
    for mark in ("W-GONE0000", "' OR 1=1", "\x00", "🙂"):
        assert "W-WAITING1" in approver.get("/warrants/", after=mark).text


def test_the_valid_warrant_is_the_newest_of_two_signatures(shelf: Shelf) -> None:
    from ansim.investigation.models import valid_warrant

    assert valid_warrant(shelf.case, NOW) is None
    shelf.put("W-VALID0001", "W-VALID0002", signed=2)
    shelf.put(*marks("WAIT", 60))
    shelf.put(*marks("OLD", 60), signed=2, expires=NOW - 1)
    found = valid_warrant(shelf.case, NOW)
    assert found is not None
    assert found.ref == "W-VALID0002"


def test_every_list_of_warrants_costs_one_query_however_long(shelf: Shelf) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from ansim.investigation.models import counted_warrants, state_of, valid_warrant

    shelf.put(*marks("MANY", 90))
    with CaptureQueriesContext(connection) as asked:
        records = list(counted_warrants().filter(case=shelf.case))
        assert {state_of(record, NOW).value for record in records} == {"waiting"}
    assert (len(records), len(asked)) == (90, 1)
    with CaptureQueriesContext(connection) as asked:
        assert valid_warrant(shelf.case, NOW) is None
    assert len(asked) == 1
