"""Names, numbers and keys that nobody else has: put in wherever somebody enters one, and looked for where none may stand."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from ansim.settings.environment import DATABASES
from support.system import System

_TABLES = """
    SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
"""
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


@dataclass
class Canaries:
    """What was put in, by what it is, and every address that was asked for."""

    known: dict[str, str] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)

    def name(self, what: str, text: str) -> str:
        """A name, or a key."""
        self.known[what] = text
        return text

    def phone(self, what: str, number: str) -> str:
        """A number as people write it; looked for by its last ten digits, however they are grouped: eight meet by chance."""
        self.known[what] = number
        return number

    def found_in(self, text: str) -> list[str]:
        """What of it stands in a text: as it is, escaped for JSON or an address, or in the hexadecimal of its bytes."""
        digits = re.sub(r"[\s\-.()]", "", text)
        return [what for what, one in self.known.items() if _stands(one, text, digits)]


def _stands(one: str, text: str, digits: str) -> bool:
    if re.fullmatch(r"[\d-]+", one):
        tail = one.replace("-", "")[-10:]
        return any(sign in digits for sign in (tail, tail.encode().hex()))
    shapes = (one, one.encode("unicode_escape").decode(), quote(one), one.encode().hex())
    return any(shape in text for shape in shapes)


def rows_of(system: System) -> Iterator[tuple[str, str]]:
    """Every row of every table of the three databases as text, with where it stands."""
    for database in DATABASES:
        with system.owner(database) as connection:
            for (table,) in connection.execute(_TABLES).fetchall():
                for (row,) in connection.execute(f"SELECT t::text FROM {table} t").fetchall():
                    yield f"{database} {table}", row


def files_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file of a system: logs, spools, what is left over. The database's own files are read as rows, and the demo's
    messages stand in place of phones."""
    for file in sorted(folder.rglob("*")):
        within = file.relative_to(folder).parts
        if file.is_file() and not {"base", "pg_wal", "global", "demo"} & set(within):
            yield "/".join(within), file.read_bytes().decode("utf-8", "replace")


def text_of_pdf(content: bytes) -> str:
    """What stands in a PDF, its compressed parts and its metadata too."""
    parts = [content]
    for stream in _STREAM.findall(content):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return "\n".join(part.decode("utf-8", "replace") for part in parts)
