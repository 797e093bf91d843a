"""What webhooks tell. Each word is a message's template in the outbox, and `type` in the body with a dot for the dash."""

from enum import StrEnum


class WebhookEvent(StrEnum):
    """A decision. The words are stored; never rename, only append."""

    APPLICATION_APPROVED = "application-approved"
    APPLICATION_REFUSED = "application-refused"
    APPLICATION_RETURNED = "application-returned"
    CODE_REISSUED = "code-reissued"
    TEST = "webhook-tested"
    VENUE_CLOSED = "venue-closed"

    @property
    def type(self) -> str:
        """As the body names it: `application.approved`."""
        return type_of(self.value)


def type_of(word: str) -> str:
    """A stored word as the body names it, one that a later release wrote as well."""
    return word.replace("-", ".", 1)
