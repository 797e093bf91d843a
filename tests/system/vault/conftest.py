"""The vault with staff and people of a file's own."""

from collections.abc import Iterator

import pytest

from support.house import House
from support.rights import Rights, open_rights


@pytest.fixture(scope="module")
def rights(house: House) -> Iterator[Rights]:
    with open_rights(house) as built:
        yield built
