"""Codes by e-mail: any SMTP server (RFC 5321), named by `ANSIM_SMTP_URL` and `ANSIM_SMTP_FROM`.

`smtp://USER:PASSWORD@HOST:587` begins TLS (RFC 3207) before it signs in, `smtps://` speaks TLS from the start;
to a relay on this machine, `smtp://` without a user does without. Anywhere else no message travels in clear.
"""

import asyncio
import os
import smtplib
import socket
import ssl
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

from ansim.notices.channels.messages import ChannelSettingError, MessageNotSentError
from ansim.notices.handing_answers import HandOver, Obstacle
from ansim.settings.environment import is_this_machine

_TIMEOUT: Final = 10.0
_BUSY: Final = (HandOver.LATER, Obstacle.BUSY)


class MailChannel:
    """Hands messages to a mail server, each on a connection of its own, off the event loop."""

    def __init__(self, url: str, sender: str, subject: str = "Ansim") -> None:
        """Read the server's address. Raises ChannelSettingError, without repeating it: it holds a password."""
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or "@" not in sender:
            raise ChannelSettingError(
                "ANSIM_SMTP_URL is smtp://USER:PASSWORD@HOST:PORT or smtps://…, ANSIM_SMTP_FROM an address"
            )
        self._secure = parts.scheme == "smtps"
        self._host, self._port = parts.hostname, parts.port or (465 if self._secure else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender, self._subject = sender, subject

    async def send(self, to: str, text: str, reference: str = "") -> None:
        """Hand a message over. Raises MessageNotSentError."""
        try:
            message = EmailMessage()
            message["From"], message["To"], message["Subject"] = self._sender, to, self._subject
            if reference:  # RFC 5322 §3.6.4: the same message twice is one to a mail program
                message["Message-ID"] = f"<{reference}@{self._sender.partition('@')[2]}>"
            message.set_content(text)
            await asyncio.to_thread(self._send, message)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            reason = type(error).__name__  # its words may repeat the address
            raise MessageNotSentError(
                f"the mail server did not take the message ({reason})", *_what_it_says(error)
            ) from None

    async def close(self) -> None:
        """Nothing is held."""

    def _send(self, message: EmailMessage) -> None:
        context = ssl.create_default_context()
        with (
            smtplib.SMTP_SSL(self._host, self._port, timeout=_TIMEOUT, context=context)
            if self._secure
            else smtplib.SMTP(self._host, self._port, timeout=_TIMEOUT)
        ) as server:
            server.ehlo()
            if not self._secure and (self._user or not is_this_machine(self._host)):
                server.starttls(context=context)
            if self._user:
                server.login(self._user, self._password)
            server.send_message(message)


def _what_it_says(error: Exception) -> tuple[HandOver, Obstacle]:
    """What became of the message: a 4xx of RFC 5321 asks to come again, a 5xx is an answer for good."""
    match error:
        case smtplib.SMTPAuthenticationError() | smtplib.SMTPNotSupportedError():
            return HandOver.LATER, Obstacle.CREDENTIALS
        case smtplib.SMTPSenderRefused():
            return HandOver.LATER, Obstacle.SENDER
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            for_good = all(code >= 500 for code, _ in refused.values())
            return (HandOver.REFUSED, Obstacle.NUMBER) if for_good else _BUSY
        case smtplib.SMTPResponseException(smtp_code=code):
            return (HandOver.REFUSED, Obstacle.OTHER) if code >= 500 else _BUSY
        case _:
            return _what_the_line_says(error)


def _what_the_line_says(error: Exception) -> tuple[HandOver, Obstacle]:
    if isinstance(error, ConnectionRefusedError | socket.gaierror | ssl.SSLError):
        return HandOver.LATER, Obstacle.AWAY
    if isinstance(error, ValueError):  # an address that no letter can have
        return HandOver.REFUSED, Obstacle.NUMBER
    return HandOver.UNCERTAIN, Obstacle.NO_ANSWER


def mail_of_environment() -> MailChannel | None:
    """The configured mail server, or None: then nobody is offered a code by e-mail. Raises ChannelSettingError."""
    url = os.environ.get("ANSIM_SMTP_URL")
    return MailChannel(url, os.environ.get("ANSIM_SMTP_FROM", "")) if url else None
