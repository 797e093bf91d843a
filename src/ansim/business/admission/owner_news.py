"""Tell an owner what was decided, through the outbox: in the decision's own transaction, or not at all."""

from typing import Final

from django.utils import translation
from django.utils.functional import Promise

from ansim.business.models import Owner, VenueApplication
from ansim.business.telling import portal_url, tell
from ansim.notices.words import Template
from ansim.settings.environment import call_number

PORTAL_LANGUAGES: Final = frozenset({"ko", "en"})
_LONGEST: Final = 150
_SAID: Final = {
    Template.APPLICATION_RECEIVED: ("venue", "ref"),
    Template.APPLICATION_APPROVED: ("venue", "ref", "url"),
    Template.APPLICATION_RETURNED: ("venue", "ref", "reason", "url"),
    Template.APPLICATION_REFUSED: ("venue", "ref", "reason", "call"),
}


def in_their_words(owner: Owner, reason: Promise | str, words: str) -> str:
    """A reason in the owner's language, and what a clerk wrote, cut to what a text has room for."""
    with translation.override(owner.language if owner.language in PORTAL_LANGUAGES else "en"):
        told = str(reason)
    return " ".join(filter(None, (told, words)))[:_LONGEST]


def tell_owner(
    application: VenueApplication, template: Template, reason: Promise | str = ""
) -> None:
    """Queue a message in the owner's language; the venue's name stands in it, no person's.

    Whoever applied through a partner's system is told by that system: hundreds of places would be hundreds of texts.
    """
    if application.api_key_id is not None:
        return
    owner = application.owner
    known = {
        "venue": application.entered("name"),
        "ref": application.ref,
        "reason": in_their_words(owner, reason, application.words),
        "call": call_number(),
        "url": portal_url(f"/applications/{application.pk}/"),
    }
    tell(owner, template, **{name: known[name] for name in _SAID[template]})
