"""Campaigns by a provider instead of a message centre: the sender hands over, asks for fates, and keeps no number."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ansim.domain.quantities import PersonId
from ansim.domain.search_results import packed_rows
from support.by_person import cipher_of
from support.campaigns import agree, asked
from support.house import House
from support.patience import until
from support.providers import sens as sens_form
from support.providers import solapi as solapi_form
from support.providers.background import in_background
from support.providers.sens import Sens
from support.providers.solapi import Solapi
from support.rights import Rights, open_rights, sign_up

CROWD = tuple(f"010-0000-{number}" for number in range(8500, 8540))
UNREACHED = CROWD[7]


@pytest.fixture(scope="module")
def rights(house: House) -> Iterator[Rights]:
    with open_rights(house) as built:
        yield built


@pytest.fixture(scope="module")
def crowd(rights: Rights) -> Iterator[list[bytes]]:
    people = [sign_up(rights.system, phone, "시험무리") for phone in CROWD]
    cipher = cipher_of(rights.system, rights.case)
    yield [bytes(cipher.handle(PersonId(one))) for one in people]
    with rights.system.owner("identity") as identity:
        identity.execute("DELETE FROM identity.identity WHERE person_id = ANY (%s)", [people])


@pytest.fixture(autouse=True)
def nothing_else_stands(rights: Rights) -> Iterator[None]:
    def clear() -> None:
        with rights.system.owner("identity") as identity:
            identity.execute("DELETE FROM vault.campaign")
        with rights.system.owner("main") as main:
            main.execute("DELETE FROM notices.campaign")

    clear()
    yield
    clear()


@contextmanager
def sender(house: House, log: Path, settings: dict[str, str]) -> Iterator[None]:
    house.need("vault")
    house.again("sender")
    names = settings | {"ANSIM_CAMPAIGNS_SECONDS": "0.1", "ANSIM_CAMPAIGN_FATES_SECONDS": "0.2"}
    output = house.output
    with pytest.MonkeyPatch.context() as patch, log.open("ab") as opened:
        patch.delenv("ANSIM_SMPP_URL", raising=False)
        for name, value in names.items():
            patch.setenv(name, value)
        house.output = opened.fileno()
        house.need("sender")
        house.output = output
    try:
        yield
    finally:
        house.again("sender")


def told(rights: Rights, people: list[bytes]) -> bytes:
    rows = packed_rows((one, rights.now - 3600, rights.now) for one in people)
    request = asked(rights, rows, people)
    taken = rights.vault.ask_campaign(request)
    if taken.waits:
        agree(rights, request.text)
    return bytes.fromhex(taken.ref)


def states(rights: Rights, ref: bytes) -> dict[str, int]:
    with rights.system.owner("main") as main:
        found: list[Any] = main.execute(
            "SELECT state, count(*) FROM notices.campaign_message WHERE campaign = %s GROUP BY 1",
            [ref],
        ).fetchall()
    return dict(found)


@pytest.mark.parametrize("kind", ["solapi", "sens"])
def test_everybody_is_told_once_and_officers_see_whom_it_did_not_reach(
    house: House, rights: Rights, crowd: list[bytes], tmp_path: Path, kind: str
) -> None:
    provider: Solapi | Sens = Solapi() if kind == "solapi" else Sens()
    provider.fates = {UNREACHED.replace("-", ""): "3043"}
    form = solapi_form if kind == "solapi" else sens_form
    prefix = f"ANSIM_{kind.upper()}"
    log = tmp_path / "sender.log"
    with in_background(provider.answer) as base:
        settings = {
            f"{prefix}_KEY": form.KEY,
            f"{prefix}_SECRET": form.SECRET,
            f"{prefix}_FROM": form.SENDER,
            f"{prefix}_URL": base,
        } | ({"ANSIM_SENS_SERVICE": sens_form.TEXTS} if kind == "sens" else {})
        with sender(house, log, settings):
            ref = told(rights, crowd)
            wanted = {"delivered": len(CROWD) - 1, "failed": 1}
            until(lambda: states(rights, ref) == wanted, f"all come to an end: {kind}")
    messages = provider.messages
    taken = list(messages.values()) if isinstance(messages, dict) else messages
    assert sorted(one["to"] for one in taken) == sorted(one.replace("-", "") for one in CROWD)
    assert provider.calls < len(CROWD)
    said = log.read_text("utf-8", "replace").replace("-", "")
    assert not [one for one in CROWD if one.replace("-", "")[-8:] in said]
