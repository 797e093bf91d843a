"""Campaigns at the vault: signed by somebody, asked for by a sender, and what the ledger has of it."""

import contextlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from ansim.domain.campaigns.message_words import CampaignTemplate, filled
from ansim.domain.campaigns.signed_campaign import Campaign, campaign_digest
from ansim.domain.search_results import vouch
from ansim.domain.signed_texts import write_text
from ansim.identity.campaigns.calls import (
    AgreeCampaign,
    AskCampaign,
    AskedCampaign,
    CampaignsToSend,
    CampaignToSend,
    NumbersFor,
    ReachedAt,
)
from ansim.rpc import Caller
from ansim.settings.environment import health_line, office_name, socket_path
from support.grants import text_fields
from support.rights import Rights

DAY = "2026-12-05"


def words_of(
    template: CampaignTemplate = CampaignTemplate.TEST, *languages: str, day: str = DAY
) -> dict[str, str]:
    """The words of the first version, as this installation fills them in."""
    fields = {"office": office_name(), "call": health_line()}
    when = date.fromisoformat(day) if day else None
    return filled(template, date(2026, 11, 28), languages or ("en", "ko"), fields, when)


def campaign(rights: Rights, rows: bytes, people: list[bytes], /, **changes: Any) -> Campaign:
    """The text for these people of a result; quiet hours do not hold, so that tests run at night."""
    found = vouch(rights.scope, rights.case, rights.subject, rights.terms(), rows)
    fields = text_fields(
        case=rights.case,
        template=CampaignTemplate.TEST,
        version="2026-11-28",
        words=words_of(),
        day=DAY,
        result=found.digest.hex(),
        people=campaign_digest(people).hex(),
        count=len(people),
        channels=["sms"],
        cap=3 * len(people),
        night=True,
        requester=rights.staff["officer"].ref,
    )
    return Campaign(**fields | changes)


def asked(
    rights: Rights,
    rows: bytes,
    people: list[bytes],
    /,
    login: str = "officer",
    **changes: Any,
) -> AskCampaign:
    """The request for it, signed by somebody."""
    text = write_text(campaign(rights, rows, people, **changes))
    mac = vouch(rights.scope, rights.case, rights.subject, rights.terms(), rows).mac
    signed = rights.staff[login].sign(text)
    return AskCampaign(text, signed, rights.subject, rights.terms(), rows, mac, people)


def begun(rights: Rights, *phones: str, **changes: Any) -> tuple[AskedCampaign, bytes]:
    """A campaign that the vault took in, and its text."""
    people = [rights.people[one] for one in phones]
    request = asked(rights, rights.rows(*phones), people, **changes)
    return rights.vault.ask_campaign(request), request.text


def agree(rights: Rights, text: bytes, login: str = "approver") -> None:
    """The second signature."""
    rights.vault.agree_campaign(AgreeCampaign(text, rights.staff[login].sign(text)))


def line_of_sender(rights: Rights, key: str = "campaign-calls") -> Caller:
    """The vault as the sender asks it."""
    path = rights.system.folder / "sockets" / "campaigns.sock"
    return Caller(
        path if path.exists() else socket_path("campaigns"), rights.system.keys.read(f"{key}.key")
    )


def to_send(rights: Rights) -> set[bytes]:
    """The references of campaigns that may go."""
    told = line_of_sender(rights).call(CampaignsToSend(), list[CampaignToSend])
    return {one.ref for one in told}


def numbers(rights: Rights, ref: str, *of: int) -> list[ReachedAt]:
    """Where people of a campaign are reached."""
    return line_of_sender(rights).call(NumbersFor(bytes.fromhex(ref), list(of)), list[ReachedAt])


def entries(rights: Rights) -> list[tuple[str, str, str, dict[str, Any]]]:
    """What the ledger has of the case's campaigns."""
    with rights.system.owner("main") as main:
        return main.execute(
            "SELECT kind, actor_role, actor, detail FROM ledger.entry"
            " WHERE kind LIKE 'campaign-%%' AND case_ref = %s ORDER BY seq",
            [rights.case],
        ).fetchall()


@contextlib.contextmanager
def told_before(rights: Rights, login: str, people: int) -> Iterator[None]:
    """Somebody had so many people told today, by their own signature."""
    member = rights.staff[login]
    with rights.system.owner("identity") as identity:
        identity.execute(
            "INSERT INTO vault.campaign (ref, case_ref, text, people, cap, needs_two, requester, requester_key,"
            " request, until, stopped_at)"
            " VALUES (substring(sha256(%s::bytea) FOR 16), %s, '', %s, %s, false, %s, %s, '', now(), now())",
            [member.device.id, rights.case, people, people, member.ref, member.device.id],
        )
    try:
        yield
    finally:
        with rights.system.owner("identity") as identity:
            identity.execute(
                "DELETE FROM vault.campaign WHERE text = '' AND requester = %s", [member.ref]
            )
