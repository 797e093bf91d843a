"""Numbers as people and phones write them, and which of them are sent a code."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ansim.identity.emails import EmailError, read_email
from ansim.identity.phones import PhoneError, PhoneFault, read_phone, require_reachable


def fault_of(text: str) -> str | None:
    try:
        require_reachable(read_phone(text))
    except PhoneError as error:
        return error.fault
    return None


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("0086 139 0000 1234", "+8613900001234"),
        ("0081 80-0000-0002", "+818000000002"),
        ("00886 912 000 345", "+886912000345"),
        ("00852 6123 4000", "+85261234000"),
        ("0044 7700 900456", "+447700900456"),
        ("001 (415) 555-0100", "+14155550100"),
        ("００８６ １３９ ００００ １２３４", "+8613900001234"),
        ("＋８１ ７０ ００００ ０００３", "+817000000003"),
        ("０１０－００００－０００３", "+821000000003"),
        ("\u200e010-0000-0009\u200f", "+821000000009"),
        ("\u202a+82 10-0000-0009\u202c", "+821000000009"),
        ("\ufeff010 0000 0009\u00a0", "+821000000009"),
        ("010·0000·0009", "+821000000009"),
        ("[010] 0000 0009", "+821000000009"),
        ("010–0000—0009", "+821000000009"),
        ("+82(0)10 0000 0009", "+821000000009"),
        ("tel:+82-10-0000-0009", "+821000000009"),
        ("+1 (212) 555-0142", "+12125550142"),
    ],
)
def test_every_way_of_writing_a_mobile_number_is_read(text: str, e164: str) -> None:
    assert read_phone(text) == e164
    require_reachable(e164)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("064-700-0000", PhoneFault.NO_MESSAGES),  # landline
        ("031 000 0000", PhoneFault.UNCLEAR_COUNTRY),
        ("1644-0000", PhoneFault.NO_MESSAGES),
        ("080-000-0000", PhoneFault.NO_MESSAGES),
        ("060-900-0000", PhoneFault.NO_MESSAGES),
        ("070-0000-0000", PhoneFault.NO_MESSAGES),
        ("011-200-0000", PhoneFault.NO_MESSAGES),
        ("017-200-0000", PhoneFault.NO_MESSAGES),
        ("019-9000-0000", PhoneFault.NO_MESSAGES),
        ("010-0000-012", PhoneFault.WRONG_LENGTH),
        ("010 000 0001", PhoneFault.WRONG_LENGTH),
        ("010-0000-01234", PhoneFault.WRONG_LENGTH),
        ("090-0000-0001", PhoneFault.UNCLEAR_COUNTRY),
        ("+86 10 6000 0000", PhoneFault.NO_MESSAGES),
        ("+81 3-0000-0000", PhoneFault.NO_MESSAGES),
        ("+44 20 7946 0000", PhoneFault.NO_MESSAGES),
        ("+44 70 0000 0000", PhoneFault.NO_MESSAGES),
        ("+1 900 200 0000", PhoneFault.NO_MESSAGES),
        ("+1 876 200 0000", PhoneFault.COUNTRY_NOT_SERVED),
        ("+881 7 0000 0000", PhoneFault.COUNTRY_NOT_SERVED),
        ("+870 7 7310 0000", PhoneFault.COUNTRY_NOT_SERVED),
        ("+53 5 000 0000", PhoneFault.COUNTRY_NOT_SERVED),
        ("00852 1234 5678", PhoneFault.UNCLEAR_COUNTRY),
        ("00700 81 90 0000 0001", PhoneFault.UNCLEAR_COUNTRY),
        ("002 86 139 0000 1234", PhoneFault.UNCLEAR_COUNTRY),
        ("00 00 00", PhoneFault.UNCLEAR_COUNTRY),
        ("010-0000-OOO1", PhoneFault.NOT_A_NUMBER),
        ("010-0000-0001/2", PhoneFault.NOT_A_NUMBER),
        ("010-0000-0001 ext 5", PhoneFault.NOT_A_NUMBER),
        ("010 0000 0001, 010 0000 0002", PhoneFault.NOT_A_NUMBER),
        ("++82 10 0000 0001", PhoneFault.NOT_A_NUMBER),
        ("９" * 70, PhoneFault.NOT_A_NUMBER),
        ("", PhoneFault.NOT_A_NUMBER),
    ],
)
def test_what_no_message_reaches_is_refused_in_words(text: str, fault: str) -> None:
    assert fault_of(text) == fault


@given(
    st.sampled_from(["86", "81", "82", "1", "44", "65", "852", "66"]),
    st.text("0123456789", min_size=6, max_size=12),
)
@example(country="82", national="311000")
def test_00_is_never_another_country(country: str, national: str) -> None:
    """Whatever follows 00 is read as + would be, or refused: a code never goes to a stranger abroad."""
    try:
        found = read_phone(f"00{country}{national}")
    except PhoneError:
        return
    assert found == read_phone(f"+{country}{national}")


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_a_phone_error(text: str) -> None:
    try:
        found = read_phone(text)
    except PhoneError:
        return
    assert read_phone(found) == found


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Kim.Minsu@Example.ORG ", "kim.minsu@example.org"),
        ("ｔａｎａｋａ＠ｅｘａｍｐｌｅ．ｊｐ", "tanaka@example.jp"),
        ("a+b_c@mail.example.com", "a+b_c@mail.example.com"),
    ],
)
def test_an_e_mail_address_has_one_written_form(text: str, address: str) -> None:
    assert read_email(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "a@b",
        "a b@example.org",
        "a@example.org\nBcc: x@example.org",
        "<a@example.org>",
        "@example.org",
        "a@-b.org",
        "a@example.org, b@example.org",
        "x" * 250 + "@example.org",
    ],
)
def test_what_is_no_e_mail_address_is_refused(text: str) -> None:
    with pytest.raises(EmailError):
        read_email(text)
