"""Names of real registers, put into alerts, come back as they are."""

import csv
import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from ansim.domain.exposures import ExposureAlert, parse_alert

SENT = date(2021, 5, 20)
HOURS = ["05-18 11:00"]
LAYOUTS = [
    "5.18.(화) 11:00~12:00 {name}(별읍 중앙로 12) 방문자는 가까운 보건소에서 검사받으시기 바랍니다.",
    "5.18.(화) 11:00~12:00 {name} 방문자는 가까운 보건소에서 검사받으시기 바랍니다.",
    "확진자 동선 관련 해남읍 {name} 5.18.(화) 11:00~12:00 방문자는 보건소에서 검사바랍니다.",
    "5.18.(화) 11:00~12:00 {name}에 방문하신 분은 보건소에서 검사바랍니다",
]


def plain(name: str) -> str:
    """A name without blanks and signs."""
    return "".join(one for one in unicodedata.normalize("NFKC", name) if one.isalnum())


def names(shared: Path) -> list[str]:
    """One name in five of the registers, without brackets."""
    found: dict[str, None] = {}
    for file in sorted((shared / "data/localdata").glob("cp949/*.csv")):
        with file.open(encoding="cp949", errors="replace", newline="") as lines:
            for row in csv.DictReader(lines):
                name = (row.get("사업장명") or "").strip()
                if 2 <= len(name) <= 18 and not re.search(r"[(�]", name):
                    found[name] = None
    return list(found)[::5]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_names_of_real_registers_come_back_as_they_are(layout: str, shared: Path) -> None:
    given = names(shared)
    assert len(given) > 300
    whole, other = 0, []
    for name in given:
        alert = parse_alert(layout.format(name=name), SENT)
        if not isinstance(alert, ExposureAlert):
            continue
        starts = [f"{one.start:%m-%d %H:%M}" for it in alert.exposures for one in it.windows]
        assert set(starts) == set(HOURS), name
        read = [plain(one.venue) for one in alert.exposures]
        whole += read == [plain(name)]
        if not all(one in plain(name) for one in read):
            other.append((name, read))
    print(f"{whole} of {len(given)} names came back as they are; as another name: {other}")
    assert whole >= 0.965 * len(given)
    assert len(other) <= 0.005 * len(given)
