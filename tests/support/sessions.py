"""Sessions of the portals made as each portal makes them, without the way there: for tests of what comes after a sign-in.

A password costs a quarter of a second of a processor each time, as it must. The ways in have tests of their own:
`tests/system/accounts/test_sign_in.py`, `tests/system/business/owners/test_owner_sign_in.py` and the walks in Chromium.
"""

from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from ansim.settings.environment import Process
from support.system import System


def session_of(system: System, portal: Process, sign_in: Callable[..., None], who: Any) -> str:
    """The key of a fresh session that `sign_in` of the portal began for somebody."""
    from django.test import override_settings

    store = f"ansim.{portal}.models.session"
    key = system.keys.read(f"{portal}-session.key").hex()
    with override_settings(SECRET_KEY=key, SESSION_ENGINE=store, PORTAL=portal):
        request: Any = SimpleNamespace(
            session=import_module(store).SessionStore(), owner=None, staff=None
        )
        sign_in(request, who)
        request.session.save()
        return str(request.session.session_key)


def staff_session(system: System, portal: Process, login: str) -> str:
    """The key of a fresh session of a member of staff, who works at this portal."""
    from ansim.accounts.models import Staff
    from ansim.accounts.signed_in import sign_in

    staff = Staff.objects.get(login=login, portal=portal, is_active=True)
    return session_of(system, portal, sign_in, staff)
