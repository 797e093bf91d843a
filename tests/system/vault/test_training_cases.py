"""Training cases at the vault: who makes them, whose names they open, what they count in, and how they end (ADR 44)."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from ansim.domain.days import local_day
from ansim.domain.invented_world import invented_people, invented_person, patient_of
from ansim.domain.quantities import PersonId
from ansim.domain.signed_texts import write_text
from ansim.domain.taking_over import TakeOverReason
from ansim.domain.training import MOST_TRAINING, TRAINING_DAYS, TRAINING_PREFIX, is_training
from ansim.identity.staff.desk_calls import TakeOverCase
from ansim.identity.staff.notified_calls import NotifyCase, TakeUpCase
from ansim.jobs.end_training import end_training
from ansim.jobs.timetable import JOBS
from ansim.keys import CaseKeys, KeyPurpose
from ansim.settings.environment import dsn
from support.by_person import cipher_of
from support.cases import notification
from support.notified import PATIENT, day, hand_in, marks, side
from support.rights import PHONES, Rights, refused

TERMS: dict[str, Any] = {"disease": "new-disease", "anchor": day(12)}


@pytest.fixture
def room(rights: Rights) -> Iterator[None]:
    """The training cases of a test are gone after it."""
    yield
    with rights.system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.known_case SET opened_at = opened_at - interval '9 days',"
            " taken_at = taken_at - interval '9 days' WHERE starts_with(ref, %s)"
            " AND notified_by = ANY (%s)",
            [TRAINING_PREFIX, [rights.staff[login].ref for login in ("approver", "second")]],
        )
    end_training()


pytestmark = pytest.mark.usefixtures("room")


def made(rights: Rights, **changes: Any) -> str:
    return hand_in(rights, "approver", None, training=True, **changes)


def practice(rights: Rights) -> Rights:
    """The same staff with a training case that the officer took up, and invented people in place of those who exist."""
    case = made(rights, **TERMS)
    rights.vault.take_up(TakeUpCase(case, rights.staff["officer"].ref))
    cipher, patient = cipher_of(rights.system, case), patient_of(case)
    others = [one for one in invented_people() if one != patient][: len(PHONES) - 1]
    people = [patient, *others]
    handles = {phone: bytes(one) for phone, one in zip(PHONES, cipher.handles(people), strict=True)}
    return replace(rights, case=case, people=handles)


def entries(rights: Rights, case: str) -> list[tuple[str, dict[str, Any]]]:
    with rights.system.owner("main") as main:
        return main.execute(
            "SELECT kind, detail FROM ledger.entry WHERE case_ref = %s ORDER BY seq", [case]
        ).fetchall()


def counted(rights: Rights) -> tuple[Any, ...]:
    """What counts towards the caps of a day of these staff."""
    of = [rights.staff[login].ref for login in ("officer", "approver")]
    with rights.system.owner("identity") as identity:
        row = identity.execute(
            "SELECT (SELECT coalesce(sum(people), 0) FROM vault.opening WHERE staff = ANY (%(of)s)),"
            " (SELECT count(*) FROM vault.notification WHERE staff = ANY (%(of)s))",
            {"of": of},
        ).fetchone()
    assert row
    return tuple(row)


def test_a_notification_that_says_training_makes_a_case_about_somebody_invented(
    rights: Rights,
) -> None:
    before = counted(rights)
    case = made(rights)
    assert is_training(case)
    assert case in marks(rights, "officer")
    taken = rights.vault.take_up(TakeUpCase(case, rights.staff["officer"].ref))
    assert taken.handle
    person = CaseKeys(rights.system.keys).cipher(case).person(taken.handle)
    assert person == patient_of(case)
    told = entries(rights, case)
    assert [kind for kind, _detail in told] == ["case-notified", "case-opened"], (
        "no number was looked up"
    )
    assert all(detail["training"] == 1 for _kind, detail in told)
    assert side(rights, case) == {
        rights.staff["approver"].ref: "letting",
        rights.staff["officer"].ref: "asking",
    }
    assert counted(rights) == before


@pytest.mark.parametrize("phone", [PATIENT, PHONES[0], PHONES[4]])
def test_no_training_case_is_about_anybody(rights: Rights, phone: str) -> None:
    before = marks(rights, "officer")
    refused("notification-terms", lambda: hand_in(rights, "approver", phone, training=True))
    assert marks(rights, "officer") == before


def test_the_word_is_signed_so_nobody_turns_one_kind_into_the_other(rights: Rights) -> None:
    signer = rights.staff["approver"]
    for phone, training in ((None, True), (PATIENT, False)):
        text = write_text(notification(rights.system, signer, phone, training=training))
        words = [b'"training":false', b'"training":true']
        forged = text.replace(words[training], words[not training])
        assert forged != text
        code = "notification-terms" if phone else "signature-refused"
        refused(code, lambda f=forged, t=text: rights.vault.notify(NotifyCase(f, signer.sign(t))))


def test_so_many_of_a_person_stand_at_a_time_and_real_ones_do_not_count(rights: Rights) -> None:
    for _ in range(MOST_TRAINING):
        made(rights)
    refused("training-cap", lambda: made(rights))
    assert not is_training(hand_in(rights, "approver", None))
    assert is_training(hand_in(rights, "second", None, training=True)), "another's are theirs"


def test_names_are_invented_and_count_in_no_cap_of_a_day(rights: Rights) -> None:
    drill = practice(rights)
    before = counted(rights)
    rows = drill.rows(*PHONES[1:4])
    opened = drill.open(drill.granted(rows), rows, *PHONES[1:4])
    known = {one.person: one for one in opened}
    cipher = cipher_of(rights.system, drill.case)
    for phone in PHONES[1:4]:
        handle = drill.people[phone]
        invented = invented_person(cipher.person(handle))  # type: ignore[arg-type]
        assert invented
        told = known[handle]  # type: ignore[index]
        assert (told.name, told.phone, told.email) == (invented.name, invented.phone, "")
        register = CaseKeys(rights.system.keys).cipher(drill.case, KeyPurpose.REGISTER)
        assert told.register == register.handle(cipher.person(handle))  # type: ignore[arg-type]
    assert counted(rights) == before
    acts = dict(entries(rights, drill.case))
    assert acts["identities-opened"]["people"] == 3
    assert all(detail["training"] == 1 for detail in acts.values())


def test_two_people_sign_in_a_training_case_too(rights: Rights) -> None:
    drill = practice(rights)
    rows = drill.rows(PHONES[1])
    warrant = drill.warrant(rows)
    text = drill.request(warrant, rows)
    refused("warrant-unknown", lambda: drill.open((warrant, text), rows, PHONES[1]))
    refused("not-two-signers", lambda: drill.approve(text, "officer"))


def test_whoever_exists_is_nobody_in_a_training_case(rights: Rights) -> None:
    """Also by somebody who has the keys of case and results, and puts a real person's handle among the rows."""
    drill = practice(rights)
    real = PersonId(rights.persons[PHONES[2]])
    handle = bytes(cipher_of(rights.system, drill.case).handle(real))
    drill = replace(drill, people=drill.people | {PHONES[2]: handle})
    rows = drill.rows(*PHONES[1:3])
    (opened,) = drill.open(drill.granted(rows), rows, *PHONES[1:3])
    assert opened.person == drill.people[PHONES[1]]


def test_whoever_is_invented_is_nobody_in_a_real_case(rights: Rights) -> None:
    handle = bytes(cipher_of(rights.system, rights.case).handle(invented_people()[0]))
    real = replace(rights, people=rights.people | {PHONES[3]: handle})
    rows = real.rows(PHONES[1], PHONES[3])
    (opened,) = real.open(real.granted(rows), rows, PHONES[1], PHONES[3])
    assert opened.person == rights.people[PHONES[1]]
    assert "(연습)" not in opened.name


def test_a_warrant_of_one_kind_opens_nothing_of_the_other(rights: Rights) -> None:
    drill = practice(rights)
    for own, other in ((drill, rights), (rights, drill)):
        rows = own.rows(PHONES[1])
        granted = own.granted(rows)
        refused(
            "out-of-scope",
            lambda other=other, granted=granted: other.open(
                granted, other.rows(PHONES[1]), PHONES[1]
            ),
        )


def at_console(rights: Rights, case: str) -> Any:
    """The console's rows of a case: itself, a contact and a warrant with a signature."""
    from datetime import UTC, datetime

    from ansim.accounts.models import Staff
    from ansim.investigation.models import Case, CaseContact, WarrantRecord, WarrantSignature

    officer = Staff.objects.get(login="officer")
    now = datetime.now(UTC)
    row = Case.objects.create(
        ref=case,
        handle=b"h" * 16,
        preset={},
        anchor_date=now.date(),
        window_start=now - timedelta(days=2),
        window_end=now,
        opened_by=officer,
    )
    CaseContact.objects.create(case=row, number=1, handle=b"c" * 16)
    record = WarrantRecord.objects.create(
        ref="W-" + case[-5:], case=row, text=b"text", expires_at=now, requested_by=officer
    )
    WarrantSignature.objects.create(warrant=record, signer=officer)
    return row


def left_at_console(case: str) -> list[int]:
    from ansim.investigation.models import Case, CaseContact, WarrantRecord, WarrantSignature

    return [
        Case.objects.filter(ref=case).count(),
        CaseContact.objects.filter(case__ref=case).count(),
        WarrantRecord.objects.filter(case__ref=case).count(),
        WarrantSignature.objects.filter(warrant__ref="W-" + case[-5:]).count(),
    ]


def merged(case: str, into: str) -> None:
    from ansim.accounts.models import Staff
    from ansim.investigation.models import CaseMerge

    officer = Staff.objects.get(login="officer")
    CaseMerge.objects.create(case_ref=case, into_ref=into, made_by=officer)


def merges_of(case: str) -> bool:
    from ansim.investigation.models import CaseMerge

    return CaseMerge.objects.filter(case_ref=case).exists()


def make_older(rights: Rights, case: str, hours: int) -> None:
    with rights.system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.known_case SET opened_at = opened_at - make_interval(hours => %(hours)s),"
            " taken_at = taken_at - make_interval(hours => %(hours)s) WHERE ref = %(case)s",
            {"case": case, "hours": hours},
        )


def test_it_ends_by_itself_and_leaves_nothing(rights: Rights) -> None:
    assert rights.system  # the accounts of the cast stand at the console
    over, young = practice(rights), practice(rights)
    waited, waits = made(rights), made(rights)
    rows = over.rows(PHONES[1])
    over.open(over.granted(rows), rows, PHONES[1])
    ages = {over.case: 1, young.case: -1, waited: 1, waits: -1, rights.case: 1}
    for case, more in ages.items():
        make_older(rights, case, TRAINING_DAYS * 24 + more)
    try:
        for case in (over.case, young.case, rights.case):
            at_console(rights, case)
        merged(over.case, young.case)
        end_training()
        keys = CaseKeys(rights.system.keys)
        for purpose in KeyPurpose:
            assert {case: keys.has(case, purpose) for case in ages} == {
                case: case not in {over.case, waited} for case in ages
            }
        assert left_at_console(over.case) == [0, 0, 0, 0]
        assert not merges_of(over.case)
        assert left_at_console(young.case) == [1, 1, 1, 1]
        assert left_at_console(rights.case) == [1, 1, 1, 1], "a real case has other clocks"
        with rights.system.owner("identity") as identity:
            for table in ("vault.known_case", "vault.warrant", "vault.side", "identity.disclosure"):
                column = "ref" if table == "vault.known_case" else "case_ref"
                (left,) = identity.execute(
                    f"SELECT count(*) FROM {table} WHERE {column} = ANY (%s)",  # type: ignore[arg-type]
                    [[over.case, waited]],
                ).fetchone()
                assert left == 0, table
        again = replace(over, now=int(time.time()))
        refused("case-unknown", lambda: again.request(again.warrant(rows), rows))
    finally:
        from ansim.investigation.models import Case

        for case in (over.case, young.case, rights.case):
            for row in Case.objects.filter(ref=case):
                row.delete()
        make_older(rights, rights.case, -TRAINING_DAYS * 24 - 1)


def test_it_ends_no_later_for_going_on_with_a_colleague(rights: Rights) -> None:
    drill = practice(rights)
    make_older(rights, drill.case, TRAINING_DAYS * 24 + 1)
    over = TakeOverCase(drill.case, rights.staff["colleague"].ref, TakeOverReason.ABSENT)
    assert rights.vault.take_over(over)
    end_training()
    assert not CaseKeys(rights.system.keys).has(drill.case)


def test_what_broke_off_is_finished_by_the_next_round(rights: Rights) -> None:
    """The rows went, and one of the keys: the vault still names the case."""
    case, keys = made(rights), CaseKeys(rights.system.keys)
    make_older(rights, case, TRAINING_DAYS * 24 + 1)
    keys.destroy(case, KeyPurpose.REGISTER)
    end_training()
    assert not keys.has(case)
    assert case not in marks(rights, "officer")


def test_the_worker_ends_no_real_case_by_that_way(rights: Rights) -> None:
    assert rights.system
    try:
        at_console(rights, rights.case)
        with psycopg.connect(dsn("worker", "main")) as main:
            for case in (rights.case, "", "TRAIN-", "2611-TRAIN", "train-" + rights.case[-5:]):
                row = main.execute("SELECT investigation_end_training(%s)", [case]).fetchone()
                assert row == (False,), case
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                main.execute("SELECT investigation_drop_with_all('investigation_case', '{1}')")
        assert left_at_console(rights.case) == [1, 1, 1, 1]
    finally:
        from ansim.investigation.models import Case

        for row in Case.objects.filter(ref=rights.case):
            row.delete()


def test_the_worker_asks_each_hour() -> None:
    (job,) = (one for one in JOBS if one.run is end_training)
    assert job.every <= 3600


def test_a_day_that_counts_from_today_is_taken(rights: Rights) -> None:
    case = made(rights, anchor=local_day(time.time()))
    assert is_training(case)
