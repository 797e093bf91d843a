"""Who did what with a file stays, with counts and without names; where each file stands is seen by every clerk"""

import logging
from typing import Any

import pytest

from support.house import Browser
from support.lists import bring, csv, read, send, shop, take_in, work
from support.owner import SignedIn

OWN = "external_id,name,category,latitude,longitude\n"


def decide(clerk: Browser, upload: Any, **fields: Any) -> None:
    page = f"/lists/waiting/{upload.pk}"
    assert clerk.post(f"{page}/decision", page=page, **fields).status_code == 200
    work()
    upload.refresh_from_db()


def steps(upload: Any) -> list[tuple[str, str, dict[str, int], str]]:
    """What, by whom, how many and why."""
    return [
        (
            one.what,
            "clerk" if one.staff_id else "owner" if one.owner_id else "system",
            one.counts,
            one.why,
        )
        for one in upload.steps.order_by("id")
    ]


def test_each_decision_of_a_clerk_is_a_row_with_its_counts(
    office: SignedIn, clerk: Browser
) -> None:
    rows = [shop(1), shop(2), shop(3, name="서귀포보건소 별관"), shop(4, latitude="?")]
    upload = take_in(office.browser, bring(office, csv(rows)))
    odd = list(upload.rows.exclude(findings=[]).filter(waits=True).values_list("pk", flat=True))
    decide(clerk, upload, row=odd, reason="wrong-name", words="이름을 확인해 주세요")
    decide(clerk, upload, plain="1")
    assert steps(upload) == [
        ("brought", "owner", {}, ""),
        ("taken-in", "owner", {}, ""),
        ("done", "system", {}, ""),
        ("turned-down", "clerk", {"added": 1}, "wrong-name"),
        ("approved", "clerk", {"added": 2}, ""),
        ("done", "system", {"added": 2}, ""),
    ]
    kept = " ".join(str(one) for one in steps(upload))
    assert "바람빵집" not in kept
    assert "확인해" not in kept, "words to an owner are no part of the audit"
    page = clerk.get(f"/lists/waiting/{upload.pk}").text
    assert "사업장 승인" in page
    assert "사업장 반려" in page
    assert upload.steps.get(what="approved").staff.ref in page
    own = office.browser.get(f"/my/lists/files/{upload.pk}").text
    assert "사업장 승인" in own
    assert upload.steps.get(what="approved").staff.ref not in own, "which clerk is no owner's"


def test_a_file_stays_in_sight_of_clerks_wherever_it_stands(
    office: SignedIn, clerk: Browser
) -> None:
    read_only = bring(office, csv([shop(1)]), "읽은.csv")
    waiting = take_in(office.browser, bring(office, csv([shop(2)]), "기다리는.csv"))
    decided = take_in(office.browser, bring(office, csv([shop(3)]), "끝난.csv"))
    decide(clerk, decided, plain="1")
    dropped = bring(office, csv([shop(4)]), "버린.csv")
    page = f"/my/lists/files/{dropped.pk}"
    office.browser.post(f"{page}/cancel", page=page)
    text = clerk.get("/lists/waiting/").text.split("본사가 올린 모든 파일")[1]
    for name, words in (
        ("읽은.csv", "사업주 확인 대기"),
        ("기다리는.csv", "새 사업장 승인 대기"),
        ("끝난.csv", "반영"),
        ("버린.csv", "취소"),
    ):
        assert words in text.split(name)[1].split("</tr>")[0], name
    assert clerk.get(f"/lists/waiting/{decided.pk}").status_code == 200
    assert [what for what, *_rest in steps(dropped)] == ["brought", "dropped"]
    assert read_only.state == "ready"
    assert waiting.state == "waiting"


def test_what_changed_meanwhile_and_what_a_clerk_closed_is_noted(clerk: Browser) -> None:
    def file(*rows: str) -> Any:
        content = (OWN + "\n".join(rows) + "\n").encode()
        return read(send(clerk, "/lists/new", content, reach="whole", name="감사"))

    take_in(clerk, file("1,하나,CAFE,33.4,126.5", "2,둘,CAFE,33.41,126.5"))
    upload = file("1,하나 새로,CAFE,33.4,126.5")
    page = f"/lists/files/{upload.pk}"
    clerk.post(f"{page}/closings", page=f"{page}/closings", which="all")
    from ansim.business.models import Venue

    Venue.objects.filter(pk=upload.rows.get(fate="changed").venue_id).update(phone="064-700-0001")
    take_in(clerk, upload)
    clerk.post(f"{page}/closings", page=f"{page}/closings", which="all")
    take_in(clerk, upload)
    assert steps(upload) == [
        ("brought", "clerk", {}, ""),
        ("taken-in", "clerk", {"closing": 1}, ""),
        ("meanwhile", "system", {}, ""),
        ("taken-in", "clerk", {"closing": 1}, ""),
        ("done", "system", {"changed": 1, "closing": 1}, ""),
    ]
    assert "세 번" not in clerk.get(page).text


@pytest.mark.parametrize("kind", ["apply", "admit"])
def test_what_ends_each_time_says_what_happened_and_what_to_do(
    office: SignedIn, clerk: Browser, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    from ansim.business.models import BulkTask

    upload = bring(office, csv([shop(231), shop(232)]))  # which no other test leaves
    mine, page = f"/my/lists/files/{upload.pk}", f"/lists/waiting/{upload.pk}"
    if kind == "apply":
        office.browser.post(f"{mine}/apply", page=mine)
    else:
        take_in(office.browser, upload)
        clerk.post(f"{page}/decision", page=page, plain="1")
    BulkTask.objects.filter(upload=upload, ended_at=None).update(tries=3)
    with caplog.at_level(logging.ERROR):
        work()
    upload.refresh_from_db()
    assert upload.state == {"apply": "ready", "admit": "waiting"}[kind]
    assert steps(upload)[-1] == ("given-up", "system", {}, kind)
    (record,) = [one for one in caplog.records if "was given up" in one.getMessage()]
    assert f"({kind}, upload {upload.pk})" in record.getMessage()
    told = office.browser.get(mine).text if kind == "apply" else clerk.get(page).text
    assert "세 번 모두 멈추어" in told
    assert "다시 눌러 보고" in told
    # The next try that comes to an end takes the words away.
    if kind == "apply":
        assert take_in(office.browser, upload).state == "waiting"
    else:
        decide(clerk, upload, plain="1")
        assert upload.state == "applied"
    assert upload.trouble == []
