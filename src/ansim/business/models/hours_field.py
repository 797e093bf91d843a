"""A JSON column that an operator's hand may have made unreadable."""

from typing import Any

from django.db import models


class HoursField(models.JSONField):
    """JSON; a value that nobody can read is given as its text, so that a list shows the rows around it."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """What the column holds, decoded where that is possible."""
        try:
            return super().from_db_value(value, expression, connection)
        except (ValueError, RecursionError):
            return value

    def deconstruct(self) -> Any:
        """For migrations it is any JSON column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
