"""Codes by the providers that hold Korean phones: somebody signs up, through a real gateway and each provider's form."""

import re
from collections.abc import Iterator

import pytest

from support.providers import sens as sens_form
from support.providers import solapi as solapi_form
from support.providers.background import in_background
from support.providers.sens import Sens
from support.providers.solapi import Solapi
from support.system import System, device_key
from support.visitor import CONSENT, next_phone


def by_solapi(base: str) -> dict[str, str]:
    return {
        "ANSIM_SOLAPI_KEY": solapi_form.KEY,
        "ANSIM_SOLAPI_SECRET": solapi_form.SECRET,
        "ANSIM_SOLAPI_FROM": solapi_form.SENDER,
        "ANSIM_SOLAPI_URL": base,
    }


def by_sens(base: str) -> dict[str, str]:
    return {
        "ANSIM_SENS_KEY": sens_form.KEY,
        "ANSIM_SENS_SECRET": sens_form.SECRET,
        "ANSIM_SENS_SERVICE": sens_form.TEXTS,
        "ANSIM_SENS_FROM": sens_form.SENDER,
        "ANSIM_SENS_URL": base,
    }


@pytest.fixture(params=["solapi", "sens"])
def opened(
    request: pytest.FixtureRequest, system: System
) -> Iterator[tuple[System, Solapi | Sens]]:
    provider = Solapi() if request.param == "solapi" else Sens()
    with in_background(provider.answer) as base:
        settings = by_solapi(base) if request.param == "solapi" else by_sens(base)
        other = System(system.folder, venues=system.venues, environment=settings)
        other.start_gateway()
        try:
            yield other, provider
        finally:
            other.stop_gateway()


def texts_to(provider: Solapi | Sens, number: str) -> list[str]:
    taken = provider.messages.values() if isinstance(provider, Solapi) else provider.messages
    return [one.get("text") or one["content"] for one in taken if one["to"] == number]


def test_a_code_by_the_provider_signs_somebody_up(opened: tuple[System, Solapi | Sens]) -> None:
    system, provider = opened
    phone = next_phone()
    begun = system.http.post("/v1/verifications", json={"phone": phone})
    assert begun.status_code == 201, begun.text
    (text,) = texts_to(provider, phone.replace("-", ""))
    code = re.search(r"(?<!\d)\d{6}(?!\d)", text)
    assert code is not None
    body = {
        "verification_id": begun.json()["verification_id"],
        "code": code.group(),
        "phone": phone,
        "consent": CONSENT,
        "device_key": device_key(),
    }
    assert system.http.post("/v1/sessions", json=body).status_code == 201
