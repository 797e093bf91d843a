"""Lists of venues by file, through the worker: read, compared, taken in; then their posters.

`python -m benchmarks.lists [--rows 20000 50000] [--posters 1000]`. The rows are those of the files of the national register
in `../shared/data/localdata/cp949/`, one behind the other and again with new numbers. Targets: 20,000 rows in 60 s, 50,000
in 150 s (from the file's arrival to the last venue with its code, both tasks' start included), 1,000 posters in 60 s.
"""

import argparse
import csv
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import Any

from ansim.database import embedded

REGISTER = Path("../shared/data/localdata/cp949")
TARGETS = {20_000: 60.0, 50_000: 150.0}
TARGET_OF_POSTERS = 60.0


def register(rows: int) -> bytes:
    """A file of so many rows: open and closed ones as they come, every number once."""
    text, number = io.StringIO(), count()
    heading: list[str] = []
    lines: list[dict[str, str]] = []
    for file in sorted(REGISTER.glob("*.csv")):
        with file.open(encoding="cp949", newline="") as opened:
            read = csv.DictReader(opened)
            heading = (
                list(read.fieldnames or [])
                if len(read.fieldnames or []) > len(heading)
                else heading
            )
            lines += list(read)
    writer = csv.DictWriter(text, heading, extrasaction="ignore", restval="")
    writer.writeheader()
    for one in range(rows):
        line = lines[one % len(lines)]
        writer.writerow(line | {"관리번호": f"{line['관리번호']}-{rows}-{next(number)}"})
    return text.getvalue().encode("cp949", "replace")


def bring(content: bytes, name: str) -> tuple[float, float, Any]:
    """Hand a file in and have it taken in; gives the seconds until the preview and of the taking in."""
    from ansim.accounts.models import Staff
    from ansim.business.bulk.list_desk import ListDesk, begin, list_of
    from ansim.domain.venue_lists import TaskKind, UploadState

    clerk = ListDesk(None, Staff.objects.get())
    began, spent = time.perf_counter(), processor()
    upload = clerk.hand_in(list_of(None, name), "register.csv", content, whole=True, workbook=False)
    work()
    previewed = time.perf_counter()
    begin(TaskKind.APPLY, upload, UploadState.READY, UploadState.APPLYING)
    work()
    ended = time.perf_counter()
    upload.refresh_from_db()
    assert upload.state == "applied", (upload.state, upload.trouble)
    print(f"  {processor() - spent:.1f} s of one processor in the worker's tasks")
    return previewed - began, ended - previewed, upload


def posters(upload: Any, number: int, form: str) -> float:
    """Order posters of so many venues; gives the seconds until the file is ready."""
    from ansim.business.models import BulkTask, PosterOrder, VenueOnList

    rows = VenueOnList.objects.filter(venue_list=upload.venue_list, row__gt=0).order_by("row")
    last = list(rows.values_list("row", flat=True)[:number])[-1]
    about = {"sheet": "a4", "languages": ["en", "zh", "ja"], "first": 1, "last": last}
    order = PosterOrder.objects.create(
        venue_list=upload.venue_list, staff=upload.staff, form=form, **about
    )
    BulkTask.objects.create(kind="print", order=order)
    began, spent = time.perf_counter(), processor()
    work()
    took, spent = time.perf_counter() - began, processor() - spent
    order.refresh_from_db()
    size = f"{(order.size or 0) / 1e6:.0f} MB"
    told = f"{took:.1f} s, of them {spent:.1f} s of one processor, {size}"
    print(f"  {order.count:,} posters as {form.upper()}: {told}", flush=True)
    return took


def processor() -> float:
    """Seconds of a processor that ended tasks took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def work() -> None:
    """The worker's turns until nothing waits, as often as the worker takes them."""
    from ansim.business.bulk.turns import Turns
    from ansim.business.models import BulkTask

    turns = Turns()
    while BulkTask.objects.filter(ended_at=None).exists():
        turns.turn()
        time.sleep(0.2)
    while turns.pid is not None:
        turns.turn()
        time.sleep(0.05)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(TARGETS))
    parser.add_argument("--posters", type=int, default=1000)
    options = parser.parse_args()
    if not REGISTER.is_dir():
        print(f"no real data: {REGISTER} is not there")
        return 0
    missed = 0
    with tempfile.TemporaryDirectory(prefix="ansim-bench-") as folder:
        os.environ |= {
            "ANSIM_DATA": folder,
            "ANSIM_UPLOAD_ROWS": str(max(options.rows)),
            "DJANGO_SETTINGS_MODULE": "ansim.settings.migrations",
        }
        with embedded.running(Path(folder) / "postgres"):
            subprocess.run([sys.executable, "-m", "ansim.cli", "migrate"], check=True)
            import django

            django.setup()
            from ansim.accounts.models import Staff
            from ansim.accounts.permissions import Role

            Staff.objects.enrol("bench", "bench", Role.REGISTRAR)
            for rows in options.rows:
                content = register(rows)
                first, second, upload = bring(content, f"{rows}")
                print(
                    f"{rows:,} rows ({len(content) / 1e6:.1f} MB): previewed in {first:.1f} s, taken in in {second:.1f} s"
                )
                print(f"  {upload.counts}", flush=True)
                missed += first + second > TARGETS.get(rows, float("inf"))
            for form in ("zip", "pdf") if options.posters else ():
                missed += posters(upload, options.posters, form) > TARGET_OF_POSTERS
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
