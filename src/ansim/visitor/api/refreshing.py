"""What a gateway keeps in memory is read again and again, whatever goes wrong on the way."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import psycopg

log = logging.getLogger(__name__)


async def keep_fresh(what: str, refresh: Callable[[], Awaitable[object]], every: float) -> None:
    """Call `refresh` every so many seconds until this task is cancelled. An outage is told once, when it begins.

    A refresh that fails leaves what was read before; no error ends the calls, as check-ins go on and would be judged by
    what is older and older.
    """
    away = False
    while True:
        await asyncio.sleep(every)
        try:
            await refresh()
        except (psycopg.Error, TimeoutError) as error:
            if not away:
                log.warning("%s cannot be read again: %s", what, type(error).__name__)
            away = True
        except Exception:
            if not away:
                log.exception("%s cannot be read again", what)
            away = True
        else:
            if away:
                log.info("%s are read again", what)
            away = False
