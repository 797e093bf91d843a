"""An invented province as Parquet files, in this program's databases, or both."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ansim.database.embedded import running
from ansim.domain.days import local_day
from ansim.domain.errors import AnsimError
from ansim.domain.retention import POLICY
from ansim.keys import DayKeys, folder
from ansim.settings.environment import embedded_folder, uses_embedded_server
from ansim.simulation.database_copy import copy_province, refuse_databases_in_use
from ansim.simulation.files import write_outbreak, write_people, write_venues, write_visits
from ansim.simulation.outbreak import Outbreak, plant
from ansim.simulation.province import DayOfTruth, Province
from ansim.simulation.scenario import Scenario

VISITS, VENUES, TRUTH, OUTBREAK, PEOPLE = (
    f"{name}.parquet" for name in ("visits", "venues", "truth", "outbreak", "people")
)


class OutFolderError(AnsimError):
    """A folder that a province cannot be written to; the message names the path and says why."""


class WhichProvince(NamedTuple):
    """The same of all four is the same province: `scale` 1 is one of 600,000 active people, `start` its first day."""

    seed: int
    scale: float
    start: date
    days: int


def invent_province(
    out: Path | None,
    say: Callable[[str], None],
    *,
    which: WhichProvince,
    database: bool,
    truth: bool,
    outbreak: Scenario | None,
    outbreak_seed: int,
) -> None:
    """Write it where it is wanted; `say` gets a line for each place. Raises OutFolderError."""
    seed, scale, start, days = which
    if out is not None:
        _judge(out, {TRUTH: truth, OUTBREAK: outbreak is not None, PEOPLE: database})
    with running(embedded_folder()) if database and uses_embedded_server() else nullcontext():
        if database:
            refuse_databases_in_use()
        province = Province.build(seed, scale, start)
        planted = (
            plant(province, list(province.days(days)), outbreak, outbreak_seed)
            if outbreak
            else None
        )
        told = (
            partial(planted.days, province.start, days) if planted else partial(province.days, days)
        )
        if out is not None:
            count = _write(out, province, told, planted, truth=truth, ids=database)
            say(_words(count, days, province, str(out)))
        if database:
            count = copy_province(province, told(), DayKeys(folder()))
            say(_words(count, days, province, "the databases"))
    if planted:
        say(f"outbreak {outbreak}: {OUTBREAK} tells its cases ({len(planted.cases)})")
    if database and province.start < (kept := POLICY.first_kept_day(local_day(time.time()))):
        say(f"days before {kept} are past their period: the next sweep destroys them (see --start)")


def _write(
    out: Path,
    province: Province,
    told: Callable[[], Iterator[DayOfTruth]],
    planted: Outbreak | None,
    *,
    truth: bool,
    ids: bool,
) -> int:
    with _drafts(out) as drafts:
        write_venues(province.venues, drafts / VENUES)
        if planted:
            write_outbreak(planted, drafts / OUTBREAK)
        if ids:
            write_people(province, drafts / PEOPLE)
        return write_visits(province, told(), drafts / VISITS, drafts / TRUTH if truth else None)


def _words(count: int, days: int, province: Province, where: str) -> str:
    return f"{count:,} visits of {days} days at {len(province.venues):,} venues in {where}"


def _judge(out: Path, chosen: Mapping[str, bool]) -> None:
    """Refuse at once what would else be found after minutes of work. `chosen`: the files that are not always written."""
    try:
        nearest = next(place for place in (out, *out.parents) if place.exists())
        if not nearest.is_dir():
            raise OutFolderError(f"--out {out}: {nearest} is a file, name a folder")
        for name in (VISITS, VENUES, *chosen):
            if (out / name).is_dir():
                raise OutFolderError(
                    f"--out {out}: {name} in it is a folder, remove it or name another"
                )
        for name, wanted in chosen.items():
            # Beside other visits than its own a truth would be believed.
            if not wanted and (out / name).exists():
                raise OutFolderError(
                    f"--out {out}: {name} is of an earlier province, remove it or name another folder"
                )
    except OSError as error:
        raise _unfit(out, error) from None


@contextmanager
def _drafts(out: Path) -> Iterator[Path]:
    """A folder for drafts: the files take their places together when all are whole, for half a file of visits looks whole."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".draft-", dir=out) as drafts:
            yield Path(drafts)
            for draft in list(Path(drafts).iterdir()):
                draft.replace(out / draft.name)
    except OSError as error:
        raise _unfit(out, error) from None


def _unfit(out: Path, error: OSError) -> OutFolderError:
    reason = os.strerror(error.errno) if error.errno else str(error)
    return OutFolderError(
        f"--out {out} cannot be written: {reason}; name another folder, or make room"
    )
