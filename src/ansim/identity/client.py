"""How the console asks the vault."""

from ansim.identity.calls import (
    ContactOfOwner,
    EndCaseKey,
    FinishCorrection,
    Identity,
    OwnerContact,
    WaitingCorrections,
    WaitingCorrectionsFor,
)
from ansim.identity.campaigns.calls import (
    AgreeCampaign,
    AskCampaign,
    AskedCampaign,
    CampaignsToAgree,
    StopCampaign,
    ToldAlone,
    WaitingCampaign,
)
from ansim.identity.keepers.calls import (
    AgreeToRecord,
    Proposal,
    ProposalsFor,
    ProposeRecord,
    ReturnRecord,
    StaffRecord,
    StaffRecordsFor,
)
from ansim.identity.laboratories.calls import (
    KnownLaboratories,
    LaboratoryName,
    NotifyByLaboratory,
)
from ansim.identity.sessions.calls import (
    AgreePlaces,
    AskPlaces,
    BeginSession,
    CasesFor,
    EndSession,
    PlacesIn,
    PlacesOfCase,
    PlacesToAgree,
    SessionBegun,
    SignPlaces,
    WaitingPlaces,
)
from ansim.identity.sessions.case_file_calls import FieldText, SealForCase, UnsealForCase
from ansim.identity.staff.closing_calls import (
    CloseCase,
    CloseForgottenCase,
    ForgetOverdue,
    ReopenCase,
)
from ansim.identity.staff.desk_calls import CorrectionsThatWait, SamePersonCases, TakeOverCase
from ansim.identity.staff.door_client import StaffDoor
from ansim.identity.staff.notified_calls import (
    AnswerOfPatient,
    AskPatient,
    CaseBegun,
    CasesToTakeUp,
    NotifyCase,
    PatientAsked,
    StandingCase,
    TakenCase,
    TakeUpCase,
    WaitingCase,
)
from ansim.identity.staff.signed_calls import Accepted, ApproveWarrant, OpenNames, RequestWarrant
from ansim.identity.staff.training_calls import TrainingCasesOver
from ansim.identity.staff.work_list_calls import (
    BeginWorkList,
    Left,
    NameShown,
    NamesLeft,
    ShowName,
)
from ansim.rpc import Caller


class Vault(StaffDoor):
    """The vault process as the console sees it. Every method raises CallError or UnreachableError."""

    def notify(self, request: NotifyCase) -> CaseBegun:
        """Make a case out of a signed notification."""
        return self._caller.call(request, CaseBegun)

    def notify_by_laboratory(self, request: NotifyByLaboratory) -> CaseBegun:
        """Make a case out of a laboratory's notification; that case again where it came before."""
        return self._caller.call(request, CaseBegun)

    def laboratories(self, request: KnownLaboratories) -> list[LaboratoryName]:
        """What laboratories are called."""
        return self._caller.call(request, list[LaboratoryName])

    def ask_patient(self, request: AskPatient) -> PatientAsked:
        """Send a patient a code."""
        return self._caller.call(request, PatientAsked)

    def answer_of_patient(self, request: AnswerOfPatient) -> CaseBegun:
        """Make a case of a code that was read out."""
        return self._caller.call(request, CaseBegun)

    def cases_to_take_up(self, request: CasesToTakeUp) -> list[WaitingCase]:
        """Cases that wait for an officer."""
        return self._caller.call(request, list[WaitingCase])

    def take_up(self, request: TakeUpCase) -> TakenCase:
        """A case for an officer to work on."""
        return self._caller.call(request, TakenCase)

    def take_over(self, request: TakeOverCase) -> bool:
        """Give a colleague's case to an officer; False where it is theirs already."""
        return self._caller.call(request, bool)

    def same_person(self, request: SamePersonCases) -> list[StandingCase]:
        """The other open cases of a case's own person and disease."""
        return self._caller.call(request, list[StandingCase])

    def corrections_that_wait(self, request: CorrectionsThatWait) -> int:
        """How many requests for correction wait."""
        return self._caller.call(request, int)

    def close_case(self, request: CloseCase) -> bool:
        """Close a case; False where the vault keeps it no more."""
        return self._caller.call(request, bool)

    def reopen_case(self, request: ReopenCase) -> bool:
        """Take a closing back; False where the vault keeps the case no more."""
        return self._caller.call(request, bool)

    def cases_for(self, request: CasesFor) -> list[str]:
        """The open cases that a grant of a member of staff may name: those asked for first, then the newest."""
        return self._caller.call(request, list[str])

    def begin_session(self, request: BeginSession) -> SessionBegun:
        """Begin a session by a signed grant."""
        return self._caller.call(request, SessionBegun)

    def end_session(self, request: EndSession) -> None:
        """End a session; nothing happens where it ended before."""
        self._caller.call(request, bool)

    def sign_places(self, request: SignPlaces) -> Accepted:
        """Have places signed for; `mark` is the reference by which the tracer is asked."""
        return self._caller.call(request, Accepted)

    def ask_places(self, request: AskPlaces) -> Accepted:
        """Have places wait for the other side's signature."""
        return self._caller.call(request, Accepted)

    def places_to_agree(self, request: PlacesToAgree) -> list[WaitingPlaces]:
        """Places that wait for the signature of a member of staff."""
        return self._caller.call(request, list[WaitingPlaces])

    def agree_places(self, request: AgreePlaces) -> Accepted:
        """Have waiting places taken in, signed by both sides."""
        return self._caller.call(request, Accepted)

    def places_in(self, request: PlacesIn) -> PlacesOfCase:
        """Which places of a case stand, and which wait."""
        return self._caller.call(request, PlacesOfCase)

    def seal_for_case(self, session: bytes, case: str, texts: list[FieldText]) -> list[bytes]:
        """Each text sealed for the case's file, in order."""
        return self._caller.call(SealForCase(session, case, texts), list[bytes])

    def unseal_for_case(self, session: bytes, case: str, texts: list[FieldText]) -> list[bytes]:
        """Each sealed text of the case's file in clear, in order."""
        return self._caller.call(UnsealForCase(session, case, texts), list[bytes])

    def staff_records(self, request: StaffRecordsFor) -> list[StaffRecord]:
        """Who is enrolled, for a keeper."""
        return self._caller.call(request, list[StaffRecord])

    def proposals(self, request: ProposalsFor) -> list[Proposal]:
        """Staff records that keepers proposed."""
        return self._caller.call(request, list[Proposal])

    def propose(self, request: ProposeRecord) -> None:
        """Propose a staff record, signed by its first keeper."""
        self._caller.call(request, bool)

    def agree(self, request: AgreeToRecord) -> None:
        """Sign a proposed staff record as the second keeper."""
        self._caller.call(request, bool)

    def give_back(self, request: ReturnRecord) -> None:
        """Return a proposed staff record, or take one's own back."""
        self._caller.call(request, bool)

    def request_warrant(self, request: RequestWarrant) -> Accepted:
        """Ask for a warrant, signed by its officer."""
        return self._caller.call(request, Accepted)

    def approve_warrant(self, request: ApproveWarrant) -> Accepted:
        """Sign a warrant as the second person."""
        return self._caller.call(request, Accepted)

    def open(self, request: OpenNames) -> list[Identity]:
        """Identities of those people whose record exists; erased people are left out."""
        return self._caller.call(request, list[Identity])

    def begin_work_list(self, request: BeginWorkList) -> Accepted:
        """Have a work list signed for; `mark` is the reference by which its names are asked for."""
        return self._caller.call(request, Accepted)

    def show_name(self, request: ShowName) -> NameShown:
        """One name of a work list."""
        return self._caller.call(request, NameShown)

    def names_left(self, request: NamesLeft) -> Left:
        """What the caps of a warrant leave."""
        return self._caller.call(request, Left)

    def ask_campaign(self, request: AskCampaign) -> AskedCampaign:
        """Have a campaign taken in, signed by its officer."""
        return self._caller.call(request, AskedCampaign)

    def agree_campaign(self, request: AgreeCampaign) -> Accepted:
        """Sign a campaign as the second person."""
        return self._caller.call(request, Accepted)

    def campaigns_to_agree(self, request: CampaignsToAgree) -> list[WaitingCampaign]:
        """Campaigns that wait for the signature of a member of staff."""
        return self._caller.call(request, list[WaitingCampaign])

    def told_alone(self, request: ToldAlone) -> int:
        """How many people an officer had told within a day by one signature."""
        return self._caller.call(request, int)

    def stop_campaign(self, request: StopCampaign) -> bool:
        """Have no more numbers opened for a campaign; False where the vault keeps it no more."""
        return self._caller.call(request, bool)

    def waiting_corrections(self, request: WaitingCorrectionsFor) -> WaitingCorrections:
        """Visitors' requests for correction that wait."""
        return self._caller.call(request, WaitingCorrections)

    def finish_correction(self, request: FinishCorrection) -> bool:
        """Answer a request as done; False where it was done before, or is gone with its person."""
        return self._caller.call(request, bool)


def end_case_key(caller: Caller, request: EndCaseKey) -> str:
    """Have a key destroyed; says by which means. Raises CallError or UnreachableError."""
    return caller.call(request, str)


def close_forgotten_case(caller: Caller, request: CloseForgottenCase) -> bool:
    """Have a case closed; False where the vault keeps it no more. Raises CallError or UnreachableError."""
    return caller.call(request, bool)


def forget_overdue(caller: Caller) -> int:
    """Have forgotten what is past its time; says how many cases ended. Raises CallError or UnreachableError."""
    return caller.call(ForgetOverdue(), int)


def training_cases_over(caller: Caller) -> list[str]:
    """The marks of training cases that are to end. Raises CallError or UnreachableError."""
    return caller.call(TrainingCasesOver(), list[str])


def contact_of_owner(caller: Caller, request: ContactOfOwner) -> OwnerContact:
    """One owner's contact. Raises CallError (no-number, contact-cap) or UnreachableError."""
    return caller.call(request, OwnerContact)
