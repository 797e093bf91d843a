"""Every route for owners, with every object in its address: another owner's is not found, and staff are no owners."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, reverse

from ansim.domain.members import Right
from support.house import Open
from support.owner import OBJECTS, PLAIN_VALUES, SignedIn, post, with_business
from support.routes import named_routes


@pytest.fixture(scope="module", autouse=True)
def django(system: object) -> None:
    """The running system has set Django up in this process; the routes can be imported after it."""


def owned_routes() -> Iterator[tuple[str, URLPattern]]:
    """Every route of the portal that names a right of owners, under its full name."""
    from ansim.accounts.access import ATTRIBUTE

    for name, route in named_routes("business"):
        if isinstance(getattr(route.callback, ATTRIBUTE, None), Right):
            yield name, route


def parameters(route: URLPattern) -> set[str]:
    return set(route.pattern.converters)


def test_every_parameter_is_an_object_with_a_rule_or_said_to_be_none() -> None:
    from ansim.business.rights.owned import PLAIN, is_reached

    unruled = {
        f"{name}: {parameter}"
        for name, route in owned_routes()
        for parameter in parameters(route)
        if not is_reached(parameter) and parameter not in getattr(route.callback, PLAIN)
    }
    assert unruled == set()


def test_every_parameter_can_be_tried() -> None:
    wanted = {parameter for _name, route in owned_routes() for parameter in parameters(route)}
    assert wanted - set(OBJECTS) - set(PLAIN_VALUES) == set(), (
        "say in support/owner.py how to make one"
    )


def address(name: str, route: URLPattern, owner: Any) -> str:
    values = {
        parameter: OBJECTS[parameter](owner) if parameter in OBJECTS else PLAIN_VALUES[parameter]
        for parameter in parameters(route)
    }
    return reverse(name, "ansim.business.urls", kwargs=values)


@pytest.fixture
def victim(browse: Open) -> SignedIn:
    return with_business(browse)


def test_what_is_another_owners_is_not_found(browse: Open, victim: SignedIn) -> None:
    stranger = with_business(browse)
    tried, found = 0, []
    for name, route in owned_routes():
        if not parameters(route) - set(PLAIN_VALUES):
            continue
        path = address(name, route, victim.account)
        tried += 1
        answers = {
            "get": stranger.browser.get(path).status_code,
            "post": post(stranger.browser, path, sure="on", old="wait", role="owner").status_code,
        }
        # A route that knows only the other method says so before it looks for anything.
        if set(answers.values()) - {404, 405} or 404 not in answers.values():
            found.append((name, answers))
        assert victim.browser.get(path).status_code != 404, name
    assert tried > 8
    assert found == []


def test_a_role_without_the_right_finds_nothing_either(browse: Open, victim: SignedIn) -> None:
    from ansim.accounts.access import ATTRIBUTE
    from ansim.domain.members import MemberRole, roles_with

    business = victim.account.businesses().get()
    helper = with_business(browse, "staff", business)
    found = []
    for name, route in owned_routes():
        right = getattr(route.callback, ATTRIBUTE)
        if not parameters(route) - set(PLAIN_VALUES) or MemberRole.STAFF in roles_with(right):
            continue
        path = address(name, route, victim.account)
        answers = {
            helper.browser.get(path).status_code,
            post(helper.browser, path, sure="on", old="wait", role="owner").status_code,
        }
        if answers - {404, 405}:
            found.append((name, answers))
    assert found == []


@pytest.mark.parametrize("login", [None, "registrar"])
def test_whoever_is_no_owner_is_sent_to_the_owners_sign_in(
    browse: Open, victim: SignedIn, login: str | None
) -> None:
    browser = browse("business", login)
    let_in = []
    for name, route in owned_routes():
        answer = browser.get(address(name, route, victim.account))
        if answer.status_code != 405 and answer.url.path != "/my/sign-in":
            let_in.append(name)
    assert let_in == []


def test_an_owner_is_sent_to_the_staffs_sign_in_from_every_page_of_staff(victim: SignedIn) -> None:
    for path in ("/venues/", "/reports/", "/owners/recoveries", "/owners/messages"):
        assert victim.browser.get(path).url.path == "/sign-in", path
