import pytest

from ansim.identity.emails import EmailError, read_email


@pytest.mark.parametrize(
    "text",
    [
        "=?utf-8?q?victim=40a.example=2Cz?=@x.example",
        "=?utf-8?q?a=0d=0aBcc:b?=@x.example",
        "a@b@x.example",
        "a\r\nBcc: b@x.example",
        "a,b@x.example",
        "<a@x.example>",
        "a@x",
        "",
    ],
)
def test_what_a_mail_program_would_read_otherwise_is_no_address(text: str) -> None:
    with pytest.raises(EmailError):
        read_email(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Kim.Ha@Example.org", "kim.ha@example.org"),
        (" ｋim@example.org ", "kim@example.org"),
        ("a+b=c@x.example", "a+b=c@x.example"),
    ],
)
def test_an_address_has_one_written_form(text: str, address: str) -> None:
    assert read_email(text) == address
