"""One declaration per operation of the partner API: its route, its checks and its page in the documents come from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal

from django.utils.functional import Promise

from ansim.business.models import ApiKey
from ansim.business.partners.problems import (
    CHANGED_MEANWHILE,
    NO_MATCH_GIVEN,
    RefusalKind,
    RefusedError,
)
from ansim.business.posters.sheets import Sheet
from ansim.domain.api_keys import ApiScope
from ansim.domain.codes import ALPHABET

BASE: Final = "/api/v1"
PATH_PARAMETERS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "venue_id": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1},
        "sheet": {"type": "string", "enum": [sheet.value for sheet in Sheet]},
        "ref": {"type": "string", "pattern": f"^R[{ALPHABET}]{{7}}$"},
    }
)


@dataclass(frozen=True, slots=True)
class Call:
    """A request that passed the checks its operation declares. `path` and `query` hold its variable parts."""

    key: ApiKey
    path: Mapping[str, Any]
    query: Mapping[str, str]
    body: Any = None  # the declared struct
    if_match: str | None = None  # the header; empty matches nothing

    def require_match(self, etag: str, *, needed: bool) -> None:
        """Raise RefusedError where the caller read another version; `needed`: also where they do not say which."""
        if self.if_match is None:
            if needed:
                raise RefusedError(NO_MATCH_GIVEN)
            return
        given = {one.strip() for one in self.if_match.split(",")}
        if "*" not in given and etag not in given:  # strong comparison, RFC 9110 §8.8.3.2
            raise RefusedError(CHANGED_MEANWHILE)


@dataclass(frozen=True, slots=True)
class Reply:
    """A struct to send as JSON, or bytes of the operation's media type."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """A path and method. `query` maps each parameter to its JSON schema, `answers` each status to the body's type."""

    method: Literal["GET", "POST", "PATCH"]
    path: str
    name: str
    summary: Promise | str
    scope: ApiScope
    serve: Callable[[Call], Reply]
    answers: Mapping[int, Any]
    body: Any = None
    query: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    refusals: tuple[RefusalKind, ...] = ()
    media_type: str = "application/json"
    match: Literal["", "may", "must"] = ""
    etag: bool = False
