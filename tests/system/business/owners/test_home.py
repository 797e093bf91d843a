"""GET /my/"""

from support.house import Open
from support.owner import with_business

MORE = 205


def test_with_more_venues_than_a_page_lists_each_is_found_by_words(browse: Open) -> None:
    from ansim.business.models import Venue

    owner = with_business(browse)
    business = owner.account.businesses().get()
    Venue.objects.bulk_create(
        Venue(name=f"가온 분식 {place}호", category=3, business=business) for place in range(MORE)
    )
    Venue.objects.create(name="한울 찻집", category=3, business=business, address="물결길 7")
    page = owner.browser.get("/my/").text
    assert "한울 찻집" not in page
    assert 'role="search"' in page
    assert "7곳이 더 있습니다" in page
    for words in ("한울", "ㅎㅇ", "물결길", "한울 찻집 물결길"):
        found = owner.browser.get("/my/", q=words).text
        assert "한울 찻집" in found, words
        assert "가온 분식" not in found
    nothing = owner.browser.get("/my/", q="<없는 이름>\0").text
    assert "&lt;없는 이름&gt;" in nothing
    assert "모두 보기" in nothing


def test_words_find_no_other_owners_venue(browse: Open) -> None:
    with_business(browse, phone=None)
    other = with_business(browse)
    page = other.browser.get("/my/", q="바람").text
    assert page.count("바람 상회 본점") == 1


def test_a_page_that_holds_all_has_no_search(browse: Open) -> None:
    assert 'role="search"' not in with_business(browse).browser.get("/my/").text
