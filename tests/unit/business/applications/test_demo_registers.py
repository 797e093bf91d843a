"""The invented registers of a demo."""

from datetime import date

import pytest

from ansim.business.applications.demo_registers import BUSINESSES, DemoAddresses, DemoTaxOffice
from ansim.business.applications.tax_office import Claim
from ansim.business.districts import district_at
from ansim.domain.business_numbers import read_business_number
from ansim.domain.registration import Shown, TaxState


def test_every_number_of_the_demo_fits_its_check() -> None:
    assert [read_business_number(number) for number in BUSINESSES] == list(BUSINESSES)


@pytest.mark.parametrize(
    ("name", "day", "genuine"),
    [
        ("고은별", date(2019, 3, 2), True),
        ("고 은별", date(2019, 3, 2), True),
        ("고은별", date(2019, 3, 3), False),
    ],
)
def test_a_demo_compares_what_was_entered(name: str, day: date, genuine: object) -> None:
    shown = DemoTaxOffice().shown(Claim("6160012349", day, name))
    assert shown == Shown(TaxState.ACTIVE, genuine=bool(genuine))


@pytest.mark.parametrize("words", ["안심로 12", "돌담길", "애월읍 파도로 3", "서귀포시 귤밭로 41"])
def test_houses_of_the_demo_stand_in_their_town(words: str) -> None:
    book = DemoAddresses()
    found = book.search(words)
    assert found.addresses
    for address in found.addresses:
        door = book.entrance(address)
        assert door is not None
        town = district_at(*door)
        assert town is not None
        assert town.name == address.district


@pytest.mark.parametrize("words", ["12", "", "ㄱ"])
def test_a_demo_asks_for_more_words(words: str) -> None:
    assert DemoAddresses().search(words).vague
