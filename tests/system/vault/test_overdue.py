"""What the vault keeps for a while goes by the worker's round, also where nobody asks the vault anything."""

import pytest

from ansim.domain.notification import NOTIFICATION_LIMITS
from ansim.domain.patient_codes import PATIENT_CODE_LIMITS
from ansim.jobs import sweep
from ansim.jobs.forget_at_vault import forget_at_vault
from ansim.jobs.timetable import JOBS
from ansim.keys import CaseKeys, KeyPurpose
from support.cases import notify, taken
from support.notified import PATIENT
from support.rights import Rights

CODE = (
    "INSERT INTO vault.patient_code (id, case_ref, staff, number, sealed, code, disease, anchor, anchor_kind,"
    " asked_at, until) VALUES (%(id)s, '2611-PPPPP', %(staff)s, %(hash)s, %(sealed)s, %(hash)s, 'covid19', current_date,"
    " 'symptom-onset', now() - make_interval(hours => %(hours)s), now())"
)


def codes(rights: Rights) -> set[bytes]:
    with rights.system.owner("identity") as identity:
        rows = identity.execute("SELECT id FROM vault.patient_code").fetchall()
    return {bytes(one) for (one,) in rows}


def test_the_worker_asks_each_hour() -> None:
    (job,) = (one for one in JOBS if one.run is forget_at_vault)
    assert job.every <= 3600


def test_codes_go_after_their_week_and_cases_that_nobody_takes_up_after_theirs(
    rights: Rights,
) -> None:
    approver, keys = rights.staff["approver"], CaseKeys(rights.system.keys)
    over, waits = (notify(rights.system, approver, PATIENT) for _ in range(2))
    mine = taken(rights.system, approver, rights.staff["officer"].ref, PATIENT)
    old, fresh = b"o" * 16, b"f" * 16
    with rights.system.owner("identity") as identity:
        for one, hours in ((old, 1), (fresh, -1)):
            values = {"id": one, "staff": rights.staff["officer"].ref, "hash": one * 2}
            values["sealed"] = one[:1] * 92
            values["hours"] = PATIENT_CODE_LIMITS.days * 24 + hours
            identity.execute(CODE, values)
        for cases, hours in (((over, mine), 1), ((waits,), -1)):
            identity.execute(
                "UPDATE vault.known_case SET opened_at = now() - make_interval(hours => %s) WHERE ref = ANY (%s)",
                [NOTIFICATION_LIMITS.waiting_days * 24 + hours, list(cases)],
            )
    assert forget_at_vault().startswith("1 ")
    assert codes(rights) & {old, fresh} == {fresh}
    with rights.system.owner("identity") as identity:
        left = identity.execute("SELECT sealed FROM vault.patient_code WHERE until <= now()")
        assert {one for (one,) in left} == {None}
    for purpose in KeyPurpose:
        assert not keys.has(over, purpose)
        assert keys.has(waits, purpose)
        assert keys.has(mine, purpose)
    assert forget_at_vault().startswith("0 ")


def test_nothing_is_forgotten_while_the_clocks_are_in_doubt(
    rights: Rights, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, case = CaseKeys(rights.system.keys), notify(rights.system, rights.staff["approver"], None)
    with rights.system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.known_case SET opened_at = now() - interval '15 days' WHERE ref = %s",
            [case],
        )
    clock = sweep.time.time
    for hours in (-5, 24 * 60):
        monkeypatch.setattr(sweep.time, "time", lambda hours=hours: clock() + hours * 3600)
        forget_at_vault()
        assert keys.has(case), hours
    monkeypatch.undo()
    forget_at_vault()
    assert not keys.has(case)
