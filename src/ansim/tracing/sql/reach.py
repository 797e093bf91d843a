"""n-th degree contacts over a relation of stays, one statement a round."""

from psycopg import sql

from ansim.tracing.index import questions
from ansim.tracing.reach_question import ReachQuestion
from ansim.tracing.reference import NO_ZONES, Exposed, Zones
from ansim.tracing.sql.relation import TIMES, Connection, Key, on, refusing
from ansim.tracing.sql.statements import (
    BACKWARD,
    FORWARD,
    REACH_CASE,
    REACH_FOUND,
    REACH_LABELS,
    REACH_ONE_EACH,
    REACH_ROUND,
    REACH_SETTLED,
)
from ansim.tracing.sql.zones import homes


def reach(
    connection: Connection,
    stays: str,
    question: ReachQuestion[Key],
    *,
    back: bool = False,
    zones: Zones = NO_ZONES,
) -> dict[Key, Exposed]:
    """Everybody whom the case reaches, or with `back` who may have infected the case; one statement a round, in a transaction.

    Raises WindowError, also for lingering air backward; StayEndError.
    """
    case, start, end, degrees, minimum, latent, residual = question
    questions.whole(1, degrees=degrees)
    questions.seconds(minimum=minimum, latent=latent, residual=residual)
    start, end = questions.window(start, end, bounds=TIMES)
    if back and residual:
        raise questions.WindowError(f"residual={residual}: air does not linger backward")
    if back:
        start, end = -end, -start
    values = {
        "case": case,
        "start": start,
        "end": end,
        "minimum": minimum,
        "latent": latent,
        "residual": residual,
    } | homes(zones)
    a_round = sql.SQL(REACH_ROUND).format(stays=on(BACKWARD if back else FORWARD, stays))
    with refusing(connection, stays), connection.transaction():
        connection.execute(on(REACH_LABELS, stays))
        connection.execute(REACH_ONE_EACH)
        connection.execute(on(REACH_CASE, stays), values)
        for degree in range(1, degrees + 1):
            moved = [
                person for (person,) in connection.execute(a_round, values | {"degree": degree})
            ]
            if not moved:
                break
            connection.execute(REACH_SETTLED, {"moved": moved})
        sign = -1 if back else 1
        found = {
            row[0]: Exposed(row[1], sign * row[2], row[3])
            for row in connection.execute(REACH_FOUND)
        }
        connection.execute("DROP TABLE label")
        return found
