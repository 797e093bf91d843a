"""Cases that the patient's own code notifies: sent to that number, read out to the officer who asked (ADR 37).

The number is kept sealed until the code is used or over (`sealed_patients`); the outbox has it too, sealed. Whether anybody
signed up with it is told once the code was read out, and not before.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.days import local_day
from ansim.domain.notification import disease_of, require_anchor
from ansim.domain.pathogens import Anchor
from ansim.domain.patient_codes import (
    BY_CODE,
    PATIENT_CODE_LIMITS,
    PatientCasesError,
    PatientCodeCapError,
    PatientCodeOverError,
    PatientCodesStoppedError,
    PatientCodeWrongError,
    new_patient_code,
    patient_code_mark,
)
from ansim.identity.owner_sealing import seal_number
from ansim.identity.phones import (
    language_of,
    phone_index,
    read_phone,
    require_reachable,
    unverified_text,
)
from ansim.identity.staff.accepting import Connection
from ansim.identity.staff.notification_desk import NewCase, NotificationDesk
from ansim.identity.staff.notified_calls import (
    AnswerOfPatient,
    AskPatient,
    CaseBegun,
    PatientAsked,
)
from ansim.identity.staff.sealed_patients import SealedPatients
from ansim.identity.staff.staff_registry import StaffMember, officer_of
from ansim.ledger.acts import Actor, PatientAskedForCode
from ansim.notices.outbox import Notice, SealedNumber, queue
from ansim.notices.words import Template
from ansim.settings.environment import health_line

_SQL: Final = read_statements("ansim.identity.staff")
_LIMITS: Final = PATIENT_CODE_LIMITS


@dataclass(frozen=True, slots=True)
class PatientCodeDesk:
    """The vault's answers about patients' codes. `main` is the database of the outbox, `public` seals numbers for it."""

    notifications: NotificationDesk
    main: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"
    public: X25519PublicKey

    def ask(self, request: AskPatient) -> PatientAsked:
        """Send a code. Raises NotificationError, PhoneError, NotTwoSignersError, UnknownSignerError.

        The ledger has it first, and has it also where nobody reads the code out.
        """
        disease_of(request.disease, request.anchor_kind)
        clock = self.notifications.acceptance.clock
        require_anchor(request.anchor, local_day(clock()))
        number = read_phone(request.phone)
        require_reachable(number)
        asked, code = secrets.token_bytes(16), new_patient_code()
        case = self.notifications.new_ref()
        with self.notifications.pool.connection() as connection:
            officer = officer_of(connection, request.officer)
            key = self.notifications.index_key
            index, unverified = phone_index(key, number), phone_index(key, unverified_text(number))
            patients = SealedPatients(key)
            number_mark = patients.mark(index)
            self._count(connection, officer.ref, number_mark)
            values = {
                "id": asked,
                "case": case,
                "staff": officer.ref,
                "number": number_mark,
                "sealed": patients.seal(asked, index, unverified),
                "code": patient_code_mark(key, asked, code),
                "disease": request.disease,
                "anchor": request.anchor,
                "anchor_kind": request.anchor_kind.value,
                "seconds": _LIMITS.seconds,
            }
            connection.execute(_SQL["put_patient_code"], values)
            self.notifications.book.append(
                Actor(officer.role, officer.ref), case, PatientAskedForCode()
            )
        self._send(number, code, request.language)
        return PatientAsked(asked, int(clock()) + _LIMITS.seconds)

    def answer(self, request: AnswerOfPatient) -> CaseBegun:
        """Make the case of a code that was read out; its officer takes it up as any other.

        Raises PatientCodeWrongError, PatientCodeOverError, NobodySignedUpError, NotTwoSignersError, UnknownSignerError.
        """
        desk = self.notifications
        with desk.pool.connection() as connection:
            officer = officer_of(connection, request.officer)
            values = {"id": request.asked, "staff": officer.ref, "tries": _LIMITS.tries}
            row = connection.execute(_SQL["try_patient_code"], values).fetchone()
            if row is None:
                raise PatientCodeOverError("the code is used, over its time, or tried too often")
            case, sealed, mark, disease, anchor, kind = row
            said = patient_code_mark(desk.index_key, request.asked, request.code)
            right = hmac.compare_digest(bytes(mark), said)
            if right:
                indexes = SealedPatients(desk.index_key).open(request.asked, bytes(sealed))
                connection.execute(_SQL["use_patient_code"], values)
        if not right:  # the try is committed
            raise PatientCodeWrongError("that is not the code")
        return self._begin(officer, case, indexes, disease, anchor, kind)

    def _begin(
        self,
        officer: StaffMember,
        case: str,
        indexes: list[bytes],
        disease: str,
        anchor: date,
        kind: str,
    ) -> CaseBegun:
        new = NewCase(
            ref=case,
            notified_by=BY_CODE,
            agency=officer.agency,
            team=officer.team,
            preset=disease_of(disease, Anchor(kind)),
            anchor=anchor,
            anchor_kind=Anchor(kind),
        )
        person = self.notifications.find(Actor(officer.role, officer.ref), case, indexes)
        standing = self.notifications.others.of_person([officer], disease, person)
        self.notifications.begin(new, Actor(BY_CODE, ""), person, "patient-code")
        return CaseBegun(case, standing)

    def _count(self, connection: Connection, officer: str, number: bytes) -> None:
        """Within the officer's day and the number's week.

        Raises PatientCodeCapError, PatientCodesStoppedError, PatientCasesError.
        """
        connection.execute(_SQL["lock_patient_codes"])
        connection.execute(_SQL["forget_patients"])
        connection.execute(_SQL["forget_patient_codes"], {"days": _LIMITS.days})
        values = {"staff": officer, "number": number}
        row = connection.execute(_SQL["patient_codes_so_far"], values).fetchone()
        sent, unread, made = row or (0, 0, 0)
        if sent >= _LIMITS.a_day:
            raise PatientCodeCapError(f"at most {_LIMITS.a_day} codes an officer and day")
        if unread >= _LIMITS.unread:
            raise PatientCodesStoppedError(
                f"{unread} codes to that number were not read out: none for {_LIMITS.days} days"
            )
        if made >= _LIMITS.cases:
            raise PatientCasesError(
                f"codes to a number make at most {_LIMITS.cases} cases in {_LIMITS.days} days"
            )

    def _send(self, number: str, code: str, language: str) -> None:
        """In the language of the number's country, so that whoever asks chooses no foreign one; in the one asked for too."""
        home = language_of(number)
        with self.main.connection() as connection:
            for one in dict.fromkeys((home, language)):
                bound_to = secrets.token_bytes(32)
                to = SealedNumber(seal_number(self.public, bound_to, number), bound_to)
                params = {"code": code, "call": health_line()}
                code_in = Notice(Template.PATIENT_CODE, to, one, params, good_for=_LIMITS.seconds)
                queue(connection.cursor(), code_in)
