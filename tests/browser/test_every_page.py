"""Every page of both portals, by their routes, as whoever may read it: nobody is shut out, and nothing breaks at 200 %."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from ansim.domain.days import VENUE_ZONE
from support.applications import form_of, new_owner, nothing_waits, session_of, waiting
from support.cases import open_case
from support.grants import begin_work
from support.house import Browser as Asker
from support.house import House
from support.keepers import open_keepers
from support.owner import OBJECTS, PLAIN_VALUES, new_business
from support.owner_pages import barriers, picture
from support.partner import new_key
from support.phone import ARGUMENTS, executable
from support.routes import named_routes
from support.scene import Scene
from support.signed_in import let_in
from support.stays import StaysDesk
from support.walk import Walk, ref_of
from support.zoom import broken_at_twice_the_size

pytestmark = [pytest.mark.browser, pytest.mark.long]

# Pages that only a form of another page leads to; the walks of owners and head offices pass two of them.
BY_A_FORM = {
    "bulk:decide",
    "owners:code",
    "owners:join-confirm",
    "owners:move",
    "venues:take-confirm",
}


@dataclass
class Reader:
    """Somebody at a portal; `values`: what each parameter of an address may be for them."""

    role: str
    portal: str
    address: str
    context: BrowserContext
    values: dict[str, list[Any]] = field(default_factory=dict)


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


@pytest.fixture
def open_context(chromium: Browser, house: House) -> Callable[..., BrowserContext]:
    def open_at(portal: str, login: str | None = None) -> BrowserContext:
        context = chromium.new_context(
            base_url=house.addresses[portal],
            viewport={"width": 320, "height": 640},
            device_scale_factor=2,
        )
        if login:
            page = context.new_page()
            let_in(page, house.addresses[portal], login)
            page.close()
        return context

    return open_at


@pytest.mark.timeout(900)
def test_no_page_of_the_business_portal_breaks(
    open_context: Callable[..., BrowserContext], house: House
) -> None:
    assert house.staff
    with nothing_waits():
        owner = new_owner()
        values = owners_values(owner)
        signed_in = open_context("business")
        cookie = {"name": "ansim_business", "value": session_of(house, owner)}
        signed_in.add_cookies([cookie | {"url": house.addresses["business"]}])  # type: ignore[list-item]
        people = {
            "visitor": (open_context("business"), {"language": ["ko"]}),
            "owner": (signed_in, values),
            "clerk": (open_context("business", "registrar"), clerks_values(values)),
        }
        at = ("business", house.addresses["business"])
        walk([Reader(role, *at, *of) for role, of in people.items()])


def test_no_page_of_the_console_breaks(
    open_context: Callable[..., BrowserContext], house: House, scene: Scene
) -> None:
    values, session = cases_values(house, scene)
    at = ("investigation", house.addresses["investigation"])
    officer = open_context("investigation")
    cookie = {"name": "ansim_investigation", "value": session, "url": at[1]}
    officer.add_cookies([cookie])  # type: ignore[list-item]
    people = {"officer": officer, "approver": open_context("investigation", "approver")}
    readers = [Reader(one, *at, context, values) for one, context in people.items()]
    with open_keepers(house, count=2) as keepers:
        first, who = keepers.people[0], keepers.person(team="동부")
        proposed = keepers.text("code", who, by=1)
        keepers.propose(proposed, by=1)
        of_staff = {"staff_ref": [who.ref], "proposal_ref": [proposed.ref]}
        context = open_context("investigation", first.login)
        walk([*readers, Reader("keeper", *at, context, of_staff)])


def walk(readers: list[Reader]) -> None:
    """Look at every page that some reader gets."""
    found: dict[str, list[str]] = {}
    seen: set[str] = set()
    asked: set[str] = set()
    shown: set[str] = set()
    began = time.monotonic()
    for reader in readers:
        page = reader.context.new_page()
        for name, route in named_routes(reader.portal):
            if name.startswith("partners:api-"):
                continue  # JSON for systems
            asked.add(name)
            for path in addresses(reader, name, route):
                answer = reader.context.request.get(path, max_redirects=0)
                onwards = answer.headers.get("location", "sign-in")
                if answer.status in {200, 405} or "sign-in" not in onwards:
                    seen.add(name)
                if answer.status == 200 and "html" in answer.headers["content-type"]:
                    if path not in shown:
                        look_at(page, reader, path, found)
                    shown.add(path)
                    break
    print(f"\n{len(shown)} pages looked at in {time.monotonic() - began:.0f} s")
    assert found == {}, "\n".join(
        f"{name}: {one}" for name, those in found.items() for one in those
    )
    assert asked - seen - BY_A_FORM == set(), "nobody reached these: say in this file with what"


def addresses(reader: Reader, name: str, route: Any) -> Iterator[str]:
    from django.urls import reverse

    parameters = list(route.pattern.converters)
    if not set(parameters) <= set(reader.values):
        return
    for place in range(max((len(reader.values[one]) for one in parameters), default=1)):
        given = {one: reader.values[one][place % len(reader.values[one])] for one in parameters}
        yield reverse(name, f"ansim.{reader.portal}.urls", kwargs=given)


def look_at(page: Page, reader: Reader, path: str, found: dict[str, list[str]]) -> None:
    """In Korean as axe does, at twice the size in English, whose words are longer."""
    for language, broken_by in (("en", broken_at_twice_the_size), ("ko", barriers)):
        cookie = {"name": f"ansim_{reader.portal}_language", "value": language}
        reader.context.add_cookies([cookie | {"url": reader.address}])  # type: ignore[list-item]
        page.goto(path)
        name = f"{reader.role}, {language}: {path}"
        picture(page, name.replace("/", "_"))
        if broken := broken_by(page):
            found[name] = broken


def owners_values(owner: Any) -> dict[str, list[Any]]:
    """One object of each kind; where a page is for places of another kind, a second place."""
    from ansim.business.models import Membership, Venue

    business = new_business("아주 긴 이름을 가진 바람과 돌담과 귤 상회")
    Membership.objects.create(business=business, owner=owner, role="owner")
    first = business.venues.get()
    made = {name: [make(owner)] for name, make in OBJECTS.items()}
    now = datetime.now(VENUE_ZONE)
    dates = {"valid_from": now, "valid_until": now + timedelta(days=2)}
    feast = Venue.objects.create(name="노을 마을 잔치", category=3, business=business, **dates)
    over = Venue.objects.create(name="닫은 가게", category=3, business=business, closed_at=now)
    stall = Venue.objects.create(name="귤빛 푸드트럭", category=3, business=business, mobile=True)
    places = [first.pk, feast.pk, over.pk, stall.pk]
    return made | {"venue_id": places} | {name: [one] for name, one in PLAIN_VALUES.items()}


def asked_to_change(venue_id: int, owner: Any) -> int:
    """A wish of each kind about a place, of long words."""
    from ansim.business.models import VenueWish

    made = VenueWish.objects.create(
        venue_id=venue_id,
        owner=owner,
        about="새 간판을 달았고 사업자등록증과 임대차 계약서의 주소도 바뀌었습니다",
        reasons=["other-name", "kind", "address", "moved"],
        wanted={
            "name": "아주 긴 이름을 가진 노을빛 해녀와 돌고래의 집 본점",
            "kind_of_site": "entertainment-bar",
            "category": 5,
            "address": "제주특별자치도 서귀포시 아주먼길 123-45, 지하 2층 B201호 (안심동)",
            "latitude": 33.25,
            "longitude": 126.56,
            "district": "안심동",
        },
    )
    return int(made.pk)


def clerks_values(owners: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What owners handed in, and what clerks have of their own."""
    from django.db.models.functions import Now

    from ansim.accounts.models import Staff
    from ansim.business.models import (
        PosterOrder,
        PosterPiece,
        Upload,
        VenueList,
    )

    clerk = Staff.objects.get(login="registrar")
    business, _text = new_key()
    asks = waiting(form_of(7), "no-number")
    wish = asked_to_change(owners["venue_id"][-1], asks.owner)
    venue_list, _new = VenueList.objects.get_or_create(business=None, name="카페")
    upload = Upload.objects.create(
        venue_list=venue_list, staff=clerk, file_name="register.csv", state="ready"
    )
    about = {"sheet": "a4", "form": "pdf", "first": 1, "last": 1, "size": 4, "ready_at": Now()}
    order = PosterOrder.objects.create(venue_list=venue_list, staff=clerk, count=1, **about)
    PosterPiece.objects.create(order=order, number=0, content=b"%PDF")
    return owners | {
        "application_id": [asks.pk],
        "application_ref": [asks.ref],
        "owner_id": [asks.owner_id],
        "wish_id": [wish],
        "business_id": [business.pk],
        "api_key_id": [business.api_keys.latest("pk").pk],
        "list_id": [venue_list.pk],
        "upload_id": [upload.pk, *owners["upload_id"]],
        "order_id": [order.pk],
        "message_id": [1],
        "sign_in_id": [1],
        "report_id": [1],
        "ref": ["L0000000"],
    }


def cases_values(house: House, scene: Scene) -> tuple[dict[str, list[Any]], str]:
    """A case with contacts and a warrant that both have signed; and the sign-in of the officer who has begun the work."""
    from uuid import uuid4

    officer, approver = (Asker(house.addresses["investigation"]) for _ in range(2))
    officer.sign_in("officer")
    approver.sign_in("approver")
    page = open_case(house, officer, scene.case_phone, scene.noon.date())
    staff = {login: one.ref for login, one in house.staff.items()}
    page = begin_work(officer, "officer", staff["officer"], page)
    case = page.url.path.split("/")[2]
    start, end = (f"{scene.noon.date()}T{hour}" for hour in ("00:00", "23:59"))
    terms = {"start": start, "end": end, "minutes": "10", "degrees": "1", "residual": "0"}
    walk = Walk(officer, approver, f"/cases/{case}", page, terms, staff)
    warrant = ref_of(walk.ask())
    walk.approve(warrant)
    listed = ref_of(walk.list_of(1))  # before stays change what is searched
    told = ref_of(walk.send(1))
    desk = StaysDesk(officer, house, scene, f"/cases/{case}")
    desk.add("12:05", "12:50")
    desk.sign()
    published = f"/cases/{case}/exposures"
    hours = officer.get(published).text.split('name="window"')[1].split('value="')[1]
    shown = officer.post(published, window=hours.split('"')[0], advice="1", group="0").text
    values = {
        "list_id": [listed],
        "mark": [told],
        "stay_ref": desk.refs(),
        "places_ref": ["0" * 32],
        "case_ref": [case],
        "warrant_ref": [warrant],
        "correction": [uuid4()],
        "sign_in_id": [1],
        "view": [1],
        "decision": [1],
        "exposure": [int(shown.split('href="/exposures/')[2].split('"')[0])],
    }
    return values, officer.http.cookies["ansim_investigation"]
