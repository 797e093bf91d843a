"""The staff of the tests: one of each kind, enrolled once and kept in the template of the test databases.

Each has a passkey whose key follows from the login (`support.signing`), so that every run can sign with it.

Run as a command (`python -m support.cast`) it enrols them in the system that the environment names.
"""

import os
from typing import Any

CAST = {
    "registrar": ("한서연", "REGISTRAR"),
    "officer": ("김하준", "OFFICER"),
    "officer2": ("오지우", "OFFICER"),
    "approver": ("이서윤", "APPROVER"),
}


def enrolled() -> dict[str, Any]:
    """The account of each login; Django is set up."""
    from ansim.accounts.models import Staff

    return {login: Staff.objects.get(login=login) for login in CAST}


def enrol_cast() -> None:
    """Enrol everybody, passkeys included."""
    import psycopg

    from ansim.accounts.enrolment import NewStaff, enrol
    from ansim.accounts.permissions import Role
    from ansim.settings.environment import dsn
    from support.signing import put_passkey

    for login, (name, kind) in CAST.items():
        staff = enrol(NewStaff(login, name, Role[kind]))
        with psycopg.connect(dsn("owner", "identity")) as identity:
            put_passkey(identity, login, staff.ref)


if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "ansim.settings.migrations"
    django.setup()
    enrol_cast()
