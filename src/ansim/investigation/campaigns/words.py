"""Templates and states of messages in the officer's language, with what to do about each."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.domain.campaigns.contact_answers import AnswerFault, Symptom
from ansim.domain.campaigns.message_states import State
from ansim.domain.campaigns.message_words import CampaignTemplate

TEMPLATES: Final = MappingProxyType(
    {
        CampaignTemplate.TEST: _("Get tested"),
        CampaignTemplate.ISOLATE: _("Stay at home"),
        CampaignTemplate.WATCH: _("Watch for symptoms"),
        CampaignTemplate.RESULT: _("A result is there"),
        CampaignTemplate.RELEASE: _("It is over"),
        CampaignTemplate.CORRECTION: _("Correction of an earlier message"),
    }
)
STATES: Final = MappingProxyType(
    {
        State.QUEUED: (_("waits"), ""),
        State.HANDING: (_("being handed over"), ""),
        State.UNCERTAIN: (_("uncertain"), "warn"),
        State.HANDED: (_("handed over"), ""),
        State.DELIVERED: (_("delivered"), "good"),
        State.FAILED: (_("failed"), "bad"),
        State.READ: (_("read"), "good"),
        State.ANSWERED: (_("answered"), "good"),
        State.UNREACHABLE: (_("cannot be reached"), "bad"),
        State.STOPPED: (_("stopped"), ""),
    }
)
REASONS: Final = MappingProxyType(
    {
        "erased": _("This person's record was destroyed."),
        "no-number": _(
            "There is no phone number. Look at the name under a warrant for an e-mail address."
        ),
        "damaged": _("The number cannot be read. Please tell who runs this system."),
        "landline": _("The number takes no messages. Please call, under a warrant."),
        "country": _("No messages are sent to that country. Please call, under a warrant."),
        "channel-refused": _(
            "The message centre refused the number. Please call, under a warrant."
        ),
        "not-delivered": _("The network could not deliver it. Please call, under a warrant."),
        "channel-away": _("The message centre could not be reached. Please send again."),
        "channel-busy": _("The message centre was too busy. Please send again."),
        "too-long": _("The message is too long for this number. Please call, under a warrant."),
        "tried-too-often": _("It was tried as often as may be. Please send again or call."),
        "no-answer": _("The message centre did not answer; the message may have arrived."),
        "withdrawn": _("A signature counts no more, the case was closed, or the time was over."),
    }
)
UNCERTAIN: Final = _(
    "Nobody knows whether it was sent: the sender was interrupted. Please call, or send again."
)
FORMS: Final = MappingProxyType(
    {"sms": _("short message"), "lms": _("long message"), "ucs2": _("message in Unicode")}
)
LANGUAGES: Final = MappingProxyType(
    {"ko": _("Korean"), "en": _("English"), "zh": _("Chinese"), "ja": _("Japanese")}
)
SYMPTOMS: Final = MappingProxyType(
    {
        Symptom.FEVER: _("fever"),
        Symptom.COUGH: _("cough"),
        Symptom.BREATH: _("short of breath"),
        Symptom.TASTE: _("no taste or smell"),
    }
)
NO_SYMPTOMS: Final = _("no symptoms")
FAULTS: Final = MappingProxyType(
    {
        AnswerFault.EMPTY: _("Please enter at least one thing."),
        AnswerFault.DAY: _("The day of the test lies from today on, 30 days ahead at most."),
        AnswerFault.SYMPTOMS: _("Please tick symptoms, or no symptoms alone."),
        AnswerFault.NOT_ME: _(
            "Whoever says that it was not them says nothing of symptoms and tests."
        ),
    }
)
