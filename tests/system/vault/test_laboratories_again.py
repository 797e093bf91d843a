"""Laboratories' notifications that come twice, too often, or long ago; and what the vault keeps of them (ADR 42)."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansim.domain.laboratory_notifications import LaboratoryNotification
from ansim.identity.laboratories.calls import NotifyByLaboratory
from ansim.identity.staff.notified_calls import TakeUpCase
from ansim.jobs.forget_at_vault import forget_at_vault
from ansim.rpc import CallError
from support.callers import vault_of
from support.canaries import Canaries, files_of, rows_of
from support.house import House
from support.laboratory import Laboratory, enrol_laboratory, noted, notify
from support.notified import OTHER, PATIENT, cases, entries, marks
from support.rights import Rights, refused


@pytest.fixture(scope="module")
def laboratory(rights: Rights) -> Laboratory:
    return enrol_laboratory(team="jeju")


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
        told = threads.map(lambda line, token: line.notify_by_laboratory(token).case, lines, tokens)
        made = set(told)
    (case,) = made
    assert cases(rights) - before == {case, f"{case}.work.key"}
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
        told = list(threads.map(send, lines, asked))
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
            pytest.raises(psycopg.Error, match="permission denied"),
            rights.system.connect_as(process, "identity") as connection,
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


# ---- whatever a laboratory writes

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
FIELDS = sorted(LaboratoryNotification.__struct_fields__)


@given(
    changes=st.dictionaries(
        st.sampled_from(FIELDS) | st.text(max_size=8), VALUES, min_size=1, max_size=3
    ),
    dropped=st.sets(st.sampled_from(FIELDS), max_size=1),
)
@settings(max_examples=60)
def test_no_claims_bring_the_vault_to_a_fault(
    rights: Rights, laboratory: Laboratory, changes: dict[str, Any], dropped: set[str]
) -> None:
    said = laboratory.claims(PATIENT) | changes
    token = laboratory.sign({name: one for name, one in said.items() if name not in dropped})
    try:
        made = rights.vault.notify_by_laboratory(NotifyByLaboratory(token)).case
    except CallError as error:
        assert error.code not in {"internal", "unreadable"}, said  # noqa: PT017 the other way is a case
    else:
        assert made in marks(rights, "officer")
