"""A request of a partner's system from its first byte to its answer.

Only the `Authorization` header says who asks. Cookies are not read, so no page of another site can make a browser ask
here, and forms' tokens have nothing to protect.
"""

import logging
import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, cast

import msgspec
from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from ansim.accounts.access import ATTRIBUTE
from ansim.accounts.throttle import NETWORK_LIMIT, PERIOD, is_closed, note_failure
from ansim.business.models import ApiKey
from ansim.business.partners import problems
from ansim.business.partners.api_key_desk import find_key, hash_of_request, note_use
from ansim.business.partners.operations import Call, Operation, Reply
from ansim.business.partners.problems import FieldFault, RefusedError
from ansim.business.partners.rates import rate, take_one
from ansim.business.partners.repeats import StoredAnswer, answered, keep, read_name
from ansim.domain.api_keys import prefix_of
from ansim.domain.code_budgets import block_of
from ansim.domain.days import VENUE_ZONE
from ansim.portal.callers import address_of
from ansim.visitor.api.decoding import fault_of
from ansim.visitor.api.words import negotiate

log = logging.getLogger(__name__)
_PURPOSE: Final = "partner-key"
_ENCODER: Final = msgspec.json.Encoder()
View = Callable[..., HttpResponse]


def view_of(operations: Sequence[Operation]) -> View:
    """The view of one path: the operation of the request's method, or what does not serve here."""
    by_method = {operation.method: operation for operation in operations}
    decoders = {
        operation.method: msgspec.json.Decoder(operation.body)
        for operation in operations
        if operation.body is not None
    }

    @csrf_exempt
    def view(request: HttpRequest, **path: Any) -> HttpResponse:
        method = "GET" if request.method == "HEAD" else request.method
        operation = by_method.get(cast("Any", method))
        if operation is None:
            allow = {"Allow": ", ".join(by_method)}
            return told(request, lambda _: refuse(problems.BAD_METHOD, allow))
        decoder = decoders.get(operation.method)
        return told(request, lambda headers: _served(request, operation, decoder, path, headers))

    setattr(view, ATTRIBUTE, tuple(sorted({operation.scope for operation in operations})))
    return view


def refuse(kind: problems.RefusalKind, headers: Mapping[str, str] | None = None) -> StoredAnswer:
    """Raise a refusal, where an expression is wanted."""
    raise RefusedError(kind, headers=headers)


def told(request: HttpRequest, serve: Callable[[dict[str, str]], StoredAnswer]) -> HttpResponse:
    """Answer a request, whatever happens in it, in Korean or English by `Accept-Language`."""
    language = negotiate(request.headers.get("Accept-Language", ""))
    language = language if language in {"ko", "en"} else "en"
    headers = {"Content-Language": language, "Vary": "Accept-Language, Authorization"}
    with translation.override(language):
        try:
            answer = serve(headers)
        except RefusedError as refusal:
            answer = _problem(refusal)
        except (OperationalError, InterfaceError):
            answer = _problem(RefusedError(problems.AWAY, headers={"Retry-After": "5"}))
        except Exception as error:  # noqa: BLE001 answered as a problem, and told
            # The words of a database's error hold the row that failed; where it happened does not.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("the partner API failed: %s\n%s", type(error).__name__, where)  # noqa: TRY400 its words stay out
            answer = _problem(RefusedError(problems.INTERNAL, headers={"Retry-After": "5"}))
    return HttpResponse(answer.body, status=answer.status, headers={**headers, **answer.headers})


def _problem(refusal: RefusedError) -> StoredAnswer:
    headers = {"Content-Type": problems.MEDIA_TYPE, **refusal.headers}
    if refusal.kind.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return StoredAnswer(refusal.kind.status, headers, _ENCODER.encode(refusal.document()))


def _served(
    request: HttpRequest,
    operation: Operation,
    decoder: "msgspec.json.Decoder[Any] | None",
    path: Mapping[str, Any],
    headers: dict[str, str],
) -> StoredAnswer:
    key = _key(request)
    headers.update(take_one(key, rate()))
    if operation.scope not in key.scopes:
        raise RefusedError(problems.NO_SCOPE, scope=operation.scope.value)
    query = _query(request, operation)
    body = _body(request, decoder) if decoder else None
    call = Call(key, path, query, body, request.headers.get("If-Match"))
    if operation.method != "POST":
        with transaction.atomic():
            return _not_modified(request, _sent(operation, operation.serve(call)))
    name = read_name(request.headers.get("Idempotency-Key", ""))
    parts = (str(request.method), request.path, str(call.if_match))
    asked = hash_of_request(*(part.encode() for part in parts), request.body)
    with transaction.atomic():
        known = answered(key, name, asked)
        if known is not None:
            return StoredAnswer(
                known.status, {**known.headers, "Idempotency-Replayed": "true"}, known.body
            )
        answer = _sent(operation, operation.serve(call))
        keep(key, name, asked, answer)
    return answer


def _key(request: HttpRequest) -> ApiKey:
    """The key of a request. Wrong ones are counted by network, and refused unread past a limit, as at the sign-in."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise RefusedError(problems.NO_KEY)
    network = block_of(address_of(request))
    if is_closed(_PURPOSE, network, NETWORK_LIMIT):
        wait = {"Retry-After": str(int(PERIOD.total_seconds()))}
        raise RefusedError(problems.GUESSED, headers=wait)
    key = find_key(text.strip()) if prefix_of(text.strip()) else None
    now = datetime.now(UTC)
    if key is None:
        note_failure(_PURPOSE, network)
    if key is None or key.ended_at or key.expires_at <= now or key.business.closed_at:
        raise RefusedError(problems.BAD_KEY)
    note_use(key, now.astimezone(VENUE_ZONE).date())
    return key


def _query(request: HttpRequest, operation: Operation) -> dict[str, str]:
    found = {}
    for name, value in request.GET.items():
        if name not in operation.query:
            raise RefusedError(problems.BAD_QUERY, name=name[:40])
        found[name] = str(value)
    return found


def _body(request: HttpRequest, decoder: "msgspec.json.Decoder[Any]") -> Any:
    if (request.content_type or "").lower() != "application/json":
        raise RefusedError(problems.NOT_JSON)
    try:
        return decoder.decode(request.body)
    except msgspec.ValidationError as error:
        way = re.split(r"[.\[\]]+", ".".join(fault_of(error)))
        pointer = "".join(f"/{part}" for part in way if part)
        fault = FieldFault(pointer, str(problems.FIELD_SHAPE))
        raise RefusedError(problems.WRONG_FIELD, errors=[fault]) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RefusedError(problems.BAD_JSON) from None


def _sent(operation: Operation, reply: Reply) -> StoredAnswer:
    plain = isinstance(reply.body, bytes)
    headers = {"Content-Type": operation.media_type if plain else "application/json"}
    body = reply.body if plain else _ENCODER.encode(reply.body)
    return StoredAnswer(reply.status, {**headers, **reply.headers}, body)


def _not_modified(request: HttpRequest, answer: StoredAnswer) -> StoredAnswer:
    """304 for a reader that has this version already."""
    etag, known = answer.headers.get("ETag"), request.headers.get("If-None-Match", "")
    if (
        request.method in {"GET", "HEAD"}
        and etag
        and etag in {one.strip() for one in known.split(",")}
    ):
        return StoredAnswer(304, {"ETag": etag}, b"")
    return answer
