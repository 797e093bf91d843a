"""What can be amiss in a row of a list of venues, in Korean and English."""

from ansim.tables import Why

SAME_VENUE = Why("{row}행과 같은 사업장입니다", "the same venue as in row {row}, with other values")
INVISIBLE = Why("보이지 않는 제어 문자가 있습니다", "has an invisible control character")
FORMULA = Why("수식으로 시작합니다", "begins like a spreadsheet formula")
TOO_LONG = Why("{limit}자를 넘습니다", "longer than {limit} characters")
EMPTY = Why("비어 있습니다", "is empty")
NO_NUMBER = Why("숫자가 아닙니다", "is not a number")
ABROAD = Why("우리나라 밖의 좌표입니다", "lies outside the country ({low} to {high} degrees)")
SWAPPED = Why(
    "우리나라 밖의 좌표입니다 (위도와 경도가 바뀐 것 같습니다)",
    "lies outside the country ({low} to {high} degrees): latitude and longitude seem swapped",
)
UNKNOWN_CATEGORY = Why(
    "모르는 업종이라 기타로 등록합니다",
    "unknown category, taken as other; known are {known}",
)
UNKNOWN_STATE = Why("모르는 영업 상태입니다", "is no state of business that the register has")
LEFT_EMPTY = Why("읽을 수 없어 비워 둡니다", "cannot be read, left empty")
NO_PHONE = Why("전화번호가 아니어서 비워 둡니다", "is no phone number, left empty")
NO_LEADING_ZERO = Why(
    "맨 앞의 0이 빠진 것 같아 비워 둡니다",
    "seems to have lost its leading zero in a spreadsheet, left empty: format the column as text",
)
