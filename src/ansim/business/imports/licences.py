"""A row of the national register of licensed venues (지방행정 인허가) as a venue of ours, or why it is none.

The register comes in two wordings of its headings; places are EPSG:5174 (Bessel 1841, shifted datum), in which Jeju
lies around y = 0, so that a negative y is a place like any other. Kinds go to ours by `licence_kinds.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final

import phonenumbers
from pyproj import Transformer

from ansim.business.imports.licence_kinds import Chosen, LicenceKind, kind_of_licence
from ansim.domain.errors import AnsimError

# The same column under its two headings, the portal's file and the interface's.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("관리번호",),
    "name": ("사업장명",),
    "service_code": ("개방서비스아이디", "개방서비스ID"),
    "service": ("개방서비스명",),
    "type": ("업태구분명", "문화체육업종명"),
    "state": ("영업상태명",),
    "closed_on": ("폐업일자",),
    "phone": ("소재지전화", "소재지전화번호"),
    "road_address": ("도로명전체주소", "도로명주소"),
    "lot_address": ("소재지전체주소", "지번주소"),
    "x": ("좌표정보x(epsg5174)", "좌표정보X(EPSG5174)", "좌표X"),
    "y": ("좌표정보y(epsg5174)", "좌표정보Y(EPSG5174)", "좌표Y"),
}
NEEDED: Final = ("number", "name", "state")
_KOREA: Final = (
    (32.5, 39.0),
    (124.0, 132.5),
)  # latitude, longitude: everything the register can mean
_AREA_CODES: Final = {
    name: code
    for code, names in {
        "02": "서울",
        "031": "경기",
        "032": "인천",
        "033": "강원",
        "041": "충남 충청남",
        "042": "대전",
        "043": "충북 충청북",
        "044": "세종",
        "051": "부산",
        "052": "울산",
        "053": "대구",
        "054": "경북 경상북",
        "055": "경남 경상남",
        "061": "전남 전라남",
        "062": "광주",
        "063": "전북 전라북",
        "064": "제주",
    }.items()
    for name in names.split()
}
# Older rows keep area, exchange and number in fields of four digits, filled with zeros: 0064 0787 4443.
_FILLED: Final = re.compile(r"0+(2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70)0?(\d{3,4})(\d{4})")


class LicenceState(Enum):
    """What the register says of a venue; only OPEN gets a code."""

    OPEN = "영업/정상"
    SUSPENDED = "휴업"
    CLOSED = "폐업"
    WITHDRAWN = "취소/말소/만료/정지/중지"
    REMOVED = "제외/삭제/전출"


class RegisterError(AnsimError):
    """A row of the register that cannot be read, for the value of one column."""

    code = "register-row"

    def __init__(self, column: str, value: str) -> None:
        super().__init__(f"{column} {value!r} is not as the register writes it")
        self.column, self.value = column, value


@dataclass(frozen=True, slots=True)
class Licensed:
    """A venue as the register has it, with what its kind of licence is to us.

    `left_out` are the columns whose value could not be taken: a phone that is no number, a place that is not in Korea.
    """

    number: str
    name: str
    state: LicenceState
    kind: LicenceKind
    address: str
    phone: str | None
    place: tuple[float, float] | None
    left_out: tuple[str, ...] = ()


def read_row(row: Mapping[str, str], chosen: Chosen | None = None) -> Licensed:
    """A row by its headings; `chosen` is what clerks chose for kinds that the official list lacks.

    Raises RegisterError where number, name or state is missing or unknown.
    """
    cells = {column: _cell(row, names) for column, names in HEADINGS.items()}
    for column in NEEDED:
        if not cells[column]:
            raise RegisterError(HEADINGS[column][0], "")
    try:
        state = LicenceState(cells["state"])
    except ValueError:
        raise RegisterError(HEADINGS["state"][0], cells["state"]) from None
    address = cells["road_address"] or cells["lot_address"]
    phone = read_phone(cells["phone"], address)
    place = read_place(cells["x"], cells["y"])
    given = {
        "x": {cells["x"], cells["y"]} - {"", "0"} and place is None,
        "phone": cells["phone"] and phone is None,
    }
    left_out = [_heading(row, column) for column, lost in given.items() if lost]
    return Licensed(
        cells["number"],
        cells["name"],
        state,
        kind_of_licence(cells["service_code"], cells["service"], cells["type"], chosen),
        address,
        phone,
        place,
        tuple(left_out),
    )


def read_place(x: str, y: str) -> tuple[float, float] | None:
    """(latitude, longitude) in WGS 84 of EPSG:5174 metres; None for what is no place in Korea."""
    if not {x.strip(), y.strip()} - {"", "0"}:
        return None
    try:
        longitude, latitude = _to_wgs84().transform(float(x), float(y))
    except ValueError:
        return None
    (south, north), (west, east) = _KOREA
    if not (south <= latitude <= north and west <= longitude <= east):
        return None
    return round(latitude, 6), round(longitude, 6)


def read_phone(text: str, address: str = "") -> str | None:
    """A phone as people write it (064-787-4443); a number without area code gets that of its address.

    None for what is no number that can be called.
    """
    digits = re.sub(r"\D", "", re.sub(r"(?<=\d)\(.*\)$", "", text.strip()))
    area = next((code for name, code in _AREA_CODES.items() if address.startswith(name)), "")
    filled = _FILLED.fullmatch(digits)
    unfilled = f"0{filled[1]}{filled[2]}{filled[3]}" if filled else ""
    local = f"{area}{digits}" if len(digits) in (7, 8) and not digits.startswith("1") else ""
    for candidate in filter(None, (local, digits, unfilled)):
        try:
            number = phonenumbers.parse(candidate, "KR")
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return _written(number)
    return None


def _written(number: phonenumbers.PhoneNumber) -> str:
    national = str(number.national_number)
    if re.fullmatch(r"50\d{9,10}", national):  # phonenumbers groups these as nobody writes them
        return f"0{national[:3]}-{national[3:-4]}-{national[-4:]}"
    written: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return written


def _heading(row: Mapping[str, str], column: str) -> str:
    return next((name for name in HEADINGS[column] if name in row), HEADINGS[column][0])


def _cell(row: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := (row.get(name) or "").strip())), "")


@cache
def _to_wgs84() -> Transformer:
    return Transformer.from_crs("EPSG:5174", "EPSG:4326", always_xy=True)
