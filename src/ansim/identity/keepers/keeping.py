"""What a staff record does once both keepers have signed it: at the vault, and in the accounts of the main database."""

from datetime import UTC, datetime
from typing import Final

from ansim.database.named_statements import read_statements
from ansim.domain.days import day_bounds
from ansim.domain.staff_records import StaffText, deputy_days, portal_of
from ansim.identity.staff.accepting import Connection
from ansim.identity.staff.staff_registry import WORD_SECONDS

_SQL: Final = read_statements("ansim.identity.keepers") | read_statements("ansim.identity.staff")


def keep(
    connection: Connection, main: Connection, text: StaffText, word_key: bytes, now: float
) -> None:
    """Do the deed; the accounts stand when this returns, the vault's own rows with its transaction.

    Whoever is barred, or works elsewhere, loses sessions and what they did for others at once, and who is barred a waiting
    code too. `word_key` is what both halves of a code make. Raises UniqueViolation where somebody else has the login.
    """
    values = {
        "staff": text.staff,
        "role": text.role,
        "agency": text.agency,
        "team": text.team,
    }
    if text.deed == "add":
        connection.execute(_SQL["put_record"], values)
    elif text.deed == "change":
        connection.execute(_SQL["change_record"], values)
    elif text.deed == "bar":
        connection.execute(_SQL["bar_record"], values)
        connection.execute(_SQL["drop_word"], values)
    else:
        connection.execute(_SQL["touch_record"], values)
    if word_key:
        expires_at = datetime.fromtimestamp(now + WORD_SECONDS, UTC)
        word = {"staff": text.staff, "key": word_key, "expires_at": expires_at}
        connection.execute(_SQL["set_word"], word)
    if text.deed in {"change", "bar"}:
        connection.execute(_SQL["end_sessions_of"], values)
    if text.deed in {"change", "bar", "deputy-ends"}:
        connection.execute(_SQL["end_deputies"], values)
    if text.deed == "deputy":
        connection.execute(_SQL["put_deputy"], _deputy(text))
    _keep_account(main, text)


def days_of(text: StaffText) -> tuple[int, int]:
    """A deputy's days as epoch seconds, half-open, in Korean days."""
    first, last = deputy_days(text)
    return day_bounds(first)[0], day_bounds(last)[1]


def _keep_account(main: Connection, text: StaffText) -> None:
    if text.deed in {"add", "change", "bar"}:
        account = {
            "staff": text.staff,
            "login": text.login,
            "name": text.name,
            "role": text.role,
            "portal": portal_of(text.role),
            "agency": text.agency,
            "team": text.team,
            "active": text.deed != "bar",
        }
        main.execute(_SQL["keep_staff"], account)
    if text.deed in {"change", "bar", "deputy-ends"}:
        main.execute(_SQL["end_kept_deputies"], {"staff": text.staff})
    if text.deed == "deputy":
        main.execute(_SQL["keep_deputy"], _deputy(text))
    main.commit()


def _deputy(text: StaffText) -> dict[str, str | int]:
    start, end = days_of(text)
    return {
        "staff": text.staff,
        "role": text.as_role,
        "agency": text.for_agency,
        "team": text.for_team,
        "since": start,
        "until": end,
    }
