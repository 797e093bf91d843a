"""The ends of training cases: after three days nothing is left of them (ADR 44).

They took nothing from the log, so no period, certificate or cap of the ends of cases is theirs. The rows go first, the keys
after, and the vault names a case until its keys are gone: what broke off is finished by the next run.
"""

import psycopg

from ansim.identity.calls import EndCaseKey
from ansim.identity.client import end_case_key, training_cases_over
from ansim.jobs.outbox_line import line_to_vault
from ansim.keys import KeyPurpose
from ansim.settings.environment import dsn


def end_training() -> int:
    """End those whose days are over, and say how many."""
    over = training_cases_over(line_to_vault())
    if not over:
        return 0
    with (
        psycopg.connect(dsn("worker", "main"), autocommit=True) as main,
        psycopg.connect(dsn("worker", "identity"), autocommit=True) as identity,
    ):
        for case in over:
            main.execute("SELECT investigation_end_training(%s)", [case])
            identity.execute("SELECT identity.end_case(%s)", [case])
            for purpose in (KeyPurpose.REGISTER, KeyPurpose.WORK):
                end_case_key(line_to_vault(), EndCaseKey(case, purpose))
    return len(over)
