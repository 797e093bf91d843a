from pathlib import Path

import pytest

from ansim.alerts.command import CSV_HEADING
from ansim.business.imports.venue_file import OWN_COLUMNS
from ansim.domain.categories import Category
from ansim.simulation.files import OUTBREAK, PEOPLE, TRUTH, VENUES, VISITS
from ansim.simulation.scenario import Scenario
from ansim.tracing.offline.contacts import HEADING
from ansim.tracing.offline.read_visits import COLUMNS

PAGE = (Path(__file__).parents[2] / "docs" / "files.md").read_text("utf-8")


@pytest.mark.parametrize("column", [*COLUMNS, *OWN_COLUMNS])
def test_every_column_that_is_read_stands_in_the_docs(column: str) -> None:
    assert f"`{column}`" in PAGE


@pytest.mark.parametrize("heading", [HEADING, CSV_HEADING])
def test_every_heading_that_is_written_stands_in_the_docs(heading: tuple[str, ...]) -> None:
    assert ", ".join(heading) in PAGE


@pytest.mark.parametrize(
    "names", [schema.names for schema in (VISITS, VENUES, TRUTH, OUTBREAK, PEOPLE)]
)
def test_every_column_of_a_province_stands_in_the_docs(names: list[str]) -> None:
    assert f"`{', '.join(names)}`" in PAGE


@pytest.mark.parametrize("scenario", Scenario)
def test_every_outbreak_stands_in_the_docs(scenario: Scenario) -> None:
    assert f"\n| `{scenario}` |" in PAGE


def test_every_category_stands_in_the_docs() -> None:
    assert f"`{' '.join(kind.name.lower() for kind in Category)}`" in PAGE
