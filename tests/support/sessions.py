"""Sessions of the portals made as each portal makes them, without the way there: for tests of what comes after a sign-in.

The ways in have tests of their own: `tests/system/accounts/test_sign_in.py`, `tests/browser/test_signing_in.py`,
`tests/system/business/owners/test_owner_sign_in.py`.
"""

import base64
import json
import secrets
import zlib
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from ansim.settings.environment import Process

HOME: dict[str, str] = {"business": "/venues/", "investigation": "/"}


def session_of(portal: Process, sign_in: Callable[..., None], who: Any) -> str:
    """The key of a fresh session that `sign_in` of the portal began for somebody."""
    from django.test import override_settings

    from ansim.keys import folder

    store = f"ansim.{portal}.models.session"
    key = folder().read(f"{portal}-session.key").hex()
    with override_settings(SECRET_KEY=key, SESSION_ENGINE=store, PORTAL=portal):
        request: Any = SimpleNamespace(
            session=import_module(store).SessionStore(),
            owner=None,
            staff=None,
            META={"REMOTE_ADDR": "127.0.0.1"},
        )
        sign_in(request, who)
        request.session.save()
        return str(request.session.session_key)


def session_of_staff(login: str) -> tuple[Process, str]:
    """Where a member of staff works, and the key of a fresh session of theirs; by a key that nobody has."""
    from ansim.accounts.models import Staff
    from ansim.accounts.signed_in import sign_in
    from ansim.identity.staff.signed_calls import Recognised

    staff = Staff.objects.get(login=login, is_active=True)
    key = Recognised(staff.ref, secrets.token_bytes(16), "passkey")
    portal: Process = "business" if staff.portal == "business" else "investigation"
    return portal, session_of(portal, lambda request, who: sign_in(request, who, key), staff)


def in_clear(stored: str) -> str:
    """A sign-in as anybody reads it who reads the table."""
    payload = stored.split(":", maxsplit=1)[0]
    plain = base64.urlsafe_b64decode(payload.lstrip(".") + "=" * (-len(payload.lstrip(".")) % 4))
    content = zlib.decompress(plain) if payload.startswith(".") else plain
    return json.dumps(json.loads(content), ensure_ascii=False)
