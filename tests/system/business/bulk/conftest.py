"""Head offices and clerks with files."""

from collections.abc import Iterator

import pytest

from support.house import Browser, Open
from support.imported import forget_imported
from support.owner import SignedIn, with_business
from support.system import System


@pytest.fixture
def office(browse: Open) -> SignedIn:
    return with_business(browse, "head_office")


@pytest.fixture
def clerk(browse: Open) -> Browser:
    return browse("business", "registrar")


@pytest.fixture(autouse=True)
def clean(system: System) -> Iterator[None]:
    yield
    with system.owner("main") as connection:
        for statement in (
            "DELETE FROM business_posterpiece",
            "DELETE FROM business_bulktask",
            "DELETE FROM business_posterorder",
            "DELETE FROM business_uploadrow",
            "DELETE FROM business_uploadcontent",
            "DELETE FROM business_liststep",
            "DELETE FROM business_upload",
            "DELETE FROM business_venueonlist",
            "DELETE FROM business_venuelist",
            "DELETE FROM business_venuestep",
        ):
            connection.execute(statement)
        forget_imported(connection)
