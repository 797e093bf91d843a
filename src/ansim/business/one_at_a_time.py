"""Two at once who would each make the business of one number: the second waits, and finds what the first made."""

from django.db import connection


def hold_number(number: str) -> None:
    """Hold a business number until the end of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('business-number ' || %s, 0))", [number]
        )
