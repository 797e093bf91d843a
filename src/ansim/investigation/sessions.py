"""Where the console keeps its sign-ins (Django's SESSION_ENGINE)."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from ansim.investigation.models import Session


class SessionStore(DatabaseStore):
    """Django's database store over this portal's own table."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session
