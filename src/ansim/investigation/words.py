"""What codes of the domain mean, in the officer's language."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.domain.classification import Classification
from ansim.domain.evidence import Grade, Sign
from ansim.domain.warrant import LegalBasis, Purpose
from ansim.investigation.presets import Anchor
from ansim.investigation.warrants import State

ANCHORS: Final = MappingProxyType(
    {
        Anchor.SYMPTOM_ONSET: _("onset of symptoms"),
        Anchor.SPECIMEN_DATE: _("date of the specimen"),
        Anchor.RASH_ONSET: _("onset of the rash"),
    }
)

GRADES: Final = MappingProxyType(
    {
        Grade.STRONG: (_("Strong"), "good"),
        Grade.GOOD: (_("Good"), "good"),
        Grade.PLAIN: (_("Plain"), ""),
        Grade.DOUBTFUL: (_("Doubtful"), "bad"),
    }
)

CLASSES: Final = MappingProxyType(
    {
        Classification.CLOSE: (_("close contact"), "bad"),
        Classification.UNDECIDED: (_("ask them"), "warn"),
        Classification.CASUAL: (_("casual contact"), ""),
        Classification.UNLIKELY: (_("hardly a contact"), ""),
    }
)

SIGNS: Final = MappingProxyType(
    {
        Sign.DEVICE_BOUND: _("from the registered phone"),
        Sign.NEAR: _("phone was near the venue"),
        Sign.FAR: _("phone was far from the venue"),
        Sign.WITHIN_HOURS: _("within opening hours"),
        Sign.OUTSIDE_HOURS: _("outside opening hours"),
        Sign.DISPLAY_CODE: _("code on the venue's screen was right"),
        Sign.STAFF_SCAN: _("scanned by the venue's staff"),
        Sign.DELIVERED_LATE: _("delivered late, from offline"),
    }
)

LEGAL_BASES: Final = MappingProxyType(
    {
        LegalBasis.IDCPA_76_2_1: _("Infectious Disease Control and Prevention Act, Art. 76-2 (1)"),
        LegalBasis.IDCPA_76_2_2: _("Infectious Disease Control and Prevention Act, Art. 76-2 (2)"),
    }
)

PURPOSES: Final = MappingProxyType(
    {
        Purpose.TEST_CONTACTS: _("Ask contacts to be tested"),
        Purpose.NOTIFY_CONTACTS: _("Inform contacts"),
        Purpose.QUARANTINE_CONTACTS: _("Quarantine contacts"),
        Purpose.FIND_SOURCE: _("Find the source of infection"),
    }
)

STATES: Final = MappingProxyType(
    {
        State.WAITING: (_("Waiting for the second signature"), "warn"),
        State.VALID: (_("Valid"), "good"),
        State.EXPIRED: (_("Expired"), "bad"),
    }
)

# Codes of CallError (class names of the tracer's and the vault's errors) and of our own.
REFUSALS: Final = MappingProxyType(
    {
        "PhoneError": _("This is no phone number. Please write it like 010-0000-0000."),
        "ForgedSignatureError": _(
            "A signature does not fit the warrant. Please ask for a new one."
        ),
        "MalformedWarrantError": _(
            "The warrant was changed after it was signed. Please ask for a new one."
        ),
        "NotTwoSignersError": _("The warrant needs the signatures of two different people."),
        "OutOfScopeError": _(
            "Not everybody chosen was found within this warrant's case and window."
        ),
        "RowCapError": _(
            "The number of people that the warrant allows is used up. Please choose fewer, or ask for a new one."
        ),
        "SigningClosedError": _("Too many wrong passphrases. Please wait 15 minutes."),
        "UnknownSignerError": _(
            "The vault does not know one of the signers. The operator must enrol them."
        ),
        "WarrantTermsError": _("The terms go beyond what a warrant may allow."),
        "WarrantTimeError": _("The warrant has expired. Please ask for a new one."),
        "WrongPassphraseError": _("That passphrase does not open your signing key."),
    }
)


def sign_words(bits: int) -> list[str]:
    """The signs in these bits, in words; bits that this release does not know are left out."""
    return [str(words) for sign, words in SIGNS.items() if bits & sign]


def refusal(code: str) -> str | None:
    """The words for an error's code; None for an error that nobody at the screen can put right."""
    words = REFUSALS.get(code)
    return None if words is None else str(words)
