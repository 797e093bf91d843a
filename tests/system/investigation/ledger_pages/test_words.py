"""The ledger in words."""

from support.walk import Walk


def test_the_ledger_tells_it_in_words(walk: Walk) -> None:
    walk.contacts()
    for path in ("/ledger/", f"{walk.case}/ledger"):
        page = walk.approver.get(path).text
        assert "1차까지 접촉자 검색 (최소 10분" in page
        assert "김하준" in page
