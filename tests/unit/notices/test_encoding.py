"""In which form a text goes, by its letters and where it goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.notices.encoding import Form, MessageTooLongError, encode_message
from ansim.notices.words import LANGUAGES, WORDS, Template

HERE, ABROAD = "+821000000101", "+12025550101"


@pytest.mark.parametrize(
    ("text", "form", "size", "parts"),
    [
        ("안심" * 22 + "가", Form.SMS, 90, 1),
        ("안심" * 22 + "가나", Form.LMS, 92, 1),
        ("뷁똠펲햏", Form.SMS, 8, 1),  # Python's euc_kr writes 32 bytes
        ("가" * 1000, Form.LMS, 2000, 1),
        ("请您接受检测", Form.UCS2, 12, 1),
        ("Ihr Café", Form.UCS2, 16, 1),
        ("😀" * 35, Form.UCS2, 140, 1),
        ("😀" * 36, Form.UCS2, 144, 2),
        ("ひらがな", Form.SMS, 8, 1),
        ("가", Form.SMS, 2, 1),  # written as two letters, sent as one
    ],
)
def test_a_number_of_ours_gets_the_cheapest_form_that_has_its_letters(
    text: str, form: Form, size: int, parts: int
) -> None:
    sent = encode_message(text, HERE)
    assert (sent.form, len(sent.data), sent.parts) == (form, size, parts)


@pytest.mark.parametrize(("text", "parts"), [("가" * 70, 1), ("가" * 71, 2), ("a" * 670, 10)])
def test_abroad_all_goes_in_ucs2(text: str, parts: int) -> None:
    sent = encode_message(text, ABROAD)
    assert (sent.form, sent.parts, sent.data.decode("utf-16-be")) == (Form.UCS2, parts, text)


@pytest.mark.parametrize(
    ("text", "to"), [("가" * 1001, HERE), ("a" * 671, ABROAD), ("请" * 671, HERE)]
)
def test_what_no_form_takes_is_refused_with_its_length(text: str, to: str) -> None:
    with pytest.raises(MessageTooLongError, match=r"\d+"):
        encode_message(text, to)


@given(st.text(max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    sent = encode_message(text, HERE)
    code = "utf-16-be" if sent.form is Form.UCS2 else "cp949"
    assert encode_message(sent.data.decode(code), HERE) == sent
    assert ("?" in text) or ("?" not in sent.data.decode(code))


def test_korean_templates_go_in_korean_letters_and_chinese_ones_are_not_question_marks() -> None:
    for template in Template:
        said = dict(zip(LANGUAGES, (WORDS[template][one] for one in LANGUAGES), strict=True))
        assert encode_message(said["ko"], HERE).form is not Form.UCS2, template
        for language in ("zh", "ja"):
            assert encode_message(said[language], HERE).data, template
