"""Places that wait for the other side, asked of the vault as a console in foreign hands would."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from ansim.domain.days import day_bounds, local_day
from ansim.domain.marks import new_mark
from ansim.domain.quantities import Handle, VenueId
from ansim.domain.signed_places import MOST_WAITING, SignedPlaces
from ansim.domain.signed_texts import read_text, write_text
from ansim.identity.sessions.calls import (
    AgreePlaces,
    AskPlaces,
    PlacesIn,
    PlacesToAgree,
    SignPlaces,
)
from ansim.identity.staff.signed_calls import RequestWarrant
from support.grants import know_case, places_for, session_for, text_fields
from support.house import House
from support.notified import entries
from support.rights import PHONES, Rights, open_rights, refused

HOUR = 3600
MIDNIGHT = day_bounds(local_day(time.time()))[0] - 24 * HOUR


@pytest.fixture(scope="module")
def rights(house: House) -> Iterator[Rights]:
    with open_rights(house) as opened:
        yield opened


def fresh_case(rights: Rights) -> str:
    ref = new_mark("2611", 5)
    know_case(rights.system, ref, None, "jeju")
    return ref


def places(case: str, *venues: int, **changes: Any) -> bytes:
    """A whole day at each of these venues."""
    stays = tuple((VenueId(one), MIDNIGHT, MIDNIGHT + 24 * HOUR) for one in venues)
    return write_text(SignedPlaces(**text_fields(case=case, stays=stays, why="mixed", **changes)))


def ask(rights: Rights, text: bytes, login: str = "officer") -> str:
    return rights.vault.ask_places(AskPlaces(text, rights.staff[login].sign(text))).mark


def agree(rights: Rights, text: bytes, login: str = "approver") -> str:
    return rights.vault.agree_places(AgreePlaces(text, rights.staff[login].sign(text))).mark


def told(rights: Rights, login: str) -> set[str]:
    waiting = rights.vault.places_to_agree(PlacesToAgree(rights.staff[login].ref))
    return {read_text(one.text, SignedPlaces).ref for one in waiting}


def test_who_asks_for_the_other_sides_signature_is_entered_and_who_may_not_is_not(
    rights: Rights,
) -> None:
    case, officer = fresh_case(rights), rights.staff["officer"].ref
    text = places(case, 1, 2, 3)
    refused("not-two-signers", lambda: ask(rights, text, "approver"))
    assert entries(rights, case) == []
    ask(rights, text)
    assert entries(rights, case) == [("places-asked", "officer", officer)]
    refused("text-used", lambda: ask(rights, text))
    agree(rights, text)
    assert entries(rights, case) == [
        ("places-asked", "officer", officer),
        ("places-signed", "officer", officer),
    ]


def test_what_was_taken_in_waits_for_nobody_whichever_way_it_came(rights: Rights) -> None:
    """One commit for both: an agreement that breaks off leaves the text waiting, or taken in, and never both."""
    text = places(fresh_case(rights), 1, 2, 3)
    ref = ask(rights, text)
    signed = (rights.staff[login].sign(text) for login in ("officer", "approver"))
    assert rights.vault.sign_places(SignPlaces(text, *signed)).mark == ref
    assert ref not in told(rights, "approver")


def test_what_waits_counts_once_the_other_side_signed_the_same_bytes(rights: Rights) -> None:
    case = fresh_case(rights)
    text = places(case, 1, 2, 3)
    ref = ask(rights, text)
    assert ref in told(rights, "approver")
    refused("text-used", lambda: ask(rights, text))
    refused("places-unknown", lambda: agree(rights, places(case, 4, 5)))
    for login in ("officer", "colleague"):
        refused("not-two-signers", lambda login=login: agree(rights, text, login))
    assert agree(rights, text) == ref
    assert ref not in told(rights, "approver")
    refused("places-unknown", lambda: agree(rights, text))
    refused("text-used", lambda: ask(rights, text))


def test_a_first_key_that_counts_may_have_signed_other_things_since(rights: Rights) -> None:
    device = rights.staff["officer"].device
    device.counts = True
    try:
        for more in (0, 2):
            text = places(fresh_case(rights), 1, 2, 3)
            ref = ask(rights, text)
            for _one in range(more):
                ask(rights, places(fresh_case(rights), 4, 5))
            assert agree(rights, text) == ref
            # Its own counter stands where it stood: a copy of the key is still seen.
            device.count -= 1
            refused("signature-refused", lambda: ask(rights, places(fresh_case(rights), 6)))
    finally:
        device.counts, device.count = False, 0
        with rights.system.owner("identity") as identity:
            identity.execute("UPDATE vault.staff_key SET sign_count = 0")
            identity.commit()


def test_only_whoever_lets_in_the_cases_agency_is_told_what_waits(rights: Rights) -> None:
    text = places(fresh_case(rights), 1, 2)
    ref = ask(rights, text)
    for login in ("officer", "colleague", "elsewhere"):
        assert told(rights, login) == set()
    second = rights.staff["second"].ref
    with rights.system.owner("identity") as identity:
        change = "UPDATE vault.staff SET agency = %s WHERE ref = %s"
        identity.execute(change, ["other", second])
        identity.commit()
        try:
            assert ref not in told(rights, "second")
            refused("case-not-yours", lambda: agree(rights, text, "second"))
        finally:
            identity.execute(change, ["", second])
            identity.commit()
    assert ref in told(rights, "second")


@pytest.mark.parametrize(("team", "seen"), [("jeju", 1), ("seogwipo", 0)])
def test_a_deputy_is_told_what_waits_of_their_team_alone(
    rights: Rights, team: str, seen: int
) -> None:
    ref, deputy = ask(rights, places(fresh_case(rights), 1, 2)), rights.staff["elsewhere"].ref
    with rights.system.owner("identity") as identity:
        identity.execute(
            "INSERT INTO vault.deputy (staff, role, agency, team, since, until)"
            " VALUES (%s, 'approver', '', %s, now() - interval '1 hour', now() + interval '1 day')",
            [deputy, team],
        )
        identity.commit()
        try:
            assert [one for one in told(rights, "elsewhere") if one == ref] == [ref] * seen
        finally:
            identity.execute("DELETE FROM vault.deputy WHERE staff = %s", [deputy])
            identity.commit()


def test_a_barred_first_signer_makes_the_other_side_sign_for_nothing(rights: Rights) -> None:
    text = places(fresh_case(rights), 1, 2)
    ask(rights, text, "colleague")
    colleague = rights.staff["colleague"].ref
    with rights.system.owner("identity") as identity:
        change = "UPDATE vault.staff SET barred_at = %s WHERE ref = %s"
        identity.execute(change, ["now", colleague])
        identity.commit()
        try:
            refused("signer-unknown", lambda: agree(rights, text))
        finally:
            identity.execute(change, [None, colleague])
            identity.commit()


@pytest.mark.parametrize(
    ("case", "changes", "code"),
    [
        ("2611-NOSUC", {}, "case-not-yours"),
        ("", {"at": 1, "until": 2}, "text-time"),
        ("", {"site": "sign.example.org"}, "text-of-other-site"),
        ("", {"stays": ((VenueId(2), 10, 20), (VenueId(1), 10, 20))}, "places-malformed"),
        ("", {"stays": ((VenueId(1), 10, 20),)}, "out-of-bounds"),
    ],
)
def test_what_no_one_side_could_sign_for_waits_neither(
    rights: Rights, case: str, changes: dict[str, Any], code: str
) -> None:
    own = case or fresh_case(rights)
    fields = {"case": own, "stays": ((VenueId(1), MIDNIGHT, MIDNIGHT + HOUR),), "why": "card"}
    text = write_text(SignedPlaces(**text_fields(**(fields | changes))))
    refused(code, lambda: ask(rights, text))


def test_a_session_is_told_the_places_of_its_own_cases_alone(house: House, rights: Rights) -> None:
    case, other = new_mark("2611", 5), new_mark("2611", 5)
    for one in (case, other):
        know_case(rights.system, one, None)
    assert house.staff
    session = session_for(rights.system, case)
    stay = (VenueId(1), MIDNIGHT, MIDNIGHT + HOUR)
    ref = places_for(rights.system, case, stay)
    known = rights.vault.places_in(PlacesIn(session, case))
    assert [(one.ref, one.stays) for one in known.standing] == [(ref, [stay])]
    assert known.waiting == []
    for asked in (PlacesIn(session, other), PlacesIn(b"s" * 16, case), PlacesIn(b"", case)):
        refused("case-not-in-session", lambda asked=asked: rights.vault.places_in(asked))


def test_a_warrant_for_nobody_is_of_a_case_about_nobody(rights: Rights) -> None:
    rows = rights.rows(PHONES[1])
    warrant = rights.warrant(rows)
    text = write_text(warrant)
    signed = rights.staff["officer"].sign(text)
    nobody = RequestWarrant(text, signed, Handle(b""), rights.mac(rows, warrant, b""), b"")
    refused("case-unknown", lambda: rights.vault.request_warrant(nobody))


def test_one_side_alone_still_signs_for_no_more_than_one_side_may(rights: Rights) -> None:
    text = places(fresh_case(rights), 1, 2)
    signed = SignPlaces(text, rights.staff["officer"].sign(text))
    refused("places-budget", lambda: rights.vault.sign_places(signed))


def test_one_officer_cannot_fill_the_list_of_an_agency(rights: Rights) -> None:
    asked = [places(fresh_case(rights), 1, 2, 3) for _ in range(MOST_WAITING + 1)]
    nobody_waits_for(rights, "colleague")
    for text in asked[:-1]:
        ask(rights, text, "colleague")
    refused("places-wait", lambda: ask(rights, asked[-1], "colleague"))
    agree(rights, asked[0])
    ask(rights, asked[-1], "colleague")
    nobody_waits_for(rights, "colleague")


def nobody_waits_for(rights: Rights, login: str) -> None:
    with rights.system.owner("identity") as identity:
        identity.execute(
            "DELETE FROM vault.waiting_places WHERE staff = %s", [rights.staff[login].ref]
        )
