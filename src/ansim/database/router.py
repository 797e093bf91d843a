"""Which app lives in which database."""

from typing import Any

_APART = {"visits": "visits", "identity": "identity"}


class OneDatabasePerApp:
    """`visits` and `identity` live in databases of their own, all else in main (Django's `default`)."""

    def db_for_read(self, model: Any, **_hints: Any) -> str:
        return _APART.get(model._meta.app_label, "default")  # noqa: SLF001 Django's documented way

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        return _APART.get(app_label, "default") == db

    def allow_relation(self, one: Any, other: Any, **_hints: Any) -> bool:
        return self.db_for_read(one) == self.db_for_read(other)
