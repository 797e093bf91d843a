"""Who had how many people told what, and which numbers the sender was given for it."""

from typing import Literal

import msgspec


class CampaignAsked(msgspec.Struct, frozen=True, tag="campaign-asked"):
    """An officer signed that so many people are told this; `second` says whether another signature is wanted."""

    campaign: str
    template: str
    people: int
    expires_at: int
    second: Literal["none", "wanted"]
    key: str = "passkey"


class CampaignApproved(msgspec.Struct, frozen=True, tag="campaign-approved"):
    """A second person signed a campaign."""

    campaign: str
    key: str = "passkey"


class CampaignNumbers(msgspec.Struct, frozen=True, tag="campaign-numbers"):
    """The sender was given the numbers of so many people; `root` is the digest of their handles in the case."""

    campaign: str
    people: int
    root: str


class CampaignStopped(msgspec.Struct, frozen=True, tag="campaign-stopped"):
    """A member of staff had no more numbers opened for a campaign."""

    campaign: str
