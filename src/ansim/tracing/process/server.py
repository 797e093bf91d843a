"""The tracer process: all kept visits in memory, by person; it answers within sessions, on a local socket."""

import logging
import threading

from ansim import rpc
from ansim.keys import folder
from ansim.ledger import Book
from ansim.settings.environment import data_folder, dsn, socket_path
from ansim.tracing.process.answers import Answers
from ansim.tracing.process.follower import Follower
from ansim.tracing.process.held_sessions import HeldSessions
from ansim.tracing.process.invented_log import InventedLog
from ansim.tracing.process.kept_log import KeptLog
from ansim.tracing.process.search_desk import BothLogs, SearchDesk


def serve() -> None:
    """Load, then answer on the socket and follow the database until told to end."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    keys = folder()
    follower = Follower(keys, data_folder() / "tracer" / "dwell.json")
    follower.load()
    threading.Thread(target=follower.follow_for_ever, daemon=True).start()
    sessions = HeldSessions(rpc.Caller(socket_path("cases"), keys.secret("case-calls")))
    threading.Thread(target=sessions.ask_for_ever, daemon=True).start()
    scope = keys.secret("scope")
    logs = BothLogs(Answers(KeptLog(follower), scope), Answers(InventedLog(), scope))
    desk = SearchDesk(logs, sessions, Book(lambda: dsn("tracer", "main")))
    rpc.serve(socket_path("tracer"), keys.secret("tracer-calls"), desk.handlers())
