"""What a closed case took from the log is destroyed after its period: rows first, key after (SECURITY.md H3, ADR 34)."""

from typing import Any

import pytest

from ansim.domain.case_clocks import CASE_CLOCKS
from ansim.keys import CaseKeyMissingError, CaseKeys, KeyPurpose
from support.canaries import rows_of
from support.cases import open_case
from support.days_of_cases import make_case_older
from support.grants import begin_work
from support.house import House, Open
from support.scene import Scene
from support.walk import Walk, kinds, numbers_of, ref_of

AGED = CASE_CLOCKS.work + 1
REGISTER = (CASE_CLOCKS.register + 1, CASE_CLOCKS.contacts[2] + 1)
DECIDED = ("contactlist", "contactrulestep", "contactclassstep")
OF_CASE = (
    "SELECT count(*) FROM investigation_{} t JOIN investigation_case k ON k.id = t.case_id"
    " WHERE k.ref = %s"
)


def ref(walk: Walk) -> str:
    return walk.case.rsplit("/", maxsplit=1)[-1]


def close(walk: Walk) -> Any:
    return walk.officer.post(f"{walk.case}/close", f"{walk.case}/closing")


def age(house: House, case: str, days: int, *columns: str) -> None:
    """Make a case so many days older, as if that time had passed."""
    make_case_older(house.system, case, days, *columns)


def one(house: House, statement: str, *values: object, database: str = "main") -> Any:
    with house.system.owner(database) as connection:
        row = connection.execute(statement, values).fetchone()  # type: ignore[arg-type]
    return row[0] if row else None


@pytest.fixture
def worker(house: House) -> Any:
    """The worker's run over cases, by the real clocks and the real vault."""
    from ansim.jobs.end_cases import end_cases

    house.need("vault")
    return end_cases


@pytest.fixture
def worked(walk: Walk, scene: Scene) -> Walk:
    """A case with two contacts of which one was named."""
    assert sorted(numbers_of(walk.contacts())) == [1, 2]
    assert walk.approve(ref_of(walk.ask())).status_code == 200
    assert "destroyed" not in walk.names(1).text
    return walk


def handles(house: House, case: str) -> list[bytes]:
    with house.system.owner("main") as main:
        rows = main.execute(
            "SELECT handle FROM investigation_case WHERE ref = %(ref)s UNION ALL SELECT c.handle FROM"
            " investigation_casecontact c JOIN investigation_case k ON k.id = c.case_id WHERE k.ref = %(ref)s",
            {"ref": case},
        ).fetchall()
    return [bytes(row[0]) for row in rows if row[0] is not None]


def test_no_person_stands_in_the_console_or_beside_a_warrant(
    worked: Walk, scene: Scene, house: House, browse: Open
) -> None:
    page = open_case(house, worked.officer, scene.phones["최은서"], scene.noon.date(), "measles")
    page = begin_work(worked.officer, "officer", worked.staff["officer"], page)
    other = page.url.path.split("/")[2]
    worked.officer.get(f"/cases/{other}/contacts", **worked.terms)
    mine, theirs = handles(house, ref(worked)), handles(house, other)
    assert len(mine) == 3
    assert len(theirs) >= 2
    assert set(mine) & set(theirs) == set(), "the patient of one case is a contact of the other"
    ids = {person.hex() for person in scene.people.values()}
    found = {
        where
        for where, text in rows_of(house.system)
        if where not in {"identity identity.identity", "identity identity.stopped"}
        and any(person in text for person in ids)
    }
    assert found == set()
    # The vault, who has the key, turns them.
    cipher = CaseKeys(house.system.keys).cipher(ref(worked))
    assert {bytes(one) for one in cipher.people(mine)} <= set(scene.people.values())  # type: ignore[arg-type]
    # A dump has no key: nothing of a database is in the key folder's files of the case, nor the other way.
    key = CaseKeys(house.system.keys).cipher(ref(worked)).key
    assert [where for where, text in rows_of(house.system) if key.hex() in text] == []


def test_taking_contacts_in_is_in_the_ledger_with_their_number(worked: Walk, house: House) -> None:
    counts = one(
        house,
        "SELECT detail ->> 'contacts' FROM ledger.entry WHERE case_ref = %s AND kind = 'contacts-taken'",
        ref(worked),
    )
    assert counts == "2"
    worked.contacts()
    assert kinds(house, worked.case).count("contacts-taken") == 1, "nobody is taken in twice"


def test_a_closed_case_looks_nothing_up_and_opens_again(worked: Walk, house: House) -> None:
    page = close(worked)
    assert page.status_code == 200
    assert "종결되었습니다" in page.text
    assert " 종결</span>" in worked.officer.get("/cases/", state="closed").text
    before = kinds(house, worked.case)
    for path in ("", "/contacts", "/itinerary"):
        answer = worked.officer.get(worked.case + path)
        assert answer.status_code == 404 or answer.url.path == f"{worked.case}/closing"
    refused = worked.officer.post(
        f"{worked.case}/identities", f"{worked.case}/closing", contact=["1"], **worked.terms
    )
    assert refused.url.path == f"{worked.case}/closing"
    assert kinds(house, worked.case) == before
    close(worked)
    assert kinds(house, worked.case) == before, "closing twice is one act"
    worked.officer.post(f"{worked.case}/reopen", f"{worked.case}/closing")
    anew = worked.contacts()
    assert anew.url.path == "/shift/", "whoever goes on with it signs for it anew"
    back = begin_work(worked.officer, "officer", worked.staff["officer"], anew)
    assert sorted(numbers_of(back)) == [1, 2]
    assert [kind for kind in kinds(house, worked.case) if kind.startswith("case-")] == [
        "case-notified",
        "case-opened",
        "case-closed",
        "case-reopened",
    ]


def test_what_one_officer_closes_no_session_of_a_colleague_reaches(
    worked: Walk, house: House, browse: Open
) -> None:
    colleague = browse("investigation", "officer2")
    page = colleague.get(f"{worked.case}/contacts", **worked.terms)
    back = begin_work(colleague, "officer2", house.staff["officer2"].ref, page)
    assert sorted(numbers_of(back)) == [1, 2]
    close(worked)
    closed_at = "SELECT closed_at IS NOT NULL FROM vault.known_case WHERE ref = %s"
    assert one(house, closed_at, ref(worked), database="identity")
    reached = "SELECT count(*) FROM vault.reach WHERE case_ref = %s"
    assert one(house, reached, ref(worked), database="identity") == 0
    worked.officer.post(f"{worked.case}/reopen", f"{worked.case}/closing")
    assert not one(house, closed_at, ref(worked), database="identity")
    assert one(house, reached, ref(worked), database="identity") == 0


@pytest.mark.parametrize("kind", ["warrant", "opening"])
def test_what_comes_back_signed_after_the_closing_leads_to_the_page_of_closing(
    worked: Walk, kind: str
) -> None:
    page = worked.draft() if kind == "warrant" else worked.choose(2)
    close(worked)
    answer = worked.sign(worked.officer, "officer", kind, page)
    assert (answer.status_code, answer.url.path) == (200, f"{worked.case}/closing")


def test_the_approver_closes_nothing(worked: Walk, house: House) -> None:
    assert worked.approver.get(f"{worked.case}/closing").status_code == 200
    token = worked.approver.get(f"{worked.case}/closing").text.split('csrfmiddlewaretoken" value="')
    answer = worked.approver.http.post(
        f"{worked.case}/close", data={"csrfmiddlewaretoken": token[1].split('"')[0]}
    )
    assert answer.status_code == 403
    assert (
        one(house, "SELECT closed_at FROM investigation_case WHERE ref = %s", ref(worked)) is None
    )


def test_the_attack_of_the_review_finds_nothing(
    worked: Walk, scene: Scene, house: House, worker: Any
) -> None:
    case = ref(worked)
    before = handles(house, case)
    copy = CaseKeys(house.system.keys).cipher(case)
    kept = "SELECT count(*) FROM vault.warrant WHERE case_ref = %s"
    assert one(house, kept, case, database="identity") == 1
    assert worked.send(1, 2).status_code == 200
    with house.system.owner("main") as main:  # as the sender takes it over
        main.execute(
            "INSERT INTO notices.campaign (ref, case_ref, people, until) VALUES (%s, %s, 2, now())",
            [case.encode().ljust(16, b"0"), case],
        )
    decided = {"rule-minutes": "60", "rule-chance": "80", "class-kind": "close"}
    decided |= {"class-reason": "camera", "contact": "1", **worked.terms}
    for what in ("rule", "classes"):  # a list was kept with the warrant
        worked.officer.post(f"{worked.case}/contacts/{what}", f"{worked.case}/warrants", **decided)
    for table in DECIDED:
        assert one(house, OF_CASE.format(table), case) == 1, table
    close(worked)
    age(house, case, AGED - 2)
    worker()
    assert handles(house, case) == before, "not before its period"
    age(house, case, 2)
    done = worker()
    assert case in done.works
    assert handles(house, case) == []
    assert (
        one(
            house,
            "SELECT count(*) FROM identity.disclosure WHERE case_ref = %s",
            case,
            database="identity",
        )
        == 0
    )
    of_vault = {
        "known_case": "ref",
        "side": "case_ref",
        "warrant": "case_ref",
        "campaign": "case_ref",
    }
    for table, column in of_vault.items():
        kept = f"SELECT count(*) FROM vault.{table} WHERE {column} = %s"
        assert one(house, kept, case, database="identity") == 0, table
    assert one(house, "SELECT count(*) FROM notices.campaign WHERE case_ref = %s", case) == 0
    for table in ("warrantrecord", "campaignrecord", "casecontact", *DECIDED):
        left = one(house, OF_CASE.format(table), case)
        assert left == (1 if table == "casecontact" else 0), (
            "who was named stays in the list of contacts"
        )
    with pytest.raises(CaseKeyMissingError):
        CaseKeys(house.system.keys).cipher(case)
    old = [(where, text) for where, text in rows_of(house.system)]
    assert [where for where, text in old for handle in before if handle.hex() in text] == []
    stays = ("한결 국수", "돌담 커피")
    assert [w for w, text in old if case in text and any(name in text for name in stays)] == []
    assert copy.people(before), (
        "an old copy of the key would turn them: that is why it is destroyed"
    )
    assert kinds(house, worked.case)[-2:] == ["case-work-destroyed", "case-key-destroyed"]
    page = worked.officer.get(f"{worked.case}/closing").text
    assert "파기되었습니다" in page
    assert "(파일 덮어씀)" in page
    assert (
        "사례의 키 파기 (조사용, 파일 덮어씀)" in worked.officer.get(f"{worked.case}/ledger").text
    )
    assert worker().works == []
    worked.officer.post(
        f"{worked.case}/reopen", f"{worked.case}/closing"
    ) if "reopen" in page else None
    assert one(house, "SELECT closed_at FROM investigation_case WHERE ref = %s", case) is not None


@pytest.mark.parametrize("broken", ["before the key", "after the key"])
def test_a_crash_between_rows_and_key_is_finished_by_the_next_run(
    worked: Walk, house: House, worker: Any, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    from ansim.jobs import end_cases as job

    class KilledError(BaseException):
        """kill -9 at this very place."""

    case, kill = ref(worked), job._kill

    def die(asked: str, purpose: KeyPurpose) -> str:
        if broken == "after the key":
            kill(asked, purpose)
        raise KilledError

    close(worked)
    age(house, case, AGED)
    monkeypatch.setattr(job, "_kill", die)
    with pytest.raises(KilledError):
        worker()
    monkeypatch.undo()
    assert handles(house, case) == [], "the rows went first"
    assert CaseKeys(house.system.keys).has(case) == (broken == "before the key")
    worker()
    keys = CaseKeys(house.system.keys)
    assert not keys.has(case)
    assert keys.has(case, KeyPurpose.REGISTER)
    assert (
        one(
            house,
            "SELECT means FROM investigation_caseend WHERE case_ref = %s AND key_ended_at IS NOT NULL",
            case,
        )
        == "file"
    )
    from ansim.keys.case_keys import CaseExistsError

    with pytest.raises(CaseExistsError):
        keys.create(case)


def test_a_case_that_nobody_closes_is_closed_after_a_warning(
    worked: Walk, house: House, worker: Any
) -> None:
    case, warning = ref(worked), "이 사례를 종결한 사람이 없습니다"
    assert warning not in worked.contacts().text
    age(house, case, CASE_CLOCKS.close_after - CASE_CLOCKS.warn + 1, "opened_at")
    assert warning in worked.contacts().text
    assert case not in worker().closed
    age(house, case, CASE_CLOCKS.warn, "opened_at")
    closed_at = "SELECT closed_at IS NOT NULL FROM vault.known_case WHERE ref = %s"
    assert not one(house, closed_at, case, database="identity")
    assert case in worker().closed
    assert one(house, closed_at, case, database="identity"), "the vault knows"
    assert handles(house, case), "closed, not yet destroyed"
    assert kinds(house, worked.case)[-1] == "case-closed"
    age(house, case, AGED)
    assert case in worker().works


def test_the_register_goes_after_its_period_and_the_list_of_contacts_after_its_own(
    worked: Walk, house: House, worker: Any
) -> None:
    case, keys = ref(worked), CaseKeys(house.system.keys)
    with house.system.owner("main") as main:
        main.execute(
            "UPDATE investigation_case SET preset = jsonb_set(preset, '{legal_class,value}', '2') WHERE ref = %s",
            [case],
        )
    close(worked)
    age(house, case, AGED)
    worker()
    age(house, case, REGISTER[0] - AGED)
    worker()
    assert one(house, "SELECT register_handle FROM investigation_case WHERE ref = %s", case) is None
    assert one(house, "SELECT count(*) FROM investigation_case WHERE ref = %s", case) == 1
    assert keys.has(case, KeyPurpose.REGISTER), "the contacts of class 2 stay longer"
    age(house, case, REGISTER[1] - REGISTER[0])
    assert case in worker().registers
    assert one(house, "SELECT count(*) FROM investigation_case WHERE ref = %s", case) == 0
    assert not keys.has(case, KeyPurpose.REGISTER)
    assert kinds(house, worked.case)[-2:] == ["register-destroyed", "case-key-destroyed"]


@pytest.mark.parametrize("hours", [-5, 5, 24 * 60])
def test_nothing_ends_while_the_clocks_are_in_doubt(
    worked: Walk, house: House, worker: Any, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    import time

    from ansim.jobs import sweep

    close(worked)
    age(house, ref(worked), AGED)
    clock = time.time
    monkeypatch.setattr(sweep.time, "time", lambda: clock() + hours * 3600)
    assert worker().works == []
    monkeypatch.undo()
    assert ref(worked) in worker().works


def test_no_more_end_within_a_day_than_the_policy_lets(
    worked: Walk, house: House, worker: Any
) -> None:
    from ansim.investigation.models import CaseEnd

    case = ref(worked)
    close(worked)
    age(house, case, AGED)
    from django.utils import timezone

    others = CaseEnd.objects.bulk_create(
        CaseEnd(
            case_ref=f"2600-{number:05}",
            purpose="work",
            dropped_at=timezone.now(),
            key_ended_at=timezone.now(),
            means="file",
        )
        for number in range(CASE_CLOCKS.most)
    )
    try:
        done = worker()
        assert done.works == []
        assert done.waiting >= 1
        assert handles(house, case)
        CaseEnd.objects.create(case_ref=case, purpose="work", named_at=timezone.now())
        assert case in worker().works, "an operator named it"
    finally:
        CaseEnd.objects.filter(pk__in=[other.pk for other in others]).delete()


def test_the_console_may_not_date_a_closing(worked: Walk, house: House) -> None:
    import psycopg

    for statement in (
        "UPDATE investigation_case SET closed_at = now() - interval '1 year'",
        "DELETE FROM investigation_casecontact",
        "UPDATE investigation_caseend SET named_at = now()",
        "SELECT * FROM investigation_end_work('2611-AAAAA', 0, 1000)",
    ):
        with (
            house.system.connect_as("investigation", "main") as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)  # type: ignore[arg-type]
