"""The vault process: the only one that reads names (DESIGN §3).

It believes nothing that the console says. A number is turned into a handle of the case that a signed notification makes, and
nothing else; a name is opened only under signatures that `staff/` checks. Each is in the ledger before the answer leaves.
"""

import time
from typing import Any, Literal

import psycopg
from psycopg_pool import ConnectionPool

from ansim import rpc
from ansim.identity.calls import (
    ContactOfOwner,
    EndCaseKey,
    FinishCorrection,
    WaitingCorrectionsFor,
)
from ansim.identity.campaigns.desks import console_campaigns, sender_campaigns
from ansim.identity.cases import Cases
from ansim.identity.corrections import Corrections
from ansim.identity.keepers.keeper_desk import keepers_of
from ansim.identity.laboratories.calls import KnownLaboratories, NotifyByLaboratory
from ansim.identity.laboratories.laboratory_desk import LaboratoryDesk
from ansim.identity.owner_contacts import Owners
from ansim.identity.sealing import load_private_key
from ansim.identity.sessions.calls import (
    AgreePlaces,
    AskPlaces,
    BeginSession,
    CasesFor,
    EndSession,
    PlacesIn,
    PlacesToAgree,
    SignPlaces,
)
from ansim.identity.sessions.case_file_calls import SealForCase, UnsealForCase
from ansim.identity.sessions.case_file_desk import CaseFileDesk
from ansim.identity.sessions.places_desk import PlacesDesk
from ansim.identity.sessions.search_session_desk import SearchSessionDesk
from ansim.identity.sessions.waiting_places_desk import WaitingPlacesDesk
from ansim.identity.staff.accepting import Acceptance
from ansim.identity.staff.assertions import SigningSite
from ansim.identity.staff.closing_calls import (
    CloseCase,
    CloseForgottenCase,
    ForgetOverdue,
    ReopenCase,
)
from ansim.identity.staff.closing_desk import ClosingDesk
from ansim.identity.staff.desk_calls import CorrectionsThatWait, SamePersonCases, TakeOverCase
from ansim.identity.staff.notification_desk import NotificationDesk
from ansim.identity.staff.notified_calls import (
    AnswerOfPatient,
    AskPatient,
    CasesToTakeUp,
    NotifyCase,
    TakeUpCase,
)
from ansim.identity.staff.overdue_desk import OverdueDesk
from ansim.identity.staff.patient_code_desk import PatientCodeDesk
from ansim.identity.staff.sign_in_desk import door
from ansim.identity.staff.signed_calls import ApproveWarrant, OpenNames, RequestWarrant
from ansim.identity.staff.taking_over_desk import TakingOverDesk
from ansim.identity.staff.training_calls import TrainingCasesOver
from ansim.identity.staff.training_cases import TrainingDesk
from ansim.identity.staff.warrant_desk import WarrantDesk
from ansim.identity.staff.work_list_calls import BeginWorkList, NamesLeft, ShowName
from ansim.identity.staff.work_list_desk import WorkListDesk
from ansim.keys import CaseKeys, KeyPurpose, folder
from ansim.keys.calls import SessionOf, StandingSessions
from ansim.ledger import Book
from ansim.notices.calls import NumberForMessage
from ansim.settings.environment import (
    business_host,
    device_keys_serve,
    dsn,
    investigation_host,
    signing_host,
    socket_path,
)

Pool = ConnectionPool[psycopg.Connection[tuple[Any, ...]]]


def serve() -> None:
    """Run the vault on its sockets until it is told to end: one for each kind of caller, with a key of its own."""
    keys = folder()
    with (
        _pool(dsn("vault", "identity"), most=4) as pool,
        _pool(dsn("vault", "main"), most=2) as main,
    ):
        pool.wait()
        main.wait()
        book = Book(lambda: dsn("vault", "main"))
        private = load_private_key(keys.read("identity/private.pem"))
        acceptance = Acceptance(SigningSite.at(signing_host()), device_keys_serve(), time.time)
        case_keys = CaseKeys(keys)
        warrants = WarrantDesk(acceptance, pool, book, private, keys.secret("scope"), case_keys)
        lists = WorkListDesk(warrants)
        _beside("campaigns", keys.secret("campaign-calls"), sender_campaigns(warrants))
        cases = Cases(case_keys, book)

        def end_key(request: EndCaseKey) -> str:
            if request.purpose is KeyPurpose.WORK:
                warrants.forget_case(request.case)
            return cases.end(request)

        notifications = NotificationDesk(
            acceptance,
            pool,
            book,
            case_keys,
            keys.secret("scope"),
            keys.secret("phone-index"),
            end_key,
        )
        laboratories = LaboratoryDesk(notifications, pool)
        corrections = Corrections(private, pool, book)
        owners_key = load_private_key(keys.read("owners/private.pem"))
        patients = PatientCodeDesk(notifications, main, owners_key.public_key())
        owners = Owners(owners_key, main, pool, book)
        clerks = door(acceptance, pool, book, "business", business_host())
        _beside("owner", keys.secret("owner-calls"), {ContactOfOwner: owners.contact, **clerks})
        closing = ClosingDesk(pool, time.time)

        def end_what_is_over(request: EndCaseKey) -> str:
            closing.require_over(request.case)
            return end_key(request)

        worker: rpc.Handlers = {
            NumberForMessage: owners.number,
            EndCaseKey: end_what_is_over,
            CloseForgottenCase: closing.close_forgotten,
            ForgetOverdue: OverdueDesk(notifications, pool).forget,
            TrainingCasesOver: TrainingDesk(pool).over,
        }
        _beside("outbox", keys.secret("outbox-calls"), worker)
        sessions = SearchSessionDesk(acceptance, pool, book, case_keys)
        places = PlacesDesk(acceptance, pool, book, case_keys)
        waiting_places = WaitingPlacesDesk(places, pool)
        files = CaseFileDesk(acceptance, pool, case_keys)
        tracer: rpc.Handlers = {SessionOf: sessions.tell, StandingSessions: sessions.standing}
        _beside("cases", keys.secret("case-calls"), tracer)
        hands = TakingOverDesk(pool, book, time.time)
        handlers: rpc.Handlers = {
            TakeOverCase: hands.take_over,
            CorrectionsThatWait: hands.corrections,
            SamePersonCases: notifications.others.of_case,
            NotifyCase: notifications.notify,
            NotifyByLaboratory: laboratories.notify,
            KnownLaboratories: laboratories.names,
            AskPatient: patients.ask,
            AnswerOfPatient: patients.answer,
            CasesToTakeUp: notifications.waiting,
            TakeUpCase: notifications.take_up,
            **door(acceptance, pool, book, "investigation", investigation_host()),
            RequestWarrant: warrants.request,
            ApproveWarrant: warrants.approve,
            OpenNames: warrants.open,
            BeginWorkList: lists.begin,
            ShowName: lists.show,
            NamesLeft: lists.left,
            **console_campaigns(warrants),
            CloseCase: closing.close,
            ReopenCase: closing.reopen,
            CasesFor: sessions.cases_for,
            BeginSession: sessions.begin,
            EndSession: sessions.end,
            SignPlaces: places.sign,
            AskPlaces: waiting_places.ask,
            PlacesToAgree: waiting_places.waiting,
            AgreePlaces: waiting_places.agree,
            PlacesIn: waiting_places.of_case,
            SealForCase: files.seal,
            UnsealForCase: files.unseal,
            **keepers_of(acceptance, pool, main, book, keys.read("staff-codes/private.pem")),
            WaitingCorrectionsFor: corrections.waiting,
            FinishCorrection: corrections.finish,
        }
        rpc.serve(socket_path("vault"), keys.secret("vault-calls"), handlers)


def _pool(where: str, most: int) -> Pool:
    return ConnectionPool(where, min_size=1, max_size=most, open=False, configure=_wait_no_longer)


def _wait_no_longer(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Locks by number are anybody's who reaches the database: whoever holds one stops one call, and not the vault."""
    connection.execute("SET lock_timeout = '10s'")
    connection.commit()


def _beside(
    name: Literal["owner", "outbox", "cases", "campaigns"], key: bytes, handlers: rpc.Handlers
) -> None:
    rpc.serve_beside(socket_path(name), key, handlers)
