"""Laboratories' notifications at the vault, asked over its socket as a console in foreign hands would ask it (ADR 42)."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from ansim.identity.laboratories.calls import KnownLaboratories, NotifyByLaboratory
from ansim.identity.staff.notified_calls import TakeUpCase
from ansim.jobs.overdue import forget_at_vault
from ansim.keys import CaseKeys, KeyPurpose
from support.callers import vault_of
from support.canaries import Canaries, files_of, rows_of
from support.house import House
from support.laboratory import (
    Laboratory,
    another_key,
    bar_laboratory,
    enrol_laboratory,
    new_key,
)
from support.notified import OTHER, PATIENT, UNKNOWN, cases, day, entries, marks, side, waiting
from support.rights import Rights, refused

BOTH = pytest.mark.parametrize("alg", ["ES256", "EdDSA", "Ed25519"])


@pytest.fixture(scope="module")
def laboratory(rights: Rights) -> Laboratory:
    return enrol_laboratory(team="jeju")


def notify(
    rights: Rights, laboratory: Laboratory, phone: str | None = PATIENT, **changes: Any
) -> str:
    return rights.vault.notify_by_laboratory(laboratory.notification(phone, **changes)).case


def noted(rights: Rights, laboratory: Laboratory) -> int:
    with rights.system.owner("identity") as identity:
        row = identity.execute(
            "SELECT count(*) FROM vault.laboratory_notification WHERE laboratory = %s",
            [laboratory.ref],
        ).fetchone()
    assert row
    return int(row[0])


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


# ---- once, and no more than may be


def test_a_lost_answer_is_given_again_and_makes_no_second_case(
    rights: Rights, laboratory: Laboratory
) -> None:
    asked = laboratory.notification(PATIENT)
    case = rights.vault.notify_by_laboratory(asked).case
    before, count = cases(rights), noted(rights, laboratory)
    assert rights.vault.notify_by_laboratory(asked).case == case
    rights.vault.take_up(TakeUpCase(case, rights.staff["officer"].ref))
    assert rights.vault.notify_by_laboratory(asked).case == case
    assert (cases(rights), noted(rights, laboratory)) == (before, count)
    assert [kind for kind, *_ in entries(rights, case)].count("case-notified") == 1


def test_the_same_claims_signed_anew_are_the_same_notification(
    rights: Rights, laboratory: Laboratory
) -> None:
    claims = laboratory.claims(PATIENT)
    first, again = (NotifyByLaboratory(laboratory.sign(claims)) for _ in range(2))
    assert first != again, "a signature on this curve is another each time"
    case = rights.vault.notify_by_laboratory(first).case
    assert rights.vault.notify_by_laboratory(again).case == case


@pytest.mark.parametrize(
    "changes",
    [{"subject": "none"}, {"disease": "mers"}, {"team": "seogwipo"}, {"iat": int(time.time()) - 9}],
)
def test_an_identifier_serves_once(
    rights: Rights, laboratory: Laboratory, changes: dict[str, Any]
) -> None:
    claims = laboratory.claims(PATIENT)
    rights.vault.notify_by_laboratory(NotifyByLaboratory(laboratory.sign(claims)))
    before = cases(rights)
    other = NotifyByLaboratory(laboratory.sign(claims | changes))
    refused("jti-used", lambda: rights.vault.notify_by_laboratory(other))
    assert cases(rights) == before


def test_two_laboratories_may_use_one_identifier(rights: Rights, laboratory: Laboratory) -> None:
    other = enrol_laboratory(team="jeju")
    made = {notify(rights, one, jti="specimen-1") for one in (laboratory, other)}
    assert len(made) == 2


@pytest.mark.parametrize("alg", ["ES256", "Ed25519"])
def test_the_same_one_many_times_at_once_makes_one_case(rights: Rights, alg: str) -> None:
    one = enrol_laboratory(alg=alg, team="jeju")
    claims = one.claims(PATIENT)
    tokens = [NotifyByLaboratory(one.sign(claims)) for _ in range(8)]
    lines = [vault_of(rights.system) for _ in tokens]
    before = cases(rights)
    with ThreadPoolExecutor(len(tokens)) as threads:
        told = threads.map(
            lambda line, token: line.notify_by_laboratory(token).case, lines, tokens, strict=True
        )
        made = set(told)
    assert len(made) == 1
    assert cases(rights) - before == made
    assert noted(rights, one) == 1


def test_the_cap_of_a_day_holds_for_many_at_once(rights: Rights) -> None:
    one = enrol_laboratory(team="jeju", a_day=3)
    asked = [one.notification(PATIENT) for _ in range(6)]
    lines = [vault_of(rights.system) for _ in asked]

    def send(line: Any, token: NotifyByLaboratory) -> str:
        try:
            return str(line.notify_by_laboratory(token).case)
        except Exception as error:  # noqa: BLE001 what else it was is told below
            return str(getattr(error, "code", error))

    with ThreadPoolExecutor(len(asked)) as threads:
        told = list(threads.map(send, lines, asked, strict=True))
    assert told.count("laboratory-cap") == 3
    made = [answer for answer in told if answer != "laboratory-cap"]
    assert set(made) <= marks(rights, "officer")
    again = asked[told.index(made[0])]
    assert rights.vault.notify_by_laboratory(again).case == made[0], "a lost answer costs nothing"
    with rights.system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.laboratory_notification SET received_at = received_at - interval '25 hours'"
            " WHERE laboratory = %s",
            [one.ref],
        )
    assert notify(rights, one)


def test_the_caps_of_two_laboratories_and_of_staff_are_their_own(rights: Rights) -> None:
    full, other = (enrol_laboratory(team="jeju", a_day=1) for _ in range(2))
    notify(rights, full)
    refused("laboratory-cap", lambda: notify(rights, full))
    assert notify(rights, other)


# ---- what is kept, and for how long


def test_neither_number_nor_identifier_is_kept_anywhere(
    rights: Rights, laboratory: Laboratory
) -> None:
    canaries = Canaries()
    canaries.phone("the notified", OTHER)
    hexed = "김하나".encode().hex()
    notify(rights, laboratory, OTHER, jti=f"specimen-{hexed}")
    notify(rights, laboratory, "010-0000-9197")
    refused("other-audience", lambda: notify(rights, laboratory, OTHER, aud="elsewhere"))
    refused("notification-terms", lambda: notify(rights, laboratory, OTHER, disease="plague"))
    places = [
        *((where, text) for where, text in files_of(rights.system.folder) if where != "keys"),
        *rows_of(rights.system),
    ]
    assert "identity vault.laboratory_notification" in {where for where, _text in places}
    assert {where for where, text in places if canaries.found_in(text) or hexed in text} == set()


def test_the_worker_forgets_what_could_not_come_again(
    rights: Rights, laboratory: Laboratory
) -> None:
    notify(rights, laboratory)
    with rights.system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.laboratory_notification SET until = now() - interval '1 second'"
            " WHERE laboratory = %s",
            [laboratory.ref],
        )
    old = int(time.time()) - 13 * 86400
    late = laboratory.notification(PATIENT, iat=old)
    case = rights.vault.notify_by_laboratory(late).case
    forget_at_vault()
    assert noted(rights, laboratory) == 1, "one that is good still is known still"
    assert rights.vault.notify_by_laboratory(late).case == case
    with rights.system.owner("identity") as identity:
        row = identity.execute(
            "SELECT extract(epoch FROM until - received_at) / 86400 FROM vault.laboratory_notification"
            " WHERE laboratory = %s",
            [laboratory.ref],
        ).fetchone()
    assert row
    assert 1.9 < row[0] < 2.1, "for the cap, its day and one more"


def test_the_vault_itself_enrols_nobody_and_changes_nothing_that_came(rights: Rights) -> None:
    for change in (
        "INSERT INTO vault.laboratory (ref, name, a_day) VALUES ('L-AAAAAAAA', 'x', 1)",
        "UPDATE vault.laboratory SET a_day = 20000",
        "UPDATE vault.laboratory SET barred_at = NULL",
        "UPDATE vault.laboratory_key SET barred_at = NULL",
        "DELETE FROM vault.laboratory_key",
        "UPDATE vault.laboratory_notification SET case_ref = '2611-AAAAA'",
    ):
        with (
            rights.system.connect_as("vault", "identity") as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(change)


@pytest.mark.parametrize("process", ["investigation", "gateway", "tracer", "worker"])
def test_no_other_process_reads_what_laboratories_sent(rights: Rights, process: Any) -> None:
    for table in ("laboratory", "laboratory_key", "laboratory_notification"):
        with (
            rights.system.connect_as(process, "identity") as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(f"SELECT * FROM vault.{table}")  # type: ignore[arg-type]


def test_a_vault_that_starts_anew_remembers_what_came(house: House, rights: Rights) -> None:
    one = enrol_laboratory(team="jeju", a_day=2)
    asked = one.notification(PATIENT)
    case = rights.vault.notify_by_laboratory(asked).case
    house.again("vault")
    house.need("vault")
    assert rights.vault.notify_by_laboratory(asked).case == case
    assert notify(rights, one) != case
    refused("laboratory-cap", lambda: notify(rights, one))


def test_a_case_that_a_crash_kept_from_being_is_made_by_the_same_bytes(
    rights: Rights, laboratory: Laboratory
) -> None:
    """The row of the case is refused at the last moment: nothing of the notification is remembered then."""
    asked = laboratory.notification(PATIENT)
    before, count = marks(rights, "officer"), noted(rights, laboratory)
    with rights.system.owner("identity") as identity:
        identity.execute(
            "ALTER TABLE vault.known_case ADD CONSTRAINT no_more"
            " CHECK (NOT starts_with(notified_by, 'L-')) NOT VALID"
        )
    try:
        refused("internal", lambda: rights.vault.notify_by_laboratory(asked))
    finally:
        with rights.system.owner("identity") as identity:
            identity.execute("ALTER TABLE vault.known_case DROP CONSTRAINT no_more")
    assert (marks(rights, "officer"), noted(rights, laboratory)) == (before, count)
    case = rights.vault.notify_by_laboratory(asked).case
    assert case in marks(rights, "officer")
