"""Read venue and rooms out of the words between the times."""

import re
from dataclasses import dataclass

_ROOM = re.compile(
    r"제?\d+\s*분향실|[남여]탕|응급실|\S*로비\S*|\S*법정|\S*연회장|\d+층\s.*|\S*홀$|\S*대기실|\S*진료실|\S*매장|\S*관$"
)
_ROOM_AT_END = re.compile(r"\s*((?:제?\d+\s*분향실|[남여]탕|응급실|\S+법정|로비))$")
_ADDRESS = re.compile(r"\S+(?:로|길)\s*\d*|\d+번지|\d+(?:-\d+)?$")
_NOISE = re.compile(
    r"\S*\s*\d*번째\s*확진자\s*(?:관련)?|확진자\s*(?:가|의)?\s*(?:다녀간|방문한|관련|동선)?\s*,?|\S*\s*거주자\s*확진전\s*\S*\s*방문\s*,?"
    r"|동일\s*시간대|해당일|해당\s*시간|추가\s*동선|정정|각각|(?:결혼식\s*)?피로연|부터|까지|방문자?\s*(?=\(|$|\.)|및\s*$"
)
_REGION = re.compile(
    r"^(?:제주(?:특별자치도|시|도)?|서귀포(?:시)?|[가-힣]+[읍면]|[가-힣]+\d?동(?:\([^)]*\))?|[가-힣]+\d*(?:로|길)\d*(?:길)?(?:\([^)]*\))?"
    r"|[가-힣]*해안도로)\s+(?=\S)"
)
_QUOTED = re.compile(r"[\"'“‘]([^\"'”’]+)[\"'”’]")
_EDGES = " ,./·()[]\"'“”‘’:;-"


@dataclass(frozen=True, slots=True)
class Place:
    """What a stretch of words names; an empty venue means: the one before."""

    venue: str
    rooms: tuple[str, ...]


def read_place(words: str) -> Place:
    """The venue and rooms of a stretch of words."""
    text = _NOISE.sub(" ", words)
    rooms = [room for inside in re.findall(r"\(([^()]*)\)?", text) for room in _rooms(inside)]
    if quoted := _QUOTED.search(text):
        text = quoted.group(1)
    text = re.sub(r"(?<=[가-힣\d])\([^()]*\)?", " ", text)
    text = re.sub(r"\([^()]*\)?", " ", text).strip(_EDGES)
    text = text.rpartition("소재")[2].strip(_EDGES) if "소재" in text else text
    while found := _REGION.match(text):
        text = text[found.end() :].strip(_EDGES)
    sentences = [part.strip(_EDGES) for part in re.split(r"\.\s", text)]
    name, *more = [re.sub(r"\s*방문$", "", part) for part in sentences if part] or [""]
    rooms += [part for part in more if _ROOM.fullmatch(part)]
    if _ROOM.fullmatch(name) and (re.match(r"\d+층", name) or not re.search(r"(홀|관|매장)$", name)):
        return Place("", _once([name, *rooms]))
    while found := _ROOM_AT_END.search(name):
        rooms.append(found.group(1).strip())
        name = name[: found.start()].strip(_EDGES)
    return Place(re.sub(r"\s+", " ", name), _once(rooms))


def _rooms(inside: str) -> list[str]:
    if _ADDRESS.search(inside):
        return []
    return [part.strip() for part in inside.split(",") if _ROOM.fullmatch(part.strip())]


def _once(rooms: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rooms))
