"""What may be asked of the tracer about cases: the kinds of its questions, as its own desk lists them."""

from typing import Any, cast

from ansim.tracing.process import calls
from ansim.tracing.process.answers import Answers
from ansim.tracing.process.search_desk import BothLogs, SearchDesk

KINDS = [
    kind
    for kind in SearchDesk(
        BothLogs(*(Answers(cast("Any", None), b"") for _log in range(2))),
        cast("Any", None),
        cast("Any", None),
    ).handlers()
    if kind is not calls.TracerHealth
]
