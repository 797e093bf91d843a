"""What the routes about venues ask of the gateway."""

from typing import Protocol

from ansim.identity.budgets import CodeBudgets
from ansim.notices.channels.messages import Channel
from ansim.visitor.api.endpoint import Gatekeeper
from ansim.visitor.api.functions import Pool
from ansim.visitor.venues.served import Directories
from ansim.visitor.venues.venue_book import VenueBook


class VenueDesk(Gatekeeper, Protocol):
    """The gateway as the look-up of venues, their directories and reports of codes see it."""

    venues: VenueBook
    directories: Directories
    reports: Pool
    identity: Pool  # where the reports of a network are counted
    budgets: CodeBudgets
    mail: Channel | None  # whether codes may go by e-mail is a setting that the app shows

    @property
    def exposure_key(self) -> dict[str, str]:
        """The public key (JWK) that checks the exposure feed, which the settings tell."""
