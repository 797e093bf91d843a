"""The outbox over a provider of the real form: its reference goes along, comes back in the report, and settles doubt."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from ansim.notices.channels.solapi.channel import SolapiAccount, SolapiTexts
from ansim.notices.channels.solapi.delivery_reports import read_reports
from ansim.notices.delivery import Delivery
from ansim.notices.outbox import Notice, queue
from ansim.notices.receipts import HowFar, settle
from ansim.notices.words import Template
from support.patience import PATIENCE
from support.providers.background import in_background
from support.providers.moods import Mood
from support.providers.solapi import KEY, SECRET, SENDER, Solapi
from support.system import System

PARAMS = {"venue": "바람 카페", "ref": "R0000001"}


@pytest.fixture(autouse=True)
def _empty(system: System) -> None:
    with system.owner("main") as connection:
        connection.execute("DELETE FROM notices.message")


@pytest.fixture
def provider() -> Iterator[tuple[Solapi, str]]:
    solapi = Solapi()
    with in_background(solapi.answer) as base:
        yield solapi, base


def deliver(system: System, base: str) -> Any:
    channel = SolapiTexts(SolapiAccount(KEY, SECRET, SENDER, base=base, seconds=PATIENCE))
    with system.connect_as("worker", "main") as connection:
        return Delivery(connection, lambda _message: "+821000000001", channel).run()


def put(system: System) -> str:
    reference = uuid4()
    with system.connect_as("business", "main") as connection:
        notice = Notice(Template.APPLICATION_RECEIVED, 1, "ko", PARAMS, reference=reference)
        queue(connection.cursor(), notice)
    return str(reference)


def references(solapi: Solapi) -> list[str]:
    return [one["customFields"]["reference"] for one in solapi.messages.values()]


def test_a_message_goes_with_the_outboxs_own_reference(
    system: System, provider: tuple[Solapi, str]
) -> None:
    solapi, base = provider
    wanted = put(system)
    assert deliver(system, base).handed == 1
    assert references(solapi) == [wanted]


def test_a_line_that_broke_is_tried_again_and_both_reports_come_to_one_message(
    system: System, provider: tuple[Solapi, str]
) -> None:
    solapi, base = provider
    wanted = put(system)
    solapi.mood = Mood.CUTS
    assert deliver(system, base).failed == 1
    with system.owner("main") as connection:
        connection.execute("UPDATE notices.message SET due_at = now()")
    solapi.mood = Mood.WELL
    assert deliver(system, base).handed == 1
    assert references(solapi) == [wanted, wanted]  # at least once, and known as one
    reports = json.dumps([{"data": solapi.report_of(ticket)} for ticket in solapi.messages])
    told = read_reports(reports.encode(), datetime.now(UTC))
    assert {one.reference for one in told} == {wanted}
    found = settle(told, datetime.now(UTC))
    assert found is not None
    assert found.how_far is HowFar.DELIVERED
