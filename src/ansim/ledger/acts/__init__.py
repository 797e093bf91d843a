"""What an entry of the ledger may say: closed words, marks, counts and times; nothing about a person.

One struct an act; its tag is the entry's `kind`. Entries are public for ever, so names, numbers, person ids
and free text must never get in: `content` refuses what looks like them.
"""

from ansim.ledger.acts.acts_in_cases import (
    CaseClosed,
    CaseKeyDestroyed,
    CaseNotified,
    CaseOpened,
    CaseReopened,
    CasesCompared,
    CasesMerged,
    CasesParted,
    CaseTakenOver,
    CaseWorkDestroyed,
    ContactsSearched,
    ContactsTaken,
    CorrectionDone,
    CorrectionsRead,
    ExposureCorrected,
    ExposuresPublished,
    ExposureWithdrawn,
    IdentitiesOpened,
    ItineraryRead,
    MeetingsSearched,
    NameOpened,
    NameReadAgain,
    NearestRead,
    OwnerContactRead,
    PatientAskedForCode,
    PeopleTranslated,
    PhoneLookedUp,
    PlacesAsked,
    PlacesSigned,
    PresenceSearched,
    RegisterDestroyed,
    SessionStarted,
    SourcesSearched,
    SurgeBegun,
    SurgeEnded,
    WarrantApproved,
    WarrantRequested,
    WarrantReturned,
    WindowChanged,
    WorkListSigned,
)
from ansim.ledger.acts.acts_on_campaigns import (
    CampaignApproved,
    CampaignAsked,
    CampaignNumbers,
    CampaignStopped,
)
from ansim.ledger.acts.acts_on_rights import (
    DeputyNamed,
    KeeperKeyEnrolled,
    KeepersMade,
    KeepersReplaced,
    KeyBarred,
    KeyEnrolled,
    LaboratoryAdded,
    LaboratoryBarred,
    LaboratoryKeyBarred,
    LaboratoryLimited,
    StaffAdded,
    StaffBarred,
    StaffMoved,
    StaffRecordKept,
)
from ansim.ledger.acts.fitness import (
    Actor,
    UnfitForLedgerError,
    content,
    kind_of,
    require_actor,
    require_mark,
)

Act = (
    PhoneLookedUp
    | CaseNotified
    | PatientAskedForCode
    | CaseOpened
    | WindowChanged
    | ItineraryRead
    | ContactsSearched
    | SourcesSearched
    | WarrantRequested
    | WarrantApproved
    | IdentitiesOpened
    | WorkListSigned
    | NameOpened
    | NameReadAgain
    | WarrantReturned
    | CampaignAsked
    | CampaignApproved
    | CampaignNumbers
    | CampaignStopped
    | StaffAdded
    | StaffBarred
    | StaffMoved
    | KeyEnrolled
    | LaboratoryAdded
    | LaboratoryBarred
    | LaboratoryKeyBarred
    | LaboratoryLimited
    | SessionStarted
    | PlacesAsked
    | PlacesSigned
    | PresenceSearched
    | NearestRead
    | MeetingsSearched
    | CasesCompared
    | PeopleTranslated
    | KeyBarred
    | KeepersMade
    | KeepersReplaced
    | KeeperKeyEnrolled
    | StaffRecordKept
    | DeputyNamed
    | ContactsTaken
    | CaseTakenOver
    | CasesMerged
    | CasesParted
    | SurgeBegun
    | SurgeEnded
    | ExposuresPublished
    | ExposureCorrected
    | ExposureWithdrawn
    | CaseClosed
    | CaseReopened
    | CaseWorkDestroyed
    | RegisterDestroyed
    | CaseKeyDestroyed
    | CorrectionsRead
    | CorrectionDone
    | OwnerContactRead
)

__all__ = [
    "Act",
    "Actor",
    "CampaignApproved",
    "CampaignAsked",
    "CampaignNumbers",
    "CampaignStopped",
    "CaseClosed",
    "CaseKeyDestroyed",
    "CaseNotified",
    "CaseOpened",
    "CaseReopened",
    "CaseTakenOver",
    "CaseWorkDestroyed",
    "CasesCompared",
    "CasesMerged",
    "CasesParted",
    "ContactsSearched",
    "ContactsTaken",
    "CorrectionDone",
    "CorrectionsRead",
    "DeputyNamed",
    "ExposureCorrected",
    "ExposureWithdrawn",
    "ExposuresPublished",
    "IdentitiesOpened",
    "ItineraryRead",
    "KeeperKeyEnrolled",
    "KeepersMade",
    "KeepersReplaced",
    "KeyBarred",
    "KeyEnrolled",
    "LaboratoryAdded",
    "LaboratoryBarred",
    "LaboratoryKeyBarred",
    "LaboratoryLimited",
    "MeetingsSearched",
    "NameOpened",
    "NameReadAgain",
    "NearestRead",
    "OwnerContactRead",
    "PatientAskedForCode",
    "PeopleTranslated",
    "PhoneLookedUp",
    "PlacesAsked",
    "PlacesSigned",
    "PresenceSearched",
    "RegisterDestroyed",
    "SessionStarted",
    "SourcesSearched",
    "StaffAdded",
    "StaffBarred",
    "StaffMoved",
    "StaffRecordKept",
    "SurgeBegun",
    "SurgeEnded",
    "UnfitForLedgerError",
    "WarrantApproved",
    "WarrantRequested",
    "WarrantReturned",
    "WindowChanged",
    "WorkListSigned",
    "content",
    "kind_of",
    "require_actor",
    "require_mark",
]
