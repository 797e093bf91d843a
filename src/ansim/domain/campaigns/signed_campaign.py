"""The text that an officer signs for a campaign, above a size an approver too (RIGHTS §3, ADR 52).

It holds the very words that go out, so what is signed is what is shown and what is sent.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar, Final, Literal

import msgspec

from ansim.domain.campaigns.message_words import (
    REFERENCE,
    CampaignTemplate,
    TemplateUnknownError,
    filled,
)
from ansim.domain.campaigns.sending_policy import SENDING
from ansim.domain.codes import ALPHABET
from ansim.domain.errors import AnsimError
from ansim.domain.signed_texts import CaseMark, Digest, SignedText, StaffMark

DAYS_GOOD: Final = 3
LONGEST_TEXT: Final = 400
Channel = Literal["sms"]


class CampaignError(AnsimError):
    """A campaign is not taken in, or opens no number."""


class CampaignTermsError(CampaignError):
    """The people are not those that the text is for, or it asks for more than a campaign may."""

    code = "campaign-terms"


class CampaignWordsError(CampaignError):
    """The words are not those of the template as this installation fills it in."""

    code = "campaign-words"


class CampaignUnknownError(CampaignError):
    """No campaign of that reference may be sent: unsigned, stopped, over its time, or of a closed case."""

    code = "campaign-unknown"


class CampaignTrainingError(CampaignError):
    """Nothing is sent from a training case."""

    code = "campaign-training"


class Campaign(SignedText, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Tell these people this, until the text's end. `people` is the digest of the handles in the order of their numbers.

    `result` is that of the search which found them, `words` the text by language, with a place for each message's
    reference, `day` the day that they name or empty. `cap` is how often numbers may be opened in all. `night`: quiet hours
    do not hold.
    """

    KIND: ClassVar[str] = "campaign"
    VALIDITY: ClassVar[int] = DAYS_GOOD * 86400

    case: CaseMark
    template: CampaignTemplate
    version: Annotated[str, msgspec.Meta(pattern=r"\A\d{4}-\d\d-\d\d\Z")]
    words: dict[
        Literal["ko", "en", "zh", "ja"], Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)]
    ]
    day: Annotated[str, msgspec.Meta(pattern=r"\A(\d{4}-\d\d-\d\d)?\Z")]
    result: Digest
    people: Digest
    count: int
    channels: Annotated[list[Channel], msgspec.Meta(min_length=1, max_length=1)]
    cap: int
    night: bool
    requester: StaffMark


def campaign_digest(people: Sequence[bytes]) -> bytes:
    """The digest of people in the order of their numbers, the first of which is 1."""
    return hashlib.sha256(b"ansim-campaign-people-v2\0" + b"".join(people)).digest()


def campaign_mark(written: bytes) -> str:
    """What screens and ledger call a campaign: `M-` and the first 40 bits of its text's digest."""
    bits = int.from_bytes(hashlib.sha256(written).digest()[:5])
    return "M-" + "".join(ALPHABET[bits >> shift & 31] for shift in range(35, -1, -5))


def highest_openings(count: int) -> int:
    """How often the numbers of so many people may be opened in all."""
    return count * SENDING.openings_each


def require_people(said: Campaign, people: Sequence[bytes]) -> None:
    """Refuse other people than those signed for, and more than a campaign may tell. Raises CampaignTermsError."""
    if campaign_digest(people).hex() != said.people or len(people) != said.count:
        raise CampaignTermsError("the people are not those that the signature is for")
    if not 0 < len(people) <= SENDING.most or len(set(people)) != len(people):
        raise CampaignTermsError(f"a campaign tells 1 to {SENDING.most} people, each of them once")
    if not said.count <= said.cap <= highest_openings(said.count):
        raise CampaignTermsError(
            f"numbers of {said.count} people are opened {highest_openings(said.count)} times at most"
        )


def require_words(said: Campaign, *, office: str, call: str) -> None:
    """Refuse any words but those of the template, filled in for this office. Raises CampaignWordsError."""
    try:
        day = date.fromisoformat(said.day) if said.day else None
        version = date.fromisoformat(said.version)
        fields = {"office": office, "call": call}
        known = filled(said.template, version, said.words, fields, day)
    except (TemplateUnknownError, ValueError):
        raise CampaignWordsError("there is no such template, or no such day") from None
    if known != said.words:
        raise CampaignWordsError(
            "the words are not the template's: are office and call number set alike at console and vault?"
        )
    if any(text.count(REFERENCE) != 1 for text in known.values()):
        raise CampaignWordsError("a text has just one place for its reference")


def text_for(said: Campaign, language: str) -> str:
    """The words for somebody who reads that language: else English, else Korean, else the first that is there."""
    for one in (language, "en", "ko"):
        if one in said.words:
            return said.words[one]
    return next(iter(said.words.values()))
