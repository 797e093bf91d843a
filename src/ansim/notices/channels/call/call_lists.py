"""Whom to call, on paper: a list with the number, the language and boxes for what came of it, and what to say.

It holds names and numbers, so it is made where numbers are opened, handed to whoever calls, and kept by nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from ansim.domain.errors import AnsimError
from ansim.notices.channels.printed_pages import printed_pages

LANGUAGES: Final = MappingProxyType({"ko": "한국어", "en": "English", "zh": "中文", "ja": "日本語"})
_REGIONS: Final = MappingProxyType({"zh": "cn"})


class CallListError(AnsimError):
    """A list cannot be printed as it is; the message repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class CallScript:
    """What to say in one language: the lines in their order, without anything of one person."""

    language: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class CallOwed:
    """One call. `note` is what the caller has to know first, such as that a guardian answers."""

    reference: str
    language: str
    name: str = field(repr=False)
    number: str = field(repr=False)
    note: str = field(default="", repr=False)


def call_list_pdf(
    calls: Sequence[CallOwed],
    scripts: Sequence[CallScript],
    *,
    office: str,
    made: date,
    destroy: date,
) -> bytes:
    """The list, and the script of each language that it needs; the same values give the same bytes.

    Raises CallListError where a language of the list has no script, UnprintableError.
    """
    if not calls:
        raise CallListError("there is nobody to call")
    known = {one.language: one for one in scripts}
    wanted = list(dict.fromkeys(one.language for one in calls))
    if missing := [one for one in wanted if one not in known or one not in LANGUAGES]:
        raise CallListError(f"no script in {', '.join(missing)}: who calls would have no words")
    given = {
        "office": office,
        "made": made.isoformat(),
        "destroy": destroy.isoformat(),
        "scripts": [_script(known[one]) for one in wanted],
        "calls": [
            [
                str(place),
                one.name or "–",
                one.number,
                LANGUAGES[one.language],
                one.reference,
                one.note or "",
            ]
            for place, one in enumerate(calls, 1)
        ],
    }
    return printed_pages(__package__, "call_list.typ", given)


def _script(script: CallScript) -> dict[str, object]:
    return {
        "name": LANGUAGES[script.language],
        "lang": script.language,
        "region": _REGIONS.get(script.language),
        "lines": list(script.lines),
    }
