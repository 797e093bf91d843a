"""The 43 eup, myeon and dong of Jeju: where a seeded province's people live and its venues stand.

Rounded figures: residents in thousands (2020), settled centre in degrees, pull on tourists (1 = none in particular).
"""

from typing import NamedTuple


class District(NamedTuple):
    """A district; `thousands` of residents, `pull` on visitors from elsewhere, `spread` of its venues in degrees."""

    name: str
    latitude: float
    longitude: float
    thousands: float
    pull: float
    spread: float


_TOWN, _WIDE, _ISLE = 0.006, 0.018, 0.005

DISTRICTS = (
    District("한림읍", 33.411, 126.265, 22, 2.0, _WIDE),
    District("애월읍", 33.462, 126.331, 37, 3.0, _WIDE),
    District("구좌읍", 33.523, 126.852, 16, 2.5, _WIDE),
    District("조천읍", 33.533, 126.640, 25, 1.8, _WIDE),
    District("한경면", 33.345, 126.180, 9, 1.3, _WIDE),
    District("추자면", 33.963, 126.297, 1.7, 1.0, _ISLE),
    District("우도면", 33.505, 126.954, 1.8, 6.0, _ISLE),
    District("일도일동", 33.514, 126.526, 2.5, 3.0, _TOWN),
    District("일도이동", 33.509, 126.539, 33, 1.0, _TOWN),
    District("이도일동", 33.508, 126.524, 7, 1.5, _TOWN),
    District("이도이동", 33.497, 126.533, 50, 1.0, _TOWN),
    District("삼도일동", 33.505, 126.517, 13, 1.0, _TOWN),
    District("삼도이동", 33.513, 126.520, 8, 2.0, _TOWN),
    District("용담일동", 33.510, 126.514, 7, 1.5, _TOWN),
    District("용담이동", 33.512, 126.505, 15, 2.0, _TOWN),
    District("건입동", 33.516, 126.534, 9, 1.5, _TOWN),
    District("화북동", 33.519, 126.566, 24, 1.0, _TOWN),
    District("삼양동", 33.522, 126.586, 26, 1.2, _TOWN),
    District("봉개동", 33.488, 126.597, 5, 1.2, _TOWN),
    District("아라동", 33.476, 126.545, 37, 1.0, _TOWN),
    District("오라동", 33.494, 126.511, 15, 1.0, _TOWN),
    District("연동", 33.489, 126.494, 43, 3.0, _TOWN),
    District("노형동", 33.484, 126.478, 55, 1.8, _TOWN),
    District("외도동", 33.490, 126.433, 21, 1.0, _TOWN),
    District("이호동", 33.496, 126.455, 4, 2.0, _TOWN),
    District("도두동", 33.506, 126.468, 3, 2.5, _TOWN),
    District("대정읍", 33.226, 126.253, 22, 1.3, _WIDE),
    District("남원읍", 33.280, 126.718, 19, 1.5, _WIDE),
    District("성산읍", 33.440, 126.912, 15, 3.5, _WIDE),
    District("안덕면", 33.255, 126.320, 12, 2.8, _WIDE),
    District("표선면", 33.326, 126.832, 12, 2.0, _WIDE),
    District("송산동", 33.243, 126.571, 4, 3.0, _TOWN),
    District("정방동", 33.246, 126.566, 2, 3.0, _TOWN),
    District("중앙동", 33.249, 126.563, 3.5, 2.5, _TOWN),
    District("천지동", 33.247, 126.557, 3.5, 3.0, _TOWN),
    District("효돈동", 33.265, 126.610, 5, 1.5, _TOWN),
    District("영천동", 33.281, 126.586, 5, 1.0, _TOWN),
    District("동홍동", 33.262, 126.568, 23, 1.0, _TOWN),
    District("서홍동", 33.259, 126.550, 11, 1.0, _TOWN),
    District("대륜동", 33.248, 126.512, 15, 1.3, _TOWN),
    District("대천동", 33.250, 126.488, 14, 1.2, _TOWN),
    District("중문동", 33.252, 126.425, 12, 4.0, _TOWN),
    District("예래동", 33.247, 126.395, 4, 1.5, _TOWN),
)
