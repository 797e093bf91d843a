"""Which texts make a staff record, and which record they follow."""

from datetime import date
from typing import Any

import msgspec
import pytest

from ansim.domain.signed_texts import TextMalformedError, read_text, write_text
from ansim.domain.staff_records import (
    KnownRecord,
    StaffRecordMovedError,
    StaffTermsError,
    StaffText,
    as_proposed,
    require_follows,
    require_second_half,
    require_text,
)

TODAY = date(2026, 11, 27)
CODE = "A" * 151
TEXT = StaffText(
    ref="0" * 32,
    at=1,
    until=2,
    site="localhost:8083",
    deed="bar",
    keeper="S-AAAAAAAA",
    staff="S-BBBBBBBB",
    version=3,
    login="haneul",
    name="장하늘",
    role="officer",
    agency="제주",
    team="동부",
)
KNOWN = KnownRecord(3, "haneul", "장하늘", "officer", "제주", "동부")
DEPUTY: dict[str, Any] = {
    "deed": "deputy",
    "as_role": "approver",
    "for_agency": "제주",
    "for_team": "서부",
    "first": "2026-11-30",
    "last": "2026-12-04",
}


def text(**changes: Any) -> StaffText:
    return msgspec.structs.replace(TEXT, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"login": "Haneul"},
        {"login": "ha"},
        {"name": ""},
        {"name": "장\u202e하늘"},
        {"name": "장\n하늘"},
        {"name": "하" * 61},
        {"team": "동\u2066부"},
        {"role": "operator"},
        {"role": ""},
        {"deed": "unbar"},
        {"keeper": "keeper"},
        {"staff": "S-AAAA"},
        {"version": "3"},
        {"code": "A" * 150},
        {"code": "A" * 150 + "="},
        {"as_role": "keeper"},
        {"first": "tomorrow"},
        {"name": "\u1112\u1161\u1102\u1173\u11af"},  # no NFC
    ],
)
def test_what_is_out_of_form_is_no_text(changes: dict[str, Any]) -> None:
    with pytest.raises(TextMalformedError):
        read_text(write_text(text(**changes)), StaffText)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"deed": "add", "code": CODE},
        {"deed": "code", "code": CODE},
        {"deed": "deputy-ends"},
        DEPUTY,
        DEPUTY | {"first": "2026-11-27", "last": "2026-12-27"},
        DEPUTY | {"as_role": "officer"},
        DEPUTY | {"first": "2026-11-01", "last": "2026-11-27"},
    ],
)
def test_what_is_in_form_is_taken(changes: dict[str, Any]) -> None:
    said = text(**changes)
    assert read_text(write_text(said), StaffText) == said
    require_text(said, TODAY)


@pytest.mark.parametrize(
    ("agreed", "changes", "taken"),
    [
        (False, {"deed": "add", "code": CODE}, True),
        (True, {"deed": "add", "code": CODE}, False),
        (True, {"deed": "code", "code": CODE, "second": CODE}, True),
        (False, {"deed": "code", "code": CODE, "second": CODE}, False),
        (True, {}, True),
        (True, {"second": CODE}, False),
        (False, {"second": CODE}, False),
        (True, DEPUTY | {"second": CODE}, False),
    ],
)
def test_the_second_half_comes_with_the_second_signature_alone(
    *, agreed: bool, changes: dict[str, Any], taken: bool
) -> None:
    said = read_text(write_text(text(**changes)), StaffText)
    if taken:
        require_second_half(said, agreed=agreed)
    else:
        with pytest.raises(StaffTermsError):
            require_second_half(said, agreed=agreed)


def test_a_text_without_its_second_half_is_what_the_first_keeper_signed() -> None:
    proposed = text(deed="add", code=CODE)
    agreed = text(deed="add", code=CODE, second=CODE)
    assert b"second" not in write_text(proposed)
    assert write_text(as_proposed(agreed)) == write_text(proposed) != write_text(agreed)


@pytest.mark.parametrize("second", ["", "A" * 150, "A" * 150 + "=", None])
def test_a_second_half_has_its_form_or_is_not_there(second: Any) -> None:
    with pytest.raises(TextMalformedError):
        read_text(write_text(text(deed="add", code=CODE, second=second)), StaffText)


@pytest.mark.parametrize(
    "changes",
    [
        {"deed": "add"},
        {"deed": "code"},
        {"code": CODE},
        {"as_role": "approver"},
        {"for_team": "서부"},
        {"first": "2026-11-30"},
        DEPUTY | {"as_role": ""},
        DEPUTY | {"last": ""},
        DEPUTY | {"last": "2026-02-30"},
        DEPUTY | {"last": "2026-11-29"},
        DEPUTY | {"first": "2026-11-01", "last": "2026-11-26"},
        DEPUTY | {"first": "2026-11-28", "last": "2026-12-29"},
        DEPUTY | {"first": "2027-02-01", "last": "2027-02-02"},
        DEPUTY | {"role": "registrar"},
        DEPUTY | {"role": "keeper"},
        DEPUTY | {"as_role": "officer", "for_team": "동부"},
    ],
)
def test_what_fits_no_record_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(StaffTermsError):
        require_text(text(**changes), TODAY)


@pytest.mark.parametrize(
    ("changes", "known"),
    [
        ({"deed": "add", "code": CODE, "version": 0}, None),
        ({}, KNOWN),
        ({"deed": "change", "team": "서부"}, KNOWN),
        ({"deed": "change", "role": "registrar", "name": "장한별"}, KNOWN),
        (DEPUTY, KNOWN),
    ],
)
def test_a_text_follows_the_record_as_it_stands(
    changes: dict[str, Any], known: KnownRecord | None
) -> None:
    require_follows(text(**changes), known)
    require_follows(text(**changes), known, waited=True)


@pytest.mark.parametrize("name", ["장하늘", "장한별"])
def test_a_change_that_waited_is_ended_though_its_name_stands_already(name: str) -> None:
    known = KnownRecord(3, "haneul", name, "officer", "제주", "동부")
    require_follows(text(deed="change", name=name), known, waited=True)


@pytest.mark.parametrize(
    ("changes", "known"),
    [
        ({"deed": "add", "code": CODE, "version": 1}, None),
        ({"deed": "add", "code": CODE, "version": 0}, KNOWN),
        ({}, None),
        ({"version": 2}, KNOWN),
        ({"version": 4}, KNOWN),
        ({"name": "장한별"}, KNOWN),
        ({"login": "hanbyeol"}, KNOWN),
        ({"role": "approver"}, KNOWN),
        ({"team": "서부"}, KNOWN),
        ({"agency": "서귀포"}, KNOWN),
        ({"deed": "change", "login": "hanbyeol"}, KNOWN),
        (DEPUTY | {"team": "서부"}, KNOWN),
        ({}, KnownRecord(3, "haneul", "장하늘", "officer", "제주", "동부", barred=True)),
    ],
)
def test_a_text_about_another_state_or_person_is_refused(
    changes: dict[str, Any], known: KnownRecord | None
) -> None:
    for waited in (False, True):
        with pytest.raises(StaffRecordMovedError):
            require_follows(text(**changes), known, waited=waited)


@pytest.mark.parametrize(
    ("changes", "role"),
    [
        ({"deed": "change", "role": "keeper"}, "officer"),
        ({"deed": "change", "role": "keeper"}, "approver"),
        ({"deed": "change", "role": "officer"}, "keeper"),
        ({"deed": "change"}, "officer"),
    ],
)
def test_a_keeper_holds_no_other_role_and_a_change_changes_something(
    changes: dict[str, Any], role: str
) -> None:
    known = KnownRecord(3, "haneul", "장하늘", role, "제주", "동부")
    with pytest.raises(StaffTermsError):
        require_follows(text(**changes), known)
