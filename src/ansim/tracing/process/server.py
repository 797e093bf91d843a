"""The tracer process: all visits of the retention window in memory, by person; answers over a local socket."""

import logging
import threading

from ansim import rpc
from ansim.keys import folder
from ansim.settings.environment import data_folder, socket_path
from ansim.tracing.process.answers import Answers
from ansim.tracing.process.case_ciphers import borrowed
from ansim.tracing.process.follower import Follower


def serve() -> None:
    """Load, then answer on the socket and follow the database until told to end."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    keys = folder()
    follower = Follower(keys, data_folder() / "tracer" / "dwell.json")
    follower.load()
    threading.Thread(target=follower.follow_for_ever, daemon=True).start()
    vault = rpc.Caller(socket_path("cases"), keys.secret("case-calls"))
    answers = Answers(follower, keys.secret("scope"), borrowed(vault))
    rpc.serve(socket_path("tracer"), keys.secret("tracer-calls"), answers.handlers())
