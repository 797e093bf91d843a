"""Cases that change hands at the vault, as a console in foreign hands would ask; and whose other cases it tells."""

import pytest

from ansim.domain.signed_texts import write_text
from ansim.domain.taking_over import TakeOverReason
from ansim.identity.staff.closing_calls import CloseCase
from ansim.identity.staff.desk_calls import CorrectionsThatWait, SamePersonCases, TakeOverCase
from ansim.identity.staff.notified_calls import NotifyCase, StandingCase, TakeUpCase
from support.cases import notification, notify, taken
from support.notified import entries, side
from support.rights import PHONES, Rights, refused

ABSENT = TakeOverReason.ABSENT


def over(rights: Rights, case: str, login: str) -> bool:
    return rights.vault.take_over(TakeOverCase(case, rights.staff[login].ref, ABSENT))


def a_case(rights: Rights, phone: str | None = PHONES[2]) -> str:
    approver, officer = rights.staff["approver"], rights.staff["officer"]
    return taken(rights.system, approver, officer.ref, phone)


def test_a_case_goes_on_with_a_colleague_once_and_the_ledger_has_it(rights: Rights) -> None:
    case = a_case(rights)
    assert over(rights, case, "colleague")
    assert not over(rights, case, "colleague"), "an answer that was lost is given again"
    kept = entries(rights, case)
    assert [one for one in kept if one[0] == "case-taken-over"] == [
        ("case-taken-over", "officer", rights.staff["colleague"].ref)
    ]
    assert side(rights, case)[rights.staff["colleague"].ref] == "asking"
    assert over(rights, case, "officer"), "and back"


@pytest.mark.parametrize(
    ("login", "code"),
    [
        ("elsewhere", "case-not-yours"),
        ("approver", "not-two-signers"),
        ("second", "not-two-signers"),
    ],
)
def test_nobody_else_takes_a_case_over(rights: Rights, login: str, code: str) -> None:
    case = a_case(rights)
    refused(code, lambda: over(rights, case, login))
    assert rights.staff[login].ref not in {
        staff for staff, of in side(rights, case).items() if of == "asking"
    }


def test_what_waits_is_closed_or_is_no_case_is_not_taken_over(rights: Rights) -> None:
    waiting = notify(rights.system, rights.staff["approver"], PHONES[2])
    closed = a_case(rights)
    rights.vault.close_case(CloseCase(closed, rights.staff["officer"].ref))
    for case in (waiting, closed, "2611-NOSUC", "", "../day/x"):
        refused("case-not-yours", lambda case=case: over(rights, case, "colleague"))
    assert rights.staff["colleague"].ref not in side(rights, waiting)


def test_whoever_let_in_a_case_does_not_ask_in_it_by_taking_it_over(rights: Rights) -> None:
    case, colleague = a_case(rights), rights.staff["colleague"].ref
    with rights.system.owner("identity") as identity:
        identity.execute("INSERT INTO vault.side VALUES (%s, %s, 'letting')", [case, colleague])
    refused("both-sides", lambda: over(rights, case, "colleague"))
    with rights.system.owner("identity") as identity:
        row = identity.execute("SELECT taken_by FROM vault.known_case WHERE ref = %s", [case])
        assert row.fetchone() == (rights.staff["officer"].ref,)


def told(rights: Rights, phone: str, **changes: object) -> list[StandingCase]:
    """What a second notification of a number is told, its case taken away again."""
    signer = rights.staff["approver"]
    text = write_text(notification(rights.system, signer, phone, **changes))
    begun = rights.vault.notify(NotifyCase(text, signer.sign(text)))
    with rights.system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.known_case SET closed_at = now() WHERE ref = %s", [begun.case]
        )
        identity.execute("UPDATE vault.notification SET at = at - interval '3 days'")
    return begun.standing


def test_a_number_that_has_an_open_case_is_told_at_once(rights: Rights) -> None:
    phone = PHONES[4]
    clear(rights, phone)
    assert told(rights, phone) == []
    case = a_case(rights, phone)
    assert [one.case for one in told(rights, phone)] == [case]
    assert told(rights, phone, disease="measles") == [], "another disease is another case"
    assert case not in {one.case for one in told(rights, PHONES[3])}
    with rights.system.owner("identity") as identity:
        move = "UPDATE vault.known_case SET agency = '서귀포', team = '남부' WHERE ref = %s"
        identity.execute(move, [case])
    assert told(rights, phone) == [StandingCase("서귀포", "남부")], "whose it is, not its mark"
    with rights.system.owner("identity") as identity:
        identity.execute("UPDATE vault.known_case SET closed_at = now() WHERE ref = %s", [case])
    assert told(rights, phone) == []


def test_an_officer_of_the_team_is_told_of_a_cases_other_cases(rights: Rights) -> None:
    phone = PHONES[4]
    clear(rights, phone)
    one, two = a_case(rights, phone), a_case(rights, phone)
    nobody = a_case(rights, None)

    def asked(case: str, login: str = "officer") -> list[str]:
        answer = rights.vault.same_person(SamePersonCases(case, rights.staff[login].ref))
        return [other.case for other in answer]

    assert (asked(one), asked(two), asked(nobody)) == ([two], [one], [])
    refused("case-not-yours", lambda: asked(one, "elsewhere"))
    refused("not-two-signers", lambda: asked(one, "approver"))
    waits = notify(rights.system, rights.staff["approver"], phone)
    assert set(asked(waits, "approver")) == {one, two}, "as long as it waits, who notified it"
    refused("not-two-signers", lambda: asked(waits, "second"))
    rights.vault.take_up(TakeUpCase(waits, rights.staff["officer"].ref))
    refused("not-two-signers", lambda: asked(waits, "approver"))
    refused("case-not-yours", lambda: asked("2611-NOSUC"))


def test_how_many_corrections_wait_is_for_officers_and_reads_none(rights: Rights) -> None:
    officer = rights.staff["officer"].ref
    assert rights.vault.corrections_that_wait(CorrectionsThatWait(officer)) >= 0
    assert officer not in {actor for _kind, _role, actor in entries(rights, "")}
    for login in ("approver", "second"):
        asked = CorrectionsThatWait(rights.staff[login].ref)
        refused("not-two-signers", lambda asked=asked: rights.vault.corrections_that_wait(asked))


def clear(rights: Rights, phone: str) -> None:
    """Close what other tests left open of this person's: told apart by nothing but the vault's keys."""
    case = a_case(rights, phone)
    officer = rights.staff["officer"].ref
    while others := rights.vault.same_person(SamePersonCases(case, officer)):
        for other in others:
            rights.vault.close_case(CloseCase(other.case, officer))
    rights.vault.close_case(CloseCase(case, officer))
