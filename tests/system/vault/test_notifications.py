"""Notifications at the vault, asked over its socket as a console in foreign hands would ask it (SECURITY.md C1)."""

from typing import Any

import pytest

from ansim.domain.notification import NOTIFICATION_LIMITS
from ansim.domain.pathogens import Anchor
from ansim.domain.quantities import PersonId
from ansim.domain.signed_texts import write_text
from ansim.identity.staff.notified_calls import (
    NotifyCase,
    TakeUpCase,
)
from ansim.keys import CaseKeys, KeyPurpose
from support.by_person import cipher_of
from support.cases import notification, notify
from support.counter import Counter
from support.notified import (
    OTHER,
    PATIENT,
    UNKNOWN,
    cases,
    day,
    entries,
    forget_count,
    hand_in,
    marks,
    side,
    waiting,
)
from support.rights import PHONES, Rights, refused
from support.signing import BrowserKey

# ---- the way of a case


def test_one_signs_another_takes_up_and_the_vault_keeps_who_was_who(rights: Rights) -> None:
    approver, officer = rights.staff["approver"].ref, rights.staff["officer"].ref
    case = notify(rights.system, rights.staff["approver"], PATIENT, anchor=day(3))
    (one,) = [one for one in waiting(rights, "officer") if one.case == case]
    assert (one.disease, one.anchor, one.notified_by) == ("covid19", day(3), approver)
    assert one.somebody
    assert entries(rights, case) == [
        ("phone-looked-up", "approver", approver),
        ("case-notified", "approver", approver),
    ]
    given = rights.vault.take_up(TakeUpCase(case, officer))
    keys = CaseKeys(rights.system.keys)
    for handle, purpose in ((given.handle, KeyPurpose.WORK), (given.register, KeyPurpose.REGISTER)):
        assert handle
        assert keys.cipher(case, purpose).person(handle) == rights.persons[PATIENT]
    assert given.end - given.start == 13 * 86400
    assert side(rights, case) == {approver: "letting", officer: "asking"}
    assert entries(rights, case)[-1] == ("case-opened", "officer", officer)
    assert case not in marks(rights, "colleague")


def test_a_lost_answer_is_given_again_to_the_same_officer_alone(rights: Rights) -> None:
    case = notify(rights.system, rights.staff["approver"], PATIENT)
    mine = TakeUpCase(case, rights.staff["officer"].ref)
    assert rights.vault.take_up(mine) == rights.vault.take_up(mine)
    assert case in marks(rights, "officer")
    kinds = [kind for kind, _role, _actor in entries(rights, case)]
    assert kinds.count("case-opened") == 1
    theirs = TakeUpCase(case, rights.staff["colleague"].ref)
    refused("case-taken", lambda: rights.vault.take_up(theirs))


def test_a_person_without_a_number_gets_a_case_about_nobody(rights: Rights) -> None:
    case = notify(rights.system, rights.staff["approver"], None, disease="measles")
    (one,) = [one for one in waiting(rights, "officer") if one.case == case]
    assert not one.somebody
    given = rights.vault.take_up(TakeUpCase(case, rights.staff["officer"].ref))
    assert (given.handle, given.register) == (None, None)
    assert [kind for kind, _role, _actor in entries(rights, case)] == [
        "case-notified",
        "case-opened",
    ]
    rows = rights.rows(PHONES[1])
    refused("case-unknown", lambda: rights.request(rights.warrant(rows, case=case), rows))


def test_whom_staff_entered_is_found_by_number_and_named_as_unverified(rights: Rights) -> None:
    alone, shared = "010-0000-9151", PHONES[1]
    counter = Counter(rights.system, rights.system.venues["market"])
    for phone in (alone, shared):
        assert counter.enter(phone=phone, name="고순덕").status_code == 201

    def look_up(phone: str, *, unverified: bool) -> bytes:
        signer = rights.staff["approver"]
        case = notify(rights.system, signer, phone, unverified=unverified)
        known = rights.vault.take_up(TakeUpCase(case, rights.staff["officer"].ref))
        assert known.handle
        return cipher_of(rights.system, case).person(known.handle)

    assert look_up(shared, unverified=False) == rights.persons[shared], "the verified holder first"
    assert look_up(shared, unverified=True) != rights.persons[shared]
    found = look_up(alone, unverified=False)
    assert found == look_up(alone, unverified=True)
    refused("nobody-signed-up", lambda: look_up(PATIENT, unverified=True))
    rights.people[alone] = cipher_of(rights.system, rights.case).handle(PersonId(found))
    rows = rights.rows(alone)
    (identity,) = rights.open(rights.granted(rows), rows, alone)
    assert (identity.name, identity.phone) == ("고순덕", alone)
    assert identity.verified_by == "nobody"


# ---- what makes no case


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "another site": ("text-of-other-site", {"site": "sign.evil.example"}),
    "over its time": ("text-time", {"at": 1, "until": 601}),
    "not yet": ("text-time", {"at": 4_000_000_000, "until": 4_000_000_600}),
    "too much time": ("text-time", {"until": 4_000_000_000}),
    "an unknown disease": ("notification-terms", {"disease": "plague"}),
    "a day of another disease": ("notification-terms", {"anchor_kind": Anchor.RASH_ONSET}),
    "another agency": ("notification-terms", {"agency": "서울"}),
    "another team": ("notification-terms", {"team": "seogwipo"}),
    "no team": ("notification-terms", {"team": ""}),
    "a number in another form": ("notification-terms", {"subject": "+82010000091"}),
    "an address in another form": ("notification-terms", {"subject": "Who@example.org"}),
    "an address of the counter": (
        "notification-terms",
        {"subject": "who@example.org", "unverified": True},
    ),
    "a number as people write it": ("text-malformed", {"subject": PATIENT}),
    "no subject": ("text-malformed", {"subject": ""}),
    "a disease that is no word": ("text-malformed", {"disease": "Covid 19"}),
    "a team that turns the line around": ("text-malformed", {"team": "\u202ejeju"}),
    "a disease too long": ("text-malformed", {"disease": "x" * 41}),
    "a ref that is none": ("text-malformed", {"ref": "00"}),
}


@pytest.mark.parametrize("wrong", list(WRONG))
def test_every_field_of_the_text_is_looked_at(rights: Rights, wrong: str) -> None:
    before = cases(rights)
    code, changes = WRONG[wrong]
    refused(code, lambda: hand_in(rights, "approver", **changes))
    assert cases(rights) == before


@pytest.mark.parametrize(("ago", "disease"), [(-1, "covid19"), (400, "mers"), (-30, "measles")])
def test_a_day_to_come_or_long_past_makes_no_case(rights: Rights, ago: int, disease: str) -> None:
    before = cases(rights)
    changes = {"anchor": day(ago), "disease": disease}
    refused("notification-terms", lambda: hand_in(rights, "approver", **changes))
    assert cases(rights) == before


def test_other_bytes_of_the_same_words_are_no_text(rights: Rights) -> None:
    before = cases(rights)
    good = write_text(notification(rights.system, rights.staff["approver"], PATIENT))
    for text in (
        good.replace(b'"team":', b'"team": '),
        good.replace(b"-v2", b"-v1"),
        good.replace(b"ansim-notification", b"ansim-opening"),
        good.replace(b'"unverified":false', b'"unverified":0'),
        good.replace(b'{"agency"', b'{"a":1,"agency"'),
        good + b" ",
        b"",
    ):
        signed = rights.staff["approver"].sign(text)
        asked = NotifyCase(text, signed)
        refused("text-malformed", lambda asked=asked: rights.vault.notify(asked))
    assert cases(rights) == before


def test_a_text_makes_one_case(rights: Rights) -> None:
    text = write_text(notification(rights.system, rights.staff["approver"], PATIENT))
    asked = NotifyCase(text, rights.staff["approver"].sign(text))
    assert rights.vault.notify(asked).case
    before = cases(rights)
    refused("text-used", lambda: rights.vault.notify(asked))
    again = NotifyCase(text, rights.staff["approver"].sign(text))
    refused("text-used", lambda: rights.vault.notify(again))
    assert cases(rights) == before


# ---- who signs: nobody opens alone


@pytest.mark.parametrize("login", ["officer", "colleague", "elsewhere"])
def test_no_officer_notifies_neither_for_oneself_nor_for_another(
    rights: Rights, login: str
) -> None:
    before = cases(rights)
    refused("not-two-signers", lambda: hand_in(rights, login))
    assert cases(rights) == before


def test_a_signature_of_nothing_of_ones_own_notifies_nobody(rights: Rights) -> None:
    before = cases(rights)
    approver, second = rights.staff["approver"], rights.staff["second"]
    text = write_text(notification(rights.system, approver, PATIENT))
    stranger = BrowserKey().sign(text, approver.ref)
    another = approver.sign(write_text(notification(rights.system, approver, OTHER)))
    borrowed = second.sign(text)
    wrong: dict[str, list[Any]] = {
        "signer-unknown": [
            stranger,
            type(borrowed)(**{**_fields(borrowed), "staff": approver.ref}),
        ],
        "signature-refused": [another],
    }
    for code, signatures in wrong.items():
        for signature in signatures:
            asked = NotifyCase(text, signature)
            refused(code, lambda asked=asked: rights.vault.notify(asked))
    assert cases(rights) == before


def _fields(signature: Any) -> dict[str, Any]:
    return {name: getattr(signature, name) for name in signature.__struct_fields__}


@pytest.mark.parametrize("table", ["staff WHERE ref = %(ref)s", "staff_key WHERE staff = %(ref)s"])
def test_whoever_is_barred_notifies_nobody(rights: Rights, table: str) -> None:
    name, where = table.split(" ", 1)
    change = f"UPDATE vault.{name} SET barred_at = {{}} {where}"
    text = write_text(notification(rights.system, rights.staff["second"], PATIENT))
    asked = NotifyCase(text, rights.staff["second"].sign(text))
    who = {"ref": rights.staff["second"].ref}
    with rights.system.owner("identity") as identity:
        identity.execute(change.format("now()"), who)
        try:
            refused("signer-unknown", lambda: rights.vault.notify(asked))
        finally:
            identity.execute(change.format("NULL"), who)
    assert rights.vault.notify(asked).case


def test_a_number_that_nobody_signed_up_with_makes_no_case_and_stands_in_the_ledger(
    rights: Rights,
) -> None:
    before = cases(rights)
    forget_count(rights)
    approver = rights.staff["approver"].ref
    refused("nobody-signed-up", lambda: hand_in(rights, "approver", UNKNOWN))
    assert cases(rights) == before
    with rights.system.owner("main") as main:
        kind = main.execute(
            "SELECT kind FROM ledger.entry WHERE actor = %s ORDER BY seq DESC LIMIT 1", [approver]
        ).fetchone()
    assert kind == ("phone-looked-up",)
    with rights.system.owner("identity") as identity:
        fresh = "SELECT count(*) FROM vault.notification WHERE staff = %s AND at > now() - interval '1 hour'"
        assert identity.execute(fresh, [approver]).fetchone() == (1,)


def test_a_person_notifies_so_many_a_day_and_no_more(rights: Rights) -> None:
    forget_count(rights)
    second = rights.staff["second"].ref
    statement = "INSERT INTO vault.notification (staff) SELECT %s FROM generate_series(1, %s)"
    with rights.system.owner("identity") as identity:
        identity.execute(statement, [second, NOTIFICATION_LIMITS.a_day - 1])

    def once() -> str:
        text = write_text(notification(rights.system, rights.staff["second"], PATIENT))
        return rights.vault.notify(NotifyCase(text, rights.staff["second"].sign(text))).case

    assert once()
    before = cases(rights)
    refused("notification-cap", once)
    assert cases(rights) == before
    forget_count(rights)
    assert once()
