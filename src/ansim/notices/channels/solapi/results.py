"""What Solapi's four digits say (docs.solapi.com, api-reference/message-status-codes)."""

from types import MappingProxyType
from typing import Final

from ansim.notices.handing_answers import Obstacle
from ansim.notices.receipts import HowFar

_OBSTACLES: Final = MappingProxyType(
    {
        **dict.fromkeys(("3010", "3032", "3050", "3058"), Obstacle.NUMBER),
        **dict.fromkeys(
            ("1060", "1061", "1064", "2060", "2061", "2064", "2254", "3047", "3054", "3055"),
            Obstacle.OPTED_OUT,
        ),
        **dict.fromkeys(("3102", "3104", "3107"), Obstacle.NOT_IN_APP),
        **dict.fromkeys(("1027", "1028", "1029"), Obstacle.LETTERS),
        **dict.fromkeys(("1014", "1031"), Obstacle.TOO_LONG),
        **dict.fromkeys(
            ("1041", "1042", "1043", "1044", "1045", "1046", "1047", "1052"), Obstacle.TEMPLATE
        ),
        **dict.fromkeys(("3101", "3103", "3105", "3106"), Obstacle.TEMPLATE),
        **dict.fromkeys(
            ("3040", "3041", "3042", "3043", "3044", "3045", "3046", "3051"), Obstacle.UNREACHED
        ),
        **dict.fromkeys(("3056", "3057"), Obstacle.UNREACHED),
        **dict.fromkeys(("1062", "2062", "3013", "3059"), Obstacle.SENDER),
        **dict.fromkeys(("1020", "2063"), Obstacle.CREDENTIALS),
        **dict.fromkeys(("1030", "2230"), Obstacle.CREDIT),
    }
)
_UNDER_WAY: Final = frozenset({"2000", "3000", "3014", "3048"})
"""Taken, at the network, and two by which the provider says that it does not know."""


def obstacle_of(code: str) -> Obstacle:
    """Why a message failed."""
    return _OBSTACLES.get(code, Obstacle.OTHER)


def how_far_of(code: str) -> HowFar | None:
    """How far a message came; None for what is none of the provider's codes."""
    if code == "4000":
        return HowFar.DELIVERED
    if code in _UNDER_WAY:
        return HowFar.ACCEPTED
    known = len(code) == 4 and code.isascii() and code.isdigit() and code[0] in "123"
    return HowFar.FAILED if known else None
