"""The ledger in words."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from ansim.ledger import Written, acts
from support.system import System
from support.walk import Walk

DIGEST = "d" * 64
EVERY = (
    acts.PhoneLookedUp(),
    acts.CaseOpened("covid19", 1, 0, 86400),
    acts.WindowChanged(0, 86400),
    acts.ItineraryRead(0, 86400),
    acts.ContactsSearched(0, 86400, 600, 1),
    acts.SourcesSearched(0, 86400, 600, 1),
    acts.WarrantRequested(
        "W-1", DIGEST, "IDCPA-76-2-1", "find-source", 0, 86400, 5, 86400, "device"
    ),
    acts.WarrantApproved("W-1", DIGEST),
    acts.IdentitiesOpened("W-1", 2, 1),
    acts.WorkListSigned("W-1", 40, 86400),
    acts.NameOpened("W-1", 1),
    acts.NameReadAgain("W-1"),
    acts.WarrantReturned("W-1", "too-many"),
    acts.CampaignAsked("M-1", "test", 40, 86400, "none"),
    acts.CampaignApproved("M-1"),
    acts.CampaignNumbers("M-1", 40, DIGEST),
    acts.CampaignStopped("M-1"),
    acts.StaffAdded("S-1", "officer"),
    acts.StaffBarred("S-1"),
    acts.KeyEnrolled("passkey", DIGEST),
    acts.CaseNotified("covid19", 1, 0, 86400, 1, "passkey"),
    acts.PatientAskedForCode(),
    acts.SessionStarted(2, 86400, "device"),
    acts.PlacesAsked(2, 3, "mixed"),
    acts.PlacesSigned(2, 3, 1, "interview"),
    acts.PresenceSearched(3, 60),
    acts.NearestRead(20),
    acts.MeetingsSearched(5, 60),
    acts.CasesCompared(3, 0, 86400),
    acts.PeopleTranslated(7, "2611-AAAAA", "2611-BBBBB"),
    acts.StaffMoved("S-7Q2M7Q2M"),
    acts.KeyBarred("device", DIGEST),
    acts.LaboratoryAdded("L-7Q2M7Q2M", DIGEST),
    acts.LaboratoryBarred("L-7Q2M7Q2M"),
    acts.LaboratoryKeyBarred("L-7Q2M7Q2M", DIGEST),
    acts.LaboratoryLimited("L-7Q2M7Q2M", 2000),
    acts.KeepersMade(2),
    acts.KeepersReplaced(1),
    acts.KeeperKeyEnrolled("passkey", DIGEST),
    acts.StaffRecordKept("bar", "S-7Q2M7Q2M", "officer", "S-1", DIGEST, "passkey", "device"),
    acts.DeputyNamed("S-7Q2M7Q2M", "approver", 0, 86400, "S-1", DIGEST, "device", "passkey"),
    acts.ContactsTaken(2),
    acts.CaseTakenOver("absent"),
    acts.CasesMerged("2611-AAAAA"),
    acts.CasesParted("2611-AAAAA"),
    acts.SurgeBegun("text-only", "over-capacity", 86400),
    acts.SurgeEnded("venue-wide"),
    acts.ExposuresPublished(2, 5, "case"),
    acts.ExposureCorrected(1),
    acts.ExposureWithdrawn("not-infected"),
    acts.CaseClosed(90),
    acts.CaseReopened(),
    acts.CaseWorkDestroyed(2, 1, 1, 1),
    acts.RegisterDestroyed(1),
    acts.CaseKeyDestroyed("work", "file"),
    acts.CaseKeyDestroyed("register", "file"),
    acts.CorrectionsRead(3),
    acts.CorrectionDone(),
    acts.OwnerContactRead("code"),
)


def test_every_act_is_here() -> None:
    assert {type(act) for act in EVERY} == set(get_args(acts.Act))


@pytest.mark.parametrize("act", EVERY, ids=acts.kind_of)
def test_every_act_is_told_in_a_sentence_and_not_by_its_kind(system: System, act: acts.Act) -> None:
    from ansim.investigation.ledger_pages.words import in_words

    kind, now = acts.kind_of(act), datetime.now(UTC)
    entry = Written(1, now, kind, "officer", "S-1", "C-1", acts.content(act), b"", "", b"")
    told = in_words(entry)
    assert told != kind
    assert "%(" not in told


def test_the_ledger_tells_it_in_words(walk: Walk) -> None:
    walk.contacts()
    for path in ("/ledger/", f"{walk.case}/ledger"):
        page = walk.approver.get(path).text
        assert "1차까지 접촉자 검색 (최소 10분" in page
        assert "김하준" in page


@pytest.mark.parametrize(
    "detail",
    [
        "{}",
        '{"preset": 5, "start": "soon", "end": []}',
        '{"start": 1e300, "end": 0, "preset": "covid19"}',
        '{"minimum_overlap": "x"}',
    ],
)
def test_an_entry_of_another_form_hides_no_other(walk: Walk, system: System, detail: str) -> None:
    with system.connect_as("vault", "main") as vault:
        vault.execute(
            "INSERT INTO ledger.entry (kind, actor_role, actor, case_ref, detail)"
            " VALUES ('case-opened', 'officer', 'S-ODD1', 'C-ODD', %s)",
            [detail],
        )
    page = walk.officer.get("/ledger/")
    assert page.status_code == 200
    assert "case-opened" in page.text
