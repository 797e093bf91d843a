import pytest

from ansim.domain.code_budgets import BUDGETS, BudgetError, Scope, block_of, budgets_with, range_of


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("192.0.2.1", "192.0.2.254", True),
        ("192.0.2.1", "192.0.3.1", False),
        ("::ffff:192.0.2.9", "192.0.2.1", True),
        ("2001:db8:1:2::3", "2001:db8:1:ff::1", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "testclient", True),
    ],
)
def test_networks_are_counted_in_blocks(one: str, other: str, *, together: bool) -> None:
    assert (block_of(one) == block_of(other)) == together


def test_numbers_of_one_range_differ_in_their_last_four_digits() -> None:
    assert range_of("+821000000001") == range_of("+821000009999") != range_of("+821000010001")
    assert range_of("a@example.org") != range_of("b@example.org")


def test_settings_change_a_budget_and_leave_the_others() -> None:
    changed = budgets_with("block/600=40 all/86400=7")
    assert [budget.most for budget in changed if budget.name in ("block/600", "all/86400")] == [
        40,
        7,
    ]
    assert [budget.name for budget in changed] == [budget.name for budget in BUDGETS]
    assert budgets_with("") == BUDGETS


@pytest.mark.parametrize(
    "text", ["block/60=4", "block=4", "block/600", "block/600=-1", "block/600=x"]
)
def test_a_setting_that_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(BudgetError, match="block/600"):
        budgets_with(text)


def test_every_scope_has_a_budget() -> None:
    assert {budget.scope for budget in BUDGETS} == set(Scope)
