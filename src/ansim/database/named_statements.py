"""Named SQL statements from a `queries.sql` beside the module that uses them."""

import re
from importlib.resources import files

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


def read_statements(package: str) -> dict[str, str]:
    """The statements of a package's `queries.sql`, by the name in the `-- name:` line above each."""
    parts = _NAME.split(files(package).joinpath("queries.sql").read_text("utf-8"))
    return {
        name: text.strip().removesuffix(";")
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }
