"""The tracer process: all visits of the retention window in memory, by person; answers over a local socket."""

import logging
import threading

from ansim import rpc
from ansim.keys import folder
from ansim.settings.environment import data_folder, socket_path
from ansim.tracing.process.answers import Answers
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
    answers = Answers(follower, keys.secret("scope"))
    rpc.serve(socket_path("tracer"), keys.secret("tracer-calls"), answers.handlers())
