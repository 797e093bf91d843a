"""The staff of the tests: one of each kind, enrolled once and kept in the template of the test databases.

Run as a command (`python -m support.cast`) it enrols them in the system that the environment names.
"""

import os
from typing import Any

PASSWORD = "demo-password-0000"
PASSPHRASE = "demo passphrase 0000"
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
    """Enrol everybody, signing keys included."""
    from ansim.accounts.enrolment import NewStaff, enrol, signs
    from ansim.accounts.permissions import Role
    from ansim.keys.folder import folder

    for login, (name, kind) in CAST.items():
        role = Role[kind]
        enrol(NewStaff(login, name, role, PASSWORD, PASSPHRASE if signs(role) else ""), folder())


if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "ansim.settings.migrations"
    django.setup()
    enrol_cast()
