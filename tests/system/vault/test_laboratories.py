"""Laboratories' notifications at the vault, asked over its socket as a console in foreign hands would ask it (ADR 42)."""

from typing import Any

import pytest

from ansim.identity.laboratories.calls import KnownLaboratories, NotifyByLaboratory
from ansim.identity.staff.notified_calls import TakeUpCase
from ansim.keys import CaseKeys, KeyPurpose
from support.laboratory import (
    Laboratory,
    another_key,
    bar_laboratory,
    enrol_laboratory,
    new_key,
    noted,
    notify,
)
from support.notified import PATIENT, UNKNOWN, cases, day, entries, marks, side, waiting
from support.rights import Rights, refused

BOTH = pytest.mark.parametrize("alg", ["ES256", "EdDSA", "Ed25519"])


@pytest.fixture(scope="module")
def laboratory(rights: Rights) -> Laboratory:
    return enrol_laboratory(team="jeju")


# ---- the way of a case


def test_a_laboratory_signs_an_officer_takes_up_and_the_ledger_says_who(
    rights: Rights, laboratory: Laboratory
) -> None:
    officer = rights.staff["officer"].ref
    case = notify(rights, laboratory, anchor=day(3).isoformat())
    (one,) = [one for one in waiting(rights, "officer") if one.case == case]
    assert (one.disease, one.anchor, one.notified_by) == ("covid19", day(3), laboratory.ref)
    assert one.somebody
    assert case not in marks(rights, "elsewhere")
    mine = ("laboratory", laboratory.ref)
    assert entries(rights, case) == [("phone-looked-up", *mine), ("case-notified", *mine)]
    given = rights.vault.take_up(TakeUpCase(case, officer))
    assert given.handle
    person = CaseKeys(rights.system.keys).cipher(case, KeyPurpose.WORK).person(given.handle)
    assert person == rights.persons[PATIENT]
    assert given.end - given.start == 13 * 86400
    assert (given.notified_by, given.team) == (laboratory.ref, "jeju")
    assert side(rights, case) == {officer: "asking"}
    assert entries(rights, case)[-1] == ("case-opened", "officer", officer)


def test_nobody_who_lets_takes_a_laboratorys_case_up(
    rights: Rights, laboratory: Laboratory
) -> None:
    case = notify(rights, laboratory)
    for login in ("approver", "second"):
        asked = TakeUpCase(case, rights.staff[login].ref)
        refused("not-two-signers", lambda asked=asked: rights.vault.take_up(asked))
    asked = TakeUpCase(case, rights.staff["elsewhere"].ref)
    refused("case-unknown", lambda: rights.vault.take_up(asked))
    refused("signer-unknown", lambda: rights.vault.take_up(TakeUpCase(case, laboratory.ref)))


@BOTH
def test_each_kind_of_key_serves(rights: Rights, alg: str) -> None:
    one = enrol_laboratory(alg=alg, team="jeju")
    assert notify(rights, one) in marks(rights, "officer")


def test_a_number_that_nobody_signed_up_with_and_no_number_make_a_case_about_nobody(
    rights: Rights, laboratory: Laboratory
) -> None:
    """The answer is that of any other: a laboratory learns of nobody whether they signed up."""
    of_nobody, without = notify(rights, laboratory, UNKNOWN), notify(rights, laboratory, None)
    known = {one.case: one for one in waiting(rights, "officer")}
    assert not known[of_nobody].somebody
    assert not known[without].somebody
    assert [kind for kind, *_ in entries(rights, of_nobody)] == ["phone-looked-up", "case-notified"]
    assert [kind for kind, *_ in entries(rights, without)] == ["case-notified"]
    given = rights.vault.take_up(TakeUpCase(of_nobody, rights.staff["officer"].ref))
    assert (given.handle, given.register) == (None, None)


def test_the_console_is_told_what_laboratories_are_called(
    rights: Rights, laboratory: Laboratory
) -> None:
    gone = enrol_laboratory(team="jeju")
    notify(rights, gone)
    assert bar_laboratory(gone) == 1
    asked = KnownLaboratories([laboratory.ref, gone.ref, "L-NOBODY00", "S-ABCDEFGH", ""])
    told = {one.ref: (one.name, one.barred) for one in rights.vault.laboratories(asked)}
    assert told == {laboratory.ref: (laboratory.name, False), gone.ref: (gone.name, True)}


# ---- what makes no case


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "another installation": ("other-audience", {"aud": "sign.evil.example"}),
    "no installation": ("other-audience", {"aud": ""}),
    "this installation as an address": ("other-audience", {"aud": "http://localhost"}),
    "another laboratory": ("other-issuer", {"iss": "L-0A1B2C3D"}),
    "a person": ("claims-unreadable", {"iss": "S-0A1B2C3D"}),
    "the future": ("notification-age", {"iat": 4_000_000_000}),
    "the past": ("notification-age", {"iat": 1}),
    "before everything": ("notification-age", {"iat": -1}),
    "an unknown disease": ("notification-terms", {"disease": "plague"}),
    "a day of another disease": ("notification-terms", {"anchor_kind": "rash-onset"}),
    "a day to come": ("notification-terms", {"anchor": "2999-01-01"}),
    "a day of long ago": ("notification-terms", {"anchor": "1999-01-01"}),
    "a number that is none": ("notification-terms", {"subject": "+82010000091"}),
    "an address in another form": ("notification-terms", {"subject": "Who@example.org"}),
    "a number as people write it": ("claims-unreadable", {"subject": PATIENT}),
    "a team that is none": ("team-unknown", {"team": "nowhere"}),
    "no team": ("team-unknown", {"team": "", "agency": "제주"}),
    "another agency": ("team-unknown", {"agency": "서울"}),
    "a claim more": ("claims-unreadable", {"exp": 4_000_000_000}),
    "no identifier": ("claims-unreadable", {"jti": None}),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_it_makes_no_case_of(rights: Rights, laboratory: Laboratory, wrong: str) -> None:
    code, changes = WRONG[wrong]
    before, count = cases(rights), noted(rights, laboratory)
    asked = laboratory.notification(PATIENT, **changes)
    refused(code, lambda: rights.vault.notify_by_laboratory(asked))
    assert cases(rights) == before
    assert noted(rights, laboratory) == count, "what makes no case uses no cap and no identifier"


def test_the_kid_of_another_laboratory_serves_nobody(
    rights: Rights, laboratory: Laboratory
) -> None:
    other, before = enrol_laboratory(team="jeju"), cases(rights)
    for claims in (laboratory.claims(PATIENT), other.claims(PATIENT)):
        for key, kid, code in (
            (laboratory, other, "laboratory-signature"),
            (other, laboratory, "laboratory-signature"),
        ):
            asked = NotifyByLaboratory(key.forged(claims, key.header(kid=kid.kid)))
            refused(code, lambda asked=asked: rights.vault.notify_by_laboratory(asked))
    mine_as_theirs = NotifyByLaboratory(laboratory.sign(other.claims(PATIENT)))
    refused("other-issuer", lambda: rights.vault.notify_by_laboratory(mine_as_theirs))
    assert cases(rights) == before


def test_a_key_that_nobody_enrolled_serves_nobody(rights: Rights, laboratory: Laboratory) -> None:
    before = cases(rights)
    stranger = Laboratory(laboratory.ref, "", new_key(), team="jeju")
    asked = stranger.notification(PATIENT)
    refused("laboratory-key-unknown", lambda: rights.vault.notify_by_laboratory(asked))
    brought = stranger.forged(
        stranger.claims(PATIENT), stranger.header(jwk=stranger.key.as_dict(private=False))
    )
    refused(
        "jws-unreadable", lambda: rights.vault.notify_by_laboratory(NotifyByLaboratory(brought))
    )
    staff = NotifyByLaboratory(rights.staff["approver"].ref.encode())
    refused("jws-unreadable", lambda: rights.vault.notify_by_laboratory(staff))
    assert cases(rights) == before


def test_a_barred_key_and_a_barred_laboratory_notify_nothing_more(rights: Rights) -> None:
    one = enrol_laboratory(team="jeju")
    first = notify(rights, one)
    old, kid = Laboratory(one.ref, one.name, one.key, team="jeju"), one.kid
    another_key(one, "EdDSA")
    both = [notify(rights, old), notify(rights, one)]
    bar_laboratory(one, kid)
    refused("laboratory-key-unknown", lambda: notify(rights, old))
    both.append(notify(rights, one))
    bar_laboratory(one)
    for dead in (old, one):
        refused("laboratory-key-unknown", lambda dead=dead: notify(rights, dead))
    assert {first, *both} <= marks(rights, "officer"), "what it notified before stands"
