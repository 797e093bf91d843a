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
    """What Lighthouse found: points out of 100; how far the layout jumped (0 is best); bytes fetched."""

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
        told["audits"]["total-byte-weight"]["numericValue"],
    )
