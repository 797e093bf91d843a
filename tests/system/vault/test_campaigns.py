"""Campaigns at the vault, asked over its sockets as a console, and a sender, in foreign hands would ask."""

from typing import Any

import msgspec
import pytest

from ansim.domain.campaigns.message_words import CampaignTemplate
from ansim.domain.quantities import PersonId
from ansim.domain.search_results import packed_rows
from ansim.domain.signed_texts import write_text
from ansim.identity.campaigns.calls import (
    AgreeCampaign,
    AskCampaign,
    CampaignsToAgree,
    NumbersFor,
    ReachedAt,
    StopCampaign,
    ToldAlone,
)
from ansim.identity.phones import read_phone
from ansim.identity.staff.closing_calls import CloseCase, ReopenCase
from ansim.rpc import Caller, CallError, UnreachableError
from ansim.settings.environment import socket_path
from support.by_person import cipher_of
from support.campaigns import (
    agree,
    asked,
    begun,
    campaign,
    entries,
    line_of_sender,
    numbers,
    to_send,
    told_before,
    words_of,
)
from support.rights import PHONES, Rights, refused, sign_up
from support.work_lists import changed

ONE, TWO, THREE, STRANGER = PHONES[1:5]


def test_the_sender_alone_is_told_numbers_and_each_batch_is_entered(rights: Rights) -> None:
    campaign_of, _text = begun(rights, TWO, ONE)
    assert not campaign_of.waits
    assert bytes.fromhex(campaign_of.ref) in to_send(rights)
    before = len(entries(rights))
    told = numbers(rights, campaign_of.ref, 1, 2)
    assert told == [
        ReachedAt(1, read_phone(TWO), "ko"),
        ReachedAt(2, read_phone(ONE), "ko"),
    ]
    (entry,) = entries(rights)[before:]
    assert entry[:3] == ("campaign-numbers", "sender", "")
    assert entry[3]["people"] == 2
    assert len(entry[3]["root"]) == 64


def test_no_other_key_and_no_other_socket_tells_a_number(rights: Rights) -> None:
    campaign_of, _text = begun(rights, ONE)
    request = NumbersFor(bytes.fromhex(campaign_of.ref), [1])
    for key in ("vault-calls", "outbox-calls", "case-calls"):
        with pytest.raises(UnreachableError):
            line_of_sender(rights, key).call(request, list[ReachedAt])
    for name in ("vault", "outbox", "cases"):
        key = rights.system.keys.read(f"{name}-calls.key" if name != "cases" else "case-calls.key")
        with pytest.raises(CallError):
            Caller(socket_path(name), key).call(request, list[ReachedAt])  # type: ignore[arg-type]


def wrong(rights: Rights) -> dict[str, tuple[str, AskCampaign]]:
    """Requests with one thing wrong, and why each is refused."""
    rows, people = rights.rows(ONE, TWO), [rights.people[ONE], rights.people[TWO]]

    def of(*change: bytes, login: str = "officer", **changes: Any) -> AskCampaign:
        return asked(rights, rows, list(change) or people, login=login, **changes)

    replace, good = msgspec.structs.replace, asked(rights, rows, people)
    words = words_of()
    other = {**words, "ko": words["ko"].replace("1339", "010-0000-0000")}
    assert other != words
    return {
        "order": ("campaign-terms", replace(good, people=people[::-1])),
        "fewer": ("campaign-terms", replace(good, people=people[:1])),
        "twice": ("campaign-terms", of(people[0], people[0])),
        "count": ("campaign-terms", of(count=3)),
        "cap": ("campaign-terms", of(cap=7)),
        "small cap": ("campaign-terms", of(cap=1)),
        "stranger": ("out-of-scope", of(rights.people[STRANGER])),
        "other rows": ("out-of-scope", replace(good, rows=rights.rows(ONE, TWO, THREE))),
        "mac": ("out-of-scope", replace(good, mac=bytes(32))),
        "terms": ("out-of-scope", replace(good, terms=rights.terms(minimum_overlap=60))),
        "result": ("out-of-scope", of(result="ab" * 32)),
        "beyond": (
            "beyond-bounds",
            replace(good, terms=rights.terms(start=rights.now - 80 * 86400)),
        ),
        "subject": ("case-unknown", replace(good, subject=rights.people[THREE])),
        "another number to call": ("campaign-words", of(words=other)),
        "own words": ("campaign-words", of(words={"ko": "www.example.org {ref}"})),
        "another template's": ("campaign-words", of(template=CampaignTemplate.ISOLATE)),
        "no day": ("campaign-words", of(day="")),
        "another day": ("campaign-words", of(day="2026-12-06")),
        "version": ("campaign-words", of(version="2026-01-01")),
        "approver": ("not-two-signers", of(login="approver")),
        "another officer": ("not-two-signers", of(login="colleague")),
        "other team": (
            "case-not-yours",
            of(login="elsewhere", requester=rights.staff["elsewhere"].ref),
        ),
        "training": ("campaign-training", of(case="TRAIN-7Q2M7")),
        "site": ("text-of-other-site", of(site="elsewhere.example")),
        "past": ("text-time", of(at=rights.now - 7200, until=rights.now - 3600)),
        "longer": ("text-time", of(until=rights.now + 4 * 86400)),
        "no text": ("text-malformed", replace(good, text=good.text + b" ")),
        "another text": ("signature-refused", replace(good, text=of().text)),
    }


def test_with_one_thing_wrong_none_is_taken_in(rights: Rights) -> None:
    before = len(entries(rights)), to_send(rights)
    told = {}
    for name, (_code, request) in wrong(rights).items():
        try:
            rights.vault.ask_campaign(request)
            told[name] = "taken in"
        except CallError as error:
            told[name] = error.code
    assert told == {name: code for name, (code, _request) in wrong(rights).items()}
    assert (len(entries(rights)), to_send(rights)) == before


def test_a_text_serves_once(rights: Rights) -> None:
    request = asked(rights, rights.rows(ONE), [rights.people[ONE]])
    rights.vault.ask_campaign(request)
    refused("text-used", lambda: rights.vault.ask_campaign(request))


def test_beyond_what_one_may_do_alone_nothing_goes_without_the_second_signature(
    rights: Rights,
) -> None:
    officer = ToldAlone(rights.staff["officer"].ref)
    alone = rights.vault.told_alone(officer)
    with told_before(rights, "officer", 49 - alone):
        small, _text = begun(rights, ONE)
        assert not small.waits
        assert rights.vault.told_alone(officer) == 50
        large, text = begun(rights, TWO)
        assert large.waits, "split into parts it is the same day"
        assert rights.vault.told_alone(officer) == 50
        ref = bytes.fromhex(large.ref)
        assert ref not in to_send(rights)
        refused("campaign-unknown", lambda: numbers(rights, large.ref, 1))
        waiting = rights.vault.campaigns_to_agree(CampaignsToAgree(rights.staff["approver"].ref))
        assert text in [one.text for one in waiting]
        for login in ("officer", "elsewhere"):
            assert rights.vault.campaigns_to_agree(CampaignsToAgree(rights.staff[login].ref)) == []
        for login in ("officer", "colleague"):
            refused("not-two-signers", lambda login=login: agree(rights, text, login))
        agree(rights, text)
        agree(rights, text)  # its answer was lost
        refused("not-two-signers", lambda: agree(rights, text, "second"))
        assert ref in to_send(rights)
        assert numbers(rights, large.ref, 1)[0].phone == read_phone(TWO)
        assert [one[0] for one in entries(rights)][-4:-1] == [
            "campaign-asked",
            "campaign-approved",
            "campaign-approved",
        ]


def test_another_text_than_the_officers_is_signed_by_no_second_person(rights: Rights) -> None:
    with told_before(rights, "officer", 60):
        begun(rights, ONE)
        other = write_text(campaign(rights, rights.rows(ONE), [rights.people[ONE]]))
        signed = AgreeCampaign(other, rights.staff["approver"].sign(other))
        refused("campaign-unknown", lambda: rights.vault.agree_campaign(signed))


def test_numbers_are_opened_so_often_and_of_the_list_alone(rights: Rights) -> None:
    campaign_of, _text = begun(rights, ONE, TWO, cap=4)
    for wanted in ([0], [3], [1, 1], []):
        refused("campaign-terms", lambda wanted=wanted: numbers(rights, campaign_of.ref, *wanted))
    for _time in range(3):
        assert numbers(rights, campaign_of.ref, 1)
    refused("campaign-terms", lambda: numbers(rights, campaign_of.ref, 1))
    assert numbers(rights, campaign_of.ref, 2)
    refused("campaign-terms", lambda: numbers(rights, campaign_of.ref, 2))


@pytest.mark.parametrize("table", ["staff", "staff_key"])
def test_whoever_is_barred_sends_nothing(rights: Rights, table: str) -> None:
    campaign_of, _text = begun(rights, ONE)
    column = "ref" if table == "staff" else "staff"
    with changed(
        rights,
        f"UPDATE vault.{table} SET barred_at = now() WHERE {column} = %s",
        f"UPDATE vault.{table} SET barred_at = NULL WHERE {column} = %s",
        rights.staff["officer"].ref,
    ):
        assert bytes.fromhex(campaign_of.ref) not in to_send(rights)
        refused("campaign-unknown", lambda: numbers(rights, campaign_of.ref, 1))


def test_a_closed_case_sends_nothing(rights: Rights) -> None:
    campaign_of, _text = begun(rights, ONE)
    officer = rights.staff["officer"].ref
    rights.vault.close_case(CloseCase(rights.case, officer))
    assert bytes.fromhex(campaign_of.ref) not in to_send(rights)
    refused("campaign-unknown", lambda: numbers(rights, campaign_of.ref, 1))
    assert rights.vault.reopen_case(ReopenCase(rights.case, officer))


def test_a_stop_is_of_the_team_and_for_good(rights: Rights) -> None:
    campaign_of, _text = begun(rights, ONE)
    ref = bytes.fromhex(campaign_of.ref)
    stop = StopCampaign(rights.staff["elsewhere"].ref, ref)
    refused("case-not-yours", lambda: rights.vault.stop_campaign(stop))
    assert ref in to_send(rights)
    stop = StopCampaign(rights.staff["colleague"].ref, ref)
    assert rights.vault.stop_campaign(stop)
    assert ref not in to_send(rights)
    refused("campaign-unknown", lambda: numbers(rights, campaign_of.ref, 1))
    assert not rights.vault.stop_campaign(StopCampaign(rights.staff["officer"].ref, b"n" * 16))
    assert entries(rights)[-1][0] == "campaign-stopped"


UNREACHED = {
    "064-700-0007": "landline",
    "+81 3 0000 0007": "landline",
    "+850 2 000 0000": "country",
}


def test_of_whom_no_message_reaches_the_sender_hears_why(rights: Rights) -> None:
    people = {phone: sign_up(rights.system, phone, "시험9") for phone in UNREACHED}
    cipher = cipher_of(rights.system, rights.case)
    known = [bytes(cipher.handle(PersonId(one))) for one in people.values()]
    handles = [*known, bytes(cipher.handle(PersonId(b"nobody-at-all-00")))]
    rows = packed_rows((one, rights.now - 3600, rights.now) for one in handles)
    campaign_of = rights.vault.ask_campaign(asked(rights, rows, handles))
    told = numbers(rights, campaign_of.ref, 1, 2, 3, 4)
    assert [(one.phone, one.why_not) for one in told] == [
        *(("", why) for why in UNREACHED.values()),
        ("", "erased"),
    ]
    with rights.system.owner("identity") as identity:
        gone = list(people.values())
        identity.execute("DELETE FROM identity.identity WHERE person_id = ANY (%s)", [gone])
