"""What Solapi's four digits say (docs.solapi.com, api-reference/message-status-codes)."""

from types import MappingProxyType
from typing import Final

from ansim.notices.handing_answers import Trouble
from ansim.notices.receipts import HowFar

_TROUBLES: Final = MappingProxyType(
    {
        **dict.fromkeys(("3010", "3032", "3050", "3058"), Trouble.NUMBER),
        **dict.fromkeys(
            ("1060", "1061", "1064", "2060", "2061", "2064", "2254", "3047", "3054", "3055"),
            Trouble.OPTED_OUT,
        ),
        **dict.fromkeys(("3102", "3104", "3107"), Trouble.NOT_IN_APP),
        **dict.fromkeys(("1027", "1028", "1029"), Trouble.LETTERS),
        **dict.fromkeys(("1014", "1031"), Trouble.TOO_LONG),
        **dict.fromkeys(
            ("1041", "1042", "1043", "1044", "1045", "1046", "1047", "1052"), Trouble.TEMPLATE
        ),
        **dict.fromkeys(("3101", "3103", "3105", "3106"), Trouble.TEMPLATE),
        **dict.fromkeys(
            ("3040", "3041", "3042", "3043", "3044", "3045", "3046", "3051"), Trouble.UNREACHED
        ),
        **dict.fromkeys(("3056", "3057"), Trouble.UNREACHED),
        **dict.fromkeys(("1062", "2062", "3013", "3059"), Trouble.SENDER),
        **dict.fromkeys(("1020", "2063"), Trouble.CREDENTIALS),
        **dict.fromkeys(("1030", "2230"), Trouble.CREDIT),
    }
)
_UNDER_WAY: Final = frozenset({"2000", "3000", "3014", "3048"})
"""Taken, at the network, and two by which the provider says that it does not know."""


def trouble_of(code: str) -> Trouble:
    """Why a message failed."""
    return _TROUBLES.get(code, Trouble.OTHER)


def how_far_of(code: str) -> HowFar | None:
    """How far a message came; None for what is none of the provider's codes."""
    if code == "4000":
        return HowFar.DELIVERED
    if code in _UNDER_WAY:
        return HowFar.ACCEPTED
    known = len(code) == 4 and code.isascii() and code.isdigit() and code[0] in "123"
    return HowFar.FAILED if known else None
