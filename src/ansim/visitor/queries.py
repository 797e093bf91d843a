"""The statements of `queries.sql`, by name."""

import re
from pathlib import Path
from typing import Final


def read_statements(path: Path) -> dict[str, str]:
    """Statements that each follow a `-- name: …` line, without comments."""
    parts = re.split(r"^-- name: (\w+)$", path.read_text(), flags=re.MULTILINE)
    return {
        name: re.sub(r"^\s*--.*\n", "", text, flags=re.MULTILINE).strip()
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }


SQL: Final = read_statements(Path(__file__).with_name("queries.sql"))
