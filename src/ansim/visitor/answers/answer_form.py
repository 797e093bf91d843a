"""The page `/answer` as HTML, in the reader's language: a form, what is wrong with it, or that it was sent."""

import html
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from ansim.domain.campaigns.contact_answers import LATEST_TEST, NO_SYMPTOM, AnswerFault, Symptom
from ansim.settings.environment import health_line, office_name
from ansim.visitor.api.words import LANGUAGES, N_, say

Fields = Mapping[str, Sequence[str]]
"""What was typed, by the name of the field."""

TITLE: Final = N_("Answer a message from us")
SENT: Final = N_("Sent")
_LEAD: Final = N_("For people who got a text message from {office} with a reference.")
_REFERENCE: Final = N_("Reference in the message")
_DIGITS: Final = N_("Last four digits of the number that got it")
_SYMPTOMS: Final = N_("How do you feel today?")
_TEST: Final = N_("I will be tested on")
_NOT_ME: Final = N_("That was not me: I was not there")
_LANGUAGE: Final = N_("Please write to me in")
_AS_BEFORE: Final = N_("As before")
_SEND: Final = N_("Send")
_CALL: Final = N_("Or call {call} and say the reference.")
_FITS: Final = N_("If the reference and the digits fit, your answer has reached {office}.")
_SAME: Final = N_(
    "For your safety this page says the same in every case. Wrong digits close a reference after five tries."
)
_ANOTHER: Final = N_("Send another answer")
_SYMPTOM_WORDS: Final = MappingProxyType(
    {
        Symptom.FEVER: N_("Fever"),
        Symptom.COUGH: N_("Cough"),
        Symptom.BREATH: N_("Short of breath"),
        Symptom.TASTE: N_("No taste or smell"),
        NO_SYMPTOM: N_("None of these"),
    }
)
_FAULTS: Final = MappingProxyType(
    {
        AnswerFault.REFERENCE: N_(
            "That is no reference. It has eight letters and digits; please look at the message again."
        ),
        AnswerFault.DIGITS: N_("Please type the last four digits of the number, digits alone."),
        AnswerFault.EMPTY: N_("Please say at least one thing."),
        AnswerFault.DAY: N_("The day of the test lies from today on, 30 days ahead at most."),
        AnswerFault.SYMPTOMS: N_("Please tick what you feel, or none of these."),
        AnswerFault.NOT_ME: N_("If it was not you, please say nothing of tests and how you feel."),
    }
)
_NAMES: Final = MappingProxyType({"ko": "한국어", "en": "English", "zh": "中文", "ja": "日本語"})


def form_page(language: str, today: date, typed: Fields, fault: AnswerFault | None = None) -> str:
    """The body of the form, with what was typed and what is wrong with it."""
    told = _paragraph(say(_FAULTS[fault], language), "fault") if fault else ""
    chosen = set(typed.get("symptoms", ()))
    ticks = (
        _tick("symptoms", str(name), say(words, language), on=name in chosen)
        for name, words in _SYMPTOM_WORDS.items()
    )
    last = today + timedelta(days=LATEST_TEST)
    parts: Iterable[str] = (
        _languages(language),
        _paragraph(say(_LEAD, language, office=office_name())),
        told,
        f'<form method="post" action="/answer?lang={language}" autocomplete="off">',
        _input(say(_REFERENCE, language), "reference", typed, 'maxlength="20" required'),
        _input(
            say(_DIGITS, language), "digits", typed, 'inputmode="numeric" maxlength="6" required'
        ),
        f"<fieldset><legend>{_safe(say(_SYMPTOMS, language))}</legend>{''.join(ticks)}</fieldset>",
        _input(say(_TEST, language), "test_on", typed, f'type="date" min="{today}" max="{last}"'),
        _tick("not_me", "1", say(_NOT_ME, language), on=bool(typed.get("not_me"))),
        _wish(language, typed),
        f"<button>{_safe(say(_SEND, language))}</button></form>",
        _paragraph(say(_CALL, language, call=health_line())),
    )
    return "".join(parts)


def sent_page(language: str) -> str:
    """The body of what everybody reads who sent something, whatever it was."""
    return (
        _paragraph(say(_FITS, language, office=office_name()))
        + _paragraph(say(_SAME, language))
        + _paragraph(say(_CALL, language, call=health_line()))
        + f'<p><a href="/answer?lang={language}">{_safe(say(_ANOTHER, language))}</a></p>'
    )


def trouble_page(words: str, language: str) -> str:
    """The body where nothing could be taken."""
    return (
        _paragraph(say(words, language), "fault")
        + _paragraph(say(_CALL, language, call=health_line()))
        + f'<p><a href="/answer?lang={language}">{_safe(say(TITLE, language))}</a></p>'
    )


def _input(label: str, name: str, typed: Fields, more: str) -> str:
    value = _safe((typed.get(name) or ("",))[0])
    return f'<label>{_safe(label)}<input name="{name}" value="{value}" {more}></label>'


def _tick(name: str, value: str, words: str, *, on: bool) -> str:
    checked = " checked" if on else ""
    box = f'<input type="checkbox" name="{name}" value="{value}"{checked}>'
    return f'<label class="tick">{box} {_safe(words)}</label>'


def _wish(language: str, typed: Fields) -> str:
    wished = (typed.get("language") or ("",))[0]
    options = [("", say(_AS_BEFORE, language)), *_NAMES.items()]
    listed = "".join(
        f'<option value="{code}"{" selected" if code == wished else ""}>{_safe(name)}</option>'
        for code, name in options
    )
    return (
        f'<label>{_safe(say(_LANGUAGE, language))}<select name="language">{listed}</select></label>'
    )


def _languages(language: str) -> str:
    links = " · ".join(
        f'<a href="/answer?lang={one}" lang="{one}">{_NAMES[one]}</a>'
        for one in LANGUAGES
        if one != language
    )
    return f"<p>{links}</p>"


def _paragraph(words: str, kind: str = "") -> str:
    role = f' class="{kind}" role="alert"' if kind else ""
    return f"<p{role}>{_safe(words)}</p>"


def _safe(text: str) -> str:
    return html.escape(text)
