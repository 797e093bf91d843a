"""What campaigns say: dated templates in four languages, without link, app, disease or place.

A text names the office, the ground in law, a registered number to call back, and the reference of this one message. Nobody's
name and no venue's has a field here, so none can get in. Changed words are another version; versions stay, as signed texts
name them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ansim.domain.errors import AnsimError

LANGUAGES: Final = ("ko", "en", "zh", "ja")
REFERENCE: Final = "{ref}"
"""Where a text, filled in otherwise, has its message's reference."""


class CampaignTemplate(StrEnum):
    """What people are told."""

    TEST = "test"
    ISOLATE = "isolate"
    WATCH = "watch"
    RESULT = "result"
    RELEASE = "release"
    CORRECTION = "correction"


class TemplateUnknownError(AnsimError):
    """There is no such template in that version and language, or its fields are not filled as it wants."""

    code = "campaign-template"


HAVE_DAY: Final = frozenset(
    {CampaignTemplate.TEST, CampaignTemplate.ISOLATE, CampaignTemplate.WATCH}
)
"""Templates that say until which day."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of one template: its words by language, and the ground in law that they name."""

    template: CampaignTemplate
    version: date
    ground: str
    words: Mapping[str, str]


_END = {
    "ko": " 문의 {call}, 확인번호 {ref}. 링크나 앱 설치를 안내하지 않습니다.",
    "en": " Call {call}, reference {ref}. We send no link and ask for no app.",
    "zh": " 咨询 {call}，编号 {ref}。我们不发送链接，也不要求安装应用。",
    "ja": " お問い合わせ {call}、確認番号 {ref}。リンクやアプリのご案内はしません。",
}
_FIRST = date(2026, 11, 28)
# 감염병의 예방 및 관리에 관한 법률: Article 49 (1), measures of prevention (examination, isolation, of whoever may have been
# infected); Article 18, the investigation.
_MEASURES, _INVESTIGATION = "49(1)", "18"
_ACT: Final = MappingProxyType(
    {
        _MEASURES: (
            "감염병예방법 제49조",
            "IDCP Act Art. 49",
            "传染病预防法第49条",
            "感染症予防法第49条",
        ),
        _INVESTIGATION: (
            "감염병예방법 제18조",
            "IDCP Act Art. 18",
            "传染病预防法第18条",
            "感染症予防法第18条",
        ),
    }
)


def _wording(template: CampaignTemplate, ground: str, *sentences: str) -> Wording:
    acts = _ACT[ground]
    whole = {
        language: f"[{{office}}] {sentence} ({act}){_END[language]}"
        for language, sentence, act in zip(LANGUAGES, sentences, acts, strict=True)
    }
    return Wording(template, _FIRST, ground, MappingProxyType(whole))


WORDINGS: Final = (
    _wording(
        CampaignTemplate.TEST,
        _MEASURES,
        "{day}까지 가까운 보건소에서 검사를 받아 주시기 바랍니다.",
        "Please be tested at a public health centre by {day}.",
        "请于{day}前到就近的保健所接受检测。",
        "{day}までにお近くの保健所で検査を受けてください。",
    ),
    _wording(
        CampaignTemplate.ISOLATE,
        _MEASURES,
        "{day}까지 외출과 만남을 삼가고 댁에 머물러 주시기 바랍니다.",
        "Please stay at home and meet nobody until {day}.",
        "请在{day}之前居家，不要外出或与他人见面。",
        "{day}まで外出や人との接触を控え、ご自宅でお過ごしください。",
    ),
    _wording(
        CampaignTemplate.WATCH,
        _MEASURES,
        "{day}까지 발열 등 증상이 있는지 살펴 주시고, 증상이 있으면 전화해 주시기 바랍니다.",
        "Please watch for fever or other symptoms until {day} and call us if you have any.",
        "请在{day}之前留意是否发热或有其他症状，如有请来电。",
        "{day}まで発熱などの症状にご注意いただき、症状があればお電話ください。",
    ),
    _wording(
        CampaignTemplate.RESULT,
        _INVESTIGATION,
        "안내드릴 결과가 있습니다. 전화하셔서 확인번호를 말씀해 주시기 바랍니다.",
        "There is a result for you. Please call and tell us your reference.",
        "您的结果已出。请来电并告知编号。",
        "結果をお知らせします。お電話で確認番号をお伝えください。",
    ),
    _wording(
        CampaignTemplate.RELEASE,
        _MEASURES,
        "요청드린 기간이 끝났습니다. 평소처럼 생활하셔도 됩니다. 협조에 감사드립니다.",
        "What we asked of you is over. You may go about your life as usual. Thank you.",
        "此前请您配合的期限已结束，您可以恢复正常生活。感谢配合。",
        "お願いしていた期間は終わりました。普段どおりお過ごしください。ご協力ありがとうございました。",
    ),
    _wording(
        CampaignTemplate.CORRECTION,
        _INVESTIGATION,
        "먼저 보내 드린 안내는 잘못 보낸 것입니다. 따르지 않으셔도 됩니다. 불편을 드려 죄송합니다.",
        "Our earlier message was sent by mistake. You need not follow it. We are sorry.",
        "此前发送的通知有误，您无需遵照。给您带来不便，深表歉意。",
        "先にお送りしたご案内は誤りでした。従っていただく必要はありません。申し訳ございません。",
    ),
)
_DAYS: Final = MappingProxyType({"ko": "{m}월 {d}일", "zh": "{m}月{d}日", "ja": "{m}月{d}日"})


def newest(template: CampaignTemplate, day: date) -> Wording:
    """The version of a template that holds on a day. Raises TemplateUnknownError."""
    known = [one for one in WORDINGS if one.template is template and one.version <= day]
    # An installation whose clock is before the first version still has words.
    return max(known or [_of(template, _FIRST)], key=lambda one: one.version)


def filled(
    template: CampaignTemplate,
    version: date,
    languages: Iterable[str],
    fields: Mapping[str, str],
    day: date | None,
) -> dict[str, str]:
    """The texts by language, with all but the message's reference filled in: `fields` are `office` and `call`.

    Raises TemplateUnknownError, where a day is missing or too much, too.
    """
    wording = _of(template, version)
    if (day is None) == (template in HAVE_DAY):
        raise TemplateUnknownError(f"the template {template} wants {'no' if day else 'a'} day")
    if set(fields) != {"office", "call"}:
        raise TemplateUnknownError("the fields of a template are office and call")
    asked = sorted(set(languages))
    if not asked or not set(asked) <= set(LANGUAGES):
        raise TemplateUnknownError(f"languages are some of {', '.join(LANGUAGES)}")
    texts = {}
    for language in asked:
        values = {**fields, "day": _day(day, language) if day else "", "ref": REFERENCE}
        texts[language] = wording.words[language].format_map(values)
    return texts


def with_reference(text: str, written: str) -> str:
    """A filled text with the reference of one message, as it is written."""
    return text.replace(REFERENCE, written)


def _of(template: CampaignTemplate, version: date) -> Wording:
    for one in WORDINGS:
        if one.template is template and one.version == version:
            return one
    raise TemplateUnknownError(f"there is no template {template} of {version}")


def _day(day: date, language: str) -> str:
    if language == "en":
        return f"{day.day} {day:%B}"
    return _DAYS[language].format(m=day.month, d=day.day)
