"""Invented businesses and streets for a demo without network: the same questions as the real registers answer."""

import re
from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from ansim.business.applications.address_book import FoundAddresses, RoadAddress
from ansim.business.applications.tax_office import Claim
from ansim.domain.registration import Shown, TaxState


class DemoBusiness(NamedTuple):
    """A business that nobody runs."""

    representative: str
    opened: date
    state: TaxState


BUSINESSES: Final = MappingProxyType(
    {
        "6160012349": DemoBusiness("고은별", date(2019, 3, 2), TaxState.ACTIVE),
        "6160023453": DemoBusiness("문하늘", date(2015, 7, 1), TaxState.ACTIVE),
        "6160056783": DemoBusiness("양바다", date(2021, 11, 20), TaxState.SUSPENDED),
        "6160067897": DemoBusiness("현가람", date(2012, 5, 5), TaxState.CLOSED),
        "6168034568": DemoBusiness("강노을", date(2017, 9, 9), TaxState.ACTIVE),
    }
)


class DemoTaxOffice:
    """Answers for `BUSINESSES`; it knows no other number."""

    def states(self, numbers: Sequence[str]) -> dict[str, TaxState]:
        """The state of each number."""
        return {number: _state(number) for number in numbers}

    def shown(self, claim: Claim) -> Shown:
        """Whether date and name belong to the number."""
        business = BUSINESSES.get(claim.number)
        genuine = business is not None and (business.opened, business.representative) == (
            claim.opened,
            re.sub(r"\s", "", claim.representative),
        )
        return Shown(_state(claim.number), genuine=genuine)


def _state(number: str) -> TaxState:
    business = BUSINESSES.get(number)
    return business.state if business else TaxState.UNKNOWN


class _Street(NamedTuple):
    city: str
    district: str
    road: str
    latitude: float
    longitude: float


# Streets that no town has, in districts that Jeju has.
_STREETS: Final = (
    _Street("제주시", "노형동", "안심로", 33.4846, 126.4770),
    _Street("제주시", "연동", "돌담길", 33.4890, 126.4930),
    _Street("제주시", "이도이동", "바람길", 33.4975, 126.5325),
    _Street("제주시", "애월읍", "파도로", 33.4630, 126.3190),
    _Street("서귀포시", "동홍동", "귤밭로", 33.2620, 126.5680),
    _Street("서귀포시", "성산읍", "해돋이로", 33.4390, 126.9120),
)
_STEP: Final = 0.00012  # degrees between two house numbers
_SOME_NUMBERS: Final = (3, 12, 27, 41)


class DemoAddresses:
    """Houses along `_STREETS`; a house number in the words gives that house, words alone a few."""

    def search(self, words: str) -> FoundAddresses:
        """The houses of every street that one of the words fits."""
        parts = re.findall(r"[가-힣]+|\d+", words)
        numbers = [int(part) for part in parts if part.isdecimal() and 0 < int(part) < 200]
        names = [part for part in parts if not part.isdecimal() and len(part) > 1]
        if not names:
            return FoundAddresses(vague=True)
        found = [
            _house(street, number)
            for street in _STREETS
            if any(name in f"{street.city} {street.district} {street.road}" for name in names)
            for number in (numbers[:1] or _SOME_NUMBERS)
        ]
        return FoundAddresses(tuple(found[:10]), len(found))

    def entrance(self, address: RoadAddress) -> tuple[float, float] | None:
        """Where the house stands."""
        street = next((one for one in _STREETS if one.road == address.road_code), None)
        if street is None or not address.main_number.isdecimal():
            return None
        number = int(address.main_number)
        side = 0.00008 if number % 2 else -0.00008
        return round(street.latitude + side, 6), round(street.longitude + number * _STEP, 6)


def _house(street: _Street, number: int) -> RoadAddress:
    town = street.district.endswith(("읍", "면"))
    place = f"{street.district} {street.road}" if town else street.road
    behind = "" if town else f" ({street.district})"
    return RoadAddress(
        road=f"제주특별자치도 {street.city} {place} {number}{behind}",
        lot="",
        zip_code="63000",
        district=street.district,
        building="",
        admin_code="",
        road_code=street.road,
        underground="0",
        main_number=str(number),
        sub_number="0",
    )
