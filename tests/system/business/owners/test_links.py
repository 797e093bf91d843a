"""Every link and button that an owner sees leads somewhere, whatever they are in each of several businesses"""

import re
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from ansim.domain.members import MemberRole
from support.house import Browser, Open
from support.owner import OBJECTS, SignedIn, fresh_name, new_business, with_business

_LINK = re.compile(
    r"<(?:a\b[^>]*?\bhref|form\b[^>]*?\baction|button\b[^>]*?\bformaction)=\"([^\"]*)\""
)
_LEAVES = ("/my/sign-out", "/static/", "/language", "/apply/", "/api/")
_FILES = (".pdf", ".png", ".svg", ".csv")
_FEWEST, _MOST = 40, 400


def business_of_many_parts() -> Any:
    """A business with a place, a zone in it, a tenant of another's site, and a site with another's tenant."""
    from ansim.business.codes.issuing import reissue
    from ansim.business.models import Venue

    business = new_business(fresh_name())
    other = new_business(fresh_name())
    place = business.venues.get()
    for name, owned_by, around in (
        ("2층", business, place),
        ("다른 가게", other, place),
        ("입점 매장", business, other.venues.get()),
    ):
        reissue(Venue.objects.create(name=name, category=3, business=owned_by, parent=around))
    return business


def followed(browser: Browser) -> tuple[set[str], dict[str, str]]:
    """Addresses that pages show, and of these the ones that are not there, each with a page that shows it.

    A form's action is asked by GET: a route that takes POST alone answers 405 to that, behind the rule of whom it lets in.
    """
    found: dict[str, str] = {}
    seen, waiting = {"/my/"}, [browser.get("/my/")]
    while waiting:
        answer = waiting.pop(0)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        for link in _LINK.findall(answer.text):
            target = urlsplit(urljoin(str(answer.url), unescape(link)))
            shape = re.sub(r"(?<=lang=)\w+", "", target.query)
            path = target.path + (f"?{shape}" if shape else "")
            if target.netloc != urlsplit(str(answer.url)).netloc or path in seen:
                continue
            if target.path.startswith(_LEAVES) or target.path.endswith(_FILES):
                continue
            seen.add(path)
            assert len(seen) < _MOST, "pages without an end"
            told = browser.get(path)
            if told.status_code >= 400 and told.status_code != 405:
                found[path] = f"{answer.url.path}: {told.status_code}"
            elif told.status_code == 200:
                waiting.append(told)
    return seen, found


@pytest.fixture
def everything(browse: Open) -> SignedIn:
    """Somebody in charge of one business, which has one of everything, with a head office's and a shop's work elsewhere."""
    from ansim.business.models import Membership

    signed = with_business(browse, "owner", business_of_many_parts())
    made = [make(signed.account) for make in OBJECTS.values()]
    for role in (MemberRole.HEAD_OFFICE, MemberRole.STAFF):
        elsewhere = business_of_many_parts()
        Membership.objects.create(business=elsewhere, owner=signed.account, role=role.value)
    assert len(made) == len(OBJECTS)
    return signed


def test_nothing_that_somebody_of_several_roles_sees_leads_nowhere(everything: SignedIn) -> None:
    seen, lost = followed(everything.browser)
    assert lost == {}
    assert len([path for path in seen if path.startswith("/my/venues/")]) > _FEWEST
