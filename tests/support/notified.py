"""What tests of notifications ask of the vault, and what it kept."""

import time
from datetime import timedelta
from typing import Any

from ansim.domain.days import local_day
from ansim.domain.signed_texts import write_text
from ansim.identity.staff.notified_calls import CasesToTakeUp, NotifyCase, WaitingCase
from support.cases import notification
from support.rights import PHONES, Rights

PATIENT, OTHER, UNKNOWN = PHONES[2], PHONES[3], "010-0000-9199"


def day(ago: int) -> Any:
    return local_day(time.time()) - timedelta(days=ago)


def hand_in(rights: Rights, login: str, phone: str | None = PATIENT, /, **changes: Any) -> str:
    """A notification that is signed by somebody, in the words that the vault would have of the approver."""
    signer = rights.staff["approver"]
    text = write_text(notification(rights.system, signer, phone, **changes))
    return rights.vault.notify(NotifyCase(text, rights.staff[login].sign(text))).case


def forget_count(rights: Rights) -> None:
    with rights.system.owner("identity") as identity:
        identity.execute("UPDATE vault.notification SET at = at - interval '3 days'")


def waiting(rights: Rights, login: str) -> list[WaitingCase]:
    return rights.vault.cases_to_take_up(CasesToTakeUp(rights.staff[login].ref))


def marks(rights: Rights, login: str) -> set[str]:
    return {one.case for one in waiting(rights, login)}


def cases(rights: Rights) -> set[str]:
    """Every case that the vault knows of these tests' team, and every key of a case."""
    with rights.system.owner("identity") as identity:
        rows = identity.execute("SELECT ref FROM vault.known_case WHERE team = 'jeju'").fetchall()
    folder = rights.system.keys.path / "case"
    return {row[0] for row in rows} | {file.name for file in folder.glob("*.work.key")}


def entries(rights: Rights, case: str) -> list[tuple[str, str, str]]:
    with rights.system.owner("main") as main:
        return main.execute(
            "SELECT kind, actor_role, actor FROM ledger.entry WHERE case_ref = %s ORDER BY seq",
            [case],
        ).fetchall()


def side(rights: Rights, case: str) -> dict[str, str]:
    with rights.system.owner("identity") as identity:
        rows = identity.execute("SELECT staff, side FROM vault.side WHERE case_ref = %s", [case])
        return dict(rows.fetchall())
