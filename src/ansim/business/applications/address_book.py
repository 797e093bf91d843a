"""Road addresses by search, and where their doors are: the address service's published form (business.juso.go.kr).

    GET {url}/addrLinkApi.do?confmKey=…&currentPage=1&countPerPage=10&keyword=…&resultType=json
    GET {url}/addrCoordApi.do?confmKey=…&admCd=…&rnMgtSn=…&udrtYn=…&buldMnnm=…&buldSlno=…&resultType=json

The second answers with the entrance in UTM-K (EPSG:5179).
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Final, Protocol

import httpx
from pyproj import Transformer

log = logging.getLogger(__name__)
SHOWN: Final = 10
_REFUSED: Final = re.compile(r"[%=><\[\]'\";\\]")  # the service answers these with an error
_MOST_SIGNS: Final = 80


@dataclass(frozen=True, slots=True)
class RoadAddress:
    """One building: its road address, what is beside it, and the five marks by which its entrance is asked."""

    road: str
    lot: str
    zip_code: str
    district: str
    building: str
    admin_code: str
    road_code: str
    underground: str
    main_number: str
    sub_number: str

    def as_dict(self) -> dict[str, str]:
        """For a draft."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class FoundAddresses:
    """What a search found. `answered` is False where the service was not reached; `vague`: more words are needed."""

    addresses: tuple[RoadAddress, ...] = ()
    total: int = 0
    answered: bool = True
    vague: bool = False


class AddressBook(Protocol):
    """Who knows addresses."""

    def search(self, words: str) -> FoundAddresses:
        """The addresses that fit."""

    def entrance(self, address: RoadAddress) -> tuple[float, float] | None:
        """Latitude and longitude of a building's entrance, or None where it is not known."""


class Juso:
    """The address service by its interface. `place_key` is the key of the second route, which has one of its own."""

    def __init__(self, url: str, key: str, place_key: str, timeout: float) -> None:
        self._key, self._place_key = key, place_key or key
        self._http = httpx.Client(base_url=url, timeout=timeout)

    def search(self, words: str) -> FoundAddresses:
        """The first ten addresses that fit."""
        keyword = _REFUSED.sub(" ", words).strip()[:_MOST_SIGNS]
        if len(keyword) < 2:
            return FoundAddresses(vague=True)
        asked = {
            "confmKey": self._key,
            "currentPage": "1",
            "countPerPage": str(SHOWN),
            "keyword": keyword,
            "resultType": "json",
            "hstryYn": "N",
        }
        results = self._ask("addrLinkApi.do", asked)
        if results is None:
            return FoundAddresses(answered=False)
        common, rows = results.get("common", {}), results.get("juso") or []
        if str(common.get("errorCode")) != "0":
            # E0005 to E0015 ask for other words; the rest is between the service and the operator.
            code = str(common.get("errorCode"))
            vague = bool(re.fullmatch(r"E00(0[5-9]|1[0-5])", code))
            if not vague:
                log.warning("the address service refused a search: %s", code[:8])
            return FoundAddresses(answered=vague, vague=vague)
        return FoundAddresses(tuple(map(_address, rows)), int(common.get("totalCount") or 0))

    def entrance(self, address: RoadAddress) -> tuple[float, float] | None:
        """The entrance in degrees (WGS 84)."""
        asked = {
            "confmKey": self._place_key,
            "admCd": address.admin_code,
            "rnMgtSn": address.road_code,
            "udrtYn": address.underground,
            "buldMnnm": address.main_number,
            "buldSlno": address.sub_number,
            "resultType": "json",
        }
        rows = (self._ask("addrCoordApi.do", asked) or {}).get("juso") or []
        try:
            east, north = float(rows[0]["entX"]), float(rows[0]["entY"])
        except (IndexError, KeyError, TypeError, ValueError):
            return None
        longitude, latitude = _to_degrees().transform(east, north)
        return round(latitude, 6), round(longitude, 6)

    def _ask(self, route: str, asked: Mapping[str, str]) -> dict[str, Any] | None:
        try:
            answer = self._http.get(f"/{route}", params=asked)
            answer.raise_for_status()
            results = answer.json()["results"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            log.warning("the address service did not answer %s: %s", route, type(error).__name__)
            return None
        return results if isinstance(results, dict) else None


class NoAddressBook:
    """Where no key is set: addresses are written by hand."""

    def search(self, words: str) -> FoundAddresses:  # noqa: ARG002 the protocol's
        """Not answered."""
        return FoundAddresses(answered=False)

    def entrance(self, address: RoadAddress) -> tuple[float, float] | None:  # noqa: ARG002
        """Not known."""
        return None


def _address(row: Mapping[str, Any]) -> RoadAddress:
    def text(name: str) -> str:
        return str(row.get(name) or "").strip()

    return RoadAddress(
        road=text("roadAddr"),
        lot=text("jibunAddr"),
        zip_code=text("zipNo"),
        district=text("emdNm"),
        building=text("bdNm"),
        admin_code=text("admCd"),
        road_code=text("rnMgtSn"),
        underground=text("udrtYn") or "0",
        main_number=text("buldMnnm"),
        sub_number=text("buldSlno") or "0",
    )


@cache
def _to_degrees() -> Transformer:
    return Transformer.from_crs(5179, 4326, always_xy=True)
