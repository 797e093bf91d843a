"""Compiled kernels of these very sources: numba renews one when its own file changes, not when a file it calls does.

Imported before anything that imports numba. The folder is named after all of the tracing's sources.
"""

import hashlib
import os
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
KERNELS = ROOT / ".cache" / "numba"


def folder_of_these_sources() -> Path:
    """The cache folder; those of other sources are removed."""
    digest = hashlib.sha256(
        b"".join(file.read_bytes() for file in sorted((ROOT / "src/ansim/tracing").rglob("*.py")))
    )
    folder = KERNELS / digest.hexdigest()[:16]
    for other in KERNELS.glob("*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return folder


os.environ.setdefault("NUMBA_CACHE_DIR", str(folder_of_these_sources()))
