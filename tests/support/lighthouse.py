"""Lighthouse on a page: points by category, and figures that no busy machine changes."""

import json
import os
import runpy
import subprocess
from dataclasses import dataclass
from pathlib import Path

from support.phone import ARGUMENTS, executable

LIGHTHOUSE = Path(__file__).parents[2] / "web" / "node_modules" / "lighthouse" / "cli" / "index.js"


@dataclass(frozen=True)
class Page:
    """What Lighthouse found: points out of 100; how far the layout jumped (0 is best); bytes fetched.

    Directories are left out: how long they are depends on how many venues there are.
    """

    points: dict[str, int]
    shift: float
    bytes: int


def missing() -> str:
    """What Lighthouse needs and this machine lacks; empty where nothing is missing."""
    if LIGHTHOUSE.exists() and executable() is not None:
        return ""
    return "needs Chromium and `python hatch_build.py check` (installs Lighthouse)"


def lighthouse(address: str, report: Path) -> Page:
    """One run. Its points for speed fall where the machine has other work."""
    options = [
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        "--only-categories=performance,accessibility,best-practices",
        f"--chrome-flags={' '.join(['--headless=new', *ARGUMENTS])}",
    ]
    build = runpy.run_path(str(LIGHTHOUSE.parents[4] / "hatch_build.py"))
    command = [str(build["find_node"]()[0]), str(LIGHTHOUSE), address, *options]
    environment = {**os.environ, "CHROME_PATH": executable() or ""}
    subprocess.run(command, check=True, timeout=200, env=environment)
    told = json.loads(report.read_text())
    return Page(
        {name: round(100 * group["score"]) for name, group in told["categories"].items()},
        told["audits"]["cumulative-layout-shift"]["numericValue"],
        sum(
            one["transferSize"]
            for one in told["audits"]["network-requests"]["details"]["items"]
            if "/v1/directories" not in one["url"]
        ),
    )
