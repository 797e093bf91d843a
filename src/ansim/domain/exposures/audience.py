"""To whom an alert turns, and where it stops to speak of the exposure and says what they shall do."""

import re

from ansim.domain.exposures.header import sells, without_header
from ansim.domain.exposures.places import read_place
from ansim.domain.exposures.regions import is_address
from ansim.domain.exposures.tokens import WHEN, Kind, first_when, says_clock, tokens

_NOUNS = (
    r"방문자|방문객|이용자|이용객|탑승자|탑승객|승객|승차자|승선자|승선객|구매자|참석자|참가자|참여자|출입자(?![제재])|하객|조문객|투숙객"
    r"|관람객|입장객|내원자|내원객|결[제재]자|수강생|수강자|쇼핑객|예배자|체류자|입소자|관계자|종사자|근무자|접촉자|민원인|(?:입원\s?)?환자(?=는|께|들|\s?및|와)|보호자(?=는|께|들|\s?및|와)|해당자(?=는|께|들)|(?:고객|손님)(?=은|께|들|\s?중)|이용\s?고객"
)
_PEOPLE = (
    r"(?:분|모든\s분|사람|고객|[도시군구주국]민|학부모|학생|가족|경우|이용객|손님|[남여][자성]\s?\d*명?"
    r"|자(?=는|께|중|\s)|환자(?=는|께|중|와))"
)
_STEMS = (
    r"방문|이용(?!원|소)|탑승|승차|참석|참가|참여|출입|관람|투숙|예배|식사|진료|내원|결[제재]|입장|체류|조문|다녀가|다녀오|다녀온|다녀간|머무|머문|들르"
    r"|들른|접촉|구매(?!장)|구입|관광"
)
_VERBS = (
    rf"(?:방문|이용)(?:\s?이?력이?\s?|한\s적이?\s?|\s후\s?.{{0,10}})있(?:는|으신|었던|으셨던)\s*{_PEOPLE}"
    rf"|(?:(?:확진자와\s?)?동선[이과]?\s?)(?:겹치|겹친|중복)[가-힣]{{0,3}}\s*{_PEOPLE}"
    rf"|(?:{_STEMS})[가-힣]{{0,5}}\s*{_PEOPLE}"
    rf"|(?:동선이\s*)?(?:(?!{_STEMS})[가-힣])*(?!{_STEMS})[가-힣](?:신|셨던|시는|하신|하였던|했던|한|던|간|온)\s*분(?=들|은|께|\s|[,.]|$|만)"
)
_GUESTS = re.compile(rf"(?:{_NOUNS}|{_VERBS})")
_CASE = re.compile(r"확진자?.{0,12}(?:방문|다녀간|동선)|방문자\s*\(")
_WITH_BRACKET = re.compile(rf"(?:{_NOUNS})\s*(\([^()]*\))")
# Where the visit is told of the case and the guests are asked behind it: "솔식당에 확진자 방문, 이용자는 검사".
_CASE_VISITED = re.compile(
    r"(?<=[가-힣A-Za-z)¦])(?:을|를|에|에서)?\s?(?:(?:코로나\s?-?19\s?)?확진(?:자|환자)?(?:가|이)?\s?)?(?:방문|이용|다녀간?|다녀감)"
    r"(?:(?:하였|했)(?:습니다|으며|으니|던?\s?바)|함|하여|하였음|했음|갔습니다|사실이?\s?확인(?:됨|되어|되었습니다)|(?=\s?[,.]))\s*[,.]?"
)
_ASKED = re.compile(r"검사|상담|보건소|선별\s*진료|문의|연락|신고|자가\s*격리|자제")
_ASK = re.compile(
    r"[가-힣]*보건소|[가-힣]*선별\s*(?:진료|검사)소?|(?:신속\s?항원|PCR|피시알|진단|전수)?\s?검사(?!소)|상담|연락|문의|신고|유?증상|오늘|금일|반드시|즉시|가까운|거주지|관할|인근\s*보건"
)
_ANOTHER = re.compile(
    rf"(?:{_NOUNS})\s*(?:및|와|과|,)\s*([^,()\d]{{2,20}}?)\s*(?:[을를에]\s)?(?:{_NOUNS}|{_VERBS})"
)
_TOPIC = re.compile(
    r"\s*(?:은|는|에\s?(?:한해|한하여|대해|대하여)|에게|께서|께선|중(?!심)|들은|들께서|전원|모두|\([^()\d]*\)\s*(?:은|는))"
)
# By when they shall be tested: "방문하신 분 5.16(일)까지 반드시".
_DEADLINE = re.compile(
    r"\s*[,▲/:→]?\s*(?:(?:금일|오늘|내일|늦어도)\s?)?[\d./월일시분:\s()오전후]*까지\s*(?:반드시|꼭|즉시)?\s*"
    r"|\s*(?:대상(?:으로)?|필히|반드시|꼭|즉시|중\s?미검사자는?|오는)\s*[\d./월일시분:\s()오전후]*까지\s*(?:반드시|꼭|즉시)?\s*"
)
_TESTS = re.compile(r"검사|접종|선별|진료소|운영|채취")
# Houses that are named behind what the guests are asked: "다음 업소 방문자는 상담 바랍니다(솔클럽 00:00~03:30)".
_POINTED_AT = re.compile(
    rf"(?:다음|아래|하기)의?\s?(?:업소|장소|시설|곳|매장|점포|방문지|클럽|시간대?)\s?(?:를|을|에)?\s?(?:{_NOUNS}|{_VERBS})"
)
_LIST = re.compile(r"\(([^()]*\d:\d\d[^()]*)\)\s*$")
_RESULTS = re.compile(r"^.*(?:전원|모두)\s?음성(?:입니다|판정|임)?[\s.,]*")
_GUESTS_TESTED = re.compile(rf"(?:{_NOUNS})[^.]{{0,16}}검사\s?(?:결과)?\s?(?:전원|모두)\s?음성")
_HOUSE_OF_CASES = re.compile(
    r"^[^¦\"]{2,}\s?관련(?:\s?(?:추가\s?)?(?:확진자|코로나\S*|동선|이동동선|안내|추가))*[\s,:▲/]*$"
)
_CASES = re.compile(r"확진|명령|동선|감염|\d번\s?관련|검사\s?대상")
# What they did at the venue: "푸른식당에서 점심을 드신 분".
_DOING = re.compile(r"(?<=[가-힣A-Za-z0-9¦])에서(?:\s+[가-힣]{1,10}){0,3}\s*¦?\s*$")
# What they bought, ate or came for: "솔식당 음식을 드신 분".
_WHAT_THEY_HAD = re.compile(
    r"(?:에서)?\s(?:물건|물품|상품|음식|식사|음료|커피|차|술|장|점심|저녁|아침|진료|치료|상담|예배|미사|수업|강의|교육|업무|용무)[을를](?:\s(?:보고|보러))?$"
    r"|(?:에서)?\s(?:예배|미사|수업|강의|교육|행사|모임)에$"
)
# What follows an address before the guests says more of the venue or of what they did there.
_TRAILING = re.compile(r"¦\s+(?![남여]탕|(?:및|와|과)\s|[^¦,()\d]*점\s*$)[^¦,()\d]+$")
_PARTICLE = re.compile(
    r"(?<=[가-힣A-Za-z0-9]{2})(?:을|를|에서|(?<!틀리)(?<!뜰리)(?<!노마)에)$|(?<=[\s&-]\S)에$"
)
_TITLE = re.compile(r'¦\s*"[^"]*"\s*$')  # what they watched there
_AFTER_BRACKET = re.compile(r"(?<=[¦)\"])\s*(?:을|를|에서|에|의|도|내)(?:\s+[가-힣]{1,8}){0,2}\s*$")


# A line of a list that an earlier text began: "△ 5월3일(18:30~20:05) : 푸른식당(솔읍 솔로 19)".
# (`written` has made the sign one and put ¦ for the address.)
_LINE_OF_LIST = re.compile(
    r"\s*▲\s*\d{1,2}(?:월\s?|[./]\s?)\d{1,2}일?\s*\([^()]*\d:\d\d[^()]*\)\s*:\s*[^():,¦]+¦\s*"
)


def asks_guests(text: str) -> bool:
    """Whether the text turns to the guests of a place, or is a line of such a list."""
    if _LINE_OF_LIST.fullmatch(text):
        return True
    addressed = names_guests(text) or _CASE.search(text)
    return bool("방문자" in text or (addressed and _ASKED.search(text)))


def names_guests(text: str) -> bool:
    """Whether guests of a place are named."""
    return bool(_GUESTS.search(text))


def exposure_part(text: str) -> str:
    """The part before the guests are told what to do.

    Guests named between exposures ("A식당 5/3 방문자, B식당 5/4 방문자는") become a comma.
    """
    text = _WITH_BRACKET.sub(_when_in_bracket, text)
    if listed := _list_behind(text):
        return listed
    text = without_head(text)
    text = _CASE_VISITED.sub(" , ", text)
    first = first_when(text)
    part, at = "", 0
    while found := _GUESTS.search(text, max(at, first)):
        part += _without_particle(text[at : found.start()], found.group())
        at = found.end()
        ask = _ASK.search(text, at)
        rest = text[at : ask.start() if ask else len(text)]
        again = _GUESTS.search(rest)
        until = _DEADLINE.fullmatch(rest) and says_clock(part)
        if _TOPIC.match(rest) or until or not says_clock(rest[: again.start()] if again else rest):
            part = _TITLE.sub("¦", part) if found.group().startswith("관람") else part
            return _without_trailing(part)
        if not again:
            return f"{part} {rest}"
        part += ","
    ask = _ASK.search(text, first)
    return part + text[at : ask.start() if ask else len(text)]


def _without_trailing(part: str) -> str:
    """A part without the words behind its last address, where the house stands before it: "솔식당¦ 구내매점"."""
    found = _TRAILING.search(part)
    before = tokens(part[: found.start()]) if found else []
    if before and before[-1].kind is Kind.WORDS:
        place = read_place(before[-1].text)
        if not place.venue and not place.rooms and is_address(before[-1].text):
            return part
    return _TRAILING.sub("¦", part)


def _list_behind(text: str) -> str:
    """The guests' house and the days and times, where these are a list behind what the guests are asked; else empty."""
    if pointed := _POINTED_AT.search(text):
        asked = _ASK.search(text, pointed.end())
        listed = _LIST.search(text, asked.end()) if asked else None
        if listed and ":" in listed.group(1):
            return f"{text[: pointed.start()]} {listed.group(1)}"
    first = first_when(text)
    head, times = text[:first].rstrip(), text[first:]
    if houses := _houses_behind(text, head):
        return houses
    found = _GUESTS.search(head)
    if found is None or not head.endswith("▲") or not _ASK.search(head, found.end()):
        return ""
    if any(piece.kind not in WHEN and piece.kind is not Kind.SIGN for piece in tokens(times)):
        return ""
    return f"{_without_particle(without_header(head[: found.start()]), found.group())} {times}"


def _houses_behind(text: str, head: str) -> str:
    """Houses with their times in brackets behind a request that names none: "방문자는 검사요망(솔클럽 0시~03:30)"."""
    guests, listed = _GUESTS.search(head), _LIST.search(text)
    if guests is None or listed is None or listed.start() > len(head):
        return ""
    asked = _ASK.search(head, guests.end(), listed.start())
    unnamed = not without_header(head[: guests.start()].rstrip(" ,.:▲"))
    several = sum(one.kind is Kind.WORDS for one in tokens(listed.group(1))) > 1
    return listed.group(1) if asked and unnamed and several else ""


def asks_twice(text: str) -> bool:
    """Whether other guests and times stand behind what the first guests are asked to do."""
    text = _WITH_BRACKET.sub(_when_in_bracket, text)
    found = _GUESTS.search(text, first_when(text))
    asked = _ASK.search(text, found.end()) if found else None
    if asked is None:
        return False
    rest = text[asked.end() :]
    first = first_when(rest)
    again = _GUESTS.search(rest, first)
    return bool(again and not _ASK.search(rest, first, again.start()))


def behind_cases(text: str) -> str:
    """What follows a header that names the house of the cases; empty where none does."""
    head, rest = text[: (first := first_when(text))], text[first:]
    return rest if _HOUSE_OF_CASES.search(head) else ""


def names_another(text: str) -> bool:
    """Whether guests of a second house without times of its own follow the first guests."""
    found = _ANOTHER.search(text)
    return bool(found and sells(found.group(1).strip()))


def invites_to_tests(text: str) -> bool:
    """Whether the days and times are those of a place where people are tested or vaccinated."""
    head = _without_results(text[: first_when(text)])
    return bool(_TESTS.search(head) and not _GUESTS.search(head) and not _CASES.search(head))


def without_head(text: str) -> str:
    """The text without the header before its first day or time, commas and brackets of the header included."""
    head, rest = text[: (first := first_when(text))], text[first:]
    head = _without_results(head)
    if head.count("(") > head.count(")"):
        head, inside = head.rsplit("(", 1)
        rest = f"({inside}{rest}"
    kept = without_header(head)
    if kept.count('"') % 2 and head.rstrip().endswith('"'):
        kept += '"'  # a name in quotation marks that ends the header
    return f"{kept} {rest}"


def tested_negative(text: str) -> bool:
    """Whether the guests were tested and nobody is asked for anything."""
    return bool(_GUESTS_TESTED.search(text))


def _without_results(head: str) -> str:
    """A header without the results of earlier tests: "어제 검사자 12명 전원 음성."."""
    return _RESULTS.sub(" ", head)


def _when_in_bracket(match: re.Match[str]) -> str:
    """Guests whose times stand in a bracket behind them: "푸른식당 방문자(5월 3일)는"."""
    return match.group(1) if says_clock(match.group(1)) else match.group()


def _agreeing(part: str) -> re.Match[str] | None:
    """A particle behind a name of one syllable, where it agrees with its last letter: "더 솔을", "더 파를"."""
    found = re.search(r"(?:^|[\s,])([가-힣])([을를])$", part)
    if found is None or ((ord(found.group(1)) - 0xAC00) % 28 > 0) != (found.group(2) == "을"):
        return None
    return re.search(r"[을를]$", part)


def _without_particle(part: str, guests: str) -> str:
    """A part without the particle before a verb: "솔잎식당을 방문하신 분"."""
    part = part.rstrip()
    part = _AFTER_BRACKET.sub("", part)
    verb = not re.fullmatch(_NOUNS, guests)
    if verb or guests.startswith("참"):
        part = _WHAT_THEY_HAD.sub("", _DOING.sub("", part))
    part = re.sub(r"(?:(?<=[가-힣]{2})를|(?<=\S)\s(?:을|를|에서|에))$", "", part)
    particle = _PARTICLE.search(part) if verb else None
    if "겹" in guests:
        particle = re.search(r"(?<=[가-힣A-Za-z0-9]{2})(?:과|와|에서)$", part)
    particle = particle or (_agreeing(part) if verb else None)
    if particle and not part.endswith(("마을", "가을", "노을", "고을")):
        part = part[: particle.start()]
    return part
