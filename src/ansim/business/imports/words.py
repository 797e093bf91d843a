"""What can be amiss in a row of a list of venues, in Korean and English."""

from ansim.tables import Why

SAME_VENUE = Why(
    "{row}행과 같은 사업장인데 값이 다릅니다. 한 행만 남겨 주세요",
    "the same venue as in row {row}, with other values: keep one of the two",
)
INVISIBLE = Why(
    "보이지 않는 제어 문자가 있습니다. 지우고 다시 적어 주세요",
    "has an invisible control character: type the value anew",
)
FORMULA = Why(
    "수식으로 시작합니다. 값만 적어 주세요",
    "begins like a spreadsheet formula: write the value alone",
)
TOO_LONG = Why("{limit}자를 넘습니다. 줄여 주세요", "longer than {limit} characters: shorten it")
EMPTY = Why("비어 있습니다. 채워 주세요", "is empty: fill it in")
NO_NUMBER = Why(
    "숫자가 아닙니다. 33.4996처럼 도 단위로 적어 주세요",
    "is not a number: write degrees, such as 33.4996",
)
ABROAD = Why(
    "우리나라 밖의 좌표입니다. 위도와 경도를 확인해 주세요",
    "lies outside the country ({low} to {high} degrees): check latitude and longitude",
)
SWAPPED = Why(
    "우리나라 밖의 좌표입니다. 위도와 경도가 바뀐 것 같으니 서로 바꿔 주세요",
    "lies outside the country ({low} to {high} degrees): latitude and longitude seem swapped",
)
UNKNOWN_CATEGORY = Why(
    "모르는 업종이라 기타로 등록합니다",
    "unknown category, taken as other; known are {known}",
)
UNKNOWN_KIND = Why(
    "모르는 시설 종류입니다{near}. 시설 종류의 낱말이나 코드로 적거나 비워 주세요",
    "is no kind of facility{near}: write one of the words or codes, or leave it empty",
)
KIND_DECIDES = Why(
    "시설 종류와 맞지 않아 시설 종류({kind})에 따른 업종으로 등록합니다",
    "does not go with the kind of facility: the category of that kind is taken ({kind})",
)
UNKNOWN_LICENCE = Why(
    "담당자가 시설 종류를 정할 수 있습니다. 모르는 인허가 업종이라 기타로 등록합니다",
    "is a kind of licence that is not known: it was put under other; a clerk can choose the kind of facility",
)
NO_LICENCE_KIND = Why(
    "인허가 업종이 비어 있어 기타로 등록합니다",
    "names no kind of licence: it was put under other",
)
NO_FACILITY = Why(
    "의무 고시로 시설 종류를 알 수 없는 업종이라 시설 종류를 비워 둡니다",
    "is a kind of licence of which no order's words say the kind of facility: none is given, nor messages about a duty",
)
UNKNOWN_STATE = Why(
    "모르는 영업 상태입니다. 인허가 목록의 값을 그대로 적어 주세요",
    "is no state of business that the register has: copy it from there",
)
LEFT_EMPTY = Why("읽을 수 없어 비워 둡니다", "cannot be read, left empty")
NO_PHONE = Why("전화번호가 아니어서 비워 둡니다", "is no phone number, left empty")
NO_LEADING_ZERO = Why(
    "맨 앞의 0이 빠진 것 같아 비워 둡니다. 열을 텍스트 서식으로 바꿔 주세요",
    "seems to have lost its leading zero in a spreadsheet, left empty: format the column as text",
)
