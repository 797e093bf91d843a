"""Bring the many ways to say who was there into few: "방문(이용)자", "방문한 적이 있는 분"."""

import re

_WAS = r"(?:방문|이용)"
_TWICE = re.compile(
    rf"({_WAS})(?:\s?\({_WAS}\)|\s?[·/]\s?{_WAS}|\s(?:및|또는|혹은)\s{_WAS}"
    rf"|(?:하셨|하시|했|하였)?(?:거나|하고)\s?{_WAS}|\s?,\s?{_WAS}(?=하|한|했))(?!자)"
)
_TWICE_NOUN = re.compile(
    rf"({_WAS})(?:\s?\({_WAS}\)|\s?[·/]\s?{_WAS}|\s(?:및|또는|혹은)\s{_WAS})(?=[자객])"
)
_HAS_BEEN = re.compile(
    rf"({_WAS})\s?(?:한|하신|하였던|했던|하셨던)?\s?(?:이력|력|적|경험|기억|사실)[이가은도]?\s?있(?:는|으신|었던|으셨던)"
)
_WITH_HISTORY = re.compile(rf"({_WAS})\s?(?:이력|력|경험|경력)자")
_SAME_WAY = re.compile(r"(?:(?:확진자와?\s?)?동선\s?(?:중복|겹침)자|중복\s?동선자)")
_APART = re.compile(
    r"(방문|이용|식사|참석|탑승|승차|관람|예배|투숙|진료)\s(한|하신|하셨던|했던|하였던)(?=\s?[가-힣]{0,3}\s?(?:분|사람|시민|손님))"
)
_WITH_SYMPTOMS = re.compile(rf"({_WAS})(?:한|하신|하셨던|했던)?\s?(?=유증상자)")
_ILL_SINCE = re.compile(
    rf"({_WAS})\s?(?:한|하신)?\s?후\s(?:발열|기침|호흡기|의심)?\s?(?:등의?\s)?(?=(?:유증상자|증상))"
)
_ALL = re.compile(r"(?<=[신던한])\s?모든\s?분")


def plain_guests(text: str) -> str:
    """The text with its guests in the plainest words: 방문자, 방문하신 분."""
    text = _WITH_HISTORY.sub(r"\1자", _SAME_WAY.sub("방문자", text))
    text = _HAS_BEEN.sub(r"\1하신", text)
    text = _TWICE.sub(r"\1", _TWICE_NOUN.sub(r"\1", text))
    text = _APART.sub(r"\1\2", text)
    return _ALL.sub(" 분", _WITH_SYMPTOMS.sub(r"\1자 중 ", _ILL_SINCE.sub(r"\1자 중 ", text)))
