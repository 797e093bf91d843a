"""Why a key, a text or a sign-in was refused, in the person's language, by the error's code."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.domain.errors import AnsimError
from ansim.rpc import CallError

KEY_REFUSALS: Final = MappingProxyType(
    {
        "device-key-not-enough": _("A device key is not enough here. Please enrol a passkey."),
        "enrolment-refused": _(
            "The one-time word is wrong, used or over its time. Where two keepers each gave you half of it, type both;"
            " else please ask whoever gave it to you for a new one."
        ),
        "key-bar-cap": _(
            "Those sessions are ended. So many keys were barred today that the operator has to bar this one: please call them."
        ),
        "other-browser": _(
            "This browser did not ask for that, or more than 15 minutes ago. Please begin again."
        ),
        "signature-refused": _(
            "The signature does not fit this text, your key or the signing page. Nothing was done."
        ),
        "signer-unknown": _("The vault does not know this key. Please enrol a key of your own."),
        "text-malformed": _("The text was changed on the way. Please begin again."),
        "text-of-other-site": _("The text was written for another installation."),
        "text-time": _("The text is over its time. Please begin again."),
        "text-used": _("This signature was used before. Please begin again."),
    }
)


def key_refusal(error: AnsimError | CallError) -> str:
    """The words for an error that whoever signs can put right; any other is raised again."""
    words = KEY_REFUSALS.get(error.code)
    if words is None:
        raise error
    return str(words)
