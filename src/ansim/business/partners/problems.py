"""What the partner API refuses: RFC 9457 problems with a stable code, in Korean or English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from msgspec import Meta

from ansim.domain.errors import AnsimError

MEDIA_TYPE: Final = "application/problem+json"


class FieldFault(msgspec.Struct, frozen=True):
    """One field that was refused."""

    pointer: Annotated[
        str, Meta(description=gettext_noop("where it stands in the body, as a JSON pointer"))
    ]
    detail: Annotated[str, Meta(description=gettext_noop("what is wrong and what to do"))]


class PartnerProblem(msgspec.Struct, frozen=True, rename={"kind": "type"}, omit_defaults=True):
    """The body of a refusal. A program switches on `code`, never on words."""

    kind: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldFault] | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, slots=True)
class RefusalKind:
    """One sort of refusal; `detail` says what to do, with `{name}` places for values."""

    code: str
    status: int
    title: Promise | str
    detail: Promise | str


class RefusedError(AnsimError):
    """Raised anywhere in a request: nothing was changed, and the answer is this problem."""

    def __init__(
        self,
        kind: RefusalKind,
        *,
        errors: Sequence[FieldFault] = (),
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> None:
        super().__init__(kind.code)
        self.kind, self.errors, self.values = kind, list(errors), values
        self.headers = dict(headers or {})

    def document(self) -> PartnerProblem:
        """The problem in the language that is active."""
        return PartnerProblem(
            f"urn:ansim:problem:{self.kind.code}",
            str(self.kind.title),
            self.kind.status,
            str(self.kind.detail).format(**self.values),
            self.kind.code,
            self.errors or msgspec.UNSET,
        )


# Who asks
NO_KEY = RefusalKind(
    "key-missing",
    401,
    _("A key is needed"),
    _("Send your key as “Authorization: Bearer ansim_…”. The business portal makes keys."),
)
BAD_KEY = RefusalKind(
    "key-invalid",
    401,
    _("This key is not known"),
    _("It is none of ours, has expired or was ended. Make a new one in the business portal."),
)
GUESSED = RefusalKind(
    "too-many-wrong-keys",
    429,
    _("Too many wrong keys"),
    _("Too many requests from your network had a wrong key. Wait 15 minutes, then use a good one."),
)
NO_SCOPE = RefusalKind(
    "scope-missing",
    403,
    _("This key may not do that"),
    _("It lacks the scope {scope}. Make a key that has it."),
)
TOO_FAST = RefusalKind(
    "rate-limited",
    429,
    _("Too many requests"),
    _("Wait {seconds} seconds. The header RateLimit says how many requests are left."),
)
# The request itself
BAD_JSON = RefusalKind(
    "bad-json", 400, _("The request cannot be read"), _("The body is no JSON in UTF-8.")
)
BAD_QUERY = RefusalKind(
    "bad-query",
    400,
    _("The address cannot be read"),
    _("The part “{name}” behind the question mark is wrong. The documentation says what it takes."),
)
NOT_JSON = RefusalKind(
    "unsupported-media-type",
    415,
    _("The kind of content is not supported"),
    _("Send the body as application/json."),
)
WRONG_FIELD = RefusalKind(
    "invalid-fields",
    422,
    _("Something in the body is wrong"),
    _("Nothing was changed. See “errors” for each field."),
)
FIELD_SHAPE = _(
    "It is missing, not known here, or no value that stands here. The documentation says what it takes."
)
NOT_FOUND = RefusalKind(
    "not-found",
    404,
    _("There is nothing here"),
    _("No such address, or nothing of your business. Check what you asked for."),
)
BAD_METHOD = RefusalKind(
    "method-not-allowed",
    405,
    _("This method does not serve here"),
    _("The header Allow names those that do."),
)
# Sending again, and two at once
NO_NAME = RefusalKind(
    "idempotency-key-missing",
    400,
    _("An Idempotency-Key is needed"),
    _(
        "Send a fresh one with each POST (1 to 100 visible characters), and the same one to repeat it."
    ),
)
OTHER_BODY = RefusalKind(
    "idempotency-key-reused",
    422,
    _("This Idempotency-Key was used for another request"),
    _("What was done with it stands. Send a fresh one with each new request."),
)
IN_FLIGHT = RefusalKind(
    "request-in-flight",
    409,
    _("The same request is being worked on"),
    _("Send it again in a second to read its answer."),
)
NO_MATCH_GIVEN = RefusalKind(
    "if-match-missing",
    428,
    _("The version you read is needed"),
    _("Send the ETag that you read as If-Match, so that nobody's change is lost."),
)
CHANGED_MEANWHILE = RefusalKind(
    "changed-meanwhile",
    412,
    _("Somebody else changed it meanwhile"),
    _("Nothing was changed. Read it again, and send the new ETag as If-Match."),
)
# What is asked for
NO_CODE = RefusalKind(
    "no-code",
    409,
    _("This venue has no valid code"),
    _("Issue a code first."),
)
VENUE_CLOSED = RefusalKind(
    "venue-closed",
    409,
    _("This venue is closed"),
    _("It can be opened again in the business portal."),
)
UNPRINTABLE = RefusalKind(
    "unprintable",
    409,
    _("The name holds signs that no font can print"),
    _("Change the name in the business portal, or call us."),
)
TAX_CLOSED = RefusalKind(
    "business-closed",
    422,
    _("The tax office says that this business is closed"),
    _("Check the business number with the place."),
)
NOT_RETURNED = RefusalKind(
    "not-returned",
    409,
    _("This application did not come back"),
    _("Only one that was returned is handed in again. Read it to see where it stands."),
)
NOBODY = RefusalKind(
    "nobody-in-charge",
    409,
    _("Nobody answers for this business"),
    _(
        "An application needs a person who can be called. An owner has to join the business in the portal."
    ),
)
# Our side
INTERNAL = RefusalKind(
    "internal",
    500,
    _("Something went wrong on our side"),
    _("Send the same request again in a few seconds, with the same Idempotency-Key."),
)
AWAY = RefusalKind(
    "unavailable",
    503,
    _("The service does not answer at the moment"),
    _("Send the same request again in a few seconds, with the same Idempotency-Key."),
)
