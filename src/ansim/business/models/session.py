"""Sign-ins of the business portal: its own table and the store over it (Django's SESSION_ENGINE)."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession


class BusinessSession(AbstractBaseSession):
    """A sign-in of the business portal, apart from the console's, so that neither process can make the other's."""

    class Meta(AbstractBaseSession.Meta):
        db_table = "business_session"

    @classmethod
    def get_session_store_class(cls) -> type["BusinessSessions"]:
        return BusinessSessions


class BusinessSessions(DatabaseStore):
    """Django's database store over this portal's own table."""

    @classmethod
    def get_model_class(cls) -> type[BusinessSession]:
        return BusinessSession


SessionStore = BusinessSessions  # the name that Django looks for
