"""The worked example of docs/guides/laboratory.md, run as it stands there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ansim.cli import app
from ansim.domain.pathogens import Anchor, presets
from ansim.identity.laboratories.laboratory_keys import read_public_key
from support.folders import ROOT
from support.house import House, Open

GUIDE = (ROOT / "docs/guides/laboratory.md").read_text()


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert found, language
    return found[1]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the guide makes its key by openssl")
def test_a_key_is_made_enrolled_and_a_notification_sent(
    house: House, browse: Open, tmp_path: Path
) -> None:
    house.need("investigation")
    subprocess.run(["sh", "-e"], input=block("sh"), text=True, cwd=tmp_path, check=True)
    public = tmp_path / "laboratory.pub.pem"
    told = CliRunner().invoke(app, ["laboratory", "add", "안내서 검사센터", "--key", str(public)])
    assert told.exit_code == 0, told.output
    words = dict(line.split(" ", 1) for line in told.output.strip().splitlines())
    assert words["kid"] == read_public_key(public.read_bytes()).kid
    of_staff = {"AGENCY": "", "TEAM": "", "NUMBER": "none", "CONSOLE": house.at("investigation")}
    known = {"ISS": words["iss"], "KID": words["kid"], "AUD": words["aud"]}
    done = subprocess.run(
        [sys.executable, "-c", block("python")],
        cwd=tmp_path,
        env=os.environ | of_staff | known,
        capture_output=True,
        text=True,
        check=True,
    )
    case = done.stdout.strip()
    assert re.fullmatch(r"\d{4}-[0-9A-Z]{5}", case), done.stdout + done.stderr
    page = browse("investigation", "officer").get("/notifications/").text
    assert case in page
    assert "안내서 검사센터" in page


def test_every_code_stands_in_the_guide(system: object) -> None:
    from ansim.investigation.laboratories import problems

    own = {one.code for one in vars(problems).values() if type(one) is problems.RefusalKind}
    assert {code for code in own | set(problems.REFUSED) if f"`{code}`" not in GUIDE} == set()
    assert len(own) > 5


@pytest.mark.parametrize("word", [*presets(), *(anchor.value for anchor in Anchor)])
def test_every_word_of_a_disease_stands_in_the_guide(word: str) -> None:
    assert f"`{word}`" in GUIDE
