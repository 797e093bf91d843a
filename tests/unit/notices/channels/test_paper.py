"""Letters and lists of calls: what is given stands on them as it is, in four languages, on pages that say whose they are."""

from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import pytest

from ansim.locale.fonts import UnprintableError
from ansim.notices.channels.call.call_lists import (
    CallListError,
    CallOwed,
    CallScript,
    call_list_pdf,
)
from ansim.notices.channels.letter.letters import (
    LetterError,
    LetterHead,
    PostalLetter,
    letters_pdf,
)

HEAD = LetterHead("안심도 방역과", "안심시 해안로 1", "064-000-0120")
TEXTS = {
    "ko": ("검사 안내", "가까운 보건소에서 검사를 받으세요."),
    "en": ("Please get tested", "Go to the nearest health centre."),
    "zh": ("检测通知", "请您尽快到附近的保健所接受检测。"),
    "ja": ("検査のお知らせ", "最寄りの保健所で検査を受けてください。"),
}


def letter(language: str = "ko", paragraphs: int = 1, reference: str = "7K2M9QX4") -> PostalLetter:
    subject, text = TEXTS[language]
    address = ("길우편 귀하", "안심시 바다길 23, 2층", "63122")
    return PostalLetter(
        reference, language, address, subject, [text] * paragraphs, date(2026, 11, 27)
    )


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    texts = (page.get_textpage().get_text_bounded() for page in document)
    return [text.replace("\r", "") for text in texts]


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_letter_says_who_writes_to_whom_and_how_to_call_back(language: str) -> None:
    (page,) = pages(letters_pdf([letter(language)], HEAD))
    flat = page.replace("\n", "").replace(" ", "")
    for said in (
        *TEXTS[language],
        "길우편 귀하",
        "63122",
        "안심도 방역과",
        "064-000-0120",
        "7K2M9QX4",
    ):
        assert said.replace(" ", "") in flat


def test_each_letter_has_pages_of_its_own_and_counts_them() -> None:
    made = pages(letters_pdf([letter("en", 40, "AAAA1111"), letter("ko", 1, "BBBB2222")], HEAD))
    assert len(made) == 3
    assert [("AAAA1111" in one, "BBBB2222" in one) for one in made] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    counted = ["1/2", "2/2", "1/1"]
    assert all(count in one.replace(" ", "") for count, one in zip(counted, made, strict=True))


def test_the_same_letters_are_the_same_bytes_and_name_nobody_in_their_properties() -> None:
    made = letters_pdf([letter()], HEAD)
    assert made == letters_pdf([letter()], HEAD)
    properties = pypdfium2.PdfDocument(made).get_metadata_dict()
    assert "길우편" not in str(properties)
    assert "길우편" not in repr(letter())


def test_text_is_never_read_as_typst() -> None:
    trap = '#panic("x") $1/0$ *a* _b_ `c` @d <e> \\ #include "letter.typ"'
    (page,) = pages(letters_pdf([replace(letter("en"), paragraphs=[trap])], HEAD))
    assert trap.replace(" ", "") in page.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"language": "fr"},
        {"address": ("길우편",)},
        {"address": ("길우편", " ", "63122")},
        {"address": tuple("1234567")},
        {"paragraphs": ()},
        {"subject": " "},
    ],
)
def test_half_a_letter_is_refused_without_its_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(LetterError) as caught:
        letters_pdf([replace(letter(), **wrong)], HEAD)
    assert "길우편" not in str(caught.value)


def test_a_sign_that_no_font_has_is_refused_not_drawn_as_a_box() -> None:
    with pytest.raises(UnprintableError):
        letters_pdf([replace(letter(), paragraphs=["검사 \U0001f9ea"])], HEAD)


def test_there_is_no_letter_to_nobody() -> None:
    with pytest.raises(LetterError):
        letters_pdf([], HEAD)


def call(place: int, language: str = "ko", note: str = "") -> CallOwed:
    return CallOwed(f"REF0000{place}", language, f"길전화{place}", f"010-0000-01{place:02}", note)


SCRIPTS = [CallScript(language, TEXTS[language]) for language in TEXTS]


def call_list(calls: list[CallOwed], scripts: list[CallScript] = SCRIPTS) -> bytes:
    return call_list_pdf(
        calls, scripts, office=HEAD.office, made=date(2026, 11, 27), destroy=date(2026, 12, 4)
    )


def test_a_list_of_calls_begins_with_what_to_say_and_has_a_line_for_each() -> None:
    calls = [call(place, ("ko", "zh")[place % 2]) for place in range(30)]
    script, *lists = pages(call_list(calls))
    assert TEXTS["ko"][1].replace(" ", "") in script.replace("\n", "").replace(" ", "")
    assert TEXTS["zh"][1] in script.replace("\n", "")
    assert TEXTS["ja"][1] not in script  # nobody on the list reads it
    whole = "\n".join(lists)
    for one in calls:
        assert whole.count(one.number) == 1
        assert one.name in whole
    assert all("이름 Name" in one for one in lists)
    assert all("2026-12-04" in one for one in (script, *lists))


def test_who_reads_a_language_without_a_script_is_not_called_without_words() -> None:
    with pytest.raises(CallListError, match="ja") as caught:
        call_list([call(1), call(2, "ja")], SCRIPTS[:3])
    assert "길전화" not in str(caught.value)
    with pytest.raises(CallListError):
        call_list([])


def test_a_call_shows_neither_name_nor_number_where_it_is_printed_as_a_value() -> None:
    shown = repr(call(7, note="보호자가 받음"))
    assert "길전화" not in shown
    assert "0107" not in shown
    assert "보호자" not in shown
