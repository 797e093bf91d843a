"""`ansim import venues FILE.csv`"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.imported import forget_imported
from support.system import System

HEADING = "external_id,name,name_en,category,address,district,latitude,longitude,phone\n"


@pytest.fixture(autouse=True)
def clean(system: System) -> Iterator[None]:
    with system.owner("main") as connection:
        forget_imported(connection)
    yield
    with system.owner("main") as connection:
        forget_imported(connection)


def write(folder: Path, *rows: str) -> Path:
    file = folder / "venues.csv"
    file.write_text(HEADING + "\n".join(rows) + "\n")
    return file


def count(system: System, statement: str) -> int:
    with system.owner("main") as connection:
        row = connection.execute(statement).fetchone()
    assert row
    return int(row[0])


CODES = (
    "SELECT count(*) FROM business_venuecode c JOIN business_venue v ON v.id = venue_id"
    " WHERE external_id IS NOT NULL"
)
ONE = (
    "a1,바다 식당,Sea Diner,RESTAURANT,제주특별자치도 제주시 연동 1,연동,33.49,126.49,064-000-0001"
)
TWO = "a2,숲 카페,,CAFE,제주특별자치도 제주시 노형동 2,노형동,33.48,126.47,"


def test_it_adds_venues_with_one_code_each(system: System, tmp_path: Path) -> None:
    from ansim.business.imports import import_venues

    report = import_venues(write(tmp_path, ONE, TWO))
    assert (report.added, report.updated, report.unchanged, report.refused) == (2, 0, 0, 0)
    assert count(system, CODES) == 2


def test_it_is_safe_to_run_twice(system: System, tmp_path: Path) -> None:
    from ansim.business.imports import import_venues

    import_venues(write(tmp_path, ONE, TWO))
    again = import_venues(write(tmp_path, ONE, TWO.replace("숲 카페", "숲속 카페")))
    assert (again.added, again.updated, again.unchanged) == (0, 1, 1)
    assert count(system, CODES) == 2


def test_it_refuses_row_by_row_and_takes_the_rest(system: System, tmp_path: Path) -> None:
    from ansim.business.imports import import_venues

    report = import_venues(write(tmp_path, ONE, "a3,,,CAFE,제주시 1,연동,33.4,126.4,", TWO))
    assert report.added == 2
    assert [row.row for row in report.told] == [3]
    assert "row 3" in report.in_words("venues")


def test_it_gives_no_code_to_a_venue_whose_code_was_revoked(system: System, tmp_path: Path) -> None:
    from ansim.business.imports import import_venues

    import_venues(write(tmp_path, ONE))
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE business_venuecode SET revoked_at = now() FROM business_venue v"
            " WHERE v.id = venue_id AND external_id LIKE '%a1'"
        )
    import_venues(write(tmp_path, ONE))
    assert count(system, CODES + " AND revoked_at IS NULL") == 0


def test_what_an_owner_said_stays_and_where_it_is_stays_the_lists(
    system: System, tmp_path: Path
) -> None:
    from ansim.business.imports import import_venues
    from ansim.business.models import Business, Venue

    import_venues(write(tmp_path, ONE, TWO))
    firm = Business.objects.create(name="바람 상회", kind="without_number")
    held = {"business": firm, "category": 4, "kind_of_site": "bar"}
    Venue.objects.filter(external_id="own:a1").update(
        name="우리 식당", name_en="Ours", phone="064-000-0009", **held
    )
    Venue.objects.filter(external_id="own:a2").update(business=firm, kind_of_site="")
    later = import_venues(
        write(
            tmp_path,
            ONE.replace("바다 식당", "바다 식당 새로").replace("33.49", "33.45"),
            f"{TWO.replace('숲 카페', '숲속 카페')}064-000-0002",
        )
    )
    assert (later.added, later.updated, later.unchanged) == (0, 2, 0)
    one, two = (Venue.objects.get(external_id=f"own:a{n}") for n in (1, 2))
    assert (one.name, one.name_en, one.phone) == ("우리 식당", "Ours", "064-000-0009")
    assert (one.category, one.kind_of_site, one.latitude) == (4, "bar", 33.45)
    # What the owner left empty is filled.
    assert (two.name, two.phone, two.kind_of_site) == ("숲 카페", "064-000-0002", "cafe")


def test_what_it_changed_stands_in_the_history(system: System, tmp_path: Path) -> None:
    """Each venue that was made or changed has a step; a phone's numbers stay out of it; what is as it was has none."""
    from ansim.business.imports import import_venues
    from ansim.business.models import VenueStep

    import_venues(write(tmp_path, ONE, TWO))
    import_venues(write(tmp_path, ONE, TWO))
    import_venues(
        write(
            tmp_path,
            ONE.replace("064-000-0001", "064-000-0003").replace("33.49", "33.5"),
            f"{TWO.replace('숲 카페,', '숲속 카페,Wood')}064-000-0002",
            "a3,솔 서점,,RETAIL,제주특별자치도 제주시 도남동 3,도남동,33.48,126.52,",
        )
    )

    def steps(key: str) -> list[tuple[object, ...]]:
        some = VenueStep.objects.filter(venue__external_id=f"own:{key}")
        assert not some.exclude(owner=None, staff=None, api_key=None).exists()
        return list(some.values_list("what", "changed"))

    assert steps("a1") == [
        ("registered", {}),
        ("listed", {"phone": [], "latitude": [33.49, 33.5]}),
    ]
    assert steps("a2") == [
        ("registered", {}),
        ("listed", {"phone": [], "name": ["숲 카페", "숲속 카페"], "name_en": ["", "Wood"]}),
    ]
    assert steps("a3") == [("registered", {})]


def test_a_name_that_an_owner_gave_is_no_change_the_second_time(
    system: System, tmp_path: Path
) -> None:
    from ansim.business.imports import import_venues
    from ansim.business.models import Business, Venue

    import_venues(write(tmp_path, ONE))
    firm = Business.objects.create(name="바람 상회", kind="without_number")
    Venue.objects.filter(external_id="own:a1").update(business=firm, name="우리 식당")
    again = import_venues(write(tmp_path, ONE))
    assert (again.updated, again.unchanged) == (0, 1)


@pytest.mark.parametrize(
    ("name", "least"), [("jeju_public_mask_stores_2020.csv", 350), ("visitjeju_180.csv", 150)]
)
def test_it_takes_the_real_lists(system: System, shared: Path, name: str, least: int) -> None:
    from ansim.business.imports import import_venues

    file = shared / "data" / "jeju_venues" / name
    first, second = import_venues(file), import_venues(file)
    assert first.added >= least
    assert (second.added, second.updated, second.unchanged) == (0, 0, first.added)


@pytest.mark.parametrize(
    ("rows", "code", "words"),
    [
        ([ONE, TWO], 0, "2 rows in = 2 added"),
        (
            [ONE, ONE],
            0,
            "2 rows in = 1 added + 0 updated + 0 unchanged + 1 set aside (1 duplicate)",
        ),
        ([ONE, "a3,,,CAFE,제주시 1,연동,33.4,126.4,"], 3, "+ 1 refused"),
        (["a3,,,CAFE,제주시 1,연동,33.4,126.4,", '"'], 4, "2 rows in = 0 added"),
    ],
)
def test_the_exit_status_says_how_much_was_taken(
    system: System, tmp_path: Path, rows: list[str], code: int, words: str
) -> None:
    from typer.testing import CliRunner

    from ansim.cli import app

    told = CliRunner().invoke(app, ["import", "venues", str(write(tmp_path, *rows))])
    assert (told.exit_code, words in told.output) == (code, True), told.output
