"""Links that somebody opens before they sign in: what they are about goes on in the session, and leads to its page."""

from types import MappingProxyType
from typing import Final

INVITATION: Final = "owner_invitation"
"""Where the session keeps the invitation that was opened."""

HANDOVER: Final = "venue_handover"
"""Where it keeps the offer of a venue that was opened."""

PAGES: Final = MappingProxyType(
    {INVITATION: "owners:join-confirm", HANDOVER: "venues:take-confirm"}
)
