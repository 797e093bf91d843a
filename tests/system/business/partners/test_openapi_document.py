"""The served document is true: schemathesis asks the real portal what the document allows, and what it does not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from support.examples import examples
from support.house import House
from support.partner import new_key
from support.patience import PATIENCE
from system.business.partners.test_who_may_ask import objects_of, with_owner

# Whether a well-formed body is accepted depends on the world (is there such a venue?), which no schema says; a missing
# If-Match is 428 (RFC 6585), which the tool does not take for a refusal.
LEFT_OUT = "positive_data_acceptance,missing_required_header"


@pytest.fixture
def patient(house: House) -> Iterator[House]:
    """A portal that lets a key ask as fast as a machine can."""
    os.environ["ANSIM_PARTNER_BURST"] = "1000000"
    house.again("business")
    yield house
    del os.environ["ANSIM_PARTNER_BURST"]
    house.again("business")


@pytest.mark.long
def test_schemathesis_finds_nothing(patient: House, tmp_path: Path) -> None:
    from ansim.accounts.models import Attempt

    house = patient
    assert house.staff
    business, key = new_key()
    with_owner(business)
    objects_of(business)
    address = f"{house.addresses['business']}/api/v1/openapi.json"
    tool = Path(sys.executable).with_name("schemathesis")
    options = ["-n", examples(10, 25), "--seed", "1", "--exclude-checks", LEFT_OUT]
    header = ["--header", f"Authorization: Bearer {key}"]
    command = [sys.executable, tool, "run", address, *options, *header]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    Attempt.objects.all().delete()
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]


def test_every_operation_says_what_it_refuses(house: House) -> None:
    answer = httpx.get(f"{house.addresses['business']}/api/v1/openapi.json", timeout=PATIENCE)
    document: Any = answer.json()
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            refused = {s: a for s, a in operation["responses"].items() if int(s) >= 400}
            assert {"401", "403", "429", "500", "503"} <= set(refused), f"{method} {path}"
            assert all("application/problem+json" in one["content"] for one in refused.values())
            names = {one["name"] for one in operation["parameters"] if one["in"] == "header"}
            assert ("Idempotency-Key" in names) is (method == "post")


def test_a_person_reads_it_in_both_languages_without_a_foreign_host(house: House) -> None:
    import re

    address = f"{house.addresses['business']}/api/"
    korean = httpx.get(address, timeout=PATIENCE)
    english = httpx.get(address, headers={"Cookie": "ansim_business_language=en"}, timeout=PATIENCE)
    assert korean.status_code == english.status_code == 200
    assert "연계 API" in korean.text
    assert "Partner API" in english.text
    for text in (korean.text, english.text):
        assert "POST /api/v1/applications" in re.sub(r"\s+", " ", text)
        assert re.findall(r'(?:src|href)="(?:https?:)?//', text) == []
