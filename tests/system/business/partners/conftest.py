"""A partner's system, and one of somebody else's."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from support.house import House
from support.partner import Partner, new_key

Ask = Callable[..., Partner]


@pytest.fixture
def ask(house: House) -> Iterator[Ask]:
    """A system with a key, or with none."""
    opened: list[Partner] = []
    assert house.staff

    def open_partner(key: str | None) -> Partner:
        opened.append(Partner(house.addresses["business"], key))
        return opened[-1]

    yield open_partner
    for partner in opened:
        partner.http.close()


@pytest.fixture
def ours(ask: Ask) -> tuple[Any, Partner]:
    """A business with one venue, and its system with every scope."""
    business, key = new_key()
    return business, ask(key)
