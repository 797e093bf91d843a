"""How large a file may be, how long it is kept, and when a closing is asked about twice: settings, read when asked."""

import os

from ansim.settings.environment import SettingError, whole_number


def most_rows() -> int:
    """Rows of a file: `ANSIM_UPLOAD_ROWS`."""
    return whole_number("ANSIM_UPLOAD_ROWS", 20_000)


def most_open() -> int:
    """Files of one list that may lie open at a time: `ANSIM_UPLOADS_OPEN`."""
    return whole_number("ANSIM_UPLOADS_OPEN", 3)


def kept_days() -> int:
    """Days after which what was not taken in is dropped: `ANSIM_UPLOAD_DAYS`."""
    return whole_number("ANSIM_UPLOAD_DAYS", 7)


def closing_share() -> float:
    """The share of a list's open venues beyond which closings are confirmed by their number: `ANSIM_CLOSING_SHARE`."""
    text = os.environ.get("ANSIM_CLOSING_SHARE", "0.1")
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise SettingError(f"ANSIM_CLOSING_SHARE is {text!r}: wanted a share from 0 to 1, as 0.1")
    return share


def most_posters() -> int:
    """Sheets in one file: `ANSIM_POSTERS_AT_ONCE`."""
    return whole_number("ANSIM_POSTERS_AT_ONCE", 1_000)


def poster_days() -> int:
    """Days for which a finished file of posters can be fetched: `ANSIM_POSTER_DAYS`."""
    return whole_number("ANSIM_POSTER_DAYS", 3)
