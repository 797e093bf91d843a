"""What is told to a laboratory's system that was refused: RFC 9457 problems with a stable code (docs/guides/laboratory.md)."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.business.partners.problems import RefusalKind

_AGAIN: Final = _(
    "Send the very same bytes again; what was taken in already gives the same answer."
)
_NOTHING: Final = _("The notification was not taken in")

NOT_POST: Final = RefusalKind(
    "method-not-allowed", 405, _("This method does not serve here"), _("Send a POST.")
)
NOT_JOSE: Final = RefusalKind(
    "unsupported-media-type",
    415,
    _("The kind of content is not supported"),
    _("Send one compact JWS as application/jose."),
)
TOO_LARGE: Final = RefusalKind(
    "too-large", 413, _NOTHING, _("A notification is at most 8,192 bytes long.")
)
TOO_MANY_WRONG: Final = RefusalKind(
    "too-many-refused",
    429,
    _("Too many notifications without a right signature"),
    _("They came from your address. Wait as long as Retry-After says, then send right ones."),
)
BUSY: Final = RefusalKind("busy", 503, _("Others are being taken in"), _AGAIN)
AWAY: Final = RefusalKind("unavailable", 503, _("The vault does not answer"), _AGAIN)
INTERNAL: Final = RefusalKind("internal", 500, _("Something went wrong on our side"), _AGAIN)

# What the vault refuses, by its code.
REFUSED: Final = MappingProxyType(
    {
        one.code: one
        for one in (
            RefusalKind(
                "jws-unreadable",
                400,
                _NOTHING,
                _(
                    "The body is no compact JWS whose header has alg (ES256 or EdDSA), typ (ansim-notification+jwt)"
                    " and kid, and nothing else."
                ),
            ),
            RefusalKind(
                "laboratory-key-unknown",
                403,
                _NOTHING,
                _("No key of this kid counts here. Ask the operator whether it is enrolled."),
            ),
            RefusalKind(
                "laboratory-signature",
                403,
                _NOTHING,
                _("The signature is not that key's over these bytes, or of another algorithm."),
            ),
            RefusalKind(
                "claims-unreadable",
                422,
                _NOTHING,
                _(
                    "A claim is missing, not known here, or no value that stands there; errors says which."
                ),
            ),
            RefusalKind(
                "other-issuer", 422, _NOTHING, _("iss has to be the mark of whose key signed.")
            ),
            RefusalKind(
                "other-audience",
                422,
                _NOTHING,
                _("aud names another installation. The operator knows the one of this."),
            ),
            RefusalKind(
                "notification-age",
                422,
                _NOTHING,
                _("iat lies in the future, or more than 14 days ago. Is your clock right?"),
            ),
            RefusalKind(
                "jti-used",
                409,
                _NOTHING,
                _("This jti notified something else. Write a fresh one for each notification."),
            ),
            RefusalKind(
                "laboratory-cap",
                429,
                _NOTHING,
                _("You have notified as many cases today as you may. The operator can allow more."),
            ),
            RefusalKind(
                "team-unknown",
                422,
                _NOTHING,
                _("No officer works in that team of that agency. Write both as the operator does."),
            ),
            RefusalKind(
                "notification-terms",
                422,
                _NOTHING,
                _(
                    "Disease, day and kind of day do not fit together, the day is over a year old or to come, or the"
                    " number is not in its international form."
                ),
            ),
        )
    }
)
UNSIGNED: Final = frozenset({"jws-unreadable", "laboratory-key-unknown", "laboratory-signature"})
"""Refusals of what nobody whom we know has signed."""
