"""`/answer`: what is typed is written down and looked up nowhere here, so nobody learns whether a reference exists."""

import unicodedata
from datetime import date
from typing import Final, Protocol
from urllib.parse import parse_qs

import psycopg
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ansim.domain.campaigns.contact_answers import (
    ANSWERS_OF_A_NETWORK,
    ANSWERS_WINDOW,
    AnswerError,
    AnswerFault,
    answer_proof,
    read_answer,
    read_digits,
)
from ansim.domain.campaigns.references import read_reference
from ansim.domain.code_budgets import block_of
from ansim.domain.days import local_day
from ansim.identity.budgets import CodeBudgets
from ansim.visitor.answers.answer_form import (
    SENT,
    TITLE,
    Fields,
    form_page,
    sent_page,
    trouble_page,
)
from ansim.visitor.api import functions
from ansim.visitor.api.app_files import page
from ansim.visitor.api.endpoint import Gatekeeper
from ansim.visitor.api.functions import Pool
from ansim.visitor.api.http import language_of
from ansim.visitor.api.words import LANGUAGES, N_, say

_MOST_BYTES: Final = 4096
_TOO_MANY: Final = N_("Many answers came from your network. Please try again in an hour, or call.")
_AWAY: Final = N_("Your answer could not be taken just now. Please try again in a minute.")


class AnswerDesk(Gatekeeper, Protocol):
    """The gateway as this page sees it."""

    reports: Pool  # of main, apart from venues
    identity: Pool  # where the answers of a network are counted
    budgets: CodeBudgets
    answer_key: bytes


def route(gateway: AnswerDesk) -> Route:
    """The page, shown by GET and sent by POST."""

    async def answer(request: Request) -> Response:
        language = _language(request)
        today = local_day(gateway.clock())
        if request.method != "POST":
            return _shown(language, today, {})
        typed = await _typed(request)
        if typed is None:
            return _shown(language, today, {}, AnswerFault.EMPTY)
        try:
            return await _taken(gateway, request, typed, language, today)
        except AnswerError as error:
            return _shown(language, today, typed, error.fault)
        except (psycopg.OperationalError, PoolTimeout):
            return _trouble(_AWAY, language, 503)

    return Route("/answer", answer, methods=["GET", "POST"])


async def _taken(
    gateway: AnswerDesk, request: Request, typed: Fields, language: str, today: date
) -> Response:
    """Write an answer down. Raises AnswerError, by what was typed alone."""

    def field(name: str) -> str:
        return unicodedata.normalize("NFKC", (typed.get(name) or ("",))[0])

    reference = read_reference(field("reference"))
    if reference is None:
        raise AnswerError(AnswerFault.REFERENCE)
    proof = answer_proof(gateway.answer_key, reference, read_digits(field("digits")))
    said = read_answer(
        not_me="not_me" in typed,
        test_on=field("test_on"),
        symptoms=typed.get("symptoms", ()),
        language=field("language"),
        today=today,
    )
    if not await _within_share(gateway, request):
        return _trouble(_TOO_MANY, language, 429)
    symptoms = None if said.symptoms is None else [one.value for one in said.symptoms]
    values = (said.not_me, said.test_on, symptoms, said.language)
    taken = await functions.ask(gateway.reports, "put_answer", reference, proof, *values)
    if not taken or not taken[0]:
        return _trouble(_AWAY, language, 503)
    return page(say(SENT, language), sent_page(language), language)


async def _within_share(gateway: AnswerDesk, request: Request) -> bool:
    """Whether the network of a request has an answer left."""
    host = request.client.host if request.client else ""
    bucket = gateway.budgets.bucket("answers", block_of(host))
    asked = ([bucket], [ANSWERS_WINDOW], [ANSWERS_OF_A_NETWORK])
    found = await functions.ask(gateway.identity, "use_budgets", *asked)
    return bool(found and found[0])


async def _typed(request: Request) -> Fields | None:
    """The form's fields, or None where the body is none or too long."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return None
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            return None
    try:
        return parse_qs(body.decode("ascii"), max_num_fields=20)
    except ValueError:
        return None


def _language(request: Request) -> str:
    wished = request.query_params.get("lang", "")
    return wished if wished in LANGUAGES else language_of(request.scope)


def _shown(language: str, today: date, typed: Fields, fault: AnswerFault | None = None) -> Response:
    body = form_page(language, today, typed, fault)
    return page(say(TITLE, language), body, language, 400 if fault else 200, form=True)


def _trouble(words: str, language: str, status: int) -> Response:
    return page(say(TITLE, language), trouble_page(words, language), language, status)
