"""Keys and webhooks in words. A word that a later release wrote is shown as it stands."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ansim.business.models import PartnerAct
from ansim.domain.api_keys import ApiScope
from ansim.notices.webhook_events import WebhookEvent

SCOPES: Final[Mapping[str, Promise | str]] = MappingProxyType(
    {
        ApiScope.VENUES_READ: _("Read the venues and their codes"),
        ApiScope.VENUES_WRITE: _("Change and close venues"),
        ApiScope.CODES_WRITE: _("Issue fresh codes"),
        ApiScope.POSTERS_READ: _("Fetch posters"),
        ApiScope.APPLICATIONS_READ: _("Read applications"),
        ApiScope.APPLICATIONS_WRITE: _("Apply for venues"),
        ApiScope.COUNTS_READ: _("Read how many checked in, never who"),
    }
)
ACTS: Final[Mapping[str, Promise | str]] = MappingProxyType(
    {
        PartnerAct.What.KEY_MADE: _("Key made"),
        PartnerAct.What.KEY_ENDED: _("Key ended"),
        PartnerAct.What.WEBHOOK_MADE: _("Webhook registered"),
        PartnerAct.What.WEBHOOK_ENDED: _("Webhook removed"),
        PartnerAct.What.WEBHOOK_TRIED: _("Test sent"),
        PartnerAct.What.SECRET_CHANGED: _("Signing secret changed"),
    }
)
EVENTS: Final = MappingProxyType(
    {
        WebhookEvent.APPLICATION_APPROVED: _("An application was approved"),
        WebhookEvent.APPLICATION_RETURNED: _("An application was returned to be completed"),
        WebhookEvent.APPLICATION_REFUSED: _("An application was refused"),
        WebhookEvent.VENUE_CLOSED: _("A venue was closed"),
        WebhookEvent.CODE_REISSUED: _("A venue has a new code"),
        WebhookEvent.TEST: _("Somebody pressed “Send a test”"),
    }
)
FAILURES: Final = MappingProxyType(
    {
        "address-refused": _("The address leads into a private network."),
        "not-reached": _("Your system was not reached."),
        "too-slow": _("Your system took too long."),
        "redirected": _("Your system sent us elsewhere, and we do not follow."),
        "refused-there": _("Your system refused it (4xx)."),
        "failed-there": _("Your system failed (5xx)."),
        "gone": _("Your system said that this address is gone (410)."),
        "webhook-ended": _("The webhook was removed."),
        "secret-sealed": _("The signing secret does not open. Register the address anew."),
    }
)
