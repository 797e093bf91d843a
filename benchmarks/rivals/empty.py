"""The floor (c): the gateway's own server, reading the request and answering with nothing in it. `python -m … PORT`."""

import sys

import uvicorn
import uvloop
from starlette.types import Receive, Scope, Send

from ansim.serving import server_config
from ansim.visitor.api.http import reply_json
from ansim.visitor.process import settle


async def app(_scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await reply_json(send, 200, b"")


if __name__ == "__main__":
    settle()
    uvloop.run(uvicorn.Server(server_config(app, "127.0.0.1", int(sys.argv[1]))).serve())
