"""How the parser fares on real alerts of other provinces that somebody else labelled."""

import csv
import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ansim.domain.exposures import Exposure, ExposureAlert, parse_alert

_VECTORS = Path(__file__).parents[2] / "vectors"
LABELS = json.loads((_VECTORS / "exposure_answers_other.json").read_text("utf-8"))
# Nobody who writes rules reads these answers: of them the test prints counts alone.
HELD_BACK = json.loads((_VECTORS / "exposure_answers_held_back.json").read_text("utf-8"))
Window = tuple[str, str | None]


@dataclass
class Figures:
    """Counts over texts, and what was read otherwise than labelled."""

    alerts: int = 0
    others: int = 0
    windows: int = 0
    both: int = 0
    wrong: int = 0
    invented: int = 0
    remarks: list[str] = field(default_factory=list)


def squeeze(name: str) -> str:
    """A name without blanks, punctuation and what stands in brackets."""
    name = unicodedata.normalize("NFKC", name)
    while (plain := re.sub(r"\([^()]*\)", "", name)) != name:
        name = plain
    return "".join(letter for letter in name if letter.isalnum())


def stretches(windows: list[Window]) -> set[Window]:
    """Windows as a set; whole days that follow each other are one stretch."""
    found: list[Window] = []
    for start, end in sorted(set(windows), key=str):
        whole = start.endswith("T00:00") and str(end).endswith("T00:00")
        joins = whole and found and found[-1][1] == start and found[-1][0].endswith("T00:00")
        found.append((found.pop()[0] if joins else start, end))
    return set(found)


def windows_of(exposure: Exposure) -> list[Window]:
    """The windows of an exposure as the labels write them."""
    return [
        (
            window.start.isoformat(timespec="minutes"),
            window.end and window.end.isoformat(timespec="minutes"),
        )
        for window in exposure.windows
    ]


def labelled(exposures: list[dict[str, Any]]) -> set[Window]:
    """The windows of labels."""
    return stretches([(start, end) for one in exposures for start, end in one["windows"]])


def score(
    number: str, want: list[dict[str, Any]] | None, row: dict[str, str], sum_: Figures
) -> None:
    """Count one text."""
    sent = date.fromisoformat(row["create_date"][:10].replace("/", "-"))
    result = parse_alert(row["msg"], sent)
    got = list(result.exposures) if isinstance(result, ExposureAlert) else []
    if want is None:
        sum_.others += 1
        sum_.invented += bool(got)
        if got:
            sum_.remarks.append(f"{number}: no exposure, but read {got}")
        return
    sure = [one for one in want if not one.get("unsure")]
    if not sure:
        return
    accepted = [{squeeze(name) for name in one["venue"]} for one in sure]
    unsure = {
        (start, end) for one in want if one.get("unsure") for start, end in one.get("windows", [])
    }
    got = [
        one
        for one in got
        if not unsure
        or not set(windows_of(one)) <= unsure
        or any(squeeze(one.venue) in names for names in accepted)
    ]
    read = stretches([window for one in got for window in windows_of(one)])
    venues = {squeeze(one.venue) for one in got}
    right_windows = read == labelled(sure)
    right_venues = venues <= set().union(*accepted) and all(names & venues for names in accepted)
    sum_.alerts += 1
    sum_.windows += right_windows
    sum_.both += right_windows and right_venues
    sum_.wrong += not (read <= labelled(sure) and venues <= set().union(*accepted))
    if not (right_windows and right_venues):
        sum_.remarks.append(f"{number}: read {got or result}, labelled {want}")


# In per cent: windows right, windows and venues right, at most wrong; and how many other texts may be taken for an
# exposure. The targets are 95, 90, 1 and 0. All sets but "held_back" were at hand when the rules were written: they show
# that nothing is lost, and not how the texts fare that come.
FLOORS = {
    "write": (98, 98, 0, 0),
    "judge": (97, 97, 0, 0),
    "more": (98, 98, 0, 0),
    "third": (97, 97, 0, 0),
    "held_back": (87, 87, 1.2, 0),
}


@pytest.mark.parametrize("name", FLOORS)
def test_real_alerts_of_other_provinces_are_read_as_labelled(name: str, shared: Path) -> None:
    labels = (LABELS | HELD_BACK)[name]
    rows: dict[str, dict[str, str]] = {}
    for file in sorted((shared / "data/alerts_other").glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows |= {row["md101_sn"]: row for row in csv.DictReader(lines)}
    assert labels.keys() <= rows.keys(), "labels without a text"
    found = Figures()
    for number, want in labels.items():
        score(number, want, rows[number], found)
    if name not in HELD_BACK:
        print(*found.remarks, sep="\n")
    share = 100 / found.alerts
    print(f"| {name} | of {found.alerts} alerts | % |\n|---|---|---|")
    print(f"| windows right | {found.windows} | {found.windows * share:.1f} |")
    print(f"| windows and venues right | {found.both} | {found.both * share:.1f} |")
    print(f"| wrong | {found.wrong} | {found.wrong * share:.1f} |")
    print(f"| false exposures | {found.invented} of {found.others} other texts | |")
    least, least_both, most_wrong, most_invented = FLOORS[name]
    assert found.windows * share >= least
    assert found.both * share >= least_both
    assert found.wrong * share <= most_wrong
    assert found.invented <= most_invented
