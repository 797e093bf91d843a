"""Policy of sending: from which size a second person signs, at which hours nothing goes, how fast, how often."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from ansim.domain.days import VENUE_ZONE


@dataclass(frozen=True, slots=True)
class SendingPolicy:
    """One dated set of rules. Periods in seconds, hours of the day in Korean time."""

    since: date
    alone: int = 50
    """People whom one officer may have told within a day without a second signature, over all campaigns together."""
    most: int = 5000
    """People of one campaign."""
    quiet_from: int = 21
    quiet_until: int = 8
    a_second: float = 100.0
    """Messages handed over to the channel."""
    openings_each: int = 3
    """How often at most the number of one person is opened for one campaign."""
    waits: tuple[float, ...] = (10.0, 60.0, 300.0, 1800.0)
    """Before each further try of a message that the channel did not take."""
    uncertain_for: float = 600.0
    """How long a receipt is waited for, for a message of which nobody knows whether the channel took it."""
    resend_uncertain: bool = False
    """What happens then: sent once more, or shown to the officer."""
    prices: tuple[tuple[str, int], ...] = (("sms", 9), ("lms", 30), ("ucs2", 60))
    """Won for each part of a message, by its form; list prices of a reseller, for the preview."""


SENDING: Final = SendingPolicy(since=date(2026, 11, 28))


def needs_two(people: int, told_alone: int, policy: SendingPolicy = SENDING) -> bool:
    """Whether a second person signs, where the officer had `told_alone` people told within a day already."""
    return people + told_alone > policy.alone


def may_go_at(moment: float, *, night: bool, policy: SendingPolicy = SENDING) -> float:
    """The first moment (epoch seconds) from that one at which messages may go: that one itself but in quiet hours."""
    local = datetime.fromtimestamp(moment, VENUE_ZONE)
    starts, ends = policy.quiet_from, policy.quiet_until
    across = starts > ends
    quiet = local.hour >= starts or local.hour < ends if across else starts <= local.hour < ends
    if night or not quiet:
        return moment
    end = local.replace(hour=ends, minute=0, second=0, microsecond=0)
    return (end if end > local else end + timedelta(days=1)).timestamp()


def price_of(form: str, parts: int, policy: SendingPolicy = SENDING) -> int:
    """What a message costs, in won."""
    return dict(policy.prices)[form] * parts
