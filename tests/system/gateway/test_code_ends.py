"""Codes that were replaced or stopped: judged by the moment of the visit, or refused from their end on."""

from datetime import UTC, datetime, timedelta

import pytest

from ansim.domain.identifiers import new_visit_id
from support.counter import Counter
from support.patience import until
from support.system import SeededVenue, System, check_in, new_venue, now_text
from support.visitor import Visitor


def ended(system: System, *, graced: bool, **back: float) -> SeededVenue:
    """A venue whose first code ended so long ago; the gateway knows it."""
    venue = new_venue(system)
    end = datetime.now(UTC) - timedelta(**back)
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE business_venuecode SET revoked_at = %s, graced = %s WHERE code = %s",
            [end, graced, venue.code],
        )
    await_code(system, venue, "revoked-venue")
    return venue


def await_code(system: System, venue: SeededVenue, code: str) -> None:
    page = f"/v1/venues/{venue.code}"
    until(lambda: system.http.get(page).json().get("code") == code, f"the gateway says {code}")


def fate(system: System, venue: SeededVenue, **ago: float) -> str:
    body = check_in(venue, entered_at=now_text(**ago))
    answer = system.http.post("/v1/check-ins", json=body, headers=system.bearer(None))
    stored = system.stored(body["id"])
    assert stored == (answer.status_code == 201)
    return "stored" if stored else str(answer.json()["code"])


@pytest.mark.parametrize("hours", [1, 20, 60])
def test_a_visit_of_the_grace_period_is_stored_days_later(system: System, hours: float) -> None:
    venue = ended(system, graced=True, hours=hours)
    assert fate(system, venue, hours=hours, minutes=1) == "stored"
    assert fate(system, venue, hours=hours, seconds=-50) == "stored"  # a minute for clocks
    assert fate(system, venue, hours=hours, minutes=-2) == "revoked-venue"
    assert fate(system, venue) == "revoked-venue"
    assert fate(system, venue, hours=71.9) == "stored"


def test_nobody_keeps_a_former_code_alive_by_the_moment_that_they_claim(system: System) -> None:
    old = ended(system, graced=True, hours=73)
    for hours in (0, 10, 71.9):
        assert fate(system, old, hours=hours) == "revoked-venue"
    assert fate(system, old, hours=74) == "too-old", "what began before it may come no later"
    fresh = ended(system, graced=True, hours=2)
    assert fate(system, fresh, minutes=-4) == "revoked-venue"
    wrong = check_in(fresh, entered_at=now_text(hours=3), sent_at=now_text(hours=3))
    answer = system.http.post("/v1/check-ins", json=wrong, headers=system.bearer(None))
    assert answer.json()["code"] == "clock-skew", "a phone that sets its clock back"


@pytest.mark.parametrize("minutes", [1, 90, 2000])
def test_a_copied_code_stays_refused_whatever_moment_is_claimed(
    system: System, minutes: float
) -> None:
    venue = ended(system, graced=False, minutes=minutes)
    for before in (1, 5, 600):
        assert fate(system, venue, minutes=minutes + before) == "revoked-venue"


def test_a_misuse_found_during_the_grace_period_ends_it_for_good(system: System) -> None:
    from ansim.business.codes.issuing import reissue
    from ansim.business.models import Venue

    venue = new_venue(system)
    row = Venue.objects.get(pk=venue.id)
    reissue(row, timedelta(hours=48))
    until(lambda: fate(system, venue) == "stored", "the gateway knows the code")
    reissue(row)
    await_code(system, venue, "revoked-venue")
    assert fate(system, venue, hours=1) == "revoked-venue"


@pytest.mark.parametrize("graced", [True, False])
def test_what_a_paired_reader_read_before_the_end_is_stored_likewise(
    system: System, visitor: Visitor, *, graced: bool
) -> None:
    venue = new_venue(system)
    device = Counter(system, venue)
    shown = visitor.ask("POST", "/v1/passes", {"kind": "printed"}).json()["pass"]
    read = {"id": str(new_visit_id()), "pass": shown, "entered_at": now_text()}
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE business_venuecode SET revoked_at = now() + interval '2 seconds', graced = %s WHERE code = %s",
            [graced, venue.code],
        )
    await_code(system, venue, "revoked-venue")
    late = device.ask("POST", "/v1/pass-check-ins", {**read, "sent_at": now_text()})
    assert late.json().get("code", "stored") == ("stored" if graced else "revoked-venue")
    assert system.stored(read["id"]) == graced
    after = {**read, "id": str(new_visit_id()), "entered_at": now_text(seconds=-100)}
    refused = device.ask("POST", "/v1/pass-check-ins", {**after, "sent_at": now_text()})
    assert refused.json()["code"] == "revoked-venue"
