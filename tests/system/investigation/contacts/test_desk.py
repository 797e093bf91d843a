"""What an officer does with the contacts that were found: narrow, sort, class by rule and by hand, keep, compare."""

import html
import re
from typing import Any

import httpx
import msgspec
import pytest

from ansim.domain.contact_list import ListInputs, list_hash, list_mark
from support.cases import open_case
from support.grants import begin_work
from support.house import House, Open
from support.scene import Scene
from support.walk import Walk, everything_in_main, kinds, numbers_of, ref_of


def act(walk: Walk, what: str, *chosen: int, **fields: Any) -> httpx.Response:
    """A form of the list, sent from where it stands."""
    sent = {**walk.terms, "contact": [str(one) for one in chosen], **fields}
    return walk.officer.post(f"{walk.case}/contacts/{what}", f"{walk.case}/warrants", **sent)


def classes(page: httpx.Response) -> dict[int, str]:
    """The class of each row, by its number; with ✎ where it was set by hand."""
    found = {}
    for row in page.text.split("<tr>")[2:]:
        if number := re.search(r"<b>접촉자 (\d+)</b>", row):
            cell = row.split('data-head="분류"')[1].split("</td>")[0]
            words = re.search(r'<span class="badge[^"]*">([^<]+)</span>', cell)
            found[int(number[1])] = (words[1] if words else "") + ("✎" if "✎" in cell else "")
    return found


def links(page: httpx.Response) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'href="([^"]*/contacts\?[^"]*)"', page.text)]


def test_a_row_says_the_range_where_the_time_is_estimated_and_nowhere_else(walk: Walk) -> None:
    rows = walk.contacts().text.split("<tr>")[2:]
    recorded = next(row for row in rows if "40분" in row)
    assert "≈" not in recorded
    estimated = next(row for row in rows if "≈" in row)
    assert re.search(r"≈ \d+분 <small>\(\d+(–\d+| 이상)\)</small>", estimated)
    assert "보통" not in recorded.split('data-head="증거"')[1].split("</td>")[0]


def test_facets_count_and_narrow_and_the_address_says_neither_place_nor_person(
    walk: Walk, scene: Scene
) -> None:
    walk.contacts(minutes="0")
    page = act(
        walk, "classes", 2, minutes="0", **{"class-kind": "unlikely", "class-reason": "apart"}
    )
    narrowed = [one for one in links(page) if "class=" in one]
    assert narrowed
    for one in narrowed:
        path, _question, query = one.partition("?")
        told = walk.officer.get(path, **dict(httpx.QueryParams(query).multi_items()))
        assert 0 < len(numbers_of(told)) < len(numbers_of(page))
    for venue, pk in scene.venues.items():
        assert not any(venue in one or f"venue={pk}" in one for one in links(page))


def test_rows_are_sorted_by_a_column(walk: Walk) -> None:
    up, down = walk.contacts(sort="minutes"), walk.contacts(sort="-minutes")
    assert numbers_of(up) == numbers_of(down)[::-1]
    assert 'aria-sort="ascending"' in up.text
    assert numbers_of(walk.contacts(sort="person")) == numbers_of(walk.contacts())


def test_narrowing_sorting_and_paging_look_nothing_up(walk: Walk, house: House) -> None:
    walk.contacts()
    before = kinds(house, walk.case)
    for changes in ({"sort": "first"}, {"class": "close"}, {"chance": "60"}, {"page": "7"}):
        assert walk.contacts(**changes).status_code == 200
    assert kinds(house, walk.case) == before


def test_a_threshold_on_the_probability_leaves_out_and_says_what_it_costs(walk: Walk) -> None:
    walk.contacts(minutes="0")
    # Half an hour: one of the two has it by recorded ends, for the other it was over before.
    everybody = act(walk, "rule", minutes="0", **{"rule-minutes": "30", "rule-chance": "50"})
    assert "0% 이상: 2명" in everybody.text
    certain = walk.contacts(minutes="0", chance="95")
    assert 0 < len(numbers_of(certain)) < len(numbers_of(everybody))
    assert "95% 이상: 1명" in certain.text


def test_a_class_is_set_by_hand_with_a_reason_and_taken_back(walk: Walk) -> None:
    before = classes(walk.contacts(minutes="0"))
    after = act(
        walk, "classes", 2, minutes="0", **{"class-kind": "unlikely", "class-reason": "camera"}
    )
    assert after.url.path == f"{walk.case}/contacts"
    assert classes(after) == before | {2: "접촉 가능성 낮음✎"}
    assert "CCTV로 확인" in after.text
    step = re.search(r'name="step" value="(\d+)"', after.text)
    assert step
    for _twice in range(2):
        back = act(walk, "undo", minutes="0", step=step[1])
        assert classes(back) == before
    assert 'name="step"' not in back.text


def test_the_later_class_by_hand_counts_and_everybody_of_a_filter_is_chosen_at_once(
    walk: Walk,
) -> None:
    walk.contacts(minutes="0")
    act(walk, "rule", minutes="0", **{"rule-minutes": "30", "rule-chance": "50"})
    act(walk, "classes", 1, minutes="0", **{"class-kind": "close", "class-reason": "household"})
    page = act(
        walk, "classes", minutes="0", all="1", **{"class-kind": "casual", "class-reason": "apart"}
    )
    assert set(classes(page).values()) == {"일상접촉✎"}
    again = {"class-kind": "close", "class-reason": "mistake", "sort": "number", "chance": "95"}
    only = act(walk, "classes", all="1", minutes="0", **again)
    everybody = classes(walk.contacts(minutes="0"))
    assert sorted(everybody.values()) == ["밀접접촉✎", "일상접촉✎"]
    assert "chance=95" in str(only.url), "one comes back to where one was"
    as_before = act(
        walk, "classes", minutes="0", all="1", **{"class-kind": "", "class-reason": "mistake"}
    )
    assert not any(one.endswith("✎") for one in classes(as_before).values())


@pytest.mark.parametrize(
    ("what", "chosen", "fields"),
    [
        ("classes", [], {"class-kind": "close", "class-reason": "camera"}),
        ("classes", [99], {"class-kind": "close", "class-reason": "camera"}),
        ("classes", [1], {"class-kind": "sick", "class-reason": "camera"}),
        ("classes", [1], {"class-kind": "close", "class-reason": "그 사람 박도윤"}),
        ("rule", [], {"rule-minutes": "7", "rule-chance": "50"}),
        ("rule", [], {"rule-minutes": "15", "rule-chance": "0"}),
        ("rule", [], {"rule-minutes": "15"}),
    ],
)
def test_what_is_not_in_the_lists_is_not_taken(
    walk: Walk, what: str, chosen: list[int], fields: dict[str, str]
) -> None:
    before = classes(walk.contacts())
    answer = act(walk, what, *chosen, **fields)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert classes(walk.contacts()) == before


def test_the_rule_is_set_for_the_case_and_says_who_set_it(walk: Walk, house: House) -> None:
    before = walk.contacts(minutes="0")
    assert "감염병 기준입니다" in before.text
    page = act(walk, "rule", minutes="0", **{"rule-minutes": "240", "rule-chance": "100"})
    assert set(classes(page).values()) <= {"일상접촉", "접촉 가능성 낮음"}
    assert house.staff["officer"].name in page.text.split("밀접접촉 기준")[1]
    assert "240분 이상 함께 있었을 확률 100% 이상" in page.text
    page = act(walk, "rule", minutes="0", **{"rule-minutes": "1", "rule-chance": "1"})
    assert set(classes(page).values()) == {"밀접접촉"}


def test_a_kept_list_shows_itself_again_without_a_look_up(
    walk: Walk, house: House, browse: Open, scene: Scene
) -> None:
    walk.contacts()
    act(walk, "classes", 1, **{"class-kind": "unlikely", "class-reason": "protected"})
    kept = act(walk, "lists")
    mark = str(kept.url).split("list=")[1]
    assert re.fullmatch(r"L-[0-9A-Z]{8}", mark)
    again = act(walk, "lists")
    assert str(again.url) == str(kept.url), "the same inputs give the same list"
    act(walk, "rule", **{"rule-minutes": "60", "rule-chance": "90"})
    other = str(act(walk, "lists").url)
    assert other != str(kept.url)
    # In another session nothing was found yet: what is shown can come from the list alone.
    later = browse("investigation", "officer")
    wanted = later.get(f"{walk.case}/contacts", list=mark)
    assert wanted.url.path == "/shift/"
    before = [one for one in kinds(house, walk.case) if one != "session-started"]
    page = begin_work(later, "officer", walk.staff["officer"], wanted)
    assert str(page.url).endswith(f"list={mark}")
    assert [one for one in kinds(house, walk.case) if one != "session-started"] == before
    assert classes(page) == classes(kept)
    assert classes(page)[1] == "접촉 가능성 낮음✎"
    assert "한결 국수" in page.text
    assert not any("한결 국수" in one for one in everything_in_main(house))
    assert later.get(f"{walk.case}/contacts", list="L-00000000").status_code == 404


def test_the_hash_of_a_kept_list_follows_from_what_stands_beside_it(
    walk: Walk, house: House
) -> None:
    walk.contacts()
    mark = str(act(walk, "lists").url).split("list=")[1]
    with house.system.owner("main") as main:
        row = main.execute(
            "SELECT one.inputs, one.digest FROM investigation_contactlist one"
            " JOIN investigation_case k ON k.id = case_id WHERE k.ref = %s AND mark = %s",
            [walk.case.split("/")[-1], mark],
        ).fetchone()
    assert row
    inputs = msgspec.convert(row[0], ListInputs)
    assert list_hash(inputs).hex() == row[1]
    assert list_mark(bytes.fromhex(row[1])) == mark


def test_a_warrant_names_the_list_that_it_is_for(walk: Walk) -> None:
    walk.contacts()
    warrant = ref_of(walk.ask())
    page = walk.officer.get(f"/warrants/{warrant}")
    mark = re.search(r"list=(L-[0-9A-Z]{8})", page.text)
    assert mark
    assert len(numbers_of(walk.officer.get(f"{walk.case}/contacts", list=mark[1]))) == 2
    seen = walk.approver.get(f"/warrants/{warrant}").text
    digest = re.search(r"SHA-256 ([0-9a-f]{64})", seen)
    assert digest
    assert mark[1] in seen


def test_all_of_a_filter_are_named_at_once(walk: Walk) -> None:
    walk.contacts()
    walk.approve(ref_of(walk.ask()))
    page = walk.officer.post(
        f"{walk.case}/identities", f"{walk.case}/warrants", all="1", way="all", **walk.terms
    )
    names = walk.sign(walk.officer, "officer", "opening", page).text
    assert "최은서" in names
    assert "정시우" in names


def test_the_same_people_are_found_in_another_case_of_the_session(
    walk: Walk, scene: Scene, house: House
) -> None:
    walk.contacts()
    page = open_case(house, walk.officer, scene.phones["최은서"], scene.noon.date(), "measles")
    begin_work(walk.officer, "officer", walk.staff["officer"], page)
    other = page.url.params.get("case") or kinds_of_newest(walk)
    walk.officer.get(f"/cases/{other}/contacts", **walk.terms)
    before = kinds(house, walk.case).count("people-translated")
    told = act(walk, "elsewhere", 1, 2, other=other)
    assert f"사례 {other}의 환자" in told.text
    assert re.search(rf"사례 {other}의 접촉자 \d+", told.text)
    assert kinds(house, walk.case).count("people-translated") == before + 1
    assert act(walk, "elsewhere", 1, other=walk.case.split("/")[-1]).status_code == 404
    assert act(walk, "elsewhere", 1, other="2611-00000").status_code == 404


def kinds_of_newest(walk: Walk) -> str:
    """The mark of the newest case on the officer's list."""
    page = walk.officer.get("/cases/")
    found = re.search(r'href="/cases/([0-9A-Z-]+)/?', page.text)
    assert found
    return found[1]


@pytest.mark.parametrize("what", ["classes", "undo", "rule", "lists", "elsewhere"])
def test_an_approver_and_a_closed_case_change_nothing(walk: Walk, what: str) -> None:
    walk.contacts()
    fields = {**walk.terms, "class-kind": "close", "class-reason": "camera", "step": "1"}
    shut = walk.approver.post(f"{walk.case}/contacts/{what}", f"{walk.case}/warrants", **fields)
    assert shut.status_code == 403
    walk.officer.post(f"{walk.case}/close", f"{walk.case}/closing")
    closed = walk.officer.post(f"{walk.case}/contacts/{what}", f"{walk.case}/closing", **fields)
    assert closed.url.path == f"{walk.case}/closing"
