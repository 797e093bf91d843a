import gzip
import zipfile
from pathlib import Path

import numpy as np
import pytest

from ansim.simulation.sociopatterns import (
    SociopatternsError,
    half_day_stays,
    read_contacts,
    read_departments,
    stays_apart,
)

LINES = b"40000 1 2\n40020 1 2\n40040 3\t1\n43180 1 2\n43200 1 2\n90000 2 3\n"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "t.dat"
    path.write_bytes(LINES)
    return path


def test_packed_files_read_as_plain_ones(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "t.dat.gz").write_bytes(gzip.compress(LINES))
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.write(plain, "t.dat")
    for name in ("t.dat", "t.dat.gz", "t.zip"):
        contacts = read_contacts(tmp_path / name)
        assert contacts.moment.tolist() == [40000, 40020, 40040, 43180, 43200, 90000]
        assert contacts.pairs() == {(1, 2), (1, 3), (2, 3)}


def test_a_half_day_runs_from_its_first_to_the_end_of_its_last_sighting(plain: Path) -> None:
    stays = half_day_stays(read_contacts(plain))
    rows = list(
        zip(stays.person.tolist(), stays.entered.tolist(), stays.left.tolist(), strict=True)
    )
    assert rows == [
        (1, 40000, 43200),
        (1, 43200, 43220),
        (2, 40000, 43200),
        (2, 43200, 43220),
        (2, 90000, 90020),
        (3, 40040, 40060),
        (3, 90000, 90020),
    ]


def test_a_gap_parts_stays(plain: Path) -> None:
    stays = stays_apart(read_contacts(plain), 600)
    mine = stays.person == 1
    assert list(zip(stays.entered[mine].tolist(), stays.left[mine].tolist(), strict=True)) == [
        (40000, 40060),
        (43180, 43220),
    ]


@pytest.mark.parametrize("lines", [b"1 2\n", b"a b c\n"])
def test_what_is_no_contact_list_is_refused(tmp_path: Path, lines: bytes) -> None:
    (tmp_path / "t.dat").write_bytes(lines)
    with pytest.raises(SociopatternsError, match=r"t\.dat"):
        read_contacts(tmp_path / "t.dat")


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SociopatternsError, match=r"nowhere\.gz"):
        read_contacts(tmp_path / "nowhere.gz")


@pytest.mark.parametrize(
    ("name", "people", "lines"),
    [
        ("SFHH_tij.dat.gz", 403, 70_261),
        ("workplace_InVS15_tij.dat.gz", 217, 78_249),
        ("workplace_InVS_tij.dat.zip", 92, 9_827),
    ],
)
def test_every_recorded_contact_shares_20_s_of_its_stays(
    shared: Path, name: str, people: int, lines: int
) -> None:
    contacts = read_contacts(shared / "data" / "sociopatterns" / name)
    assert contacts.moment.size == lines
    stays = half_day_stays(contacts)
    assert np.unique(stays.person).size == people
    assert (contacts.one != contacts.other).all()
    key = stays.person * 10**7 + stays.entered
    for badge in (contacts.one, contacts.other):
        at = np.searchsorted(key, badge * 10**7 + contacts.moment, side="right") - 1
        assert (stays.person[at] == badge).all()
        assert (stays.entered[at] <= contacts.moment).all()
        assert (contacts.moment + 20 <= stays.left[at]).all()


def test_departments_are_read(shared: Path) -> None:
    departments = read_departments(
        shared / "data" / "sociopatterns" / "workplace_InVS15_metadata.txt"
    )
    assert departments[20] == "DCAR"
    assert len(departments) == 232
