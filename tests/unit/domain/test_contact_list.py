"""The hash of a kept list: the same inputs give the same, any other input another."""

import msgspec
import pytest

from ansim.domain.contact_list import ListInputs, by_hand_digest, list_hash, list_mark
from ansim.domain.contact_rules import ContactRule
from ansim.domain.search_results import ResultTerms

TERMS = ResultTerms(
    direction="forward",
    start=1_790_000_000,
    end=1_790_086_400,
    minimum_overlap=900,
    degrees=1,
    latent=0,
    residual=1800,
    limit=2000,
    close=900,
)
INPUTS = ListInputs(
    case="2611-ABCDE",
    terms=TERMS,
    stays="1" * 64,
    result="2" * 64,
    curves="2026-11-01",
    curves_source="test",
    preset="covid19",
    preset_version=1,
    rule=ContactRule(15, 50, indoors=False, air=True),
    by_hand=by_hand_digest({}),
    program="0.1",
)


def test_the_same_inputs_give_the_same_hash() -> None:
    again = msgspec.json.decode(msgspec.json.encode(INPUTS), type=ListInputs)
    assert list_hash(again) == list_hash(INPUTS)
    assert list_hash(INPUTS).hex() == (
        "7da68248de24664c39d41c3d65462f8eaedd16b6a2f8801bedb7ea0863d80de3"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("case", "2611-ABCDF"),
        ("terms", msgspec.structs.replace(TERMS, residual=0)),
        ("stays", "3" * 64),
        ("result", "3" * 64),
        ("curves", "2026-11-02"),
        ("curves_source", "other"),
        ("preset", "measles"),
        ("preset_version", 2),
        ("rule", ContactRule(15, 51, indoors=False, air=True)),
        ("by_hand", by_hand_digest({3: "close"})),
        ("program", "0.2"),
    ],
)
def test_any_other_input_gives_another(name: str, value: object) -> None:
    assert list_hash(msgspec.structs.replace(INPUTS, **{name: value})) != list_hash(INPUTS)


def test_classes_by_hand_count_in_whatever_order_they_were_set() -> None:
    one, other = {3: "close", 12: "casual"}, {12: "casual", 3: "close"}
    assert (
        by_hand_digest(one) == by_hand_digest(other) != by_hand_digest({3: "casual", 12: "close"})
    )


def test_the_mark_is_short_and_speakable() -> None:
    mark = list_mark(list_hash(INPUTS))
    assert mark.startswith("L-")
    assert len(mark) == 10
