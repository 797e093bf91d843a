"""Sign-ins of the console: its own table and the store over it (Django's SESSION_ENGINE)."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession


class ConsoleSession(AbstractBaseSession):
    """A sign-in of the console, apart from the business portal's, which faces the internet."""

    class Meta(AbstractBaseSession.Meta):
        db_table = "investigation_session"

    @classmethod
    def get_session_store_class(cls) -> type["ConsoleSessions"]:
        return ConsoleSessions


class ConsoleSessions(DatabaseStore):
    """Django's database store over this portal's own table."""

    @classmethod
    def get_model_class(cls) -> type[ConsoleSession]:
        return ConsoleSession


SessionStore = ConsoleSessions  # the name that Django looks for
