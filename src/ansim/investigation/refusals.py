"""Why something was refused, in the officer's language, by the error's code.

The errors are our own, the vault's and the tracer's: `CallError` carries the code that the other process gave.
"""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.domain.errors import AnsimError
from ansim.rpc import CallError

REFUSALS: Final = MappingProxyType(
    {
        "email-unreadable": _("This is no e-mail address. Please write it like name@example.org."),
        "phone-unreadable": _("This is no phone number. Please write it like 010-0000-0000."),
        "signature-forged": _("A signature does not fit the warrant. Please ask for a new one."),
        "warrant-malformed": _(
            "The warrant was changed after it was signed. Please ask for a new one."
        ),
        "not-two-signers": _("The warrant needs the signatures of two different people."),
        "out-of-scope": _("Not everybody chosen was found within this warrant's case and window."),
        "row-cap-reached": _(
            "The number of people that the warrant allows is used up. Please choose fewer, or ask for a new one."
        ),
        "signing-closed": _("Too many wrong passphrases. Please wait 15 minutes."),
        "signer-unknown": _(
            "The vault does not know one of the signers. The operator must enrol them."
        ),
        "warrant-terms": _("The terms go beyond what a warrant may allow."),
        "warrant-time": _("The warrant has expired. Please ask for a new one."),
        "wrong-passphrase": _("That passphrase does not open your signing key."),
    }
)


def refusal(error: AnsimError | CallError) -> str:
    """The words for an error that somebody at the screen can put right; any other is raised again."""
    words = REFUSALS.get(error.code)
    if words is None:
        raise error
    return str(words)
