"""What a search found, by class and venue."""

from typing import Any

import msgspec
import pytest

from ansim.domain.found_summary import FoundSummary, summary_mac
from ansim.domain.search_results import ResultTerms

TERMS = ResultTerms(
    direction="forward",
    start=0,
    end=86400,
    minimum_overlap=900,
    degrees=1,
    latent=0,
    residual=0,
    limit=2000,
    close=900,
)
ROWS = [("close", 7), ("close", 7), ("casual", 4021), ("unlikely", 7), ("", 12), ("casual", 12)]


def test_it_counts_classes_and_venues_and_names_no_venue() -> None:
    found = FoundSummary.of(ROWS)
    assert msgspec.structs.asdict(found) == {
        "close": 2,
        "casual": 2,
        "unlikely": 1,
        "further": 1,
        "venues": 3,
        "most": (3, 2, 1),
    }
    assert "4021" not in msgspec.json.encode(found).decode()


def test_only_the_five_fullest_venues_stand_there() -> None:
    rows = [("close", venue) for venue in range(9) for _one in range(venue + 1)]
    found = FoundSummary.of(rows)
    assert (found.venues, found.most) == (9, (9, 8, 7, 6, 5))


def test_a_venue_that_is_not_told_is_none_of_them() -> None:
    found = FoundSummary.of([("close", 7), ("", None), ("", None), ("casual", 3)])
    assert (found.further, found.venues, found.most) == (2, 2, (1, 1))


def test_of_nobody_there_are_none() -> None:
    assert FoundSummary.of([]) == FoundSummary(
        close=0, casual=0, unlikely=0, further=0, venues=0, most=()
    )


def mac(
    found: FoundSummary,
    key: bytes = b"k" * 32,
    case: str = "2611-7KQ2M",
    digest: bytes = b"d" * 32,
    **changes: Any,
) -> bytes:
    terms = msgspec.structs.replace(TERMS, **changes)
    return summary_mac(key, case, b"s" * 16, terms, digest, found)


def test_the_mark_is_of_these_counts_of_this_result() -> None:
    good = FoundSummary.of(ROWS)
    others = [
        mac(good, key=b"l" * 32),
        mac(good, case="2611-7KQ2N"),
        mac(good, digest=b"e" * 32),
        mac(good, degrees=2),
    ]
    for name, value in msgspec.structs.asdict(good).items():
        other = (*value, 1) if isinstance(value, tuple) else value + 1
        others.append(mac(msgspec.structs.replace(good, **{name: other})))
    assert mac(good) not in others
    assert len(set(others)) == len(others)


@pytest.mark.parametrize(
    "wrong", [{"close": -1}, {"most": (1,) * 6}, {"venues": "many"}, {"more": 1}]
)
def test_what_is_no_count_is_not_read(wrong: dict[str, Any]) -> None:
    written = msgspec.structs.asdict(FoundSummary.of(ROWS)) | wrong
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(written), type=FoundSummary)
