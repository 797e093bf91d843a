"""Problem details (RFC 9457): every refusal has a stable code, a status, and words in the visitor's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import msgspec

from ansim.domain.errors import AnsimError
from ansim.visitor.api.words import N_, say


class VenueName(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a confirmation shows of the venue."""

    name: str
    name_en: str
    category: str
    zone: str | None = None
    zone_en: str | None = None


class StandingVisit(msgspec.Struct, frozen=True):
    """What is stored under an id that was sent again with other content."""

    venue: VenueName | None
    entered_at: datetime
    left_at: datetime | None


class ProblemDocument(msgspec.Struct, frozen=True, rename={"kind": "type"}, omit_defaults=True):
    """The body of `application/problem+json`. A reader switches on `code`, never on words."""

    kind: str
    title: str
    status: int
    detail: str
    code: str
    server_time: datetime | msgspec.UnsetType = msgspec.UNSET  # of `clock-skew`
    stands: StandingVisit | msgspec.UnsetType = msgspec.UNSET  # of `id-taken`


_MEMBERS: Final = ("server_time", "stands")


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One sort of problem; `title` and `detail` are English and are translated when shown."""

    code: str
    status: int
    title: str
    detail: str
    retry_after: int | None = None

    def document(self, language: str, **values: object) -> ProblemDocument:
        """The problem in a language; `values` fill the `{name}` places of the detail and the members of their name."""
        detail = say(self.detail, language, **values)
        members: dict[str, Any] = {name: values[name] for name in _MEMBERS if name in values}
        return ProblemDocument(
            f"urn:ansim:problem:{self.code}",
            say(self.title, language),
            self.status,
            detail,
            self.code,
            **members,
        )

    def encode(self, language: str, **values: object) -> bytes:
        """The problem's JSON."""
        return msgspec.json.encode(self.document(language, **values))


class Problem(AnsimError):  # noqa: N818 the word of RFC 9457
    """Raised anywhere in a request: the answer is this problem."""

    def __init__(
        self, kind: ProblemKind, *, headers: Mapping[str, str] | None = None, **values: object
    ) -> None:
        super().__init__(kind.code)
        self.kind, self.values, self.headers = kind, values, headers or {}

    @property
    def retry_after(self) -> int | None:
        """Seconds for `Retry-After`, where the problem passes by itself."""
        seconds = self.values.get("seconds", self.kind.retry_after)
        return seconds if isinstance(seconds, int) else None


@lru_cache(maxsize=512)
def encoded(kind: ProblemKind, language: str) -> bytes:
    """The JSON of a problem whose words have no places to fill."""
    return kind.encode(language)


# The request itself
BAD_JSON = ProblemKind(
    "bad-json", 400, N_("The request cannot be read"), N_("The body is not JSON in UTF-8.")
)
TOO_LARGE = ProblemKind(
    "too-large", 413, N_("The request is too large"), N_("Send at most 256 KiB at once.")
)
TOO_MANY = ProblemKind(
    "too-many-entries",
    422,
    N_("Too many entries at once"),
    N_("Send at most 200 entries in one request."),
)
NOT_JSON = ProblemKind(
    "unsupported-media-type",
    415,
    N_("The kind of content is not supported"),
    N_("Send the body as application/json."),
)
NOT_FOUND = ProblemKind(
    "not-found", 404, N_("There is nothing here"), N_("No such address. Check what you typed.")
)
METHOD = ProblemKind(
    "method-not-allowed",
    405,
    N_("This method does not serve here"),
    N_("Read /openapi.json for what does."),
)
INTERNAL = ProblemKind(
    "internal",
    500,
    N_("Something went wrong on our side"),
    N_("Nothing was stored. Please try again shortly."),
    5,
)
OVERLOADED = ProblemKind(
    "overloaded",
    503,
    N_("Very many people are checking in"),
    N_("Not stored yet. Please try again shortly."),
    2,
)

# Sessions
NO_SESSION = ProblemKind(
    "session-missing",
    401,
    N_("Please verify your phone first"),
    N_("The request carries no session token."),
)
BAD_SESSION = ProblemKind(
    "session-invalid",
    401,
    N_("Please verify your phone again"),
    N_("The session token is not ours or was changed."),
)
OLD_SESSION = ProblemKind(
    "session-expired",
    401,
    N_("Please renew your session"),
    N_("The session token expired after 24 hours."),
)
STOPPED = ProblemKind(
    "session-stopped",
    401,
    N_("Please verify your phone again"),
    N_("This registration was erased or its consent withdrawn."),
)

# Check-ins, in the order in which they are tried
MALFORMED = ProblemKind(
    "malformed",
    422,
    N_("The entry is not complete"),
    N_("A field is missing or has a wrong value."),
)
MALFORMED_WHERE = ProblemKind(
    "malformed", 422, MALFORMED.title, N_("A field is missing or has a wrong value: {where}.")
)
CLOCK_SKEW = ProblemKind(
    "clock-skew",
    422,
    N_("The phone's clock is not right"),
    N_("It is over a minute off. Nothing was stored; please set the clock to automatic."),
)
ID_TAKEN = ProblemKind(
    "id-taken",
    409,
    N_("Another visit of yours has this id"),
    N_("What is stored stays as it is. A new visit needs a new id."),
)
UNKNOWN_VENUE = ProblemKind(
    "unknown-venue",
    404,
    N_("This QR code is not known"),
    N_("The code belongs to no venue. Scan the QR code again."),
)
REVOKED_VENUE = ProblemKind(
    "revoked-venue",
    410,
    N_("This QR code is no longer valid"),
    N_("It was revoked. Please ask the staff whether there is a new one."),
)
TOO_OLD = ProblemKind(
    "too-old",
    422,
    N_("This entry is too late"),
    N_("Check-ins are accepted for 72 hours after entering."),
)
IN_THE_FUTURE = ProblemKind(
    "in-the-future",
    422,
    N_("The phone's clock is fast"),
    N_("The time lies more than 5 minutes ahead. Please set the clock to automatic."),
)
IMPLAUSIBLE_RATE = ProblemKind(
    "implausible-rate",
    429,
    N_("Too many check-ins at once"),
    N_("Over 10 check-ins within 5 minutes cannot be."),
    300,
)

# Check-outs
UNKNOWN_VISIT = ProblemKind(
    "unknown-visit",
    404,
    N_("This visit is not known"),
    N_("You have no such visit here. Check in first."),
)
ENDS_BEFORE_START = ProblemKind(
    "ends-before-start",
    422,
    N_("The end lies before the start"),
    N_("You cannot leave before you entered."),
)
ALREADY_ENDED = ProblemKind(
    "already-ended",
    409,
    N_("This visit has ended already"),
    N_("Another time of leaving is stored."),
)

# Directories
UNKNOWN_DISTRICT = ProblemKind(
    "unknown-district",
    404,
    N_("This district is not known"),
    N_("Read /v1/directories for those there are."),
)

# The exposure feed
NO_SUCH_FEED_DAY = ProblemKind(
    "no-such-feed-day",
    404,
    N_("There is no such day in the exposure feed"),
    N_("Read /v1/exposures for those there are."),
)

# Passes and the phones that read them
NO_READER = ProblemKind(
    "reader-missing",
    401,
    N_("This phone is not set up"),
    N_("The request carries no reader token."),
)
BAD_READER = ProblemKind(
    "reader-invalid",
    401,
    N_("This phone is not set up"),
    N_("It was disconnected, or its token is not ours. Connect it again in the business portal."),
)
OLD_READER = ProblemKind(
    "reader-expired",
    401,
    N_("This phone must be set up again"),
    N_("The reader token has expired."),
)
BAD_SIGNATURE = ProblemKind(
    "bad-signature",
    401,
    N_("The signature is not right"),
    N_("Sign the time and the body with the key of call records; see the protocol."),
)
BAD_PASS = ProblemKind(
    "bad-pass",
    422,
    N_("This is not a valid pass"),
    N_("The pass was not made by Ansim, or was changed."),
)
OLD_PASS = ProblemKind(
    "pass-expired",
    410,
    N_("This pass has expired"),
    N_("Please open the pass again, or print a new one."),
)
ENDED_PASS = ProblemKind(
    "pass-ended",
    410,
    N_("This pass is no longer valid"),
    N_("It was replaced by a newer one, or the registration was erased or withdrawn."),
)
USED_PASS = ProblemKind(
    "pass-used",
    409,
    N_("This pass was used here already"),
    N_("A pass on a phone serves once. Please show a fresh one."),
)

# The visitor's rights
PHONE_TAKEN = ProblemKind(
    "phone-taken",
    409,
    N_("This number is registered already"),
    N_("Sign up with it instead, or erase that registration first."),
)
TOO_MANY_CORRECTIONS = ProblemKind(
    "too-many-corrections",
    429,
    N_("Your requests are being looked at"),
    N_("Five requests wait already. Please wait for the answer."),
    86400,
)
