"""A refused form shows its reasons where the eye is: at the field in focus, and beside the button"""

import re

import pytest

from support.house import Open
from support.walk import Walk, ref_of


def focused(page: str) -> list[str]:
    """Names of the fields, or the class of the notice, that the page puts the focus on."""
    tags = re.findall(r"<[^>]+\sautofocus\b[^>]*>", page)
    found = [re.search(r'(?:name|class)="([^"]+)"', tag) for tag in tags]
    return [one[1] for one in found if one]


def beside_the_button(page: str) -> str:
    found = re.search(r'<div class="notice bad summary".*?</div>\s*(?=<button)', page, re.DOTALL)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("fields", "first"),
    [
        ({"phone": "", "preset": "covid19", "anchor_date": "2026-11-20"}, "phone"),
        ({"phone": "", "preset": "no-such", "anchor_date": ""}, "phone"),
        ({"phone": "010-0000-0101", "preset": "plague", "anchor_date": ""}, "preset"),
        (
            {"phone": "010-0000-0101", "preset": "covid19", "anchor_date": "1999-01-01"},
            "anchor_date",
        ),
    ],
)
def test_the_first_wrong_field_of_a_new_case_is_in_focus(
    browse: Open, fields: dict[str, str], first: str
) -> None:
    page = (
        browse("investigation", "approver")
        .post("/notifications/new", anchor_kind="symptom-onset", **fields)
        .text
    )
    assert focused(page) == [first]
    assert f'href="#id_{first}"' in beside_the_button(page)


@pytest.mark.parametrize("portal", ["business", "investigation"])
def test_a_staff_number_that_is_none_is_marked_in_focus(browse: Open, portal: str) -> None:
    page = browse(portal).post("/first-key", staff="S-12").text
    assert focused(page) == ["staff"]
    assert "직원 번호" in beside_the_button(page)


def test_a_warrant_for_too_long_is_marked_in_focus(walk: Walk) -> None:
    page = walk.draft(valid_days="99").text
    assert focused(page) == ["valid_days"]
    assert 'href="#id_valid_days"' in beside_the_button(page)


def test_a_span_that_runs_backward_marks_its_end(walk: Walk) -> None:
    pages = (
        walk.contacts(end="2000-01-01T00:00").text,
        walk.officer.post(
            f"{walk.case}/window",
            f"{walk.case}/itinerary",
            start="2026-11-02T00:00",
            end="2026-11-01T00:00",
        ).text,
    )
    assert [focused(page) for page in pages] == [["end"]] * 2
    assert focused(walk.draft(end="2000-01-01T00:00").text) == ["notice bad"]


def test_names_that_may_not_be_opened_say_so_in_focus(walk: Walk) -> None:
    walk.contacts()
    assert focused(walk.names(1).text) == ["notice bad"]


def test_a_good_page_takes_no_focus_and_no_id_stands_twice(walk: Walk) -> None:
    walk.approve(ref_of(walk.ask()))
    for page in (walk.contacts(), walk.contacts(minutes="-1", degrees="9"), walk.itinerary):
        ids = re.findall(r'\sid="([^"]+)"', page.text)
        assert sorted(ids) == sorted(set(ids))
    assert focused(walk.contacts().text) == []
