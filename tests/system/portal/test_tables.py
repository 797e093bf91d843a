"""`{% table %}` and `{% column %}`"""

import re
from typing import Any

import pytest
from django.template import Context, Engine, TemplateSyntaxError

ENGINE = Engine(
    builtins=["django.templatetags.i18n", "ansim.portal.templatetags.tables"], debug=True
)


def written(text: str, **values: Any) -> str:
    return str(ENGINE.from_string(text).render(Context(values)))


TWO = (
    '{% table rows as row class="wide" %}{% column "Name" %} {{ row.name }} {% endcolumn %}'
    '{% column "Age" when=ages class="number" %}{{ row.age }}{% endcolumn %}{% endtable %}'
)
ROWS = [{"name": "가", "age": 3}, {"name": "<b>나</b>", "age": 5}]


def test_a_heading_stands_above_its_column_and_in_each_cell(system: object) -> None:
    page = written(TWO, rows=ROWS, ages=True)
    assert page.count('<th scope="col">Name</th>') == 1
    assert page.count('<th scope="col" class="number">Age</th>') == 1
    assert re.findall(r'<td data-head="Age" class="number">(\d)</td>', page) == ["3", "5"]
    assert 'class="cards wide"' in page


def test_what_people_wrote_is_escaped_and_blanks_around_it_go(system: object) -> None:
    page = written(TWO, rows=ROWS, ages=True)
    assert '<td data-head="Name">가</td>' in page
    assert "<b>나" not in page


@pytest.mark.parametrize("heading", ['a "quoted" one', "<i>", "a & b"])
def test_a_heading_is_escaped(system: object, heading: str) -> None:
    from html import unescape

    page = written(
        "{% table rows as row %}{% column heading %}x{% endcolumn %}{% endtable %}",
        rows=[1],
        heading=heading,
    )
    found = re.search(r'data-head="([^"]*)"', page)
    assert found
    assert unescape(found[1]) == heading
    assert "<i>" not in page


def test_a_column_that_is_not_asked_for_leaves_heading_and_cells_out(system: object) -> None:
    page = written(TWO, rows=ROWS, ages=False)
    assert "Age" not in page
    assert page.count("<td") == 2


def test_the_name_of_the_row_is_free_again_after_the_table(system: object) -> None:
    assert written(TWO + "[{{ row }}]", rows=ROWS, row="before").endswith("[before]")


@pytest.mark.parametrize(
    "wrong",
    [
        "{% table rows %}{% endtable %}",
        "{% table rows in row %}{% endtable %}",
        '{% table rows as row colour="red" %}{% endtable %}',
        "{% table rows as row %}{% column %}{% endcolumn %}{% endtable %}",
        '{% table rows as row %}{% column "A" width=3 %}{% endcolumn %}{% endtable %}',
    ],
)
def test_a_tag_written_wrongly_is_told(system: object, wrong: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        ENGINE.from_string(wrong)
