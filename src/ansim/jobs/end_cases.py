"""The ends of cases: what a closed case took from the log goes after its period, its register after its own (ADR 34).

The rows go first, their key after, by the vault; a crash between the two is finished by the next run. Nothing goes while the
clocks are in doubt, and no more than the policy's number within a day.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, LiteralString

import psycopg
from psycopg.types.json import Jsonb

from ansim.domain.case_clocks import CASE_CLOCKS, CaseClocks, CaseNotOverError
from ansim.identity.calls import EndCaseKey
from ansim.identity.client import close_forgotten_case, end_case_key
from ansim.identity.staff.closing_calls import CloseForgottenCase
from ansim.jobs.outbox_line import line_to_vault
from ansim.jobs.sweep import clocks_are_trusted
from ansim.keys import KeyPurpose
from ansim.ledger import Actor, Book
from ansim.ledger.acts import CaseClosed, CaseWorkDestroyed, RegisterDestroyed
from ansim.rpc import CallError
from ansim.settings.environment import dsn

log = logging.getLogger(__name__)
Connection = psycopg.Connection[tuple[Any, ...]]
_WORKER: Final = Actor("worker", "")


@dataclass(slots=True)
class CaseEnds:
    """What one run did: marks of cases by what ended of them."""

    closed: list[str] = field(default_factory=list)
    works: list[str] = field(default_factory=list)
    registers: list[str] = field(default_factory=list)
    patients: int = 0
    """Patients who went out of registers whose lists of contacts are kept longer."""
    disclosures: int = 0
    """Notes of who was named, under warrants that expired."""
    acts: int = 0
    """What staff asked of the portals, past its period."""
    waiting: int = 0
    """Due, but more than end within a day: they wait for it, or for an operator's word."""

    def __str__(self) -> str:
        said = (
            f"{len(self.closed)} closed, work on {len(self.works)} and registers of {len(self.registers)} destroyed, "
            f"{self.patients} patients, {self.disclosures} disclosures, {self.acts} acts"
        )
        if self.waiting:
            said += f"; {self.waiting} cases wait, as at most {CASE_CLOCKS.most} end within a day: see `ansim retention cases`"
        return said


@dataclass(frozen=True, slots=True)
class EndOfCases:
    """One run over main and identity. `kill` has the vault destroy a key and says by which means.

    `close` has it close a case.
    """

    main: Connection
    identity: Connection
    book: Book
    kill: Callable[[str, KeyPurpose], str]
    close: Callable[[str], object]
    clocks: CaseClocks = CASE_CLOCKS

    def run(self) -> CaseEnds:
        """Close, destroy, finish what broke off. Connections are in autocommit."""
        done = CaseEnds()
        self._finish()
        self._close(done)
        for case, purpose in self._due():
            if purpose is KeyPurpose.WORK:
                ended = self._end_work(case)
                done.works += [case] * ended
            else:
                ended = self._end_register(case)
                done.registers += [case] * ended
            done.waiting += not ended
            self._finish()
        done.patients = self._number(
            self.main, "SELECT investigation_end_patients(%s)", self.clocks.register
        )
        done.disclosures = self._number(self.identity, "SELECT identity.forget_disclosures()")
        done.acts = self._number(
            self.main, "SELECT investigation_forget_acts(%s)", self.clocks.acts
        )
        return done

    def _close(self, done: CaseEnds) -> None:
        after = self.clocks.close_after
        rows = self.main.execute("SELECT * FROM investigation_forgotten_cases(%s)", [after])
        for case, days in rows.fetchall():
            self.book.append(_WORKER, case, CaseClosed(days))
            self.close(case)
            self.main.execute("SELECT investigation_close_forgotten(%s, %s)", [case, after])
            done.closed.append(case)

    def _due(self) -> list[tuple[str, KeyPurpose]]:
        asked = [self.clocks.work, self.clocks.register, Jsonb(self._by_class())]
        rows = self.main.execute(
            "SELECT case_ref, purpose FROM investigation_due_ends(%s, %s, %s)", asked
        ).fetchall()
        return [(case, KeyPurpose(purpose)) for case, purpose in rows]

    def _end_work(self, case: str) -> bool:
        with self.main.transaction():
            row = self.main.execute(
                "SELECT contacts, listed, warrants FROM investigation_end_work(%s, %s, %s)",
                [case, self.clocks.work, self.clocks.most],
            ).fetchone()
            if row is None or row[0] is None:
                return False
            named = self._number(self.identity, "SELECT identity.end_case(%s)", case)
            # Committed by its own connection before ours: an entry without its act is told again by the next run.
            self.book.append(_WORKER, case, CaseWorkDestroyed(row[0], row[1], row[2], named))
        return True

    def _end_register(self, case: str) -> bool:
        with self.main.transaction():
            row = self.main.execute(
                "SELECT investigation_end_register(%s, %s, %s, %s)",
                [case, self.clocks.register, Jsonb(self._by_class()), self.clocks.most],
            ).fetchone()
            if row is None or row[0] is None:
                return False
            self.book.append(_WORKER, case, RegisterDestroyed(row[0]))
        return True

    def _finish(self) -> None:
        """Destroy the keys of all ends whose rows are gone, and certify it: also what a crash left half done."""
        for case, purpose in self.main.execute(
            "SELECT * FROM investigation_open_ends()"
        ).fetchall():
            self._number(self.identity, "SELECT identity.end_case(%s)", case)
            try:
                means = self.kill(case, KeyPurpose(purpose))
            except CallError as error:
                if error.code != CaseNotOverError.code:
                    raise
                log.warning("the vault has a case open whose rows are gone: its days begin there")
                self.close(case)
                continue
            self.main.execute(
                "SELECT investigation_certify_end(%s, %s, %s)", [case, purpose, means]
            )

    def _by_class(self) -> dict[str, int]:
        return {str(legal_class): days for legal_class, days in self.clocks.contacts.items()}

    @staticmethod
    def _number(connection: Connection, statement: LiteralString, *values: object) -> int:
        row = connection.execute(statement, values).fetchone()
        return int(row[0]) if row and row[0] is not None else 0


def end_cases() -> CaseEnds:
    """One run by the clocks; nothing ends while they are in doubt, and the sweep says why."""
    if not clocks_are_trusted():
        return CaseEnds()
    with (
        psycopg.connect(dsn("worker", "main"), autocommit=True) as main,
        psycopg.connect(dsn("worker", "identity"), autocommit=True) as identity,
    ):
        return EndOfCases(main, identity, _book(), _kill, _close).run()


def _kill(case: str, purpose: KeyPurpose) -> str:
    return end_case_key(line_to_vault(), EndCaseKey(case, purpose))


def _close(case: str) -> bool:
    return close_forgotten_case(line_to_vault(), CloseForgottenCase(case))


@cache
def _book() -> Book:
    return Book(lambda: dsn("worker", "main"))
