"""The page of a demo that shows the messages which a real channel would have sent."""

import html

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ansim.identity.phones import show_phone
from ansim.notices.channels.demo_channel import DemoChannel, Message
from ansim.notices.channels.messages import Channel
from ansim.settings.environment import is_this_machine
from ansim.visitor.api.app_files import page
from ansim.visitor.api.http import language_of
from ansim.visitor.api.words import N_, say

_MESSAGES = N_("Messages of the demo")
_INSTEAD = N_("These messages would go to phones. A demo shows them here. The page renews itself.")
_NONE = N_("No message yet.")


def route(channel: Channel | None) -> Route:
    """`/demo/messages`: a page for people, JSON for who asks for it."""

    async def messages(request: Request) -> Response:
        # A page elsewhere may have a name of its own point to this machine, and read the codes under that name.
        if not is_this_machine((request.url.hostname or "").strip("[]")):
            return Response(status_code=404)
        kept = channel.kept if isinstance(channel, DemoChannel) else []
        if "application/json" in request.headers.get("accept", ""):
            return Response(
                msgspec.json.encode(kept),
                media_type="application/json",
                headers={"cache-control": "no-store"},
            )
        return _messages_page(list(kept), language_of(request.scope))

    return Route("/demo/messages", messages)


def _messages_page(messages: list[Message], language: str) -> Response:
    items = "".join(
        f"<li><b>{html.escape(message.text)}</b>"
        f"<small>{html.escape(_shown(message.to))} · {message.sent_at.astimezone():%H:%M:%S}</small></li>"
        for message in messages
    )
    body = f"<p>{html.escape(say(_INSTEAD, language))}</p>"
    body += (
        f"<ol>{items}</ol>" if items else f"<ol><li>{html.escape(say(_NONE, language))}</li></ol>"
    )
    return page(say(_MESSAGES, language), body, language, renew=True)


def _shown(to: str) -> str:
    return to if "@" in to else show_phone(to)
