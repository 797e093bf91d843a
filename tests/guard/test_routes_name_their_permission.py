"""Every route of both portals says who may use it, and asks nobody but those."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern

from ansim.accounts.permissions import PERMISSIONS, PORTAL_OF, Permission, Portal, Role
from ansim.domain.api_keys import ApiScope
from ansim.domain.members import Right
from support.folders import ROOT
from support.routes import named_routes

IN_TEMPLATES = re.compile(r"""{% url ['"]([^'"]+)['"]""")
IN_CODE = re.compile(r'\b(?:reverse|redirect)\(\s*"([a-z_-]+:[a-z_-]+)"')
# Whoever adds a route for everybody writes it here as well, and a reviewer sees it.
PUBLIC = {
    "business": {
        "accounts:first-key",
        "accounts:healthz",
        "accounts:language",
        "accounts:sign-in",
        "accounts:sign-out",
        "accounts:signed-in",
        "accounts:signed-key",
        "applications:duty",
        "applications:duty-pdf",
        "applications:state",
        "landing:page",
        "owners:code",
        "owners:demo-messages",
        "owners:join",
        "venues:take",
        "owners:passkey",
        "owners:passkey-options",
        "owners:sign-in",
        "owners:sign-out",
        "partners:openapi",
        "partners:reference",
        "partners:unknown",
    },
    "investigation": {
        "accounts:first-key",
        "accounts:healthz",
        "accounts:language",
        "accounts:sign-in",
        "accounts:sign-out",
        "accounts:signed-in",
        "accounts:signed-key",
    },
}


@pytest.fixture(scope="module", autouse=True)
def django(system: object) -> None:
    """The running system has set Django up in this process; the routes can be imported after it."""


def routes(portal: str) -> Iterator[URLPattern]:
    return (route for _name, route in named_routes(portal))


def named(route: URLPattern) -> object:
    from ansim.accounts.access import ATTRIBUTE

    return getattr(route.callback, ATTRIBUTE, None)


def is_by_key(route: URLPattern) -> bool:
    """Whether a route is the partner API's: it names scopes of keys, and takes nothing else."""
    scopes = named(route)
    return (
        isinstance(scopes, tuple)
        and scopes != ()
        and all(isinstance(scope, ApiScope) for scope in scopes)
        and str(route.pattern).startswith("api/")
    )


@pytest.mark.parametrize("portal", ["business", "investigation"])
def test_every_route_names_its_permission(portal: str) -> None:
    unnamed = [
        str(route.pattern)
        for route in routes(portal)
        if not isinstance(named(route), Permission | Right) and not is_by_key(route)
    ]
    assert unnamed == []


@pytest.mark.parametrize("portal", ["business", "investigation"])
def test_only_the_listed_routes_are_public(portal: str) -> None:
    public = {name for name, route in named_routes(portal) if named(route) is Permission.PUBLIC}
    assert public == PUBLIC[portal]


@pytest.mark.parametrize("portal", ["business", "investigation"])
def test_a_route_belongs_to_its_feature_by_name(portal: str) -> None:
    assert {name for name, _ in named_routes(portal) if ":" not in name} <= {"home"}


@pytest.mark.parametrize("portal", list(Portal))
def test_a_route_asks_for_something_that_a_role_of_its_portal_has(portal: Portal) -> None:
    within = {
        permission
        for role, permissions in PERMISSIONS.items()
        if PORTAL_OF[role] is portal
        for permission in permissions
    }
    for route in routes(portal.value):
        asked = named(route)
        if isinstance(asked, Right) or is_by_key(route):
            assert portal is Portal.BUSINESS, route.name
        else:
            assert asked is Permission.PUBLIC or asked in within, route.name


def test_nobody_may_both_ask_for_a_warrant_and_approve_one() -> None:
    both = {Permission.WARRANT_REQUEST, Permission.WARRANT_APPROVE}
    assert [role for role in Role if both <= PERMISSIONS[role]] == []


def test_rights_stand_in_the_order_of_the_alphabet() -> None:
    assert [one.name for one in Right] == sorted(one.name for one in Right)


def test_permissions_stand_in_the_order_of_the_alphabet() -> None:
    assert [one.name for one in Permission] == sorted(one.name for one in Permission)


def test_every_permission_is_somebodys() -> None:
    given = {permission for permissions in PERMISSIONS.values() for permission in permissions}
    assert set(Permission) - given == {Permission.PUBLIC}


def test_every_permission_and_right_is_asked_for_by_some_route() -> None:
    asked = {named(route) for portal in PUBLIC for route in routes(portal)}
    assert {*Permission, *Right} - asked == set()


def test_every_scope_is_asked_for_by_some_operation() -> None:
    asked = {scope for route in routes("business") if is_by_key(route) for scope in named(route)}  # type: ignore[attr-defined]
    assert asked == set(ApiScope)


def test_no_page_leads_to_a_route_that_is_gone() -> None:
    known = {name for portal in PUBLIC for name, _route in named_routes(portal)}
    asked = {
        (str(file.relative_to(ROOT)), name)
        for folder, pattern in (("*.html", IN_TEMPLATES), ("*.py", IN_CODE))
        for file in (ROOT / "src/ansim").rglob(folder)
        for name in pattern.findall(file.read_text())
    }
    assert len(asked) > 200
    assert {(file, name) for file, name in asked if name not in known} == set()
