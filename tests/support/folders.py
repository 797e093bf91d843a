"""Where the project stands, and folders for a test's own system."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def own_folder() -> Iterator[Path]:
    """A short-lived folder outside pytest's own, which a second pytest of the same user closes to PostgreSQL's user."""
    with tempfile.TemporaryDirectory(prefix="ansim-test-", ignore_cleanup_errors=True) as name:
        yield Path(name)
