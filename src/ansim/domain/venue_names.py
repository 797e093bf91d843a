"""Names of venues: compared as people take them for each other, and judged for whom they claim to be."""

import re
import unicodedata
from typing import Final

# Whoever has a code under such a name could be taken for the authority itself. Words, by what they are part of.
_AUTHORITIES: Final = re.compile(
    r"(?:질병관리(?:청|본부)|질병청|특별\s*자치\s*[도시]|보건소|보건복지부|(?:방역|보건)\s*(?:당국|센터|본부|대책|상황실)|중앙방역|감염병|재난안전|대책본부"
    r"|역학조사|선별(?:진료|검사)소|예방접종센터|검역소"
    # a shop beside an office says so at once; what stands further on takes no claim back
    r"|(?:도|시|군|구)청(?!\s*(?:점|앞|옆|뒤|역|길|로|사거리|맞은편|건너|식당|분식|카페|약국))"
    # under the office's whole name a shop may be the office's own, or say so
    r"|[가-힣](?:도|시|군|구)청(?!\s*(?:점|앞|옆|뒤|역|길|로|사거리|맞은편|건너))"
    r"|경찰서|파출소|소방서|세무서|출입국|검찰청|법원"
    r"|주민센터|행정복지센터|읍사무소|면사무소|안심\s*(?:코드|체크인)|공식\s*(?:인증|QR)"
    r"|kdca|disease\s+control|quarantine|health\s+(?:center|office|authority)|(?:city|provincial)\s+(?:hall|government)"
    r"|police|official\s+qr|ansim)",
    re.IGNORECASE,
)
NEAR: Final = 30.0
"""Metres within which places of alike names are taken for each other."""

ALIKE: Final = 0.6
"""Likeness from which on two names are taken for each other."""

_NOISE: Final = re.compile(r"[\s\W_]+|주식회사|유한회사|\(주\)|㈜")
_BRANCH: Final = re.compile(r"(?:본점|지점|점)$")


def plain_name(name: str) -> str:
    """The name without what does not tell two places apart: blanks, signs, width, the legal form."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("(주)", "")
    return _NOISE.sub("", text)


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1: shared pairs of neighbouring signs (Dice), a branch's ending left out.

    Pairs, not triples: names of places have three syllables as often as ten.
    """
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def claims_authority(name: str) -> bool:
    """Whether a name could be taken for an authority's."""
    return bool(_AUTHORITIES.search(unicodedata.normalize("NFKC", name)))


def _pairs(name: str) -> set[str]:
    text = f" {_BRANCH.sub('', plain_name(name))} "
    return {text[place : place + 2] for place in range(len(text) - 1)} if text.strip() else set()
