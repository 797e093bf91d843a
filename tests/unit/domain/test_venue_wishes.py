"""What an owner may change at once of what was checked, and what a clerk looks at."""

from dataclasses import replace

import pytest

from ansim.domain.venue_wishes import Verified, WishReason, reasons_to_look

CHECKED = Verified("돌담 식당", "restaurant", "제주시 돌담길 7", (33.5, 126.5))
METRE = 1 / 111_320  # degrees of latitude


@pytest.mark.parametrize("name", ["돌담식당", "㈜돌담 식당", "돌담 식당 본점", "돌담식당 제주"])
def test_the_same_name_spelt_otherwise_holds_at_once(name: str) -> None:
    assert reasons_to_look(CHECKED, CHECKED, replace(CHECKED, name=name)) == []


@pytest.mark.parametrize("metres", [1, 12, 29.9])
def test_a_pin_on_the_right_door_holds_at_once(metres: float) -> None:
    moved = replace(CHECKED, place=(33.5 + metres * METRE, 126.5))
    assert reasons_to_look(CHECKED, CHECKED, moved) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": "해녀의 집"}, WishReason.OTHER_NAME),
        ({"name": "돌담 식당 보건소"}, WishReason.AUTHORITY_NAME),
        ({"kind": "bar"}, WishReason.KIND),
        ({"kind": ""}, WishReason.KIND),
        ({"address": "제주시 돌담길 8"}, WishReason.ADDRESS),
        ({"place": (33.5 + 31 * METRE, 126.5)}, WishReason.MOVED),
        ({"place": (37.5, 127.0)}, WishReason.MOVED),
    ],
)
def test_whatever_may_make_another_place_of_it_is_looked_at(
    change: dict[str, object], reason: WishReason
) -> None:
    assert reason in reasons_to_look(CHECKED, CHECKED, replace(CHECKED, **change))  # type: ignore[arg-type]


def test_a_first_pin_is_looked_at() -> None:
    without = replace(CHECKED, place=None)
    assert reasons_to_look(without, without, CHECKED) == [WishReason.MOVED]


def test_small_steps_lead_nowhere() -> None:
    """Each is judged by what was checked, not by what the step before left."""
    stands, steps = CHECKED, 0
    while not reasons_to_look(
        CHECKED, stands, moved := replace(stands, place=(33.5 + (steps + 1) * 20 * METRE, 126.5))
    ):
        stands, steps = moved, steps + 1
    assert steps == 1
    for name in ("돌담 식당 바다", "돌담 바다 식당", "바다 식당"):
        last = reasons_to_look(
            CHECKED, replace(CHECKED, name="돌담 바다 식당"), replace(CHECKED, name=name)
        )
    assert last == [WishReason.OTHER_NAME]


def test_what_stays_as_it_stands_is_not_judged_again() -> None:
    """A name that a clerk let pass is no reason when the pin is mended."""
    stands = replace(CHECKED, name="돌담 보건소 앞 식당")
    near = replace(stands, place=(33.5 + 5 * METRE, 126.5))
    assert reasons_to_look(stands, stands, near) == []
