"""A campaign as its officer signs it, and what it looks like and costs before anybody does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise

from ansim.accounts.models import Staff
from ansim.domain.campaigns.message_words import (
    CampaignTemplate,
    filled,
    newest,
    with_reference,
)
from ansim.domain.campaigns.sending_policy import price_of
from ansim.domain.campaigns.signed_campaign import (
    DAYS_GOOD,
    Campaign,
    campaign_digest,
    highest_openings,
)
from ansim.domain.days import local_day
from ansim.domain.quantities import Handle
from ansim.domain.signed_texts import new_ref
from ansim.investigation.campaigns.words import FORMS, LANGUAGES
from ansim.investigation.lookups import site_name
from ansim.investigation.models import Case
from ansim.notices.encoding import encode_message
from ansim.settings.environment import health_line, office_name

_EXAMPLE: Final = "XXXX-XXXX"
_HERE: Final = "+821000000000"
_SPARE: Final = 60  # s that signing itself may take


@dataclass(frozen=True, slots=True)
class Wish:
    """What the officer chose."""

    kind: CampaignTemplate
    languages: tuple[str, ...]
    day: date | None
    night: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """One language's text as a Korean number shows it, with form, parts and price in won."""

    language: Promise
    text: str
    form: Promise
    parts: int
    price: int


def words_for(wish: Wish, today: date) -> dict[str, str]:
    """The texts by language, with a place for the reference."""
    fields = {"office": office_name(), "call": health_line()}
    version = newest(wish.kind, today).version
    return filled(wish.kind, version, wish.languages, fields, wish.day)


def previews(words: Mapping[str, str]) -> list[Preview]:
    """Each text as it will be shown, in the order of our languages."""
    found = []
    for language, name in LANGUAGES.items():
        if language in words:
            text = with_reference(words[language], _EXAMPLE)
            encoded = encode_message(text, _HERE)
            form = encoded.form.value
            price = price_of(form, encoded.parts)
            found.append(Preview(name, text, FORMS[form], encoded.parts, price))
    return found


def most_cost(shown: Sequence[Preview], people: int) -> int:
    """What it costs at the most, in won: everybody in the dearest language."""
    return people * max(one.price for one in shown)


def write_campaign(
    case: Case, staff: Staff, wish: Wish, people: Sequence[Handle], result: str, now: float
) -> Campaign:
    """The text for the signing page: these people, in the order of their numbers, of that result."""
    today = local_day(now)
    return Campaign(
        ref=new_ref(),
        at=int(now),
        until=int(now) + DAYS_GOOD * 86400 - _SPARE,
        site=site_name(),
        case=case.ref,
        template=wish.kind,
        version=newest(wish.kind, today).version.isoformat(),
        words=words_for(wish, today),  # type: ignore[arg-type]  # of our languages alone
        day=wish.day.isoformat() if wish.day else "",
        result=result,
        people=campaign_digest([bytes(one) for one in people]).hex(),
        count=len(people),
        channels=["sms"],
        cap=highest_openings(len(people)),
        night=wish.night,
        requester=staff.ref,
    )
