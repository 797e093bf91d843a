"""Solapi as a server: checks signatures, answers in its form, reports by webhook, up to six times, also before it answers."""

import asyncio
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from support.patience import PATIENCE
from support.providers.http_server import CUT, Asked, Told
from support.providers.moods import TOO_LONG, Mood

KEY, SECRET, SENDER, PROFILE = "NCSKEY00", "api-secret-of-solapi", "0641234567", "KA01PF00"
WORD = "word-of-the-webhook"
_HEADER = re.compile(
    r"HMAC-SHA256 ApiKey=(\S+), Date=(\S+), salt=([0-9A-Za-z]{12,64}), signature=([0-9a-f]{64})"
)
GONE = "01000009999"
"""A number that nobody has."""


@dataclass
class Solapi:
    mood: Mood = Mood.WELL
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What was taken, by the provider's id."""
    calls: int = 0
    refused: list[str] = field(default_factory=list)
    """Why calls were refused, by the provider's words."""
    webhook: str = ""
    report_first: bool = False
    """Whether a message is reported before its call is answered."""
    fates: dict[str, str] = field(default_factory=dict)
    """Status codes by number, other than 4000."""
    _salts: set[str] = field(default_factory=set)

    async def answer(self, asked: Asked) -> Told | None:
        if (why := self._unsigned(asked)) is not None:
            self.refused.append(why)
            return Told(403, {"errorCode": why, "errorMessage": "…"})
        if asked.method == "GET":
            return self._list(asked.path)
        if self.mood is Mood.BUSY:
            return Told(429, {"errorCode": "TooManyRequests"}, {"retry-after": "7"})
        self.calls += 1
        answer = self._take(asked)
        if self.report_first:
            await self.report()
        if self.mood is Mood.SLOW:
            await asyncio.sleep(TOO_LONG)
        lie = {"messageList": "all of them", "failedMessageList": 7}
        answers = {
            Mood.CUTS: CUT,
            Mood.LIES: Told(200, lie),
            Mood.BROKEN: Told(500, {"errorCode": "UnknownError"}),
        }
        return answers.get(self.mood, Told(200, answer))

    def _unsigned(self, asked: Asked) -> str | None:
        found = _HEADER.fullmatch(asked.headers.get("authorization", ""))
        if found is None or found[1] != KEY or self.mood is Mood.STRICT:
            return "InvalidAPIKey"
        date, salt, signature = found.groups()[1:]
        skew = abs((datetime.now(UTC) - datetime.fromisoformat(date)).total_seconds())
        if skew > 900:
            return "RequestTimeTooSkewed"
        wanted = hmac.new(SECRET.encode(), (date + salt).encode(), hashlib.sha256).hexdigest()
        if signature != wanted:
            return "SignatureDoesNotMatch"
        if salt in self._salts:
            return "DuplicatedSignature"
        self._salts.add(salt)
        return None

    def _take(self, asked: Asked) -> dict[str, Any]:
        assert asked.path == "/messages/v4/send-many/detail"
        sent = asked.json
        assert 0 < len(sent["messages"]) <= 10_000
        taken: list[dict[str, Any]] = []
        failed: list[dict[str, Any]] = []
        for message in sent["messages"]:
            code = self._wrong(message)
            ticket = f"M4V{len(self.messages) + len(failed):08}"
            one = {
                "messageId": ticket,
                "statusCode": code or "2000",
                "statusMessage": f"{message['to']}: …",
                "customFields": message.get("customFields"),
            }
            if code:
                failed.append(one | {"to": message["to"], "from": message["from"]})
            else:
                self.messages[ticket] = message
                taken.append(one)
        total = len(sent["messages"])
        count = {"total": total, "registeredFailed": len(failed), "registeredSuccess": len(taken)}
        shown = taken if sent.get("showMessageList") else None
        return {
            "groupInfo": {"groupId": "G4V1", "count": count},
            "messageList": shown,
            "failedMessageList": failed,
        }

    def _wrong(self, message: dict[str, Any]) -> str | None:
        if message["from"] != SENDER:
            return "1062"
        if message["type"] == "ATA":
            options = message["kakaoOptions"]
            assert options["disableSms"] is True
            return None if options["pfId"] == PROFILE else "1041"
        text = message["text"].encode("cp949")  # what it cannot write is an error of the test
        if len(text) > {"SMS": 90, "LMS": 2000}[message["type"]]:
            return "1031"
        if message["type"] == "LMS":
            assert len(message.get("subject", "").encode("cp949")) <= 40
        return "1060" if message["to"] == GONE else None

    def _list(self, path: str) -> Told:
        wanted = parse_qs(urlsplit(path).query)["value"][0]
        found = {wanted: self.report_of(wanted)} if wanted in self.messages else {}
        return Told(200, {"startKey": None, "limit": 1, "messageList": found})

    def report_of(self, ticket: str) -> dict[str, Any]:
        message = self.messages[ticket]
        return {
            "messageId": ticket,
            "type": message["type"],
            "to": message["to"],
            "from": message["from"],
            "statusCode": self.fates.get(message["to"], "4000"),
            "dateReported": "2026-11-27T03:00:00.000Z",
            "dateReceived": "2026-11-27T03:00:01.000Z",
            "networkCode": "45005",
            "customFields": message.get("customFields"),
            "statusMessage": f"{message['to']}: …",
        }

    async def report(self, word: str = WORD, tries: int = 6) -> list[int]:
        """Tell of all messages in one call, again until it is answered 200; gives what was answered."""
        answers: list[int] = []
        secret = hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest()
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            for retry in range(tries):
                body = [
                    {
                        "eventDataId": f"E{place}",
                        "retryCount": retry,
                        "data": self.report_of(ticket),
                    }
                    for place, ticket in enumerate(self.messages)
                ]
                headers = {"X-Solapi-Secret": secret, "X-Solapi-Event-Name": "SINGLE-REPORT"}
                answer = await client.post(self.webhook, json=body, headers=headers)
                answers.append(answer.status_code)
                if answer.status_code == 200:
                    break
        return answers
