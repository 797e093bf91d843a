"""The way of a case, told without a word to the guests: "12번 ▲ 5.3 10:00~11:00 솔식당, 11:20 자택"."""

import re
from collections.abc import Iterator, Sequence

from ansim.domain.exposures.rides import rides
from ansim.domain.exposures.tokens import WHEN, Kind, Token, first_when, tokens

_OPENING = re.compile(
    r"(?:[▲\s,.:()/\-■¦]|타\s?지역|\([^()\d]*(?:\d+대)?[^()\d]*\)|(?:[가-힣]{2,8}\s?)?#?\d{1,5}(?:-\d+)?\s?번째?|\d+차|확진\s?환?자|환자|이동|동선|방문|경로|안내|추가|공개|관련|및)*"
)
_CASE = re.compile(r"\d\s?번|확진|동선|경로|환자")
# Where nobody of the public is met, or where tests are made.
_PRIVATE = re.compile(
    r"자택|귀가|자가|숙소|(?:^|\s)집(?:\s|$|에|으로)|이동|선별|보건소|격리|검사|검체|확진|양성|입원|이송|출근|퇴근|출발|도착|타\s?지역|증상|입국"
)
# What everybody is told behind the way.
_ADVICE = re.compile(
    r"※|마스크\s?착용|손\s?씻기|방역\s?수칙|외출|모임"
    r"|개인\s?위생|의심\s?증상|유증상|타\s?지역\s방문\s?(?:및|,|·|자제)"
)
# Of tests, rules, works and weather: their hours are no way of anybody.
_NOTICE = re.compile(
    r"운영|접종|예약|기준|실시|모집|신청|휴무|휴장|통제|공사|단수|정전|특보|발효|주의보|경보|접수|개장|시행|금지|제한|영업|연장|발생|수칙"
    r"|바랍니다|바람|요망|하세요|드립니다|됩니다|합니다|누적|현황|명(?:$|[\s,)])|채취|헌혈|강연|공연|축제|훈련|점검|방송|투표|채용|개최|행사|참여|이용"
)


def public_part(text: str) -> list[Token]:
    """The pieces of a way without the hours at home, on the road and at the test; empty where the text is no way.

    Days are kept for the hours that follow.
    """
    text = _ADVICE.split(text)[0]
    if not rides(text):
        text = text.replace("→", " ▲ ")
    pieces = tokens(text[first_when(text) :])
    if not _is_way(text, pieces):
        return []
    kept: list[Token] = []
    entries = list(_entries(pieces))
    for at, (run, place) in enumerate(entries):
        if place and not _is_private(place):
            kept += [*run, *place]
            continue
        following = entries[at + 1][0] if at + 1 < len(entries) else []
        if following and not any(one.kind in (Kind.DATE, Kind.DAY) for one in following):
            kept += [one for one in run if one.kind in (Kind.DATE, Kind.DAY)]
    return kept


def _is_way(text: str, pieces: Sequence[Token]) -> bool:
    """Whether the text is nothing but the way of a case: stretches of time and a case, or a list."""
    head = text[: first_when(text)]
    if not _OPENING.fullmatch(head) or _NOTICE.search(text):
        return False
    entries = list(_entries(pieces))
    timed = [run for run, place in entries if place and any(one.kind is Kind.RANGE for one in run)]
    told = _CASE.search(head) or any(_is_private(place) for _, place in entries)
    listed = "▲" in head and len(timed) > 1
    return bool(timed and (told or listed))


def _entries(pieces: Sequence[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """Each run of days and times with the words behind it."""
    run: list[Token] = []
    place: list[Token] = []
    for piece in pieces:
        if piece.kind in WHEN and any(one.kind is not Kind.SIGN for one in place):
            if run:
                yield run, place
            run, place = [piece], []
        elif piece.kind in WHEN or (piece.kind is Kind.SIGN and not place):
            run.append(piece)
        else:
            place.append(piece)
    if run:
        yield run, place


def _is_private(place: Sequence[Token]) -> bool:
    return bool(_PRIVATE.search(" ".join(one.text for one in place)))
