"""SENS as a server: checks signatures, takes 100 messages a call, refuses all for one wrong number, is asked for results."""

import asyncio
import hashlib
import hmac
import re
import time
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from support.providers.http_server import CUT, Asked, Told
from support.providers.moods import TOO_LONG, Mood

KEY, SECRET, SENDER, PROFILE = "access-key-of-sens", "secret-key-of-sens", "0641234567", "@ansim"
TEXTS, TALK = "ncp:sms:kr:100000000001:ansim", "ncp:kkobizmsg:kr:1000001:ansim"
GONE = "01000009999"
"""A number for which a whole call is answered 400."""


@dataclass
class Sens:
    mood: Mood = Mood.WELL
    requests: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """What was taken, by the provider's name of the call."""
    calls: int = 0
    refused: list[str] = field(default_factory=list)
    done: bool = True
    """Whether its messages have arrived or failed."""
    fates: dict[str, str] = field(default_factory=dict)
    """Status codes by number, other than success."""

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [one for those in self.requests.values() for one in those]

    async def answer(self, asked: Asked) -> Told | None:
        if (why := self._unsigned(asked)) is not None:
            self.refused.append(why)
            return Told(401, {"error": {"errorCode": "200", "message": why}})
        if asked.method == "GET":
            return self._results(asked)
        if self.mood is Mood.BUSY:
            return Told(429, {}, {"retry-after": "7"})
        self.calls += 1
        answer = self._take(asked)
        if self.mood is Mood.SLOW:
            await asyncio.sleep(TOO_LONG)
        answers = {
            Mood.CUTS: CUT,
            Mood.LIES: Told(202, {"statusCode": "202", "requestId": 17}),
            Mood.BROKEN: Told(500, {}),
        }
        return answers.get(self.mood, answer)

    def _unsigned(self, asked: Asked) -> str | None:
        moment = asked.headers.get("x-ncp-apigw-timestamp", "0")
        if asked.headers.get("x-ncp-iam-access-key") != KEY or self.mood is Mood.STRICT:
            return "Authentication information are missing."
        if abs(time.time() * 1000 - int(moment)) > 300_000:
            return "Not valid timestamp"
        said = f"{asked.method} {asked.path}\n{moment}\n{KEY}"
        digest = hmac.new(SECRET.encode(), said.encode(), hashlib.sha256).digest()
        signed = asked.headers.get("x-ncp-apigw-signature-v2")
        return None if signed == b64encode(digest).decode() else "Invalid authentication"

    def _take(self, asked: Asked) -> Told:
        sent = asked.json
        messages = sent["messages"]
        numbers = [one["to"] for one in messages]
        talk = asked.path == f"/alimtalk/v2/services/{TALK}/messages"
        assert talk or asked.path == f"/sms/v2/services/{TEXTS}/messages"
        if not 0 < len(messages) <= 100 or any(
            not re.fullmatch(r"010\d{8}", one) or one == GONE for one in numbers
        ):
            return Told(400, {"status": "400", "errors": numbers})
        if talk:
            assert sent["plusFriendId"] == PROFILE
            assert not any(one["useSmsFailover"] for one in messages)
        else:
            self._judge_texts(sent)
        request = f"RSSA-{len(self.requests):06}"
        self.requests[request] = [one | {"type": sent.get("type", "ATA")} for one in messages]
        answer: dict[str, Any] = {
            "requestId": request,
            "requestTime": "2026-11-27T12:00:00.000",
            "statusCode": "202",
            "statusName": "success",
        }
        if talk:
            answer["messages"] = [
                {
                    "messageId": f"{request}-{place}",
                    "countryCode": "82",
                    "to": one["to"],
                    "content": one["content"],
                    "requestStatusCode": "A000",
                    "requestStatusName": "success",
                }
                for place, one in enumerate(messages)
            ]
        return Told(202, answer)

    def _judge_texts(self, sent: dict[str, Any]) -> None:
        assert sent["from"] == SENDER
        assert sent["contentType"] == "COMM"
        assert sent["content"]
        most = {"SMS": 90, "LMS": 2000}[sent["type"]]
        for one in sent["messages"]:
            assert len(one["content"].encode("cp949")) <= most

    def _results(self, asked: Asked) -> Told:
        query = parse_qs(urlsplit(asked.path).query)
        request = query["requestId"][0]
        found = []
        for place, one in enumerate(self.requests.get(request, [])):
            code = self.fates.get(one["to"], "")
            result = {
                "requestId": request,
                "messageId": f"{request}-{place}",
                "to": one["to"],
                "content": one["content"],
                "completeTime": "2026-11-27 12:00:01" if self.done else None,
            }
            if one["type"] == "ATA":
                done = {"messageStatusCode": code or "0000"} if self.done else {}
                found.append(result | {"requestStatusCode": "A000"} | done)
            elif self.done:
                found.append(result | {"status": "COMPLETED", "statusCode": code or "0"})
            else:
                found.append(result | {"status": "PROCESSING"})
        return Told(200, {"statusCode": "202", "statusName": "success", "messages": found})
