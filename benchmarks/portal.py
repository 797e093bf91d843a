"""What every page of the business portal costs the server, with a province in the database.

    python -m benchmarks.portal [ROUNDS [PAGE ...]]    # as: 20 review:list "venues:list, without code"

50,054 venues with codes, 500 applications that wait (60 with findings), a head office with 1,000 venues. Every GET route is
asked by each role that it lets in, and the searches of staff by themselves. A figure is processor time in milliseconds:
the portal's and its database connection's from its start, as each request opens one; the machine's other work is not in
it. Files (PDF, PNG) are printed and not judged. Exit status 1 where a page takes more than 100 ms in one of 20 rounds.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

import psycopg  # noqa: E402

from ansim.domain.codes import new_code  # noqa: E402
from ansim.settings.environment import dsn  # noqa: E402
from benchmarks.stage import stage  # noqa: E402

VENUES = 50_054
_MEASURE = (
    "import django, sys; django.setup(); from benchmarks import portal_pages;"
    " portal_pages.main(int(sys.argv[1]), sys.argv[2:])"
)

MOST = 100.0
_FIRST = "늘봄,돌담,바람,한라,백록,귤빛,해돋,오름,물결,노을,새벽,솔향,은하,청솔,푸른,고운"
_SECOND = "사우나,식당,커피,분식,책방,미용실,약국,의원,빵집,공방,마트,노래방,체육관,학원,여관,회관"
_TOWNS = "연동,노형동,이도2동,삼양동,아라동,애월읍,한림읍,조천읍,서귀동,중문동,성산읍,대정읍"


def _venues() -> None:
    """Venues as a province has them, in place of the stage's thousand."""
    with psycopg.connect(dsn("owner", "main")) as connection:
        connection.execute("DELETE FROM business_venuecode")
        connection.execute("DELETE FROM business_venue")
        connection.execute(
            """
            INSERT INTO business_venue
                (id, name, name_en, category, district, address, phone, latitude, longitude, opening_hours)
            SELECT n, first[1 + n %% 16] || second[1 + n / 16 %% 16] || CASE WHEN n > 256 THEN ' ' || n ELSE '' END,
                   'Venue ' || n, n %% 20, town[1 + n / 7 %% 12],
                   '제주특별자치도 제주시 ' || town[1 + n / 7 %% 12] || ' 안심로 ' || n,
                   '064-' || 700 + n / 10000 || '-' || lpad((n %% 10000)::text, 4, '0'),
                   33.2 + n / 250 * 0.0016, 126.2 + n %% 250 * 0.002, '{"mon": [["09:00", "22:00"]]}'
            FROM generate_series(1, %(count)s) n,
                 (SELECT string_to_array(%(first)s, ',') AS first, string_to_array(%(second)s, ',') AS second,
                         string_to_array(%(town)s, ',') AS town) words
            """,
            {"count": VENUES, "first": _FIRST, "second": _SECOND, "town": _TOWNS},
        )
        with connection.cursor().copy(
            "COPY business_venuecode (code, venue_id) FROM STDIN"
        ) as copy:
            for number in range(1, VENUES + 1):
                copy.write_row((new_code(), number))
        connection.execute(
            "SELECT setval(pg_get_serial_sequence('business_venue', 'id'), max(id)) FROM business_venue"
        )


def _tidy() -> None:
    with psycopg.connect(dsn("owner", "main"), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _run(*arguments: str, **environment: str) -> str:
    """What a Python of its own writes."""
    found = {**os.environ, **environment, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path[:2]])}
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=found, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with stage():
        _venues()
        _run("-m", "support.cast")
        _tidy()
        # Of its own: this process has set Django up as the databases' owner.
        measured = _run(
            *("-c", _MEASURE, str(rounds), *sys.argv[2:]),
            DJANGO_SETTINGS_MODULE="ansim.settings.business",
        )
    rows = json.loads(measured)
    print(f"| {'role':<11} | {'page':<34} | p50 ms | p95 ms |")
    for role, name, middle, slow, is_file in rows:
        print(
            f"| {role:<11} | {name:<34} | {middle:6.1f} | {slow:6.1f} |{' file' if is_file else ''}"
        )
    late = [name for _role, name, _middle, slow, is_file in rows if slow > MOST and not is_file]
    print(
        json.dumps(
            {"pages": len(rows), "over": late, "slowest": max(r[3] for r in rows if not r[4])}
        )
    )
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
