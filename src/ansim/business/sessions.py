"""Where the business portal keeps its sign-ins (Django's SESSION_ENGINE)."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from ansim.business.models import Session


class SessionStore(DatabaseStore):
    """Django's database store over this portal's own table."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session
