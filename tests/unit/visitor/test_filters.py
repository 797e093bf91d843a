from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.identifiers import new_visit_id
from ansim.domain.venue_life import Life
from ansim.visitor.checkin.filters import FILTERS, Arrival, refusal
from ansim.visitor.venues.venue_book import KnownVenue

NOW = 1_790_000_000.0
NOTHING = dict.fromkeys(KnownVenue.__struct_fields__)
VENUE = KnownVenue(
    **NOTHING | {"id": 1, "name": "바람 카페"}
)  # that there is one is all the rules ask


def arrival(**changes: object) -> Arrival:
    good = {
        "visit": new_visit_id().bytes,
        "entered": NOW - 10,
        "left": None,
        "now": NOW,
        "venue": VENUE,
        "revoked": False,
        "recent": 0,
    }
    return Arrival(**good | changes)  # type: ignore[arg-type]


def code(**changes: object) -> str | None:
    kind = refusal(arrival(**changes))
    return kind.code if kind else None


def test_the_rules_stand_in_the_order_that_the_protocol_names() -> None:
    order = [
        "malformed",
        "clock-skew",
        "unknown-venue",
        "revoked-venue",
        "closed-venue",
        "event-not-begun",
        "event-over",
        "too-old",
        "in-the-future",
        "implausible-rate",
    ]
    assert [kind.code for _, kind in FILTERS] == order
    assert [rule.__name__.replace("_", "-") for rule, _ in FILTERS] == order


def test_the_first_rule_that_holds_is_named() -> None:
    assert code() is None
    assert code(venue=None, entered=NOW - 10**6, recent=99) == "unknown-venue"
    assert code(revoked=True, entered=NOW - 10**6) == "revoked-venue"


def test_a_closed_venue_refuses_by_the_moment_of_the_visit_and_not_of_the_delivery() -> None:
    closed = datetime.fromtimestamp(NOW - 3600, UTC)
    shut = msgspec.structs.replace(VENUE, life=Life(closed_at=closed))
    assert code(venue=shut) == "closed-venue"
    assert code(venue=shut, entered=NOW - 3601) is None
    assert code(venue=shut, entered=NOW - 3570) is None  # its clock may be as far off
    assert code(venue=shut, entered=NOW - 71 * 3600) is None


def test_an_event_takes_visits_around_its_days() -> None:
    today = datetime.fromtimestamp(NOW, UTC)
    event = msgspec.structs.replace(VENUE, life=Life(today, today + timedelta(days=1)))
    assert code(venue=event) is None
    assert code(venue=event, entered=NOW - 6 * 3600) is None
    assert code(venue=event, entered=NOW - 6 * 3600 - 1) == "event-not-begun"
    assert code(venue=event, now=NOW + 40 * 3600, entered=NOW + 30 * 3600 - 1) is None
    assert code(venue=event, now=NOW + 40 * 3600, entered=NOW + 30 * 3600) == "event-over"


@given(st.floats(-400_000, 400_000))
def test_a_moment_is_accepted_exactly_from_72_hours_ago_to_5_minutes_ahead(shift: float) -> None:
    expected = "too-old" if shift < -259_200 else "in-the-future" if shift > 300 else None
    assert code(entered=NOW + shift) == expected


@given(st.floats(-1000, 1000))
def test_an_end_lies_between_the_entry_and_5_minutes_ahead(shift: float) -> None:
    expected = "malformed" if shift < -10 else "in-the-future" if shift > 300 else None
    assert code(left=NOW + shift) == expected


@given(st.binary(min_size=16, max_size=16))
def test_only_uuids_of_version_7_and_the_rfc_variant_are_ids(visit: bytes) -> None:
    from uuid import RFC_4122, UUID

    known = UUID(bytes=visit)
    assert (code(visit=visit) is None) == (known.variant == RFC_4122 and known.version == 7)


@given(st.integers(0, 30))
def test_the_eleventh_of_a_slot_is_implausible(recent: int) -> None:
    assert code(recent=recent) == ("implausible-rate" if recent >= 10 else None)
